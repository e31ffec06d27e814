"""One policy's dates: which of its versions are public, where each stands, and what has happened to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from site_builder import gate, schedule, versions
from site_builder.meaning import says_the_same
from site_builder.model.policy import Policy, Site
from site_builder.model.prose import Section
from site_builder.model.record import Event, Record
from site_builder.model.release import ChangeRecord
from site_builder.model.timeline import Timeline
from site_builder.model.version import Version
from site_builder.press import UNPRESSED, Press
from site_builder.problems import Place, Problem, Severity
from site_builder.publisher import Declared, Publisher


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

    ``is_public`` says whether there is anything to see of it.
    ``translated`` are the texts that are new in versions that were public before. ``ahead`` is the next declared
    instant, or None. ``held`` says what is kept back; where something is ``refused``, nothing is built.
    """

    timeline: Timeline | None = None
    is_public: bool = False
    happened: tuple[Event, ...] = ()
    translated: tuple[Event, ...] = ()
    ahead: datetime | None = None
    held: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()

    @property
    def light(self) -> Dated:
        """The same without the versions and their texts."""
        return replace(self, timeline=None)


def date(task: Task, archive: versions.Archive, press: Press = UNPRESSED) -> Dated:
    """Find, hold back, date. ``press`` knows which wordings were found to say the same."""
    policy, as_of, places = task.policy, task.as_of, task.places
    releases = [one.release for one in task.declared]
    events = task.previous.events if task.previous else ()
    past = tuple(schedule.past_the_end(policy, releases, places))
    if past:
        return Dated(refused=past)

    def same(old: Section, new: Section, locale: str) -> bool:
        return press.value(bool, ("same", old, new, locale), lambda: says_the_same(old, new, locale))

    made = versions.make_versions(archive, releases, task.site, same)
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
        is_public=bool(timeline.standings),
        happened=happened,
        translated=tuple(schedule.translated(timeline, events, as_of)) if task.previous else (),
        ahead=min(_ahead(policy, kept, as_of), default=None),
        held=held,
        refused=tuple(schedule.contradictions(events, happened, places)),
    )


def _ahead(policy: Policy, kept: list[Version], as_of: datetime) -> Iterator[datetime]:
    releases = (version.release for version in kept)
    return (instant for instant in schedule.instants(policy, releases) if instant > as_of)


def tasks(publisher: Publisher, previous: Record | None, as_of: datetime) -> list[Task]:
    """One for each policy, in their order."""
    events: dict[str, list[Event]] = {}
    for event in previous.events if previous else ():
        events.setdefault(event.policy, []).append(event)
    return [
        Task(
            site=publisher.site,
            policy=policy,
            declared=publisher.releases[policy.id],
            changes=publisher.changes[policy.id],
            previous=replace(previous, events=tuple(events.get(policy.id, ())), pages=()) if previous else None,
            as_of=as_of,
        )
        for policy in publisher.policies
    ]


def gone(publisher: Publisher, previous: Record) -> Iterator[Problem]:
    """What was published of policies that are not there any more."""
    known = {policy.id for policy in publisher.policies}
    return schedule.contradictions([event for event in previous.events if event.policy not in known], (), {})
