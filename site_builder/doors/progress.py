"""How far work has come, for who waits: one line on a terminal, a line now and then in a log. Where the time went.

All of it goes to standard error, so that what programs read is the same with and without. There is no colour in it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from site_builder.stages import Stage

Clock = Callable[[], float]

# A terminal is written to so often (seconds), and a log so seldom; what ends before says nothing in a log.
_ON_TERMINAL = 0.1
_IN_LOG = 10.0
_SILENT = 30.0
# Of what has been done in less, nobody can say how long the rest takes.
_TOO_SOON = 2.0
_CLEAR = "\r\x1b[K"


class Teller:
    """Tells how far work has come (``stages.Progress``), on a terminal or in a log."""

    def __init__(self, stream: TextIO, *, terminal: bool, clock: Clock = time.monotonic) -> None:
        self._stream = stream
        self._terminal = terminal
        self._clock = clock
        self._name, self._total, self._done = "", 0, 0
        self._began = clock()
        # The earliest instant at which something is said.
        self._due = self._began + (0.0 if terminal else _SILENT)
        self._shown = False

    def phase(self, name: str, total: int = 0) -> None:
        """Another phase begins; a terminal shows it at once."""
        self._name, self._total, self._done = name, total, 0
        self._began = self._clock()
        if self._terminal:
            self._due = self._began
        self._tell()

    def step(self, count: int = 1) -> None:
        """So many steps of the phase are done."""
        self._done += count
        self._tell()

    def close(self) -> None:
        """Leave a terminal as it was; a log keeps its lines."""
        if self._shown and self._terminal:
            self._write(_CLEAR)
        self._shown = False

    def _tell(self) -> None:
        now = self._clock()
        if now < self._due:
            return
        self._due = now + (_ON_TERMINAL if self._terminal else _IN_LOG)
        line = told(self._name, self._done, self._total, now - self._began)
        # Whoever stops the work right behind the line finds it cleared as well.
        self._shown = True
        if self._terminal:
            # What is longer than the terminal is wide would leave its beginning behind when it is overwritten.
            self._write(_CLEAR + line[: shutil.get_terminal_size().columns - 1])
        else:
            self._write(f"{line}\n")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._due = float("inf")  # nobody looks on any more; the work goes on


def told(name: str, done: int, total: int, seconds: float) -> str:
    """A phase in words: ``pages of versions: 212 of 945, about 40 s left``."""
    if not total:
        return f"{name}: {done:,}" if done else name
    words = f"{name}: {done:,} of {total:,}"
    if 0 < done < total and seconds >= _TOO_SOON:
        words += f", about {_rounded(seconds / done * (total - done))} left"
    return words


def _rounded(seconds: float) -> str:
    """As people say it: an estimate is not known to the second."""
    if seconds < 10:
        return f"{max(1, round(seconds))} s"
    if seconds < 100:
        return f"{round(seconds / 10) * 10} s"
    if seconds < 100 * 60:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"


@contextmanager
def telling(stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Iterator[Teller]:
    """Who tells how far the work has come that is done here; whatever ends it, the terminal is left as it was."""
    to = stream or sys.stderr
    teller = Teller(to, terminal=to.isatty() and environment.get("TERM") != "dumb")
    try:
        yield teller
    finally:
        teller.close()


@dataclass(slots=True)
class Spent:
    """What a stage took, in seconds on the clock and of this process, and what came of it."""

    wall: float = 0.0
    cpu: float = 0.0
    made: int = 0
    reused: int = 0


class Stopwatch:
    """Says of each stage how long it took (``stages.Tally``). What is done in no stage is not counted."""

    def __init__(self, wall: Clock = time.perf_counter, cpu: Clock = time.process_time) -> None:
        self._wall, self._cpu = wall, cpu
        self._at = (wall(), cpu())
        self._running: list[Stage] = []
        self.spent: dict[Stage, Spent] = {stage: Spent() for stage in Stage}

    def enter(self, stage: Stage) -> None:
        """From now on this stage works."""
        self._charge()
        self._running.append(stage)

    def leave(self) -> None:
        """From now on the stage works that was interrupted."""
        self._charge()
        self._running.pop()

    def count(self, stage: Stage, *, made: int = 0, reused: int = 0) -> None:
        """A stage has made so many things anew, and taken over so many."""
        self.spent[stage].made += made
        self.spent[stage].reused += reused

    def _charge(self) -> None:
        now = (self._wall(), self._cpu())
        if self._running:
            spent = self.spent[self._running[-1]]
            spent.wall += now[0] - self._at[0]
            spent.cpu += now[1] - self._at[1]
        self._at = now

    def __str__(self) -> str:
        """A line a stage, and their sum; CPU is that of this process, without git's."""
        rows = [(stage.value, one) for stage, one in self.spent.items()]
        whole = Spent(wall=sum(one.wall for _, one in rows), cpu=sum(one.cpu for _, one in rows))
        lines = [f"{'stage':<8} {'clock':>9} {'CPU':>9} {'made':>9} {'reused':>9}"]
        lines += [f"{name:<8} {_time(one)} {one.made:>9,} {one.reused:>9,}" for name, one in rows]
        return "\n".join([*lines, f"{'all':<8} {_time(whole)}"])


def _time(spent: Spent) -> str:
    return f"{spent.wall:>7.2f} s {spent.cpu:>7.2f} s"
