"""The output folder, and the files that ship with the program.

A site is published as a generation: a folder beside the output, to which the output is a symbolic link that
is replaced at once. Unchanged files are hard links to the generation before. Nothing is deleted that this
program did not write.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_builder import routes
from site_builder.model.artifact import Artifact
from site_builder.model.shipped import Shipped
from site_builder.problems import Place, Problem, ProblemError, Severity

_MANIFEST = routes.file_of(routes.MANIFEST)
_MARKER = "made-by-site-builder"
_PACKAGE = Path(__file__).resolve().parent.parent


def shipped() -> Shipped:
    """The theme and the catalogues that ship: in the package, or beside it in a checkout."""
    root = _PACKAGE / "_shipped"
    if not root.is_dir():
        root = _PACKAGE.parent
    theme = root / "themes" / "default"
    words = root / "translations"
    return Shipped(
        theme={path.relative_to(theme).as_posix(): path.read_bytes() for path in _files(theme)},
        catalogues={path.parts[-3]: path.read_bytes() for path in _files(words) if path.suffix == ".po"},
    )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read_published(site: Path, address: str) -> bytes | None:
    """A file of a published site, or None where it is not there."""
    path = site / routes.file_of(address)
    return path.read_bytes() if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the number and bytes of all files, and how many were written anew."""

    files: int
    size: int
    written: int
    removed: int

    @property
    def changed(self) -> bool:
        """False where the site was as it should be and nothing was touched."""
        return bool(self.written or self.removed)


class Output:
    """An output folder: `out` is a link into `out.d`, which holds the generations and a lock."""

    def __init__(self, out: Path, *, copy: bool, repository: Path) -> None:
        self.out = Path(os.path.abspath(out))  # noqa: PTH100 - `resolve` would follow our own link
        self.store = self.out.with_name(f"{self.out.name}.d")
        self.copy = copy
        self._check(repository)

    def _check(self, repository: Path) -> None:
        """Refuse, before any work, what cannot or must not be written to."""
        content = (repository / "content").resolve()
        target = self.out.parent.resolve() / self.out.name
        git = (repository / ".git").resolve()
        if git in target.parents or content in target.parents or target in (git, content, *content.parents):
            raise _error("PS-510", f"{self.out} holds the content itself", "choose another --out")
        if not self.out.parent.is_dir():
            raise _error("PS-511", f"there is no folder {self.out.parent}", "make it, or choose another --out")
        if not os.access(self.out.parent, os.W_OK | os.X_OK, effective_ids=True):
            raise _error("PS-512", f"{self.out.parent} cannot be written to", "choose another --out")
        if self.store.exists() and not (self.store / _MARKER).is_file():
            hint = "move it away, or choose another --out"
            raise _error("PS-513", f"{self.store} is not a folder of this program", hint)
        self._check_out()

    def _check_out(self) -> None:
        if self.out.is_symlink():
            target = self.out.parent / self.out.readlink()
            if target.parent == self.store:
                return
            raise _error("PS-513", f"{self.out} is a link to somewhere else", "choose another --out")
        if not self.out.exists() or (self.out.is_dir() and not any(self.out.iterdir())):
            return
        if not self.out.is_dir():
            raise _error("PS-513", f"{self.out} is a file", "choose another --out")
        strangers = _strangers(self.out)
        if strangers:
            message = f"{self.out} has files that are not of this program, such as {strangers[0]}"
            raise _error("PS-513", message, "move them away, or choose another --out; nothing was changed")

    @property
    def last(self) -> Path:
        """The site that is replaced: what is shown, or the newest generation where that was removed."""
        if self.out.exists() or not self.store.is_dir():
            return self.out
        numbers = [int(path.name) for path in self.store.iterdir() if path.name.isdecimal()]
        moved_away = self.store / "old.new"
        return moved_away if moved_away.is_dir() else self.store / str(max(numbers)) if numbers else self.out

    def publish(self, artifacts: Iterable[Artifact], note: Mapping[str, str]) -> Published:
        """Write a generation and show it, or touch nothing where the site is the same already.

        ``note`` is kept beside the generation. What raises on the way leaves the old site as it was.
        """
        try:
            with self._locked():
                return self._publish(artifacts, note)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                message = f"the disk is full: {error.filename or self.store}"
                raise _error("PS-514", message, "make room and build again; the old site stands") from error
            message = f"cannot write {error.filename or self.store}: {error.strerror}"
            raise _error("PS-512", message, "mend that and build again; the old site stands") from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if not self.store.exists():
            self.store.mkdir(mode=0o755)
            self.store.chmod(0o755)
            (self.store / _MARKER).touch(mode=0o644)
        with (self.store / _MARKER).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                self._clear()

    def _clear_drafts(self) -> None:
        moved_away = self.store / "old.new"
        if moved_away.is_dir() and not os.path.lexists(self.out):
            moved_away.rename(self.out)  # a build was stopped between the two renames of `_show`
        for left in self.store.glob("*.new"):
            if left.is_symlink():
                left.unlink()
            else:
                shutil.rmtree(left)

    def _clear(self) -> None:
        """Remove what was not finished, and the store itself where nothing was ever published."""
        self._clear_drafts()
        if [path.name for path in self.store.iterdir()] == [_MARKER]:
            shutil.rmtree(self.store)

    def _publish(self, artifacts: Iterable[Artifact], note: Mapping[str, str]) -> Published:
        self._clear_drafts()
        numbers = sorted(int(path.name) for path in self.store.iterdir() if path.name.isdecimal())
        before = self.store / str(numbers[-1]) if numbers else None
        draft = _Draft(self.store / "next.new", before)
        for artifact in artifacts:
            draft.add(artifact)
        result = draft.result()
        newest = before
        if result.changed or before is None:
            newest = self.store / str(numbers[-1] + 1 if numbers else 1)
            _write(newest.with_suffix(".json"), (json.dumps(note, indent=1) + "\n").encode())
            draft.finish(newest)
        if newest is not None and not self._shows(newest):
            self._show(newest)
            self._forget(numbers[:-1])
        return result

    def _shows(self, generation: Path) -> bool:
        if not self.copy:
            return self.out.is_symlink() and self.out.readlink() == self._link(generation)
        if self.out.is_symlink() or not self.out.is_dir():
            return False
        whole = all(_has(self.out / p.relative_to(generation), p.read_bytes()) for p in _files(generation))
        return whole and not _strangers(self.out)

    def _link(self, generation: Path) -> Path:
        return Path(self.store.name) / generation.name

    def _show(self, generation: Path) -> None:
        """Put the new site where the old one was: a link is replaced at once, a folder by two renames."""
        fresh = self.store / "shown.new"
        if self.copy:
            shutil.copytree(generation, fresh)
        else:
            fresh.symlink_to(self._link(generation))
        if self.out.is_dir() and not self.out.is_symlink():
            self.out.rename(self.store / "old.new")
        elif self.copy and self.out.is_symlink():
            self.out.unlink()
        if not self.copy:
            # A link is relative to the folder in which it stands, so it moves there by a rename.
            fresh.replace(self.out)
        else:
            fresh.rename(self.out)
        _sync(self.out.parent)

    def _forget(self, numbers: Iterable[int]) -> None:
        """Remove all generations but the new one and the one before, which readers may still be in."""
        for number in numbers:
            shutil.rmtree(self.store / str(number))
            (self.store / f"{number}.json").unlink(missing_ok=True)


class _Draft:
    """A generation in the making. Its folder is made when the first file differs from the one before."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self.folder = folder
        self.before = before
        self.known = _digests(before) if before else {}
        self.unchanged: list[str] = []
        self.seen: set[str] = set()
        self.size = 0
        self.written = 0

    def add(self, artifact: Artifact) -> None:
        """Take a file; one that the generation before has is linked, not written."""
        self.seen.add(artifact.path)
        self.size += len(artifact.body)
        if self.before is not None and _has(self.before / artifact.path, artifact.body):
            self.unchanged.append(artifact.path)
            return
        self.written += 1
        _write(self._inside(artifact.path), artifact.body)

    def _inside(self, path: str) -> Path:
        """Where a file goes; nothing goes outside the folder, whatever its address says."""
        inside = os.path.normpath(self.folder / path)
        if os.path.commonpath([inside, self.folder]) != str(self.folder):
            raise AssertionError(f"an artifact would be written outside the site: {path}")
        return Path(inside)

    def result(self) -> Published:
        """What has come so far. The manifest does not list itself, so it is not missed."""
        removed = len(self.known.keys() - self.seen)
        return Published(len(self.seen), self.size, written=self.written, removed=removed)

    def finish(self, generation: Path) -> None:
        """Complete the folder by links to what is unchanged, and give it its name."""
        _make_folder(self.folder)
        if self.before is not None:
            for path in self.unchanged:
                inside = self._inside(path)
                _make_folder(inside.parent)
                inside.hardlink_to(self.before / path)
        for folder in (self.folder, *(p for p in self.folder.rglob("*") if p.is_dir())):
            _sync(folder)
        self.folder.rename(generation)
        _sync(generation.parent)


def _digests(site: Path) -> dict[str, str]:
    """The digest of each file as a site's manifest has it, and of the manifest; empty where there is none."""
    try:
        body = (site / _MANIFEST).read_bytes()
        files: dict[str, Any] = json.loads(body)["files"]
        known = {path: str(entry["digest"]) for path, entry in files.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {**known, _MANIFEST: f"sha256-{hashlib.sha256(body).hexdigest()}"}


def _strangers(site: Path) -> list[str]:
    known = _digests(site)
    return [name for path in _files(site) if (name := path.relative_to(site).as_posix()) not in known]


def _has(path: Path, body: bytes) -> bool:
    """Whether a file has these bytes: it is read, because what is on a disk may have been changed there."""
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it that everybody may read, whatever the umask says."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _write(path: Path, body: bytes) -> None:
    """A file that everybody may read, on the disk before anything links to it."""
    _make_folder(path.parent)
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _error(code: str, message: str, hint: str) -> ProblemError:
    place = Place("")
    return ProblemError([Problem(code=code, message=message, place=place, hint=hint, severity=Severity.ENVIRONMENT)])
