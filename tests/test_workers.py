"""Whoever does the work of a build, the site is the same to the byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from distributed import LocalCluster

from site_builder.doors.publish import Destination, Means, publish
from site_builder.doors.report import Format
from site_builder.doors.workers import workers
from site_builder.problems import ProblemError
from tests import publisher
from tests.building import REPOSITORY, tree
from tests.publisher import FOLDER, Publisher

POLICIES = ("cookies", "privacy", "terms")
LONGER = publisher.RETENTION.replace("30", "90")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three policies of two versions each."""
    made = Publisher(tmp_path_factory.mktemp("workers") / "repo")
    simple = publisher.simple_files()
    files = {"content/site.yaml": simple.pop("content/site.yaml")}
    second = publisher.document(scope=publisher.SCOPE, retention=LONGER)
    for policy in POLICIES:
        own = {path.replace(FOLDER, f"content/{policy}"): body for path, body in simple.items()}
        files |= own | {f"content/{policy}/policy.yaml": publisher.POLICY.replace("privacy", policy)}
    made.commit(files)
    made.commit({f"content/{policy}/en/retention.md": LONGER for policy in POLICIES})
    release = publisher.release(2, second, "2026-03-01", "2026-06-01")
    made.commit({f"content/{policy}/releases/2026-06-01.yaml": release for policy in POLICIES})
    return made.path


def build(repo: Path, out: Path, day: str, means: Means) -> dict[str, tuple[str, str]]:
    at = datetime.fromisoformat(f"2026-{day}T00:00:00+00:00").replace(tzinfo=UTC)
    publish(repo=repo, ref="HEAD", to=Destination(out=out), as_of=at, form=Format.TEXT, means=means)
    return tree(out.resolve())


@pytest.fixture(scope="module")
def alone(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[str, str]]]:
    """The sites of three days, each made from the one before, by one process."""
    out = tmp_path_factory.mktemp("alone") / "site"
    return {day: build(repo, out, day, Means()) for day in ("02-01", "03-02", "06-02")}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A scheduler and two workers, on loopback."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as made:  # type: ignore[no-untyped-call]
        yield made.scheduler_address


def test_two_processes_make_the_same_site(
    repo: Path, alone: dict[str, dict[str, tuple[str, str]]], tmp_path: Path
) -> None:
    """From nothing, with a new version, and when it takes effect, with what was remembered of the build before."""
    for day, site in alone.items():
        assert build(repo, tmp_path / "site", day, Means(jobs=2)) == site


def _hears_of_ctrl_c(_order: object) -> bool:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_no_worker_hears_of_ctrl_c() -> None:
    """It would end in the middle of its own start, with a traceback; whoever gives out the work hears of it."""
    with workers(2, "") as run:
        assert run is not None
        assert run.submit(_hears_of_ctrl_c, None).result() is False
        assert _hears_of_ctrl_c(None)


def test_no_worker_outlives_who_is_killed() -> None:
    """Each holds the other end of what is read here, which so comes to its end when the last of them does."""
    killed = (
        "import os\nfrom site_builder.doors.workers import workers\n"
        "with workers(2, '') as run:\n print(run.submit(repr, 'work').result(), flush=True)\n os.kill(os.getpid(), 9)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", killed], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert (process.returncode, said) == (-signal.SIGKILL, "'work'\n")


def test_a_cluster_makes_the_same_site(
    repo: Path, alone: dict[str, dict[str, tuple[str, str]]], cluster: str, tmp_path: Path
) -> None:
    """The files of policies come from the workers, those of the whole site are made here."""
    for day, site in alone.items():
        assert build(repo, tmp_path / "site", day, Means(executor=f"dask:{cluster}")) == site


@pytest.mark.parametrize("name", ["spark:127.0.0.1:1", "dask:", "dask:tcp://127.0.0.1:1"])
def test_a_cluster_that_is_not_there_is_told(name: str, repo: Path, tmp_path: Path) -> None:
    """Nothing is published, and the message says what to do."""
    with pytest.raises(ProblemError) as caught:
        build(repo, tmp_path / "site", "02-01", Means(executor=name))
    assert [one.code for one in caught.value.problems] == ["PS-515"]
    assert not (tmp_path / "site").exists()
