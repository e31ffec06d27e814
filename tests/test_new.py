"""`site-builder new` makes a repository that is right at once, and the same for the same answers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.doors.cli import main
from tests.faults.cases import files_below

ANSWERS = ["--publisher", "Example Ltd", "--address", "https://policies.example", "--time-zone", "Asia/Shanghai"]


def run(*arguments: str | Path, given: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(one) for one in arguments], input=given)
    return done.exit_code, done.output


def made(folder: Path, *more: str) -> Path:
    code, said = run("new", folder, *ANSWERS, "--today", "2026-06-01", *more)
    assert code == 0, said
    return folder


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_it_checks_clean_at_once(tmp_path: Path) -> None:
    made(tmp_path / "policies")
    code, said = run("check", "--repo", tmp_path / "policies", "--as-of", "2026-06-01T12:00:00Z")
    assert (code, said) == (0, "no faults, no warnings\n")


def test_each_of_its_commits_passes_the_check_against_the_one_before(tmp_path: Path) -> None:
    """What the example shows is what its own gate takes, on the day on which it was made."""
    repo = made(tmp_path / "policies")
    for commit, instant in (("main~1", "2026-02-20T12:00:00Z"), ("main", "2026-05-21T12:00:00Z")):
        git(repo, "checkout", "-q", "--detach", commit)
        code, said = run("check", "--repo", repo, "--base", "HEAD~1", "--as-of", instant)
        assert (code, said) == (0, "no faults, no warnings\n"), commit


def test_its_readme_leads_to_a_repository_with_ones_own_text(tmp_path: Path) -> None:
    """The examples go away as it says, the first own version is released, and nothing is missing."""
    repo = made(tmp_path / "policies")
    lines = (repo / "README.md").read_text("utf-8").splitlines()
    table = lines.index("| where | what |")
    assert all(line.startswith("|") for line in lines[table : table + 8])
    assert "`content/privacy/releases/` and `content/privacy/changes/`" in "\n".join(lines)
    git(repo, "rm", "-rq", "content/privacy/releases", "content/privacy/changes")
    purposes = repo / "content" / "privacy" / "en" / "purposes.md"
    purposes.write_text(purposes.read_text("utf-8").replace("secure.", "secure;\n- to send you bills."), "utf-8")
    identity = ("-c", "user.name=Legal", "-c", "user.email=legal@policies.example")
    git(repo, *identity, "commit", "-qam", "Our own text")
    released = ("release", "privacy", "--repo", repo, "--effective", "2099-01-01", "--summary", "en=The first version.")
    code, said = run(*released)
    assert (code, "revision 1" in said) == (0, True), said
    git(repo, "add", "content")
    git(repo, *identity, "commit", "-qm", "Our first version")
    code, said = run("check", "--repo", repo, "--base", "HEAD")
    assert (code, "error" in said) == (0, False), said


def test_a_language_that_a_policy_does_not_have_can_be_added(tmp_path: Path) -> None:
    """Whoever asks for it learns where."""
    repo = made(tmp_path / "policies")
    code, said = run("translate", "status", "--repo", repo, "--locale", "ja")
    assert code == 1
    assert "known here: zh-Hans; or add `ja` to `locales` in site.yaml and policy.yaml" in said


def test_it_builds_three_versions_one_of_them_announced(tmp_path: Path) -> None:
    repo = made(tmp_path / "policies")
    code, said = run("build", "--repo", repo, "--out", tmp_path / "site", "--as-of", "2026-06-01T12:00:00Z")
    assert code == 0, said
    versions = {path.name for path in (tmp_path / "site" / "privacy").iterdir() if path.name.startswith("20")}
    assert versions == {"2025-11-13", "2026-02-21", "2026-07-01"}
    history = (tmp_path / "site" / "privacy" / "history" / "zh-Hans" / "index.html").read_text("utf-8")
    assert "使用数据的保存期限由 90 天改为 180 天。" in history


def test_the_same_answers_make_the_same_commits(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other")
    assert git(one, "rev-parse", "HEAD") == git(other, "rev-parse", "HEAD")
    assert git(one, "rev-list", "--count", "HEAD") == "3"
    assert git(one, "status", "--porcelain") == ""


def test_a_check_tells_of_a_damaged_record_with_everything_else(tmp_path: Path) -> None:
    """It cannot foresee what a build would say then; what is wrong with the files is told all the same."""
    repo = made(tmp_path / "policies")
    assert run("build", "--repo", repo, "--out", repo / "site", "--as-of", "2026-06-01T12:00:00Z")[0] == 0
    (repo / "site" / "api" / "v1" / "events" / "index.json").write_text("{", encoding="utf-8")
    (repo / "content" / "privacy" / "en" / "scope.md").write_text("no title\n", encoding="utf-8")
    code, said = run("check", "--repo", repo, "--as-of", "2026-06-01T12:00:00Z")
    assert code == 4
    assert "error[PS-404]" in said
    assert "error[PS-150]" in said


@pytest.mark.parametrize("day", ["1971-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_make_a_repository_that_is_right(tmp_path: Path, day: str) -> None:
    """git takes numbers of seconds that are small or large for dates of another kind, if one lets it."""
    code, said = run("new", tmp_path / "far", *ANSWERS, "--today", day)
    assert code == 0, said
    assert run("check", "--repo", tmp_path / "far", "--as-of", f"{day}T12:00:00Z")[0] == 0


@pytest.mark.parametrize("day", ["1970-12-31", "3000-01-01", "0001-01-01", "9999-12-31", "tomorrow"])
def test_a_day_outside_of_them_is_refused_as_an_option(tmp_path: Path, day: str) -> None:
    code, said = run("new", tmp_path / "far", *ANSWERS, "--today", day)
    assert code == 2
    assert "'--today': write a date" in said
    assert not (tmp_path / "far").exists()


def test_three_questions_are_asked_where_no_answers_are_given(tmp_path: Path) -> None:
    code, said = run("new", tmp_path / "asked", "--today", "2026-06-01", given="Example Ltd\n\nAsia/Shanghai\n")
    assert code == 0, said
    assert said.count("?") + said.count("): ") + said.count("]: ") == 3
    assert files_below(tmp_path / "asked" / "content") == files_below(made(tmp_path / "given") / "content")


def test_every_settings_file_names_its_published_schema(tmp_path: Path) -> None:
    repo = made(tmp_path / "policies")
    run("build", "--repo", repo, "--out", tmp_path / "site", "--as-of", "2026-06-01T12:00:00Z")
    for name, body in files_below(repo / "content").items():
        if name.endswith(".yaml"):
            line = body.decode().splitlines()[0]
            start, _, path = line.partition("https://policies.example/")
            assert start == "# yaml-language-server: $schema="
            assert (tmp_path / "site" / path).is_file(), name


@pytest.mark.parametrize("name", ['Müller & Söhne "GmbH"', "A_b* [x](y) <z>", "北京公司", "a: b #c", "-"])
def test_any_name_of_a_company_is_shown_as_it_is(tmp_path: Path, name: str) -> None:
    repo = tmp_path / "policies"
    arguments = ["--publisher", name, "--address", "https://policies.example", "--time-zone", "UTC"]
    code, said = run("new", repo, *arguments, "--today", "2026-06-01")
    assert code == 0, said
    code, said = run("check", "--repo", repo, "--as-of", "2026-06-01T12:00:00Z")
    assert (code, said) == (0, "no faults, no warnings\n")


@pytest.mark.parametrize(
    ("option", "answer", "words"),
    [
        ("--address", "example.com", "`base_url` cannot be `example.com`"),
        ("--time-zone", "Mars/Olympus", "`Mars/Olympus` is no time zone"),
        ("--publisher", "a\u202eb", "write a name"),
        ("--today", "tomorrow", "write a date"),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_before_anything_is_written(
    tmp_path: Path, option: str, answer: str, words: str
) -> None:
    given = [*ANSWERS, "--today", "2026-06-01", option, answer]
    code, said = run("new", tmp_path / "policies", *given)
    assert code in (1, 2)
    assert words in said
    assert not (tmp_path / "policies").exists()
