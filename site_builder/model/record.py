"""The publication record: what this site has made public, and when. Entries are numbered and never change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What happened. A client that meets a kind that it does not know stops and says so."""

    ANNOUNCED = "announced"
    EFFECTIVE = "effective"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry. ``occurred`` was declared; ``recorded`` is the instant of the build that first published it.

    ``reconstructed`` marks an entry that was taken from declared instants because no earlier record was
    there; its ``recorded`` is then ``occurred``.
    """

    number: int
    kind: Kind
    policy: str
    version: str
    revision: int
    digest: str
    occurred: datetime
    recorded: datetime
    reconstructed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The entries in order, numbered from 1, and the id of their stream."""

    stream: str
    events: tuple[Event, ...]
