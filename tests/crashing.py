"""Publishes small sites and is struck while it does: by a failure, Ctrl-C or death, at each file operation.

    python -m tests.crashing WHAT FOLDER

A program of its own, because it forks: a process that dies must not take the tests with it. Operations are
seen by Python's audit hooks (PEP 578), so nothing of the program under test is replaced. It prints how many
times it struck; what goes wrong ends it with an assertion.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from site_builder.doors.disk import Output
from site_builder.model.artifact import Artifact
from site_builder.problems import ProblemError

# What changes or opens something below the output folder, as Python names it to audit hooks.
OPERATIONS = frozenset(
    [
        "open",
        "os.mkdir",
        "os.rename",
        "os.remove",
        "os.rmdir",
        "os.link",
        "os.symlink",
        "os.chmod",
        "os.listdir",
        "os.scandir",
        "fcntl.flock",
    ]
)
NOTE = {"commit": "0" * 40, "as_of": "2026-01-28T00:00:00+00:00"}
MOMENTS = 300

Strike = Callable[[], None]


def site(name: str) -> list[Artifact]:
    """A site of which some files say its name and one has it, with a manifest behind them; most are in every site."""
    files = {"index.html": name, "a/index.html": name, f"{name}/b/index.html": name}
    files |= {f"same/{number}.html": "same" for number in range(6)}
    made = [Artifact(path=path, body=(body * 50).encode()) for path, body in files.items()]
    listed = {one.path: {"digest": f"sha256-{hashlib.sha256(one.body).hexdigest()}"} for one in made}
    return [*made, Artifact(path="manifest.json", body=json.dumps({"files": listed}).encode())]


def publish(out: Path, name: str) -> None:
    """Show the site of that name."""
    Output(out, copy=False, repository=out.parent / "repository").publish(site(name), NOTE)


def shown(out: Path) -> str:
    """The name of the site that is shown, whole: all its files, and no other."""
    generation = out.resolve(strict=True)
    found = {path.relative_to(generation).as_posix(): path for path in generation.rglob("*") if path.is_file()}
    name = found["index.html"].read_text()[: len("old")]
    assert {path: one.read_bytes() for path, one in found.items()} == {one.path: one.body for one in site(name)}
    return name


def child(work: Callable[[], bool]) -> int:
    """What a process ends with: 0 where nothing struck it, 4 where it got over that, 1 where it said what was wrong."""
    process = os.fork()
    if process == 0:
        status = 3
        try:
            status = 4 if work() else 0
        except ProblemError as error:
            status = 1 if {one.code for one in error.problems} <= {"PS-512", "PS-514"} else 2
        except KeyboardInterrupt:
            status = 130
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def struck(out: Path, at: int, strike: Strike) -> int:
    """What a process ends with that publishes the new site and is struck at that operation, where it comes so far."""
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in OPERATIONS and str(out.parent) in str(arguments):
            count += 1
            if count == at:
                strike()

    def work() -> bool:
        sys.addaudithook(hook)
        publish(out, "new")
        return count >= at

    return child(work)


def die() -> None:
    """End as a machine ends whose power is gone."""
    os._exit(9)


def fill() -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "file")


def stop() -> None:
    """Ctrl-C."""
    raise KeyboardInterrupt


def at_every_operation(folder: Path, strike: Strike, expected: int) -> int:
    """Strike at the first operation, the second, … until there are no more; each time over an old site."""
    at = 0
    while True:
        at += 1
        out = folder / str(at) / "site"
        out.parent.mkdir()
        publish(out, "odd")  # which is used up for the new one
        publish(out, "old")
        ended = struck(out, at, strike)
        name = shown(out)
        left = [path.name for path in (out.parent / "site.d").iterdir() if path.name.endswith(".new")]
        if ended == 0:
            assert name == "new"
            return at - 1
        # What cannot be read of the old site is as if it were not there: everything is written anew.
        survived = strike is fill and ended == 4 and name == "new"
        assert survived or ended == expected, f"operation {at} ended with {ended}"
        # Who dies cannot clean up; who is told to stop, or finds the disk full, does.
        assert strike is die or left == [], f"operation {at} left {left}"
        publish(out, "new")
        assert shown(out) == "new"
        assert not [path for path in (out.parent / "site.d").iterdir() if path.name.endswith(".new")]


def the_first_time(folder: Path) -> int:
    """Strike at each operation of a first publication: whatever it leaves, the next one is at home there."""
    at = 0
    while True:
        at += 1
        out = folder / str(at) / "site"
        out.parent.mkdir()
        ended = struck(out, at, die)
        publish(out, "new")
        assert shown(out) == "new"
        if ended == 0:
            return at - 1


def without_its_store(folder: Path) -> int:
    """Remove the store while the lock is waited for, as whoever has it does where nothing was ever published."""
    out = folder / "site"
    gone: list[str] = []

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        if event == "fcntl.flock" and not gone:
            gone.append(event)
            shutil.rmtree(folder / "site.d")

    def work() -> bool:
        sys.addaudithook(hook)
        publish(out, "old")
        return bool(gone)

    assert child(work) == 4
    publish(out, "new")
    assert shown(out) == "new"
    return 1


def at_any_moment(folder: Path) -> int:
    """Kill a process that publishes one site after the other."""
    chance = random.Random(0)  # noqa: S311 - nothing secret depends on it
    out = folder / "site"
    publish(out, "old")
    start = time.perf_counter()
    publish(out, "new")
    once = time.perf_counter() - start

    def forever() -> None:
        while True:
            publish(out, "old")
            publish(out, "new")

    for _ in range(MOMENTS):
        process = os.fork()
        if process == 0:
            forever()
        time.sleep(chance.random() * 2 * once)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        assert shown(out) in ("old", "new")
    publish(out, "new")
    assert shown(out) == "new"
    return MOMENTS


def two_at_once(folder: Path) -> int:
    """Two processes publish at the same time, while a third reads: never a mix, and the last one stays."""
    out = folder / "site"
    publish(out, "old")
    writers = []
    for name in ("old", "new"):
        process = os.fork()
        if process == 0:
            for _ in range(MOMENTS // 6):
                publish(out, name)
            os._exit(0)
        writers.append(process)
    seen = 0
    while writers:
        # A reader that takes longer than two publications finds its generation gone, and reads again.
        try:
            shown(out)
            seen += 1
        except FileNotFoundError:
            pass
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended:
            assert status == 0
            writers.remove(ended)
    assert shown(out) in ("old", "new")
    numbers = [path for path in (folder / "site.d").iterdir() if path.is_dir()]
    assert len(numbers) <= 2, numbers
    return seen


def main() -> None:
    """Strike as the first argument says, in the folder that the second names."""
    folder = Path(sys.argv[2])
    works: dict[str, Callable[[], int]] = {
        "dies": lambda: at_every_operation(folder, die, 9),
        "disk-full": lambda: at_every_operation(folder, fill, 1),
        "first": lambda: the_first_time(folder),
        "storeless": lambda: without_its_store(folder),
        "stopped": lambda: at_every_operation(folder, stop, 130),
        "killed": lambda: at_any_moment(folder),
        "two": lambda: two_at_once(folder),
    }
    sys.stdout.write(f"{works[sys.argv[1]]()}\n")


if __name__ == "__main__":
    main()
