"""Who looks on while work is done: how far it has come, and where the time goes.

Work tells them and never asks them anything, so that no result can depend on them. The clock is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol, TypeVar

from site_builder.model.artifact import Kept
from site_builder.problems import Problem

_T = TypeVar("_T")


class Stage(StrEnum):
    """The stages of a build, in their order."""

    SETTLE = "settle"
    FIND = "find"
    DATE = "date"
    COMPARE = "compare"
    PAGES = "pages"
    NOTICES = "notices"
    FEEDS = "feeds"
    FILES = "files"
    SITE = "site"
    PUBLISH = "publish"


class Progress(Protocol):
    """Is told how far work has come."""

    def phase(self, name: str, total: int = 0) -> None:
        """Another phase begins, of so many steps; 0 where nobody knows how many."""
        ...

    def step(self, count: int = 1) -> None:
        """So many steps of the phase are done."""
        ...


class Tally(Protocol):
    """Is told which stage works, and what it has made. A stage within another one interrupts it."""

    def enter(self, stage: Stage) -> None:
        """From now on this stage works."""
        ...

    def leave(self) -> None:
        """From now on the stage works that was interrupted."""
        ...

    def count(self, stage: Stage, *, made: int = 0, reused: int = 0) -> None:
        """A stage has made so many things anew, and taken over so many that were made before."""
        ...


class Nobody:
    """Neither looks on nor counts."""

    def phase(self, name: str, total: int = 0) -> None:
        """Nothing."""

    def step(self, count: int = 1) -> None:
        """Nothing."""

    def enter(self, stage: Stage) -> None:
        """Nothing."""

    def leave(self) -> None:
        """Nothing."""

    def count(self, stage: Stage, *, made: int = 0, reused: int = 0) -> None:
        """Nothing."""


NOBODY = Nobody()


@contextmanager
def during(tally: Tally, stage: Stage) -> Iterator[None]:
    """What is done here is the work of a stage."""
    tally.enter(stage)
    try:
        yield
    finally:
        tally.leave()


def each(tally: Tally, stage: Stage, things: Iterable[_T]) -> Iterator[_T]:
    """Things that a stage makes one by one, counted where they are no problems.

    What is done with one before the next is asked for is not the work of the stage.
    """
    making = iter(things)
    while True:
        tally.enter(stage)
        try:
            one = next(making)
        except StopIteration:
            return
        finally:
            tally.leave()
        if isinstance(one, Kept):
            tally.count(stage, reused=1)
        elif not isinstance(one, Problem):
            tally.count(stage, made=1)
        yield one


def steps(progress: Progress, things: Iterable[_T]) -> Iterator[_T]:
    """Things, each of which is a step of the phase and is done when the next one is asked for."""
    for one in things:
        yield one
        progress.step()
