"""Releases: the files by which authors declare versions, and what they declare afterwards.

After publication a release is not edited but amended. ``schedule.amended`` gives it as it stands at an
instant; everything below reads the dates and the summary of that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from site_builder.model.policy import Level


class Users(StrEnum):
    """Whom a version binds from when: who had agreed to an earlier one, and who comes new."""

    EXISTING = "existing"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reschedule:
    """Other dates for a version that has not taken effect; for new users the old date where none is given."""

    effective: datetime
    effective_new_users: datetime | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The end of a version that has not taken effect."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Another summary."""

    summary: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What was declared about a release after its publication: from when, what, and why (by locale)."""

    at: datetime
    what: Reschedule | Withdrawal | Correction
    reason: Mapping[str, str]


class Ground(StrEnum):
    """Why a version may take effect sooner than the notice periods ask for."""

    LEGAL_DUTY = "legal-duty"
    SECURITY = "security"
    FAVOURABLE = "favourable"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortNotice:
    """The ground and the reason of a short notice period."""

    ground: Ground
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The file by which an author declares a version.

    ``label`` is the file's stem, ``text`` the digest of the governing document. ``inferred`` says for a
    field that nobody declared where its value comes from. ``effective_new_users`` is None where the version
    binds everybody from the same instant on. ``group`` names the policies that are told of together.
    ``without`` has a reason for each locale in which the version goes out untranslated. ``override`` is the
    reason for a level below what the rules find, or empty; ``retroactive_reason`` that for an effect before the
    publication. ``withdrawn`` is set only in a release that is given as amended.
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
    effective_new_users: datetime | None = None
    group: str = ""
    short_notice: ShortNotice | None = None
    override: str = ""
    retroactive_reason: str = ""
    without: Mapping[str, str]
    amendments: tuple[Amendment, ...] = ()
    withdrawn: datetime | None = None

    def effective_for(self, users: Users) -> datetime:
        """The instant from which it binds those users, unless something comes before."""
        if users is Users.NEW and self.effective_new_users is not None:
            return min(self.effective, self.effective_new_users)
        return self.effective

    @property
    def first_effective(self) -> datetime:
        """The instant from which it binds anybody."""
        return self.effective_for(Users.NEW)

    @property
    def reaches_back(self) -> bool:
        """Whether it takes effect before it is public; no days of notice can help whom it binds."""
        return self.effective < self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """What an edit means, as its author says in the pull request that makes it; ``slug`` is the file's stem.

    ``sections`` has the ids of what it changes, and ``index`` for title and preamble. Where ``audiences`` is
    empty it concerns all. ``override`` is the reason for a level below what the rules find, or empty.
    """

    policy: str
    slug: str
    level: Level
    sections: tuple[str, ...]
    summary: Mapping[str, str]
    audiences: tuple[str, ...] = ()
    override: str = ""

    def concerns(self, audience: str, known: Collection[str]) -> bool:
        """Whether it concerns an audience of those that the site has; one that names none of them concerns all."""
        named = set(self.audiences) & set(known)
        return not named or audience in named


def level_for(audience: str, known: Collection[str], level: Level, records: Sequence[ChangeRecord]) -> Level | None:
    """How much a version of this level matters for an audience by the records of all its changes, None for not at all.

    The records say all only where they are there, and nothing graver was declared than they say.
    """
    if not records or max(one.level for one in records) < level:
        return level
    mine = [one.level for one in records if one.concerns(audience, known)]
    return min(level, max(mine)) if mine else None
