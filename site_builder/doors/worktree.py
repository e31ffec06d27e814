"""The files of a folder as they are now, committed or not. No link is followed, no pipe waited for."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.model.revision import Entry
from site_builder.overlay import WorkTree
from site_builder.problems import Place, Problem, Severity

# What of a repository a site is made from.
FOLDERS = ("content", "themes", "translations")
_MAX_BYTES = 16 * 1024 * 1024
_DEVICE, _PIPE, _LINK = "060000", "010000", "120000"


def read_worktree(repo: Path, committed: Mapping[str, Entry]) -> WorkTree:
    """The plain files below the folders that make a site, and what else is there by its kind.

    ``committed`` has the entries of the last commit: a file that differs from its own there only in its line
    ends is the committed one, because git writes them so on some systems. A file that cannot be read, or is
    too large to be content, is among the problems.
    """
    entries: dict[str, Entry] = {}
    blobs: dict[str, bytes] = {}
    problems: list[Problem] = []
    algorithm = "sha256" if any(len(one.blob) == 64 for one in committed.values()) else "sha1"
    for path, mode in _walk(repo, FOLDERS):
        if mode in (_DEVICE, _PIPE, _LINK):
            entries[path] = Entry(mode, "")
            continue
        try:
            data = _read(repo / path)
        except OSError as error:
            problems.append(_unreadable(path, error))
            continue
        if data is None:
            problems.append(_too_large(path))
            continue
        entries[path], stored = _entry(mode, data, committed.get(path), algorithm)
        blobs[entries[path].blob] = stored
    return WorkTree(entries=dict(sorted(entries.items())), blobs=blobs, problems=tuple(problems))


def _walk(repo: Path, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Paths and modes, without following a link to a folder."""
    waiting = [name for name in names if (repo / name).is_dir() and not (repo / name).is_symlink()]
    for name in names:
        if (repo / name).is_symlink():
            yield name, _LINK
    while waiting:
        folder = waiting.pop()
        with os.scandir(repo / folder) as found:
            for one in found:
                path = f"{folder}/{one.name}"
                if one.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    yield path, _mode(one.stat(follow_symlinks=False).st_mode)


def _mode(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return _LINK
    if stat.S_ISREG(mode):
        return "100755" if mode & stat.S_IXUSR else "100644"
    return _PIPE if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) else _DEVICE


def _read(path: Path) -> bytes | None:
    """The bytes of a plain file, or None where there are too many; never waits for a pipe."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        data = file.read(_MAX_BYTES + 1)
    return data if len(data) <= _MAX_BYTES else None


def _entry(mode: str, data: bytes, known: Entry | None, algorithm: str) -> tuple[Entry, bytes]:
    """A file as git would have it, and its bytes as they are then."""
    found = Entry(mode, _blob(data, algorithm))
    if known is None or known.blob == found.blob:
        return found, data
    plain = data.replace(b"\r\n", b"\n")
    if _blob(plain, algorithm) == known.blob:
        return Entry(mode, known.blob), plain
    return found, data


def _blob(data: bytes, algorithm: str) -> str:
    """The name that git gives to bytes [1].

    [1] https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
    """
    digest = hashlib.new(algorithm, usedforsecurity=False)
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(
        code="PS-507",
        message=f"this file cannot be read: {error.strerror}",
        place=Place(path),
        hint="see that you may read it",
        severity=Severity.ENVIRONMENT,
    )


def _too_large(path: str) -> Problem:
    return Problem(
        code="PS-164",
        message=f"this file is larger than {_MAX_BYTES // 1024 // 1024} MiB",
        place=Place(path),
        hint="content is text; keep other files elsewhere",
    )
