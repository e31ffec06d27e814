"""What a command costs: processor, clock and memory, of it and of every process that it starts."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
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
    Memory is the most that all processes of its session had together when looked at, twenty times a second
    (Linux), and no less than the largest of them had; pages that forked processes share count for each.

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
            start_new_session=True,
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
    return Cost(cpu=usage.ru_utime + usage.ru_stime, wall=wall, memory=max(usage.ru_maxrss * 1024, watch.most))


class _Watch(threading.Thread):
    """Looks again and again at how much memory the processes of a session have together."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.most = 0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_EVERY):
            self.most = max(self.most, _resident(self.session))

    def stop(self) -> None:
        """End, and wait for the last look."""
        self._over.set()
        self.join()


def _resident(session: int) -> int:
    """Bytes that the processes of a session have in memory; 0 where there is no ``/proc``."""
    total = 0
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():  # noqa: PTH112, PTH208 - many times a second
        if not name.isdecimal():
            continue
        try:
            # The name of a program stands in brackets and may have spaces; the session is the fourth field behind it.
            about = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
            if int(about[3]) == session:
                total += int(Path("/proc", name, "statm").read_text().split()[1]) * _PAGE
        except (OSError, IndexError):
            continue  # it has ended meanwhile
    return total
