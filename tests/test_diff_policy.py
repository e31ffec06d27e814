"""`diff A B --policy`: versions, the draft and revisions of git, in any language that has the texts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.doors.versions import Wanted, compare_versions
from site_builder.problems import ProblemError
from tests import chronicle
from tests.publisher import FOLDER

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("diff") / "repository"
    chronicle.write(path)
    draft = chronicle.TEXTS[6]["scope"].replace("does for us", "does for you")
    (path / f"{FOLDER}/en/scope.md").write_text(draft)
    return path


def diff(repository: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "diff", *arguments, "--policy", "privacy", "--repo", str(repository)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


# What is compared, with options; words that are removed and words that are added.
PAIRS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "two versions": (("2026-01-10", "2026-03-01"), "with it", "after 90 days"),
    "and back": (("2026-03-01", "2026-01-10"), "after 90 days", "with it"),
    "in another language": (("2026-01-10", "2026-03-01", "--locale", "zh-Hans"), "随之", "在 90 天后"),
    "a version and the draft": (("2026-06-15", "draft"), "us", "you"),
    "a commit and a version": (("HEAD~1", "2026-06-15"), "45", "30"),
    "a branch and a commit": (("main~1", "HEAD"), "45", "30"),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_texts_are_compared_by_their_names(repository: Path, pair: tuple[tuple[str, ...], str, str]) -> None:
    arguments, removed, added = pair
    code, said, problems = diff(repository, *arguments, "--format", "markdown")
    assert code == 0, problems
    assert f"<del>{removed}</del>" in said
    assert f"<ins>{added}</ins>" in said


def test_a_version_equals_itself_and_its_commit(repository: Path) -> None:
    assert diff(repository, "2026-06-15", "HEAD", "--exit-code")[0] == 0
    assert diff(repository, "2026-06-15", "draft", "--exit-code")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2026-01-10", "2026-09-09"), "versions of privacy: 2026-01-10, 2026-03-01"),
        (("2026-01-10", "--output=x"), "No such option"),
        (("2026-01-10", "2026-03-01", "--locale", "ar"), "is not whole in ar: retention"),
        (("2026-01-10", "2026-03-01", "--locale", "fr"), "has no text in fr"),
    ],
)
def test_what_cannot_be_compared_is_said_with_what_could(
    repository: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, _, problems = diff(repository, *arguments)
    assert code in (1, 2)
    assert said in problems
    assert "Traceback" not in problems


def test_an_unknown_policy_and_a_draft_without_files_are_said(repository: Path, tmp_path: Path) -> None:
    """Neither is a fault of the names that are compared."""
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(repository), str(bare)], check=True)
    for folder, policy, old, said in (
        (repository, "terms", "2026-01-10", "there is no policy `terms`"),
        (bare, "privacy", "draft", "there are no files to take the draft from"),
    ):
        with pytest.raises(ProblemError) as raised:
            compare_versions(old, "HEAD", Wanted(repo=folder, policy=policy, locale=""))
        assert [one.message for one in raised.value.problems] == [said]
