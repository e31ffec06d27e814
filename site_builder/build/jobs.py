"""One policy as a job: known from an earlier build, or dated and then made, here or by a worker elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
from typing import Protocol, TypeVar

from site_builder import reuse, schedule
from site_builder.build.dating import Dated, Task, date
from site_builder.build.making import Parts, Summary, policy_files
from site_builder.fingerprints import fingerprint
from site_builder.model.artifact import File, Kept
from site_builder.model.record import Event
from site_builder.model.revision import Repository
from site_builder.outputs.theme import Theme
from site_builder.press import Memory, Notebook, Press, kept
from site_builder.problems import Problem
from site_builder.stages import NOBODY, Stage, Tally, during
from site_builder.versions import Archive, Past

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)


class Later(Protocol[_T_co]):
    """A result that comes: ``concurrent.futures.Future``."""

    def result(self) -> _T_co:
        """Wait for it; raises what the work raised."""
        ...


class Run(Protocol):
    """Who does work elsewhere: ``concurrent.futures.Executor``, of one machine or of a cluster.

    So many jobs are given out at once as ``width`` says, so that what comes back early need not wait in memory.
    """

    width: int

    def submit(self, work: Callable[[Order], _T], order: Order, /) -> Later[_T]:
        """Have a function called with an order; both can be pickled."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The files that a policy had, and what those of the whole site needed to know of it."""

    files: tuple[Kept, ...]
    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All that a worker needs to date and make a policy: it can be pickled, and the repository be opened elsewhere.

    ``events`` are the entries of the policy in the record of this build, ``stream`` its id; both are empty while only
    dates are asked for.
    """

    task: Task
    repository: Repository
    zone: tzinfo
    past: Past
    theme: Theme
    salt: str
    notebook: Notebook
    events: tuple[Event, ...] = ()
    stream: str = ""


def dates_of(order: Order) -> Dated:
    """The dates of a policy; of its timeline, only whether there is anything to see."""
    return _light(date(order.task, _archive(order)))


def _light(found: Dated) -> Dated:
    if found.timeline is None:
        return found
    light = replace(found.timeline, standings=found.timeline.standings[:1], neighbours=())
    return replace(
        found, timeline=replace(light, standings=tuple(replace(one, before=None) for one in light.standings))
    )


def files_of(order: Order) -> tuple[list[File | Problem | Summary], dict[str, object]]:
    """The files of a policy, last its summary; and what there is to remember of making them."""
    reuse.forget()
    press = Press(order.notebook, order.salt)
    found = date(order.task, _archive(order), press)
    parts = _parts(order.task, found, order.events, order.stream)
    made = [*policy_files(parts, order.theme, press)] if parts else []
    return made, order.notebook.new


def _archive(order: Order) -> Archive:
    return Archive(order.repository, order.zone, None, {order.task.policy.id: order.past})


def _parts(task: Task, dated: Dated, events: Sequence[Event], stream: str) -> Parts | None:
    if dated.timeline is None:
        return None
    return Parts(
        site=task.site,
        timeline=schedule.with_text_revisions(dated.timeline, events),
        asked=schedule.asked(task.asking, (one.version.release for one in dated.timeline.standings), events),
        changes=task.changes,
        stream=stream,
        entry=events[-1].number,
    )


@dataclass(frozen=True, kw_only=True)
class Job:
    """A policy. ``program`` names the program that builds."""

    task: Task
    archive: Archive
    theme: Theme
    program: str
    memory: Callable[[str], Memory]
    tally: Tally = NOBODY

    @cached_property
    def known(self) -> Made | None:
        """What an earlier build made of the very same, where the site before still has all of it.

        Nothing happened to such a policy that the record does not have.
        """
        previous = self.task.previous
        if previous is None:
            return None
        memory = self.memory(f"policy {self.task.policy.id}")
        found = memory.get(self._name(previous.events, previous.stream))
        return found if isinstance(found, Made) and all(map(memory.holds, found.files)) else None

    @cached_property
    def dated(self) -> Dated:
        """Its dates."""
        return Dated() if self.known else date(self.task, self.archive, self._press)

    def dates(self, *, keep: bool) -> Dated:
        """Its dates; the texts are let go, unless they are to be kept until its files are made."""
        found = _light(self.dated)
        if not keep:
            self.forget()
        return found

    def forget(self) -> None:
        """Let the texts go; whoever asks for the dates again has them made again."""
        self.__dict__.pop("dated", None)

    def is_public(self, dated: Dated) -> bool:
        """Whether it has anything that can be seen."""
        return self.known is not None or bool(dated.timeline and dated.timeline.standings)

    def order(self, events: Sequence[Event] = (), stream: str = "") -> Order:
        """The same for a worker."""
        memory = self.memory(f"pages {self.task.policy.id}")
        return Order(
            task=self.task,
            repository=self.archive.repository,
            zone=self.archive.zone,
            past=self.archive.past(self.task.policy.id),
            theme=self.theme,
            salt=self._salt,
            notebook=Notebook(memory.known() if stream else {}),
            events=tuple(events),
            stream=stream,
        )

    def files(self, events: Sequence[Event], stream: str) -> Iterator[File | Problem | Summary]:
        """The files, and last the summary; ``events`` are the entries of the policy in the record of this build."""
        if self.known:
            yield from self._taken_over(self.known)
            return
        reuse.forget()
        with during(self.tally, Stage.DATE):
            dated = self.dated
        self.forget()
        parts = _parts(self.task, dated, events, stream)
        if parts is not None:
            made = policy_files(parts, self.theme, self._press, self.tally)
            yield from self._remembered(made, dated, events, stream)

    def received(
        self, later: Later[tuple[list[File | Problem | Summary], dict[str, object]]], dated: Dated, order: Order
    ) -> Iterator[File | Problem | Summary]:
        """The same from a worker."""
        made, new = later.result()
        memory = self.memory(f"pages {self.task.policy.id}")
        for key, value in new.items():
            memory.put(key, value)
        for one in made:
            if not isinstance(one, Problem | Summary):
                self.tally.count(Stage.PAGES, made=not isinstance(one, Kept), reused=isinstance(one, Kept))
        yield from self._remembered(iter(made), dated, order.events, order.stream)

    def _taken_over(self, known: Made) -> Iterator[File | Summary]:
        self.tally.count(Stage.PAGES, reused=len(known.files))
        yield from known.files
        yield known.summary

    def _remembered(
        self, made: Iterator[File | Problem | Summary], dated: Dated, events: Sequence[Event], stream: str
    ) -> Iterator[File | Problem | Summary]:
        files: list[Kept] = []
        calm = not dated.held
        for one in made:
            if isinstance(one, Summary):
                if calm:
                    name = self._name(events, stream)
                    self.memory(f"policy {self.task.policy.id}").put(name, Made(files=tuple(files), summary=one))
            elif isinstance(one, Problem):
                calm = False  # who builds again is to be told again
            else:
                files.append(kept(one))
            yield one

    @property
    def _press(self) -> Press:
        return Press(self.memory(f"pages {self.task.policy.id}"), self._salt)

    @cached_property
    def _salt(self) -> str:
        return fingerprint(self.program, self.task.site, self.theme.digest)

    def _name(self, events: Sequence[Event], stream: str) -> str:
        """The name of everything that the files follow from."""
        task = self.task
        declared = [one.release for one in task.declared]
        passed = [at for at in task.instants if at <= task.as_of]
        touched = self.archive.touched(task.policy.id)
        return fingerprint(self._salt, task.policy, declared, task.changes, touched, events, stream, passed)
