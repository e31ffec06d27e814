"""One policy as a job: known from an earlier build, or dated and then made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from site_builder import schedule
from site_builder.build.dating import Dated, Task, date
from site_builder.build.making import Parts, Summary, policy_files
from site_builder.model.artifact import File, Kept
from site_builder.model.record import Event
from site_builder.model.release import ChangeRecord
from site_builder.outputs.theme import Theme
from site_builder.press import Memory, Press, fingerprint, kept
from site_builder.problems import Problem
from site_builder.stages import NOBODY, Stage, Tally
from site_builder.versions import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The files that a policy had, and what those of the whole site needed to know of it."""

    files: tuple[Kept, ...]
    summary: Summary


@dataclass(frozen=True, kw_only=True)
class Job:
    """A policy. ``changes`` are its change records by slug; ``program`` names the program that builds."""

    task: Task
    changes: Mapping[str, ChangeRecord]
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
        return Dated() if self.known else date(self.task, self.archive)

    @property
    def is_public(self) -> bool:
        """Whether it has anything that can be seen."""
        return self.known is not None or bool(self.dated.timeline and self.dated.timeline.standings)

    def files(self, events: Sequence[Event], stream: str) -> Iterator[File | Problem | Summary]:
        """The files, and last the summary; ``events`` are the entries of the policy in the record of this build."""
        if self.known:
            self.tally.count(Stage.PAGES, reused=len(self.known.files))
            yield from self.known.files
            yield self.known.summary
            return
        if self.dated.timeline is None:
            return
        parts = Parts(
            site=self.task.site,
            timeline=schedule.with_text_revisions(self.dated.timeline, events),
            changes=self.changes,
            stream=stream,
            entry=events[-1].number,
        )
        press = Press(self.memory(f"pages {self.task.policy.id}"), self._salt)
        files: list[Kept] = []
        calm = not self.dated.held
        for one in policy_files(parts, self.theme, press, self.tally):
            if isinstance(one, Summary):
                if calm:
                    name = self._name(events, stream)
                    self.memory(f"policy {self.task.policy.id}").put(name, Made(files=tuple(files), summary=one))
            elif isinstance(one, Problem):
                calm = False  # who builds again is to be told again
            else:
                files.append(kept(one))
            yield one

    @cached_property
    def instants(self) -> tuple[datetime, ...]:
        """Every instant that the policy and its releases declare, in order."""
        return schedule.instants(self.task.policy, [one.release for one in self.task.declared])

    @cached_property
    def _salt(self) -> str:
        return fingerprint(self.program, self.task.site, self.theme.digest)

    def _name(self, events: Sequence[Event], stream: str) -> str:
        """The name of everything that the files follow from."""
        task = self.task
        declared = [one.release for one in task.declared]
        passed = [at for at in self.instants if at <= task.as_of]
        touched = self.archive.touched(task.policy.id)
        return fingerprint(self._salt, task.policy, declared, self.changes, touched, events, stream, passed)
