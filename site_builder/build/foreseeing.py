"""What a build would keep back or refuse, told to who checks before anything is merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from site_builder import schedule, versions
from site_builder.build.dating import Task, date, gone, tasks
from site_builder.build.work import Work
from site_builder.fingerprints import fingerprint
from site_builder.model.lasting import Lasting
from site_builder.model.record import Record
from site_builder.press import NOTHING, Memory
from site_builder.problems import Problem, ProblemError
from site_builder.publisher import Publisher, read_publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a build would say of the dates of a policy. Where it ``is_dated``, its versions can stand somewhere."""

    held: tuple[Problem, ...]
    refused: tuple[Problem, ...]
    is_dated: bool


def foresee(work: Work) -> Iterator[Problem | Lasting]:
    """What a build would keep back or refuse because of what is public already, without making anything.

    What is wrong with the files themselves is not told: a check tells more of it. Last comes how long all this holds,
    if anybody can say so.
    """
    previous = work.previous
    recorded = [event.recorded for event in previous.events] if previous else []
    if previous is None or any(at > work.as_of for at in recorded):
        # Nothing is public yet, or somebody asks about a day before it was.
        yield schedule.lasting(work.as_of, recorded, is_told=True)
        return
    try:
        publisher = read_publisher(work.repository, work.repository.tree(), work.memory("settings"))
        archive = versions.read_archive(work.repository, publisher.zone, work.pasts)
        salt = fingerprint(work.program, publisher.site)
        found = [
            _foreseen(task, archive, work.memory(f"dates {task.policy.id}"), salt)
            for task in tasks(publisher, previous, work.as_of)
        ]
    except ProblemError:
        return
    yield from _said(publisher, previous, [one for one, _ in found], work.as_of)
    yield schedule.together(lasting for _, lasting in found)


def _foreseen(task: Task, archive: versions.Archive, memory: Memory, salt: str) -> tuple[Foreseen, Lasting]:
    """What a build would say, and how long that holds while no file changes."""
    events, releases = task.previous.events if task.previous else (), [one.release for one in task.declared]
    is_told = schedule.is_told(releases, schedule.told_by(events, releases))
    lasting = schedule.lasting(task.as_of, task.instants, is_told=is_told)
    if memory is NOTHING:
        return _made(task, archive), lasting
    name = fingerprint(salt, task.policy, releases, task.changes, archive.touched(task.policy.id), events, lasting)
    known = memory.get(name)
    if isinstance(known, Foreseen):
        return known, lasting
    found = _made(task, archive)
    # What was looked for on side branches depends on more than the commits that touched the policy.
    if not archive.past(task.policy.id).aside:
        memory.put(name, found)
    return found, lasting


def _made(task: Task, archive: versions.Archive) -> Foreseen:
    found = date(task, archive)
    return Foreseen(held=found.held, refused=found.refused, is_dated=found.timeline is not None)


def _said(publisher: Publisher, previous: Record, found: Sequence[Foreseen], as_of: datetime) -> Iterator[Problem]:
    if not all(one.is_dated for one in found):
        return
    for one in found:
        yield from one.held
    faults = [*schedule.record_faults(previous, as_of)]
    yield from faults
    if faults:
        return
    for one in found:
        yield from one.refused
    yield from gone(publisher, previous)
