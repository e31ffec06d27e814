"""One policy's dates: which of its versions are public, where each stands, and what has happened to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from site_builder import gate, schedule, versions
from site_builder.fingerprints import fingerprint
from site_builder.meaning import says_the_same
from site_builder.model.lasting import Lasting
from site_builder.model.policy import Policy, Site
from site_builder.model.record import Event, Record
from site_builder.model.release import ChangeRecord
from site_builder.model.timeline import Timeline
from site_builder.model.version import Version
from site_builder.press import NOTHING, Memory
from site_builder.problems import Place, Problem, Severity
from site_builder.publisher import Declared


@dataclass(frozen=True, kw_only=True)
class Task:
    """What the dates of a policy follow from, its texts apart.

    ``changes`` are its change records by slug. ``previous`` is the record of the site before with this policy's
    entries only, or None where there was no site.
    """

    site: Site
    policy: Policy
    declared: tuple[Declared, ...]
    changes: Mapping[str, ChangeRecord]
    previous: Record | None
    as_of: datetime

    @property
    def asking(self) -> schedule.Asking:
        """What the files say of whom a version asks what."""
        return schedule.Asking(audiences=self.site.audiences, changes=self.changes)

    @cached_property
    def instants(self) -> tuple[datetime, ...]:
        """Every instant that the policy and its releases declare, in order."""
        return schedule.instants(self.policy, [one.release for one in self.declared])

    @property
    def places(self) -> Mapping[tuple[str, str], Place]:
        """The files of the releases, by policy and label."""
        return {(self.policy.id, one.release.label): one.place for one in self.declared}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Where the versions of a policy stand, and everything that happened to them, recorded or not.

    ``translated`` are the texts that are new in versions that were public before. ``ahead`` is the next declared
    instant, or None. ``held`` says what is kept back; where something is ``refused``, nothing is built.
    """

    timeline: Timeline | None = None
    happened: tuple[Event, ...] = ()
    translated: tuple[Event, ...] = ()
    ahead: datetime | None = None
    held: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()


def date(task: Task, archive: versions.Archive) -> Dated:
    """Find, hold back, date."""
    policy, as_of, places = task.policy, task.as_of, task.places
    releases = [one.release for one in task.declared]
    events = task.previous.events if task.previous else ()
    past = tuple(schedule.past_the_end(policy, releases, places))
    if past:
        return Dated(refused=past)
    made = versions.make_versions(archive, releases, task.site, says_the_same)
    found = [version for _, version in made if version is not None]
    kept, problems = gate.hold(policy, releases, found, gate.moment(task.site, releases, events, as_of), places)
    held = tuple(one for one in problems if one.severity is Severity.HELD)
    refused = tuple(one for one in problems if one.severity is not Severity.HELD)
    if refused:
        return Dated(held=held, refused=refused)
    timeline = schedule.timeline(policy, kept, as_of)
    happened: tuple[Event, ...] = ()
    if timeline.standings:
        happened = tuple(schedule.happened(timeline, (version.release for version in kept), task.asking, as_of))
    return Dated(
        timeline=timeline,
        happened=happened,
        translated=tuple(schedule.translated(timeline, events, as_of)) if task.previous else (),
        ahead=min(_ahead(policy, kept, as_of), default=None),
        held=held,
        refused=tuple(schedule.contradictions(events, happened, places)),
    )


def _ahead(policy: Policy, kept: list[Version], as_of: datetime) -> Iterator[datetime]:
    releases = (version.release for version in kept)
    return (instant for instant in schedule.instants(policy, releases) if instant > as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a build would say of the dates of a policy. Where it ``is_dated``, its versions can stand somewhere."""

    held: tuple[Problem, ...]
    refused: tuple[Problem, ...]
    is_dated: bool


def foreseen(task: Task, archive: versions.Archive, memory: Memory, salt: str) -> tuple[Foreseen, Lasting]:
    """What a build would say, and how long that holds while no file changes."""
    events, releases = task.previous.events if task.previous else (), [one.release for one in task.declared]
    is_told = schedule.is_told(releases, schedule.told_by(events, releases))
    lasting = schedule.lasting(task.as_of, task.instants, is_told=is_told)
    if memory is NOTHING:
        return _foreseen(task, archive), lasting
    name = fingerprint(salt, task.policy, releases, task.changes, archive.touched(task.policy.id), events, lasting)
    known = memory.get(name)
    if isinstance(known, Foreseen):
        return known, lasting
    found = _foreseen(task, archive)
    # What was looked for on side branches depends on more than the commits that touched the policy.
    if not archive.past(task.policy.id).aside:
        memory.put(name, found)
    return found, lasting


def _foreseen(task: Task, archive: versions.Archive) -> Foreseen:
    found = date(task, archive)
    return Foreseen(held=found.held, refused=found.refused, is_dated=found.timeline is not None)
