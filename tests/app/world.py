"""Policies over years, made up at random but the same each time, and what is due to whom by the rules alone.

``history`` gives releases; the program makes its files of them (`answers`). ``Oracle`` reads the releases by the
rules of docs/app.md and shares no code with the program or with the clients.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from site_builder import routes, schedule
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Audience, Level, Mode, Policy, Site
from site_builder.model.record import Record
from site_builder.model.release import Amendment, Release, Reschedule, Withdrawal
from site_builder.model.timeline import Timeline
from site_builder.outputs import notices
from site_builder.outputs.theme import Theme
from tests import values

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 1_500
LOCALES = ("en", "zh-Hans", "ar")
LEVELS = (Level.EDITORIAL, *[Level.CLARIFYING] * 2, *[Level.MATERIAL] * 3)
Modes = dict[str, dict[Level, str]]


def _modes(**words: str) -> Modes:
    """For each audience a word for each level, in rising order."""
    return {name: dict(zip(Level, modes.split(), strict=True)) for name, modes in words.items()}


# What site.yaml says from a day on. Its author changes modes and adds audiences; nothing of that reaches back.
MODES = {
    0: _modes(default="silent inform acknowledge", cn="silent acknowledge consent", quiet="silent silent inform"),
    600: _modes(default="silent silent inform", cn="silent inform acknowledge", quiet="inform acknowledge consent"),
    1_000: _modes(
        default="silent inform acknowledge",
        cn="acknowledge acknowledge consent",
        quiet="silent silent silent",
        late="inform acknowledge consent",
    ),
}
POLICY: Policy = values.policy()
Json = dict[str, Any]


def modes_on(at: int) -> Modes:
    """What site.yaml says on a day."""
    return MODES[max(since for since in MODES if since <= at)]


@cache
def site_on(at: int) -> Site:
    """The site as its files have it on a day."""
    audiences = tuple(
        Audience(
            id=name, notice_days=dict.fromkeys(Level, 0), modes={level: Mode(mode) for level, mode in modes.items()}
        )
        for name, modes in sorted(modes_on(at).items())
    )
    return values.site(audiences=audiences, since_versions=6, since_months=6)


def day(number: int) -> datetime:
    """An instant so many days behind the start."""
    return START + timedelta(days=number)


@cache
def theme() -> Theme:
    """The theme that ships."""
    return values.theme()


def history(seed: int) -> tuple[Release, ...]:
    """A policy's releases: some at once in force, some rescheduled, withdrawn or overtaken."""
    chance = Random(seed)  # noqa: S311 - the same lives each time
    published = 0
    made: list[Release] = []
    for revision in range(1, 1 + chance.randint(8, 18)):
        published += 0 if revision == 1 else chance.randint(4, 130)
        wait = 0 if revision == 1 else chance.choice((0, 1, 20, 45, 90, 140))
        made.append(_release(revision, published, published + wait, chance))
    return tuple(made)


def adopted(seconds: Sequence[int], seed: int) -> tuple[Release, ...]:
    """The rhythm of a real history, by the instants of its commits: each a version at once in force."""
    chance = Random(seed)  # noqa: S311 - the same lives each time
    first, last = min(seconds), max(seconds)
    days = sorted((one - first) * (DAYS - 1) // max(1, last - first) for one in seconds)
    return tuple(_release(revision, at, at, chance) for revision, at in enumerate(days, 1))


def _release(revision: int, published: int, effective: int, chance: Random) -> Release:
    amendments: list[Amendment] = []
    end = effective
    if effective > published + 4 and revision > 1:
        at = chance.randint(published + 1, effective - 1)
        fate = chance.random()
        if fate < 0.25:
            end = at + chance.choice((3, 30, 80))
            amendments.append(_amendment(at, Reschedule(effective=day(end))))
        if 0.15 < fate < 0.4 and end > at + 2:
            amendments.append(_amendment(chance.randint(at + 1, end - 1), Withdrawal()))
    made = values.version(revision=revision).release
    return replace(
        made,
        label=f"v{revision}",
        published=day(published),
        effective=day(effective),
        level=chance.choice(LEVELS),
        summary={locale: f"{locale} {revision}" for locale in LOCALES},
        amendments=tuple(amendments),
    )


def _amendment(at: int, what: Reschedule | Withdrawal) -> Amendment:
    return Amendment(at=day(at), what=what, reason={"en": "Because."})


def moments(releases: tuple[Release, ...]) -> list[int]:
    """The days on which anything that is declared happens."""
    days = {0, *(round((at - START).days) for at in schedule.instants(POLICY, releases))}
    return sorted(one for one in days if one <= DAYS)


@dataclass(eq=False)
class Host:
    """The site as it was built after each change, by file; what was built stays, as in a cache that is slow."""

    releases: tuple[Release, ...]
    built: dict[int, dict[str, bytes]] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    @cache  # noqa: B019 - a host lives as long as its simulation
    def days(self) -> list[int]:
        """The days of builds."""
        return moments(self.releases)

    def files(self, built_on: int) -> dict[str, bytes]:
        """The app's files as the site of that day has them."""
        if built_on not in self.built:
            self.built[built_on] = self._build(built_on)
        return self.built[built_on]

    def _build(self, built_on: int) -> dict[str, bytes]:
        site, index = site_on(built_on), self.days().index(built_on)
        asking = schedule.Asking(audiences=site.audiences, changes={})
        asked = schedule.asked(asking, self.releases, self._record(index).events)
        told = notices.Told(asked=asked, changes={}, kinds={}, stream="stream", entry=index + 1)
        desk = notices.Desk(site=site, timeline=self._timeline(built_on), told=told, theme=theme())
        made = [*notices.current_files(desk), *notices.notice_files(desk)]
        return {f"/{one.path}": one.body for one in made if isinstance(one, Artifact)}

    def _timeline(self, built_on: int) -> Timeline:
        version = values.version()
        versions = [replace(version, release=one) for one in self.releases]
        return schedule.timeline(POLICY, versions, day(built_on))

    def _record(self, index: int) -> Record:
        """What the builds until one have announced, each by the settings of its day."""
        for at in self.days()[len(self.records) : index + 1]:
            timeline = self._timeline(at)
            asking = schedule.Asking(audiences=site_on(at).audiences, changes={})
            happened = schedule.happened(timeline, self.releases, asking, day(at))
            before = self.records[-1] if self.records else None
            new = schedule.translated(timeline, before.events, day(at)) if before else ()
            self.records.append(schedule.go_on(before, happened, new, day(at)))
        return self.records[index]

    @cache  # noqa: B019 - a host lives as long as its simulation
    def answer(self, built_on: int, address: str) -> Json | None:
        """A file of that day, read."""
        body = self.files(built_on).get(address)
        return json.loads(body) if body is not None else None


CURRENT = routes.api_current("privacy")


@dataclass(frozen=True)
class State:
    """The world on a day by the rules: what is in force, what comes when, what is called off."""

    bound: int
    ahead: dict[int, str]
    off: frozenset[int]
    line: tuple[int, ...]


class Oracle:
    """What users are due, by a reading of the rules that knows neither the program nor the clients.

    A version that was public and neither withdrawn nor overtaken asks what its level asked of an audience on the day
    of its publication; an audience that was not there yet is ``default``. The first asks nothing. Who has been told
    up to T is due to be told if one above T asks for it.
    """

    def __init__(self, releases: tuple[Release, ...]) -> None:
        self.releases = {one.revision: one for one in releases}
        self.known: dict[int, State] = {}
        self.asked: dict[tuple[int, str], dict[int, str]] = {}
        self.marked: dict[tuple[int, str], tuple[int, int]] = {}

    def state(self, at: int) -> State:
        """The world on a day, found by living through every day before it."""
        if at not in self.known:
            self.known[at] = self._live(at)
        return self.known[at]

    def _live(self, at: int) -> State:
        now = day(at)
        effective: dict[int, datetime] = {}
        withdrawn: dict[int, datetime] = {}
        for revision, release in self.releases.items():
            if release.published > now:
                continue
            effective[revision] = release.effective
            for amendment in release.amendments:
                if amendment.at > now:
                    continue
                if isinstance(amendment.what, Withdrawal):
                    withdrawn[revision] = amendment.at
                elif isinstance(amendment.what, Reschedule):
                    effective[revision] = amendment.what.effective
        alive = {r: when for r, when in effective.items() if r not in withdrawn}
        # A higher revision that takes effect no later keeps a version out for good.
        overtaken = {r for r, when in alive.items() if any(o > r and alive[o] <= when for o in alive)}
        line = sorted(r for r in alive if r not in overtaken)
        ahead = {r: alive[r].strftime("%Y-%m-%dT%H:%M:%SZ") for r in line if alive[r] > now}
        bound = max((r for r in line if alive[r] <= now), default=0)
        off = frozenset(effective) - frozenset(line)
        return State(bound=bound, ahead=ahead, off=off, line=tuple(line))

    def asks(self, at: int, audience: str) -> dict[int, str]:
        """What each version of the line asks, without those that ask nothing."""
        if (at, audience) not in self.asked:
            asked = {r: self._mode(self.releases[r], audience) for r in self.state(at).line[1:]}
            self.asked[at, audience] = {r: mode for r, mode in asked.items() if mode != "silent"}
        return self.asked[at, audience]

    def _mode(self, release: Release, audience: str) -> str:
        modes = modes_on((release.published - START).days)
        return modes.get(audience, modes["default"])[release.level]

    def marks(self, at: int, audience: str) -> tuple[int, int]:
        """The newest version that asks anything of an audience, and the newest that asks for an answer."""
        key = (at, audience)
        if key not in self.marked:
            asks = self.asks(at, audience)
            answers = (r for r, mode in asks.items() if mode in ("acknowledge", "consent"))
            self.marked[key] = max(asks, default=0), max(answers, default=0)
        return self.marked[key]
