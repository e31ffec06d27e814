"""What an audience is to be told and asked: the versions that concern it, each with what it asks.

The first version changes nothing for anybody, so it asks nothing; neither does one that will never take
effect, nor any version of a policy that has ended.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_builder.model.finding import Subject
from site_builder.model.policy import Audience, Level, Mode
from site_builder.model.record import Asks
from site_builder.model.release import ChangeRecord, Correction
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.model.version import Version

MODES = tuple(Mode)
_BOUND = (State.IN_FORCE, State.SUPERSEDED)
# Names notices apart from other UUIDs made of the same words (RFC 9562, version 5).
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:policy-site-builder:notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a policy beside its timeline: what each version asks of whom, by revision, and what it is about.

    ``asked`` has every audience of the site, ``changes`` the change records by slug, which give the words, and
    ``kinds`` the subjects that the rules found in a version, by its label. ``stream`` and ``entry`` say how far the
    publication record had come for this policy, so that a client can tell an older answer from a newer.
    """

    asked: Mapping[int, Asks]
    changes: Mapping[str, ChangeRecord]
    kinds: Mapping[str, tuple[Subject, ...]]
    stream: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one change means, in words by locale. ``change`` is the slug of its record, or empty."""

    change: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A version that concerns an audience, and what it asks of it."""

    standing: Standing
    level: Level
    mode: Mode
    summaries: tuple[Summary, ...]
    kinds: tuple[Subject, ...]

    @property
    def revision(self) -> int:
        """The version's number."""
        return self.standing.version.revision

    @property
    def bound(self) -> bool:
        """Whether it is or was in force."""
        return self.standing.state in _BOUND

    @property
    def asks(self) -> bool:
        """Whether the audience is told of it at all."""
        return self.mode is not Mode.SILENT


def owed(audience: Audience, timeline: Timeline, told: Told) -> tuple[Owed, ...]:
    """The versions behind the first that concern an audience, in the order of revisions."""
    if timeline.ended:
        return ()
    line = [one for one in timeline.standings if one.comes or one.state in _BOUND]
    found = (_owed(audience, one, told) for one in line[1:])
    return tuple(one for one in found if one is not None)


def _owed(audience: Audience, standing: Standing, told: Told) -> Owed | None:
    release = standing.version.release
    asks = told.asked[release.revision]
    mine = asks[audience.id]
    if mine is None:
        return None
    records = [told.changes[slug] for slug in release.changes if slug in told.changes]
    return Owed(
        standing=standing,
        level=mine.level,
        mode=mine.mode,
        summaries=_summaries(standing, [one for one in records if one.concerns(audience.id, asks)]),
        kinds=told.kinds.get(release.label, ()),
    )


def _summaries(standing: Standing, mine: list[ChangeRecord]) -> tuple[Summary, ...]:
    """One summary a change; where the release's was corrected, or no record is there, the release's own."""
    release = standing.version.release
    corrected = any(
        isinstance(one.what, Correction) and release.summary == one.what.summary for one in release.amendments
    )
    if mine and not corrected:
        return tuple(Summary(change=one.slug, words=one.summary) for one in mine)
    return (Summary(change="", words=release.summary),)


def watermark(line: Iterable[Owed], least: Mode) -> tuple[int, Mode]:
    """The newest revision that asks at least ``least``, and what it asks; 0 where none does."""
    asking = [one for one in line if MODES.index(one.mode) >= MODES.index(least)]
    return (asking[-1].revision, asking[-1].mode) if asking else (0, Mode.SILENT)


def by_mode(line: Iterable[Owed]) -> dict[Mode, int]:
    """For each mode that asks something, the newest revision that asks exactly that."""
    newest: dict[Mode, int] = {}
    for one in line:
        if one.asks:
            newest[one.mode] = one.revision
    return {mode: newest[mode] for mode in MODES if mode in newest}


def cancelled(timeline: Timeline) -> tuple[Standing, ...]:
    """The versions that were announced and will never take effect."""
    gone = (State.WITHDRAWN, State.REPLACED)
    return tuple(
        one
        for one in timeline.standings
        if one.state in gone or (one.state is State.ANNOUNCED and one.overtaken_by is not None)
    )


def baseline(timeline: Timeline) -> int:
    """The revision that a user without a record is taken to know: the last that bound anybody, or 0."""
    bound = [one.version.revision for one in timeline.standings if one.state in _BOUND]
    now = timeline.in_force
    return now.version.revision if now else max(bound, default=0)


def notice_id(version: Version, audience: str, about: str = "") -> str:
    """The name of a notice: the same version and audience always have the same.

    ``about`` tells a correction apart from the notice that it corrects.
    """
    release = version.release
    words = (release.policy, release.label, str(release.revision), release.text, audience, about)
    return str(uuid.uuid5(_NAMESPACE, " ".join(words)))
