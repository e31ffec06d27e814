"""A generation that nobody is shown any more, made into the next one: most files of a site are in both.

Linking every file of a large site into a new folder costs seconds, and so does removing the old one. Where the old one
is exactly what was written, only what differs is put into it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from site_builder.doors.disk.files import add_folder, entries_in
from site_builder.doors.disk.memory import Stamp, read_stamps


class Spare:
    """An old generation in the place where the next one is made. ``touched`` are the folders that were changed."""

    def __init__(self, folder: Path, stamps: Mapping[str, Stamp]) -> None:
        self.folder = folder
        self.stamps = stamps
        self.touched: set[str] = set()
        self._folders = {""}
        for path in stamps:
            self._folders.update(_parents(path))

    def put(self, file: str, path: str) -> None:
        """Move a file to a path. What stood there stays as it is in other generations: its name alone is taken."""
        os.replace(file, self._place(path))  # noqa: PTH105 - as in `files`, a path is made of every file of a site

    def link(self, file: str, path: str) -> None:
        """Have a path name another file."""
        inside = self._place(path)
        if path in self.stamps:
            os.unlink(inside)  # noqa: PTH108 - as above
        os.link(file, inside)

    def remove(self, path: str) -> None:
        """Take a file out."""
        os.unlink(self._place(path))  # noqa: PTH108 - as above

    def prune(self, seen: set[str]) -> None:
        """Take out the folders in which no file is left."""
        needed = {folder for path in seen for folder in _parents(path)}
        for folder in sorted(self._folders - needed - {""}, reverse=True):
            os.rmdir(f"{self.folder}/{folder}")  # noqa: PTH106 - as above
            self._folders.discard(folder)
            self.touched.discard(folder)
            self.touched.add(folder.rpartition("/")[0])

    def _place(self, path: str) -> str:
        self._add(path.rpartition("/")[0])
        return f"{self.folder}/{path}"

    def _add(self, folder: str) -> None:
        self.touched.add(folder)
        if folder not in self._folders:
            self._add(folder.rpartition("/")[0])
            add_folder(f"{self.folder}/{folder}")
            self._folders.add(folder)


def take(generation: Path, folder: Path) -> Spare | None:
    """Move an old generation to where the next one is made; None where it is not exactly as it was written."""
    stamps = read_stamps(generation)
    found = {path: _state(entry) for path, entry in entries_in(generation)}
    if not stamps or found != {path: one[1:] for path, one in stamps.items()}:
        return None
    generation.rename(folder)
    return Spare(folder, stamps)


def _state(entry: os.DirEntry[str]) -> tuple[int, int]:
    """The size of a file and when it was written; a link is like no file that was."""
    state = entry.stat(follow_symlinks=False)
    return state.st_size, -1 if entry.is_symlink() else state.st_mtime_ns


def _parents(path: str) -> Iterator[str]:
    """The folders that a file stands in."""
    while path := path.rpartition("/")[0]:
        yield path
