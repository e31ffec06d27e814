"""What a build makes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


# Without slots, so that a digest can be kept: a site has gigabytes, and several rooms ask for it.
@dataclass(frozen=True, kw_only=True)
class Artifact:
    """One file of the site. ``path`` is relative to its root, with ``/``; ``body`` is its bytes.

    ``schema`` is the name of the JSON Schema that the file fulfils, or empty.
    """

    path: str
    body: bytes
    schema: str = ""

    @property
    def size(self) -> int:
        """The number of its bytes."""
        return len(self.body)

    @cached_property
    def digest(self) -> str:
        """The name of its bytes."""
        return f"sha256-{hashlib.sha256(self.body).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that the site before has already, as it is to be: nothing that it is made from has changed."""

    path: str
    digest: str
    size: int
    schema: str = ""


File = Artifact | Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Many files without their bytes, as one text: of hundreds of thousands, objects would fill the memory.

    ``lines`` has one for each as ``line`` writes it, with a line break behind it.
    """

    lines: str

    def __iter__(self) -> Iterator[Kept]:
        return map(listed, self.lines.split("\n")[:-1])

    def __len__(self) -> int:
        return self.lines.count("\n")


def line(file: File) -> str:
    """A file in a listing: its path, digest, size and schema, with tabs between; in sorted lines, paths are sorted."""
    if "\t" in file.path or "\n" in file.path:
        raise AssertionError(f"no file can have the address {file.path!r}")
    return f"{file.path}\t{file.digest}\t{file.size}\t{file.schema}"


def listed(found: str) -> Kept:
    """The file of a line."""
    path, digest, size, schema = found.split("\t")
    return Kept(path=path, digest=digest, size=int(size), schema=schema)
