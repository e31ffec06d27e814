"""The publication record: what this site has made public, and when. Entries are numbered and never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from site_builder.model.policy import Level, Mode
from site_builder.model.release import Users
from site_builder.model.version import Status


class Kind(StrEnum):
    """What happened. A client that meets a kind that it does not know stops and says so."""

    ANNOUNCED = "announced"
    CORRECTED = "corrected"
    RESCHEDULED = "rescheduled"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    EFFECTIVE = "effective"
    TRANSLATION_ADDED = "translation-added"
    TRANSLATION_CORRECTED = "translation-corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A version's text in a locale as it was made public; ``text_revision`` counts from 1."""

    digest: str
    status: Status
    text_revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How much a version matters for an audience, and what is asked of it."""

    level: Level
    mode: Mode


# What a version asks of each audience by its id; None where the version does not concern the audience.
Asks = Mapping[str, Asked | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A version became public. ``declaration`` is the digest of all that its release declares.

    ``asks`` has every audience that the site had then. It is None in entries of programs that did not keep it.
    """

    effective: datetime
    effective_new_users: datetime | None
    level: Level
    summary: Mapping[str, str]
    group: str
    declaration: str
    texts: Mapping[str, Shown]
    asks: Asks | None = None


@dataclass(frozen=True, slots=True)
class Effective:
    """A version took effect, for those users; None for all at once."""

    users: Users | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled:
    """It takes effect at another instant than was announced."""

    effective: datetime
    effective_new_users: datetime | None
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """Its summary was corrected."""

    summary: Mapping[str, str]
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """It will not take effect."""

    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A later version took effect in its place."""

    by: str
    by_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """Its text in a locale is another than was public before."""

    locale: str
    shown: Shown


What = Announced | Effective | Rescheduled | Corrected | Withdrawn | Replaced | Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry. ``digest`` names the governing text.

    ``occurred`` was declared; it is None for a translation, of which nobody declares when it comes.
    ``recorded`` is the instant of the build that first published it. ``reconstructed`` marks an entry that
    was taken from declared instants because no earlier record was there; it is then recorded as it occurred.
    """

    number: int
    kind: Kind
    policy: str
    version: str
    revision: int
    digest: str
    occurred: datetime | None
    recorded: datetime
    reconstructed: bool
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The entries in order, numbered from 1, and the id of their stream.

    ``pages`` has the bytes of each page that the record was read from, so that full ones can stay as they
    are for ever; it is empty for a new record.
    """

    stream: str
    events: tuple[Event, ...]
    pages: tuple[bytes, ...] = ()
