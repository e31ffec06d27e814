"""Versions, and where a version stands at an instant. All instants are aware ``datetime``s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


class Review(StrEnum):
    """Who has read a translation. Pages say so where nobody has."""

    PENDING = "pending"
    COUNSEL = "counsel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version's text in one locale.

    ``fallback`` has the ids of the sections that stand in the governing locale because no current
    translation exists, and ``index`` where title and preamble do. ``digest`` names the text as shown, and
    ``text_revision`` counts the texts that this version has had in this locale (``model.record``).
    """

    locale: str
    document: Document
    digest: str
    status: Status
    fallback: frozenset[str]
    review: Review
    text_revision: int = 1


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
