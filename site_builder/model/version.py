"""Versions, and where a version stands at an instant. All instants are aware ``datetime``s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from site_builder.model.policy import Policy, Publisher
from site_builder.model.prose import Document
from site_builder.model.release import Release


class Status(StrEnum):
    """How a version stands in one locale."""

    GOVERNING = "governing"
    CURRENT = "current"
    PARTIAL = "partial"
    FALLBACK = "fallback"


class Freshness(StrEnum):
    """How a text in one locale stands beside the governing text of its version.

    ``late`` came only after the version had taken effect. ``outdated`` has a translation of an earlier wording, and
    ``missing`` none at all: readers see the governing text in both.
    """

    GOVERNING = "governing"
    CURRENT = "current"
    LATE = "late"
    OUTDATED = "outdated"
    MISSING = "missing"


class Review(StrEnum):
    """Who has read a translation. Pages say so where nobody has."""

    PENDING = "pending"
    COUNSEL = "counsel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version's text in one locale.

    ``fallback`` has the ids of the sections that stand in the governing locale because no current
    translation exists, and ``index`` where title and preamble do. ``digest`` names the text as shown, and
    ``text_revision`` counts the texts that this version has had in this locale (``model.record``). ``outdated`` has
    those parts of ``fallback`` of which an earlier wording was translated; ``late`` is when a translation was made
    public after the version had taken effect, or None.
    """

    locale: str
    document: Document
    digest: str
    status: Status
    fallback: frozenset[str]
    review: Review
    text_revision: int = 1
    outdated: frozenset[str] = frozenset()
    late: datetime | None = None

    @property
    def freshness(self) -> Freshness:
        """That of the whole text, which is as fresh as its least fresh part."""
        if self.status is Status.GOVERNING:
            return Freshness.GOVERNING
        if self.fallback:
            return Freshness.OUTDATED if self.outdated else Freshness.MISSING
        return Freshness.LATE if self.late else Freshness.CURRENT

    def freshness_of(self, part: str) -> Freshness:
        """That of a section, or of ``index``."""
        if self.status is Status.GOVERNING:
            return Freshness.GOVERNING
        if part in self.fallback:
            return Freshness.OUTDATED if part in self.outdated else Freshness.MISSING
        return Freshness.LATE if self.late else Freshness.CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A release with its text. ``editions`` has every locale of the site, the governing one included.

    ``policy`` and ``publisher`` are as the commit has them in which the text was found: a later change of a
    name does not reach back into what was published.
    """

    policy: Policy
    publisher: Publisher
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
