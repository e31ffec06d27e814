"""What each file of a generation was when it was written, so that one which was touched since is not believed.

Beside a generation stands a file with a line for each of its files, in no order: its path and its stamp.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NewType

from site_builder.model.artifact import Kept

# The digest of a file, its size, and when it was written, in nanoseconds of Unix time: as text, with tabs between, of
# which hundreds of thousands are held and read more easily than of numbers.
Stamp = NewType("Stamp", str)
NO_STAMP = Stamp("")
_HEAD = b"stamps 1\n"


class Stamps:
    """Files and their stamps, one behind the other, in as many bytes as they have."""

    def __init__(self) -> None:
        self._lines = bytearray()
        self._count = 0

    def add(self, path: str, stamp: Stamp) -> None:
        """Take one more file."""
        self._lines += f"{path}\t{stamp}\n".encode()
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[str, Stamp]]:
        start = 0
        while (end := self._lines.find(b"\n", start)) >= 0:
            path, _, stamp = self._lines[start:end].decode().partition("\t")
            yield path, Stamp(stamp)
            start = end + 1

    def paths(self) -> Iterator[str]:
        """The files alone."""
        return (path for path, _ in self)

    @property
    def lines(self) -> bytearray:
        """How they stand in a file."""
        return self._lines


def stamp_of(digest: str, found: os.stat_result) -> Stamp:
    """The stamp of a file with a digest."""
    return Stamp(f"{digest}\t{found.st_size}\t{found.st_mtime_ns}")


def stamp(path: str, digest: str) -> Stamp:
    """The stamp of a file as it is found now."""
    return stamp_of(digest, os.stat(path))  # noqa: PTH116 - a path is made of every file of a site


def digest_of(stamp: Stamp) -> str:
    """The digest in a stamp."""
    return stamp.partition("\t")[0]


def is_as(stamp: str, found: os.stat_result) -> bool:
    """Whether a file is still what a stamp, or a line that ends with one, says of its size and its time."""
    return stamp.endswith(f"\t{found.st_size}\t{found.st_mtime_ns}")


def is_untouched(path: str, stamp: str) -> bool:
    """Whether a file is there as it was written."""
    try:
        return is_as(stamp, os.stat(path))  # noqa: PTH116 - as above
    except OSError:
        return False


def beside(generation: Path) -> Path:
    """The file with the stamps of a generation."""
    return generation.with_suffix(".stamps")


def untouched(generation: Path, file: Kept) -> tuple[int, int] | None:
    """The number and the size of the files of a generation, of which one is this.

    None where that is another one, or any is not as it was written.
    """
    lines = _read_lines(generation)
    this = f"{file.path}\t{file.digest}\t"
    try:
        size = _size(generation, lines) if any(line.startswith(this) for line in lines) else None
    except OSError:
        return None
    return None if size is None else (len(lines), size)


def _size(generation: Path, lines: Iterable[str]) -> int | None:
    # Where nothing has changed, a build does little else than this: a path is found sooner from the generation on.
    top = os.open(generation, os.O_RDONLY)
    try:
        size = 0
        for line in lines:
            found = os.stat(line.partition("\t")[0], dir_fd=top)
            if not is_as(line, found):
                return None
            size += found.st_size
        return size
    finally:
        os.close(top)


def _read_lines(generation: Path) -> list[str]:
    """A line for each file of a generation; nothing where that cannot be read."""
    try:
        data = beside(generation).read_bytes()
        if data[32 : 32 + len(_HEAD)] != _HEAD or hashlib.sha256(memoryview(data)[32:]).digest() != data[:32]:
            return []
        return data[32 + len(_HEAD) :].decode().split("\n")[:-1]
    except (OSError, UnicodeDecodeError):
        return []


def read_stamps(generation: Path) -> Mapping[str, Stamp]:
    """The stamp of each file of a generation; nothing where that cannot be read."""
    found = (one.partition("\t") for one in _read_lines(generation))
    return {path: Stamp(stamp) for path, _, stamp in found}


def write_stamps(generation: Path, *some: Stamps) -> None:
    """Keep what the files of a generation are."""
    digest = hashlib.sha256(_HEAD)
    for one in some:
        digest.update(one.lines)
    path = beside(generation)
    fresh = path.with_suffix(".fresh")
    with fresh.open("wb") as file:
        file.write(digest.digest() + _HEAD)
        for one in some:
            file.write(one.lines)
    fresh.replace(path)
