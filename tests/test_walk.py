"""From an edit to a published version, with the commands that a publisher has and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.test_new import made, run

RETENTION = "content/privacy/en/retention.md"
TODAY = ("--as-of", "2026-06-01T12:00:00Z")


def git(repo: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Legal", "-c", "user.email=legal@policies.example")
    command = ["git", "-C", str(repo), *identity, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def edit(repo: Path, path: str, old: str, new: str) -> None:
    file = repo / path
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8", newline="")


def commit(repo: Path) -> None:
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "Edit")


def check(repo: Path, base: str = "main") -> tuple[int, str]:
    return run("check", "--repo", repo, "--base", base, *TODAY)


def test_an_edit_becomes_a_version_and_nothing_goes_out_unsaid(tmp_path: Path) -> None:
    """The check fails with the right words until a record and a release say what changes; then it is on the site."""
    repo, site = made(tmp_path / "policies"), tmp_path / "site"
    assert run("build", "--repo", repo, "--out", site, *TODAY)[0] == 0

    git(repo, "switch", "--quiet", "--create", "keep-longer")
    edit(repo, RETENTION, "180 days", "365 days")
    commit(repo)
    code, said = check(repo)
    assert code == 1
    assert "error[PS-610] no change record says what the edit of retention means; the rules find it material" in said
    assert "run `site-builder record privacy`" in said

    words = "We will keep usage data for 365 days instead of 180."
    code, said = run("record", "--repo", repo, "--level", "editorial", "--summary", f"en={words}", *TODAY)
    assert code == 0, said
    commit(repo)
    code, said = check(repo)
    assert code == 1
    assert 'the rules find it material (rule quantity: "180 days" → "365 days")' in said
    record = said[said.index("content/privacy/changes/") :].partition(":")[0]
    edit(repo, record, "level: editorial", "level: material")
    commit(repo)
    code, said = check(repo)
    assert code == 0, said

    # Too soon is told with the first possible date; that date is right.
    assert run("release", "privacy", "--repo", repo, "--effective", "2026-06-20", *TODAY)[0] == 1
    code, said = check(repo)
    assert "write `effective: 2026-07-02`" in said
    code, said = run(
        "release", "privacy", "--repo", repo, "--reschedule", "2026-06-20", "--effective", "2026-08-01", *TODAY
    )
    assert code == 0, said
    commit(repo)
    assert check(repo)[0] == 0

    git(repo, "switch", "--quiet", "main")
    git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "keep-longer")
    code, said = run("build", "--repo", repo, "--out", site, "--as-of", "2026-06-01T13:00:00Z")
    assert code == 0, said
    privacy = site / "privacy"
    assert "365 days" in (privacy / "2026-06-20" / "index.html").read_text("utf-8")
    assert words in (privacy / "history" / "index.html").read_text("utf-8")
    redline = (privacy / "changes" / "2026-07-01..2026-06-20" / "index.html").read_text("utf-8")
    assert "<del>180</del>" in redline or ">180<" in redline
    assert "365 days" not in (privacy / "index.html").read_text("utf-8"), "it is announced and not in force"


def test_a_release_that_slipped_is_rescheduled_and_every_date_is_shown(tmp_path: Path) -> None:
    """What is public gets an amendment with a reason; the command says which other versions move."""
    repo = made(tmp_path / "policies")
    asked = ("release", "privacy", "--repo", repo, "--reschedule", "2026-07-01", "--effective", "2026-08-01", *TODAY)
    code, said = run(*asked)
    assert code == 1
    assert "it is public, so readers are owed a reason" in said
    code, said = run(*asked, "--reason", "en=The feature comes later.")
    assert code == 0, said
    assert "2026-07-01 is in force from 2026-08-01; before this change it is in force from 2026-07-01" in said
    assert "2026-02-21 is in force from 2026-02-21 until 2026-08-01" in said
    commit(repo)
    site = tmp_path / "site"
    assert run("build", "--repo", repo, "--out", site, "--as-of", "2026-06-01T13:00:00Z")[0] == 0
    assert "2026-07-31T16:00:00Z" in (site / "api/v1/privacy/current.json").read_text("utf-8")
    events = [path.read_text("utf-8") for path in (site / "api/v1/events").rglob("*.json")]
    assert any("The feature comes later." in event for event in events)

    # A second amendment goes behind the first, and what the file says otherwise stays as it was.
    before = (repo / "content/privacy/releases/2026-07-01.yaml").read_text("utf-8")
    later = ("--as-of", "2026-06-02T12:00:00Z", "--reason", "en=Later still.")
    code, said = run(*asked[:-4], "--effective", "2026-09-01", *later)
    assert code == 0, said
    assert (repo / "content/privacy/releases/2026-07-01.yaml").read_text("utf-8").startswith(before)


def test_a_change_that_nobody_could_look_at_is_not_let_through(tmp_path: Path) -> None:
    """In a shallow clone the files are checked and no more; whoever names a base is told that it was not seen."""
    repo = made(tmp_path / "policies")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repo}", str(shallow))
    assert run("check", "--repo", shallow, *TODAY)[0] == 0
    code, said = run("check", "--repo", shallow, "--base", "HEAD", *TODAY)
    assert code == 3
    assert "error[PS-603]" in said
    assert "git fetch --unshallow" in said


def test_a_new_policy_begins_with_a_first_version(tmp_path: Path) -> None:
    """It needs no record and no notice, and its comment says that it changes nothing for anybody."""
    repo = made(tmp_path / "policies")
    for name, body in {
        "policy.yaml": "id: cookies\nterms_type: Cookie Policy\ngoverning: en\nlocales: [en]\nsections: [what]\n",
        "en/index.md": "# Cookie Policy\n",
        "en/what.md": "# What\n\nWe set one cookie.\n",
    }.items():
        path = repo / "content/cookies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")
    summary = ("--summary", "en=The first version.")
    code, said = run("release", "cookies", "--repo", repo, "--effective", "2026-06-03", *summary, *TODAY)
    assert code == 0, said
    assert "revision 1, material" in said
    code, said = run("check", "--repo", repo, "--base", "main", "--comments", tmp_path / "review", *TODAY)
    assert code == 0, said
    comment = (tmp_path / "review/cookies.md").read_text("utf-8")
    assert "## `cookies`: the first version, which changes nothing for anybody" in comment
    assert "Who would be told" not in comment
    assert (tmp_path / "review/privacy.quiet.md").is_file()


def test_record_asks_for_what_is_not_given(tmp_path: Path) -> None:
    """Level and a sentence in each required language; the level that the rules find is offered."""
    repo = made(tmp_path / "policies")
    edit(repo, RETENTION, "180 days", "365 days")
    code, said = run("record", "--repo", repo, *TODAY, given="\nWe keep it longer.\n")
    assert code == 0, said
    assert "privacy: retention; the rules find it material" in said
    assert (repo / "content/privacy/changes/we-keep-it-longer.yaml").read_text("utf-8") == (
        'level: material\nsections: [retention]\nsummary:\n  en: "We keep it longer."\n'
    )
    code, said = run("record", "--repo", repo, "--section", "rights", *TODAY, given="material\nWe keep it longer.\n")
    assert code == 1
    assert "this file is there already" in said


def test_what_is_written_says_what_was_meant_whatever_the_words(tmp_path: Path) -> None:
    """Quotes, colons, signs of YAML and other scripts stay as they are."""
    repo = made(tmp_path / "policies")
    edit(repo, RETENTION, "180 days", "365 days")
    words = "“Longer”: 'a' # no \\ comment, {x} [y] & *z — 更久"
    code, said = run("record", "--repo", repo, "--summary", f"en={words}", *TODAY)
    assert code == 0, said
    code, said = run(
        "release", "privacy", "--repo", repo, "--effective", "2026-09-01", "--approved-by", "GC: a", *TODAY
    )
    assert code == 0, said
    text = (repo / "content/privacy/releases/2026-09-01.yaml").read_text("utf-8")
    assert "published: 2026-06-01T20:00:00+08:00" in text, "with the zone of the site"
    assert "更久" in text


def test_a_release_of_a_text_that_is_released_is_refused(tmp_path: Path) -> None:
    """Nothing new is no version; nothing is written."""
    repo = made(tmp_path / "policies")
    code, said = run("release", "privacy", "--repo", repo, "--effective", "2026-09-01", *TODAY)
    assert code == 1
    assert "the text is that of 2026-07-01" in said
    assert git(repo, "status", "--porcelain") == ""
