"""A generation that nobody is shown any more, made into the next one: most files of a site are in both.

Linking every file of a large site into a new folder costs seconds, and so does removing the old one. Where the old one
is exactly what was written, only what differs is put into it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.doors.disk.files import add_folder, entries_in
from site_builder.doors.disk.stamps import Stamp, is_as, read_stamps


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

    def keep(self, paths: Iterable[str]) -> None:
        """Take out all other files, and the folders in which no file is left."""
        others, needed = set(self.stamps), set[str]()
        for path in paths:
            others.discard(path)
            needed.update(_parents(path))
        for path in others:
            os.unlink(self._place(path))  # noqa: PTH108 - as above
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
    count = 0
    for path, entry in entries_in(generation):
        if entry.is_symlink() or not is_as(stamps.get(path, ""), entry.stat(follow_symlinks=False)):
            return None
        count += 1
    if not stamps or count != len(stamps):
        return None
    generation.rename(folder)
    return Spare(folder, stamps)


def _parents(path: str) -> Iterator[str]:
    """The folders that a file stands in."""
    while path := path.rpartition("/")[0]:
        yield path
