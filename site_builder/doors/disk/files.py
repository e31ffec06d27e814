"""Files and folders: reading, writing so that it lasts, and what a site's manifest says of them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from site_builder import routes

# What systems leave wherever somebody looks.
_LEFT = (".DS_Store",)
_MANIFEST = routes.file_of(routes.MANIFEST)


def files_in(folder: Path) -> list[Path]:
    """All files below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def entries_in(top: str | Path, folder: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All that is no folder below a folder, by its path there and in no order: a large site has tens of thousands."""
    with os.scandir(f"{top}/{folder}") as found:
        for entry in found:
            path = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from entries_in(top, f"{path}/")
            else:
                yield path, entry


def read_published(site: Path, address: str) -> bytes | None:
    """A file of a published site, or None where it is not there."""
    path = site / routes.file_of(address)
    return path.read_bytes() if path.is_file() else None


def digests(site: Path) -> dict[str, str]:
    """The digest of each file as a site's manifest has it, and of the manifest; empty where there is none."""
    try:
        body = (site / _MANIFEST).read_bytes()
        files: dict[str, Any] = json.loads(body)["files"]
        known = {path: str(entry["digest"]) for path, entry in files.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {**known, _MANIFEST: f"sha256-{hashlib.sha256(body).hexdigest()}"}


def strangers(site: Path, known: AbstractSet[str]) -> list[str]:
    """What somebody else keeps in a site of which these files are known."""
    return sorted(path for path, one in entries_in(site) if path not in known and one.name not in _LEFT)


def has(path: Path, body: bytes) -> bool:
    """Whether a file has these bytes: it is read, because what is on a disk may have been changed there."""
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that everybody may read, whatever the umask says."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def add_folder(path: str) -> None:
    """The same for a folder that is not there yet, in one that is: a large site has tens of thousands."""
    os.mkdir(path)  # noqa: PTH102 - a path is made of every folder of a site
    os.chmod(path, 0o755)  # noqa: PTH101, S103 - as in `make_folder`


def write(path: str | Path, body: bytes) -> os.stat_result:
    """A file that everybody may read, in a folder that is there, and what it is then.

    It is on the disk for good once it was waited for (``sync``).
    """
    with open(path, "wb") as file:  # noqa: PTH123 - a path is made of every file of a site
        file.write(body)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        return os.fstat(file.fileno())


def sync(path: str | Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
