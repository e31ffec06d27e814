"""What a command costs: processor, clock and memory, of it and of every process that it starts."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.05
_LONGEST = 300
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of the processor (user and system), seconds on the clock, and bytes of memory at most."""

    cpu: float
    wall: float
    memory: int


class CommandError(Exception):
    """A command that failed, with the last of what it said."""


def measure(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end and say what it cost.

    The processor's time is that of the process and of all its descendants that were waited for (wait4(2)).
    Memory is the most that all of them had together when looked at, twenty times a second (Linux), and no less than
    the largest of them had at any time; pages that forked processes share count for each.

    Raises:
        CommandError: where it does not end with 0.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        if process.returncode:
            said.seek(0)
            last = " ".join(said.read().decode(errors="replace").split())[-_LONGEST:]
            raise CommandError(f"ended with {process.returncode}: …{last}")
    # A process begins as a copy of this one, and what is said of its largest size is no less than this one's.
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = usage.ru_maxrss * 1024 if usage.ru_maxrss > ours else 0
    return Cost(cpu=usage.ru_utime + usage.ru_stime, wall=wall, memory=max(largest, watch.most))


class _Watch(threading.Thread):
    """Looks again and again at how much memory a process and its descendants have together.

    A process counts from the second look on: for a moment, one that was started has the memory of who started it.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.most = 0
        self._over = threading.Event()

    def run(self) -> None:
        before: dict[int, int] = {}
        while not self._over.wait(_EVERY):
            now = dict(_resident(self.process))
            self.most = max(self.most, sum(size for one, size in now.items() if one in before))
            before = now

    def stop(self) -> None:
        """End, and wait for the last look."""
        self._over.set()
        self.join()


def _resident(process: int) -> Iterator[tuple[int, int]]:
    """Bytes that a process and each descendant have in memory; nothing where there is no ``/proc``, or it has ended."""
    folder = Path("/proc", str(process))
    try:
        own = int((folder / "statm").read_text().split()[1]) * _PAGE
        children = [child for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()]
    except (OSError, IndexError):
        return
    yield process, own
    for child in children:
        yield from _resident(int(child))
