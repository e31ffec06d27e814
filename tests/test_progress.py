"""How far work has come, told to who waits, and where the time went, told to who asks."""

from __future__ import annotations

import io
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from site_builder.doors.progress import Stopwatch, Teller, telling, told
from site_builder.problems import Place, Problem
from site_builder.stages import NOBODY, Stage, during, each, steps
from tests.publisher import Publisher, simple_files


class Clock:
    """A clock that shows what it was set to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def ticking() -> Iterator[float]:
    """A second later at each look."""
    return (float(second) for second in count())


def test_a_phase_says_how_far_it_is_and_how_long_it_will_take() -> None:
    """Nothing is estimated from the first two seconds, from nothing, or where nobody knows how much there is."""
    assert told("pages", 212, 945, 10) == "pages: 212 of 945, about 30 s left"
    assert told("pages", 1, 945, 7) == "pages: 1 of 945, about 2 h left"
    assert told("pages", 100, 1000, 60) == "pages: 100 of 1,000, about 9 min left"
    assert told("pages", 99, 100, 60) == "pages: 99 of 100, about 1 s left"
    assert told("pages", 212, 945, 1) == "pages: 212 of 945"
    assert told("pages", 0, 945, 60) == "pages: 0 of 945"
    assert told("pages", 945, 945, 60) == "pages: 945 of 945"
    assert told("versions adopted", 1200, 0, 60) == "versions adopted: 1,200"
    assert told("writing", 0, 0, 60) == "writing"


def test_a_log_has_nothing_of_a_short_build_and_a_line_now_and_then_of_a_long_one() -> None:
    """The first after half a minute, and none within ten seconds of another, however many steps there are."""
    clock, log = Clock(), io.StringIO()
    teller = Teller(log, terminal=False, clock=clock)
    teller.phase("pages", 1000)
    for second in range(29):
        clock.now = second
        teller.step()
    assert log.getvalue() == ""
    for second in range(30, 60):
        clock.now = second
        for _ in range(20):
            teller.step()
    teller.close()
    assert log.getvalue() == (
        "pages: 30 of 1,000, about 16 min left\n"
        "pages: 230 of 1,000, about 2 min left\n"
        "pages: 430 of 1,000, about 70 s left\n"
    )


def test_a_terminal_has_one_line_that_is_gone_at_the_end() -> None:
    """Each line takes the place of the one before; ten a second are enough."""
    clock, screen = Clock(), io.StringIO()
    teller = Teller(screen, terminal=True, clock=clock)
    teller.phase("reading history")
    teller.phase("pages", 3)
    teller.step()
    clock.now = 0.2
    teller.step(2)
    teller.close()
    shown = screen.getvalue().split("\r\x1b[K")
    assert shown == ["", "reading history", "pages: 0 of 3", "pages: 3 of 3", ""]


def test_who_does_not_look_on_any_more_stops_nothing() -> None:
    """A terminal that was closed is not written to again."""

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(text)

    with telling(Closed(), {}) as teller:
        teller._due = 0.0
        teller.phase("pages", 2)
        teller.step(2)


def test_time_is_charged_to_the_stage_that_works() -> None:
    """A stage within another interrupts it; what is done between two things is not the work of who makes them."""
    wall, cpu = ticking(), ticking()
    watch = Stopwatch(lambda: next(wall), lambda: next(cpu) / 2)
    problem = Problem(code="PS-320", message="m", place=Place("content"), hint="h")
    with during(watch, Stage.PUBLISH):
        made = [one for one in each(watch, Stage.PAGES, ["a", problem, "b"])]  # noqa: C416 - each is asked for
    watch.count(Stage.PUBLISH, made=1, reused=4)
    assert made == ["a", problem, "b"]
    pages, publish = watch.spent[Stage.PAGES], watch.spent[Stage.PUBLISH]
    assert (pages.wall, pages.cpu, pages.made) == (4.0, 2.0, 2)
    assert (publish.wall, publish.made, publish.reused) == (5.0, 1, 4)
    assert str(watch).splitlines()[-2:] == [
        "publish     5.00 s    2.50 s         1         4",
        "all         9.00 s    4.50 s",
    ]


def test_a_thing_is_done_when_the_next_one_is_asked_for() -> None:
    """What is being worked on is not told as done."""
    screen, seconds = io.StringIO(), ticking()
    teller = Teller(screen, terminal=True, clock=lambda: next(seconds) / 4)
    teller.phase("pages", 2)
    for one in steps(teller, "ab"):
        screen.write(f" <{one}>")
    assert screen.getvalue().split("\r\x1b[K")[1:] == ["pages: 0 of 2 <a>", "pages: 1 of 2 <b>", "pages: 2 of 2"]


def test_nobody_may_look_on() -> None:
    """Work is the same where nobody looks on."""
    with during(NOBODY, Stage.FIND):
        assert list(each(NOBODY, Stage.PAGES, "ab")) == ["a", "b"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A policy with one version."""
    Publisher(tmp_path / "repository").commit(simple_files())
    return tmp_path / "repository"


def _command(repository: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "site_builder", "build", "--repo", str(repository), "--out", "site", *more]


def test_a_profile_names_every_stage_and_stays_out_of_what_programs_read(repository: Path, tmp_path: Path) -> None:
    """It goes to standard error, and what was written is what is there."""
    done = subprocess.run(_command(repository, "--profile"), cwd=tmp_path, capture_output=True, text=True, check=True)
    table = [line.split() for line in done.stderr.splitlines() if line.split()[0] in [*Stage, "all"]]
    assert [row[0] for row in table] == [*Stage, "all"]
    files = sum(path.is_file() for path in (tmp_path / "site").resolve().rglob("*"))
    assert table[-2][-2:] == [str(files), "0"]
    assert [line.partition(":")[0] for line in done.stdout.splitlines()][1:] == [str(tmp_path / "site")]


def test_ctrl_c_at_a_terminal_says_so_and_leaves_nothing(repository: Path, tmp_path: Path) -> None:
    """The line is cleared, the status is 130, and there is neither site nor draft (F17), though git dies as well.

    The git of this test never comes to an end with the list of files, so that Ctrl-C always finds a build at work.
    """
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f'#!/bin/sh\ncase "$*" in *ls-tree*) exec sleep 600;; esac\nexec {shutil.which("git")} "$@"\n')
    git.chmod(0o755)
    environment = {**os.environ, "PATH": f"{git.parent}:{os.environ['PATH']}", "TERM": "xterm"}
    ours, theirs = pty.openpty()
    # Whoever runs tests in the background may have Ctrl-C ignored, and programs inherit that.
    command = ("env", "--default-signal=INT", *_command(repository))
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        screen = b""
        while b"reading history" not in screen:
            screen += os.read(ours, 4096)
        os.killpg(process.pid, signal.SIGINT)
        with suppress(OSError):  # Linux says so where the other side has closed a terminal
            while heard := os.read(ours, 4096):
                screen += heard
        assert process.wait() == 130
    os.close(ours)
    assert screen.endswith(b"\r\x1b[Kstopped; nothing is published in part\r\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "repository"]
