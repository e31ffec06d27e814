"""A history with the files of a work tree on top, as if they had been committed.

So what `check` and `serve` say of a draft is what a build would say of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from site_builder.fingerprints import fingerprint
from site_builder.model.revision import Entry, Repository, Revision
from site_builder.problems import Problem

DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTree:
    """Files as a door found them: entries by path as git would have them, and the bytes of plain files.

    What is no plain file has git's mode for it, or the system's (``010000`` for a pipe), and no bytes.
    ``problems`` tells of files that could not be read.
    """

    entries: Mapping[str, Entry]
    blobs: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()


class NoHistory:
    """A repository without a commit."""

    commit = ""

    def tree(self) -> Mapping[str, Entry]:
        """Nothing."""
        return {}

    def revisions(self) -> Iterable[Revision]:
        """None."""
        return ()

    def all_revisions(self) -> Iterable[Revision]:
        """None."""
        return ()

    def first_parents(self) -> Iterable[str]:
        """None."""
        return ()

    def read(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """Nothing can be asked for."""
        return dict.fromkeys(blobs, b"")


@dataclass(frozen=True, slots=True)
class Overlay:
    """``base`` and one more commit, which has the entries of ``work`` instead of those that are ``committed``."""

    base: Repository
    work: WorkTree
    committed: Mapping[str, Entry]
    commit: str = field(default=DRAFT)

    @property
    def changes(self) -> dict[str, Entry | None]:
        """What the work tree has otherwise than the last commit; None for what it has not."""
        gone = dict.fromkeys(self.committed.keys() - self.work.entries.keys())
        new = {path: one for path, one in self.work.entries.items() if self.committed.get(path) != one}
        return dict(sorted({**gone, **new}.items()))

    def tree(self) -> dict[str, Entry]:
        """The files of the work tree, and of the last commit what a work tree is not read for."""
        others = {path: one for path, one in self.base.tree().items() if path not in self.committed}
        return dict(sorted({**others, **self.work.entries}.items()))

    def revisions(self) -> Iterator[Revision]:
        """The first-parent history, and the work tree as the last commit."""
        yield from self.base.revisions()
        yield from self.draft()

    def draft(self) -> Iterator[Revision]:
        """The work tree as a commit, where it differs from the last one. Its id is the name of what it is made of."""
        changes = self.changes
        if changes:
            yield Revision(f"{DRAFT}-{fingerprint(self.base.commit, changes)}", changes)

    def all_revisions(self) -> Iterable[Revision]:
        """As the repository has them; the work tree is on the first-parent line."""
        return self.base.all_revisions()

    def first_parents(self) -> Iterable[str]:
        """As the repository has them."""
        return self.base.first_parents()

    def read(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of blobs, from the work tree where it has them."""
        wanted = set(blobs)
        own = {blob: self.work.blobs[blob] for blob in wanted & self.work.blobs.keys()}
        return {**own, **self.base.read(wanted - own.keys())}
