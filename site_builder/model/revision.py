"""What git says, as values. A commit id is opaque: nothing is read from it but that it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a commit: its mode as git writes it (``100644``) and the id of its bytes."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit and what it changed against its first parent; a path that is None-valued was removed.

    ``parent`` is the id of the first parent, or empty where there is none or where the door does not say.
    """

    id: str
    changes: Mapping[str, Entry | None]
    parent: str = ""


class Repository(Protocol):
    """A repository at one pinned commit, opened by a door."""

    @property
    def commit(self) -> str:
        """The id of the commit that is built."""
        ...

    def tree(self) -> Mapping[str, Entry]:
        """The files of the pinned commit, sorted by path."""
        ...

    def revisions(self) -> Iterable[Revision]:
        """The first-parent history of the pinned commit, oldest first."""
        ...

    def all_revisions(self) -> Iterable[Revision]:
        """Every commit that the pinned one reaches, parents before children, with their first parents."""
        ...

    def first_parents(self) -> Iterable[str]:
        """The first parent of each of these commits; empty for one without."""
        ...

    def read(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of blobs by their ids."""
        ...
