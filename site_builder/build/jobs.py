"""One policy as a job: known from an earlier build, or dated and then made, here or by a worker elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from typing import Protocol, TypeVar

from site_builder import reuse, schedule
from site_builder.build.dating import Dated, Task, date
from site_builder.build.making import Parts, Summary, policy_files
from site_builder.build.sending import Sent, opened, packed
from site_builder.fingerprints import fingerprint
from site_builder.model.artifact import File, Kept, Listing, line
from site_builder.model.record import Event
from site_builder.model.revision import Repository
from site_builder.outputs.theme import Theme
from site_builder.press import Memory, Notebook, Press
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

    files: Listing
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
    """The dates of a policy, without its texts."""
    return date(order.task, _archive(order)).light


def files_of(order: Order) -> tuple[list[Sent], dict[str, object]]:
    """The files of a policy, last its summary; and what there is to remember of making them."""
    reuse.forget()
    press = Press(order.notebook, order.salt)
    found = date(order.task, _archive(order), press)
    parts = _parts(order.task, found, order.events, order.stream)
    made = [*packed(policy_files(parts, order.theme, press))] if parts else []
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
        return Dated() if self.known else date(self.task, self.archive, self._press("same"))

    def dates(self, *, keep: bool) -> Dated:
        """Its dates; the texts are let go, unless they are to be kept until its files are made."""
        found = self.dated.light
        if not keep:
            self.forget()
        return found

    def forget(self) -> None:
        """Let the texts go; whoever asks for the dates again has them made again."""
        self.__dict__.pop("dated", None)

    def is_public(self, dated: Dated) -> bool:
        """Whether it has anything that can be seen."""
        return self.known is not None or dated.is_public

    def order(self, events: Sequence[Event] = (), stream: str = "") -> Order:
        """The same for a worker."""
        known = self.memory(f"pages {self.task.policy.id}").known() if stream else {}
        return Order(
            task=self.task,
            repository=self.archive.repository,
            zone=self.archive.zone,
            past=self.archive.past(self.task.policy.id),
            theme=self.theme,
            salt=self._salt,
            notebook=Notebook(known),
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
            made = policy_files(parts, self.theme, self._press("pages"), self.tally)
            yield from self._remembered(made, dated, events, stream)

    def received(
        self, later: Later[tuple[list[Sent], dict[str, object]]], dated: Dated, order: Order
    ) -> Iterator[File | Problem | Summary]:
        """The same from a worker."""
        sent, new = later.result()
        memory = self.memory(f"pages {self.task.policy.id}")
        for key, value in new.items():
            memory.put(key, value)
        for one in self._remembered(opened(sent), dated, order.events, order.stream):
            if not isinstance(one, Problem | Summary):
                self.tally.count(Stage.PAGES, made=not isinstance(one, Kept), reused=isinstance(one, Kept))
            yield one

    def _taken_over(self, known: Made) -> Iterator[File | Summary]:
        self.tally.count(Stage.PAGES, reused=len(known.files))
        yield from known.files
        yield known.summary

    def _remembered(
        self, made: Iterator[File | Problem | Summary], dated: Dated, events: Sequence[Event], stream: str
    ) -> Iterator[File | Problem | Summary]:
        name, lines = self.task.policy.id, io.StringIO()
        calm = not dated.held
        for one in made:
            if isinstance(one, Summary):
                if calm:
                    found = Made(files=Listing(lines=lines.getvalue()), summary=one)
                    self.memory(f"policy {name}").put(self._name(events, stream), found)
            elif isinstance(one, Problem):
                calm = False  # who builds again is to be told again
            else:
                lines.write(f"{line(one)}\n")
            yield one
        for scope in ("same", "pages", "policy"):
            self.memory(f"{scope} {name}").close()

    def _press(self, what: str) -> Press:
        # The dates of all policies come before the files of the first, so they have a memory of their own: what is
        # remembered of files would be read for every policy, and held until its turn comes.
        return Press(self.memory(f"{what} {self.task.policy.id}"), self._salt)

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
