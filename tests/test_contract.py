"""The error contract: what is written in which format, in which order, with which exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.codes import CODES
from site_builder.doors.report import Format, written
from site_builder.problems import Place, Problem, Severity, exit_code
from tests.faults.environments import git, repository, say

CODE = st.sampled_from(sorted(CODES))
problems = st.lists(
    st.builds(
        Problem,
        code=CODE,
        message=st.text(min_size=1),
        hint=st.text(),
        place=st.builds(Place, st.text(), st.integers(0, 9), st.integers(0, 9)),
        severity=st.sampled_from(Severity),
    ),
    max_size=60,
)


def one(**changes: object) -> Problem:
    values: dict[str, object] = {
        "code": "PS-117",
        "message": "unknown key",
        "place": Place("a.yaml", 3, 1),
        "hint": "x",
    }
    return Problem(**{**values, **changes})  # type: ignore[arg-type]


def test_text_is_place_severity_code_message_and_a_hint_below() -> None:
    assert written([one()], Format.TEXT) == "a.yaml:3:1: error[PS-117] unknown key\n  hint: x\n"


def test_annotations_are_what_github_reads() -> None:
    said = written(
        [one(message="50% of\nall", place=Place("a,b:c.md", 3, 1), severity=Severity.WARNING)], Format.GITHUB
    )
    assert said == (
        "::warning file=a%2Cb%3Ac.md,line=3,col=1,title=PS-117 an unknown key::50%25 of⟦U+000A⟧all%0Ahint: x\n"
    )


def test_json_has_everything_and_null_for_no_line() -> None:
    value = json.loads(written([one(place=Place("a.yaml"))], Format.JSON))
    assert value == {
        "exit_code": 1,
        "problems": [
            {
                "code": "PS-117",
                "severity": "error",
                "title": "an unknown key",
                "path": "a.yaml",
                "line": None,
                "column": None,
                "message": "unknown key",
                "hint": "x",
            }
        ],
    }


def test_the_worst_come_first_and_each_once() -> None:
    found = [one(severity=severity, message=severity.name) for severity in reversed(Severity)]
    names = re.findall(r"\] (\w+)", written([*found, *found], Format.TEXT))
    assert names == [severity.name for severity in Severity]


@given(problems)
def test_fifty_are_shown_to_people_and_all_to_programs(found: list[Problem]) -> None:
    different = len(set(found))
    lines = [line for line in written(found, Format.TEXT).split("\n") if line and not line.startswith("  hint:")]
    assert len(lines) == min(different, 50) + (different > 50)
    assert (different > 50) is (bool(lines) and lines[-1] == f"{different - 50} more")
    assert len(json.loads(written(found, Format.JSON))["problems"]) == different
    assert len(json.loads(written(found, Format.SARIF))["runs"][0]["results"]) == different


@given(problems)
def test_nothing_that_is_written_moves_a_cursor_or_hides(found: list[Problem]) -> None:
    for form in Format:
        body = written(found, form).replace("\n", "")
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]", body)


@given(problems)
def test_an_annotation_is_one_line_and_ends_nothing(found: list[Problem]) -> None:
    for line in written(found, Format.GITHUB).splitlines():
        assert re.match(r"::(error|warning|notice)( [^\n]*?)?::", line)


def test_long_words_are_cut() -> None:
    assert len(written([one(message="x" * 100_000, hint="y" * 100_000)], Format.TEXT)) < 2_000


@pytest.mark.parametrize(
    ("severity", "status"),
    [("INTEGRITY", 4), ("ENVIRONMENT", 3), ("ERROR", 1), ("HELD", 1), ("WARNING", 0), ("NOTE", 0)],
)
def test_the_exit_status_is_that_of_the_worst(severity: str, status: int) -> None:
    assert exit_code([one(severity=Severity[severity])]) == status
    assert exit_code([one(severity=Severity[severity]), one()]) == (status or 1)


def test_the_command_line_is_status_2(tmp_path: Path) -> None:
    assert say("check", "--format", "yaml").endswith("exit 2\n")
    assert say("build", "--as-of", "2026-01-01").endswith("exit 2\n")
    assert say("check", "--repo", tmp_path / "gone").startswith("error[PS-200]")


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "site_builder", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment, check=False)


def test_formats_for_programs_are_the_only_thing_on_standard_output(tmp_path: Path) -> None:
    repo = repository(tmp_path)
    (repo / "content/privacy/en/scope.md").write_text("# Scope\n\n<b>x</b>\n")
    done = run("check", "--format", "json", cwd=repo)
    assert (done.returncode, done.stderr) == (1, "")
    assert {one["code"] for one in json.loads(done.stdout)["problems"]} >= {"PS-133"}
    git(repo, "checkout", "--", ".")
    done = run("build", "--format", "json", "--out", tmp_path / "site", cwd=repo)
    assert json.loads(done.stdout)["exit_code"] == done.returncode == 0
    assert "files" in done.stderr


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    repo = repository(tmp_path)
    (repo / "content/privacy/en/scope.md").write_text("# Scope\n\nNew.\n")
    before = {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in repo.rglob("*")}
    assert run("check", cwd=repo).returncode == 1, "the edit has no change record"
    assert {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in repo.rglob("*")} == before


def test_checking_an_unchanged_repository_compiles_no_template_and_starts_git_a_few_times(tmp_path: Path) -> None:
    """What keeps `check` quick, counted: no template is compiled, no page made, and git is started a few times."""
    repo = repository(tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    log = tmp_path / "log"
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    (tools / "git").write_text(f'#!/bin/sh\necho x >> {log}\nexec {real} "$@"\n')
    (tools / "git").chmod(0o755)
    probe = (
        "import jinja2, sys\n"
        "def no(*a, **m): raise SystemExit('a template was compiled')\n"
        "jinja2.Environment.compile = no\n"
        "from site_builder.doors.cli import main\n"
        f"try: main(['check', '--repo', {str(repo)!r}])\n"
        "finally: print([name for name in sys.modules if name.startswith('site_builder.outputs.pages')])\n"
    )
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "no faults, no warnings\n[]\n"), done.stderr
    assert len(log.read_text().splitlines()) <= 20


def test_help_of_every_command_loads_no_heavy_library() -> None:
    heavy = ("jinja2", "babel", "markdown_it", "git", "jsonschema", "yaml", "mkdocs", "watchdog", "regex")
    for command in ("build", "check", "digest", "diff", "new", "serve"):
        probe = (
            "import sys\nfrom site_builder.doors.cli import main\n"
            f"try: main([{command!r}, '--help'])\nexcept SystemExit: pass\n"
            f"print([name for name in {heavy!r} if name in sys.modules])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
        )
        assert done.stdout.splitlines()[-1] == "[]", command


def test_a_pipe_in_the_content_is_told_and_never_waited_for(tmp_path: Path) -> None:
    repo = repository(tmp_path)
    for name in ("content/pipe.md", "content/privacy/en/pipe.md"):
        os.mkfifo(repo / name)
    command = [sys.executable, "-m", "site_builder", "check", "--repo", str(repo)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, cwd=Path(__file__).parents[1]
    )
    assert done.returncode == 1
    assert done.stderr.count("this is a pipe and not a file") == 2


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a cancelled job"])
def test_who_stops_it_is_told_so(tmp_path: Path, stop: signal.Signals) -> None:
    """Status 130 and one line, though git is stopped as well; and nothing is left."""
    repo = repository(tmp_path)
    os.mkfifo(tmp_path / "gate")
    # git is replaced by a program that waits, so that the signal comes while it does.
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "git").write_text(f"#!/bin/sh\necho ready > {tmp_path}/gate\nexec sleep 60\n")
    (tools / "git").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(Path(__file__).parents[1])}
    build = ("-m", "site_builder", "build", "--repo", str(repo), "--out", str(tmp_path / "site"))
    # What a shell starts behind its back ignores Ctrl-C, and so would everything below it.
    command = ["env", "--default-signal=INT", sys.executable, *build]
    # A terminal sends Ctrl-C to all that runs in it, to git as well.
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        (tmp_path / "gate").read_text()
        os.killpg(process.pid, stop)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "stopped; nothing is published in part\n")
    assert not list(tmp_path.glob("site*"))
