"""`site-builder adopt` as people start it: from a repository, a folder or a file to a repository that goes on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.doors.cli import main
from tests.faults.cases import files_below
from tests.publisher import Publisher
from tests.test_adopt import SEED, text


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    return done.exit_code, done.output


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """A repository of one policy in Markdown, with three versions."""
    kept = Publisher(tmp_path_factory.mktemp("source") / "kept")
    for number, days in enumerate((30, 60, 90)):
        kept.commits = number * 1_000_000
        kept.commit({"legal/privacy.md": text(days=days), "README.md": f"# Ours {days}\n", "logo.svg": "<svg/>"})
    return kept


def test_what_is_adopted_checks_and_builds_at_once(source: Publisher, tmp_path: Path) -> None:
    """No fault, no warning; every version has its page, and its commit its own release."""
    code, said = run("adopt", source.path, "--out", tmp_path / "ours")
    assert code == 0, said
    assert "3 new versions, 1 policy" in said
    assert run("check", "--repo", tmp_path / "ours") == (0, "no faults, no warnings\n")
    code, said = run(
        "build", "--repo", tmp_path / "ours", "--out", tmp_path / "site", "--as-of", "2026-06-01T00:00:00Z"
    )
    assert code == 0, said
    versions = sorted(path.name for path in (tmp_path / "site" / "privacy").iterdir() if path.name.startswith("20"))
    assert versions == ["2020-01-01", "2026-01-12", "2026-01-24"]
    log = git(tmp_path / "ours", "log", "--reverse", "--format=%s", "--name-status", "main").split("\n\n")
    assert "content/privacy/releases/2026-01-12.yaml" in log[3] + log[2]
    assert git(tmp_path / "ours", "status", "--porcelain") == ""


def test_adopting_twice_makes_the_same_commits(source: Publisher, tmp_path: Path) -> None:
    """In two folders, from a clone without a work tree as from the repository itself."""
    git(tmp_path, "clone", "--quiet", "--bare", str(source.path), "bare.git")
    assert run("adopt", source.path, "--out", tmp_path / "one")[0] == 0
    assert run("adopt", tmp_path / "bare.git", "--out", tmp_path / "other")[0] == 0
    assert git(tmp_path / "one", "rev-parse", "main") == git(
        tmp_path / "other",
        "rev-parse",
        "main",
    )
    assert files_below(tmp_path / "one" / "content") == files_below(tmp_path / "other" / "content")


def test_new_commits_of_the_source_go_on(tmp_path: Path) -> None:
    """The old commits stay, new ones stand behind them; own work is never overwritten."""
    kept = Publisher(tmp_path / "kept")
    kept.commit({"privacy.md": text()})
    ours = tmp_path / "ours"
    assert run("adopt", kept.path, "--out", ours)[0] == 0
    first = git(ours, "rev-parse", "main")
    assert "nothing is new" in run("adopt", kept.path, "--out", ours)[1]
    assert git(ours, "rev-parse", "main") == first
    kept.commits = 1_000_000
    kept.commit({"privacy.md": text(days=60)})
    assert run("adopt", kept.path, "--out", ours)[0] == 0
    second = git(ours, "rev-parse", "main")
    assert git(ours, "merge-base", "main", first) == first != second
    assert "60 days" in (ours / "content/privacy/en/retention-data.md").read_text("utf-8")
    (ours / "content/site.yaml").write_text(
        (ours / "content/site.yaml").read_text("utf-8").replace("policies.example", "ours.example"), "utf-8"
    )
    git(ours, "-c", "user.name=Legal", "-c", "user.email=l@o.example", "commit", "--quiet", "-am", "Our address")
    kept.commits = 2_000_000
    kept.commit({"privacy.md": text(days=90)})
    code, said = run("adopt", kept.path, "--out", ours)
    assert code == 0
    assert "git merge adopted" in said
    assert git(ours, "log", "-1", "--format=%s") == "Our address"
    assert "ours.example" in (ours / "content/site.yaml").read_text("utf-8")
    git(ours, "-c", "user.name=Legal", "-c", "user.email=l@o.example", "merge", "--quiet", "-m", "Go on", "adopted")
    assert run("check", "--repo", ours) == (0, "no faults, no warnings\n")


def test_a_mapping_is_heeded(source: Publisher, tmp_path: Path) -> None:
    """Ids that somebody corrected in one repository are those of the next."""
    assert run("adopt", source.path, "--out", tmp_path / "one")[0] == 0
    mapping = tmp_path / "one" / "adopted" / "policies" / "privacy.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("id: retention-data", "id: retention"), "utf-8")
    code, said = run("adopt", source.path, "--out", tmp_path / "two", "--mapping", tmp_path / "one")
    assert code == 0, said
    assert (tmp_path / "two/content/privacy/en/retention.md").is_file()
    code, said = run("adopt", source.path, "--out", tmp_path / "three", "--mapping", tmp_path)
    assert code == 3
    assert "PS-536" in said


def test_a_file_and_a_folder_of_dated_files(tmp_path: Path) -> None:
    """One text as it was pasted; texts with the date in their names."""
    assert run("adopt", SEED, "--out", tmp_path / "seed")[0] == 0
    assert run("check", "--repo", tmp_path / "seed") == (0, "no faults, no warnings\n")
    dated = tmp_path / "dated"
    dated.mkdir()
    for day, days in (("2024-01-01", 30), ("2025-01-01", 60)):
        (dated / f"privacy {day}.md").write_text(text(days=days), "utf-8")
    code, said = run("adopt", dated, "--out", tmp_path / "ours")
    assert code == 0, said
    (dated / "privacy 2026-01-01.md").write_text(text(days=90), "utf-8")
    code, said = run("adopt", dated, "--out", tmp_path / "ours")
    assert "1 new version, 1 policy" in said
    assert len([*(tmp_path / "ours/content/privacy/releases").iterdir()]) == 3


def test_nothing_is_written_where_nothing_can_be_adopted(source: Publisher, tmp_path: Path) -> None:
    """A folder in use stays as it is; a folder for nothing is not left behind."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine", "utf-8")
    code, said = run("adopt", source.path, "--out", tmp_path / "used")
    assert (code, "PS-536" in said) == (3, True)
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["mine.txt"]
    code, said = run("adopt", source.path, "--out", tmp_path / "none", "--select", "nothing*")
    assert (code, "PS-531" in said) == (1, True)
    assert not (tmp_path / "none").exists()
    code, said = run("adopt", tmp_path / "gone", "--out", tmp_path / "none")
    assert (code, "PS-507" in said) == (3, True)


def test_nothing_of_the_source_or_the_user_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hooks, filters and signing that somebody configured have no part in it."""
    kept = Publisher(tmp_path / "kept")
    kept.commit({"privacy.md": text(), ".gitattributes": "* filter=evil\n"})
    canary = tmp_path / "canary"
    home = tmp_path / "home"
    (home / "hooks").mkdir(parents=True)
    hook = f"#!/bin/sh\ntouch {canary}\n"
    for name in ("post-checkout", "reference-transaction", "post-index-change", "post-merge"):
        (home / "hooks" / name).write_text(hook, "utf-8")
        (home / "hooks" / name).chmod(0o755)
    (home / ".gitconfig").write_text(
        f"[core]\n hooksPath = {home / 'hooks'}\n fsmonitor = touch {canary}\n[commit]\n gpgSign = true\n"
        f'[gpg]\n program = touch {canary}\n[filter "evil"]\n smudge = touch {canary}\n',
        "utf-8",
    )
    monkeypatch.setenv("HOME", str(home))
    assert run("adopt", kept.path, "--out", tmp_path / "ours")[0] == 0
    kept.commits = 1_000_000
    kept.commit({"privacy.md": text(days=60)})
    canary.unlink(missing_ok=True)
    assert run("adopt", kept.path, "--out", tmp_path / "ours")[0] == 0
    assert not canary.exists()
