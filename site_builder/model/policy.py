"""What a publisher has settled: the site, its audiences, its policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from site_builder.model.prose import Numbering, Numerals


class Level(IntEnum):
    """How much a change matters, in rising order; the number is for comparing only."""

    EDITORIAL = 1
    CLARIFYING = 2
    MATERIAL = 3

    def __str__(self) -> str:
        """The word that files, JSON and catalogues use."""
        return self.name.lower()


class Mode(StrEnum):
    """What the app does about a version, in rising order. A client treats an unknown one as acknowledge."""

    SILENT = "silent"
    INFORM = "inform"
    ACKNOWLEDGE = "acknowledge"
    CONSENT = "consent"


# Everybody of whom nothing else is known; every site has it.
DEFAULT_AUDIENCE = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Users with their own periods and actions, known from the account and never from the language.

    ``notice_days`` is the least number of days between publication and effect for each level: the longest of
    what law asks and what the publisher promises. ``sources`` says for each level where it comes from. ``name``
    is what readers call these users, by locale; it may be empty.
    """

    id: str
    notice_days: Mapping[Level, int]
    modes: Mapping[Level, Mode]
    sources: Mapping[Level, str] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)

    def source(self, level: Level) -> str:
        """Where the period of a level comes from, in words."""
        return self.sources.get(level, "by site.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who answers for the policies; every part may be empty."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """``content/site.yaml``. The first locale is the default; ``base_url`` ends without a slash.

    A past version has a redline to the one in force while it is among the last ``since_versions``, or was in
    force within ``since_months``. ``redirects``: hosts that can lead from short addresses to the reader's language.
    """

    title: Mapping[str, str]
    base_url: str
    publisher: Publisher
    time_zone: str
    locales: tuple[str, ...]
    audiences: tuple[Audience, ...]
    theme: str
    host: str
    since_versions: int
    since_months: int
    redirects: bool = False

    @property
    def default_locale(self) -> str:
        """The locale of addresses that name none."""
        return self.locales[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """When a policy ends, and the id of the policy that takes its place, or nothing."""

    on: datetime
    successor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent that users give by itself, beside the policy: its id, its words by locale, what it is about."""

    id: str
    words: Mapping[str, str]
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What users can do about a version: whom to ask, what happens if they refuse, what is asked apart.

    ``contact`` is an address that starts with ``mailto:``, ``https:`` or ``tel:``; every part may be empty.
    """

    contact: str = ""
    if_refused: Mapping[str, str] = field(default_factory=dict)
    separate_consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``policy.yaml``: a legal text with an id that never changes.

    ``formerly`` maps the present id of a section to the ids that it had before. ``prevails`` has the locale whose
    text prevails where texts differ, by audience; it is empty where the publisher has declared nothing, and then
    nothing is claimed. ``numerals`` says for a locale how numbers of sections are written, if not as ``1.``.
    """

    id: str
    terms_type: str
    governing: str
    locales: tuple[str, ...]
    required_locales: tuple[str, ...]
    numbering: Numbering
    sections: tuple[str, ...]
    formerly: Mapping[str, tuple[str, ...]]
    retired: Retirement | None = None
    choices: Choices = field(default_factory=Choices)
    prevails: Mapping[str, str] = field(default_factory=dict)
    numerals: Mapping[str, Numerals] = field(default_factory=dict)
