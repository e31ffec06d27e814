"""Releases, versions, and where a version stands at an instant. All instants are aware ``datetime``s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from site_builder.model.policy import Level, Policy
from site_builder.model.prose import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The file by which an author declares a version.

    ``label`` is the file's stem, ``text`` the digest of the governing document. ``inferred`` says for a
    field that nobody declared where its value comes from.
    """

    policy: str
    label: str
    revision: int
    text: str
    published: datetime
    effective: datetime
    level: Level
    summary: Mapping[str, str]
    changes: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    inferred: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """What an edit means, as its author says in the pull request that makes it; ``slug`` is the file's stem.

    ``sections`` has the ids of what it changes, and ``index`` for title and preamble. Where ``audiences`` is
    empty it concerns all.
    """

    policy: str
    slug: str
    level: Level
    sections: tuple[str, ...]
    summary: Mapping[str, str]
    audiences: tuple[str, ...] = ()


class Status(StrEnum):
    """How a version stands in one locale."""

    GOVERNING = "governing"
    CURRENT = "current"
    PARTIAL = "partial"
    FALLBACK = "fallback"


class Review(StrEnum):
    """Who has read a translation. Pages say so where nobody has."""

    PENDING = "pending"
    COUNSEL = "counsel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version's text in one locale.

    ``fallback`` has the ids of the sections that stand in the governing locale because no current
    translation exists, and ``index`` where title and preamble do. ``digest`` names the text as shown.
    """

    locale: str
    document: Document
    digest: str
    status: Status
    fallback: frozenset[str]
    review: Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A release with its text. ``policy`` holds the settings of the commit in which the text was found.

    ``editions`` has every locale of the site, the governing one included.
    """

    policy: Policy
    release: Release
    editions: Mapping[str, Edition]

    @property
    def label(self) -> str:
        """The name of the version in addresses."""
        return self.release.label

    @property
    def revision(self) -> int:
        """The number of the version, never reused."""
        return self.release.revision

    @property
    def governing(self) -> Edition:
        """The text that is compared, judged and frozen."""
        return self.editions[self.policy.governing]


class State(StrEnum):
    """Where a version stands (docs/glossary.md)."""

    SCHEDULED = "scheduled"
    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A version and its state; ``until`` is when it stopped being in force, where it did."""

    version: Version
    state: State
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A policy, as of the built commit, with its public versions in the order of their revisions."""

    policy: Policy
    standings: tuple[Standing, ...]

    @property
    def in_force(self) -> Standing | None:
        """The one version in force, or None before the first."""
        return next((one for one in self.standings if one.state is State.IN_FORCE), None)

    @property
    def announced(self) -> tuple[Standing, ...]:
        """What is public and comes, the next first."""
        coming = (one for one in self.standings if one.state is State.ANNOUNCED)
        return tuple(sorted(coming, key=lambda one: (one.version.release.effective, one.version.revision)))

    @property
    def shown(self) -> Standing | None:
        """What the short address shows: the text in force, else the next that is announced."""
        return self.in_force or next(iter(self.announced), None)
