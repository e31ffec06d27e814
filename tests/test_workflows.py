"""The workflows: safe by the rules of others, in GitHub's own form, and their steps do what they say."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.publisher import Publisher
from tests.test_new import made, run

REPOSITORY = Path(__file__).parents[1]
GITHUB = REPOSITORY / ".github"
BIN = Path(sys.executable).parent
TODAY = ("--as-of", "2026-06-01T12:00:00Z")
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))


def step(workflow: str, name: str) -> dict[str, Any]:
    """A step of a workflow by its name."""
    jobs = yaml.safe_load((GITHUB / "workflows" / f"{workflow}.yml").read_text("utf-8"))["jobs"]
    found = [one for job in jobs.values() for one in job["steps"] if one.get("name") == name]
    assert len(found) == 1
    return dict(found[0])


def runs(workflow: str, name: str, where: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub's runner does: its script in bash, with the variables that it names and these values."""
    one = step(workflow, name)
    assert set(one.get("env", {})) <= values.keys(), "every variable of the step has a value"
    return bash(one["run"], where, **values)


def bash(script: str, where: Path, **values: str) -> subprocess.CompletedProcess[str]:
    keep = {"HOME": str(where.parent), "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    path = os.pathsep.join([*([values.pop("TOOLS")] if "TOOLS" in values else []), str(BIN), keep["PATH"]])
    environment = {**keep, **values, "PATH": path}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("where", ["here", "new"])
def test_zizmor_has_nothing_to_say(where: str, tmp_path: Path) -> None:
    """H1: no workflow hands a right to a stranger; what ships is as safe as what is used here."""
    folder = GITHUB if where == "here" else made(tmp_path / "policies") / ".github"
    command: list[str | Path] = [BIN / "zizmor", "--offline", "--no-progress", "--quiet", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_would_say_something(tmp_path: Path) -> None:
    """The check above can fail: `pull_request_target` with a checkout is found."""
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    text = (GITHUB / "workflows" / "check.yml").read_text("utf-8")
    bad.write_text(text.replace("  pull_request:\n", "  pull_request_target:\n"), "utf-8")
    command: list[str | Path] = [BIN / "zizmor", "--offline", "--no-progress", "--quiet", bad]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize(("schema", "pattern"), [("workflows", "workflows/*.yml"), ("actions", "actions/*/action.yml")])
def test_the_form_is_githubs(schema: str, pattern: str) -> None:
    """The schema of workflows, and of actions, as it ships with check-jsonschema."""
    files = sorted(GITHUB.glob(pattern))
    assert files
    command: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.github-{schema}", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_no_right_that_it_does_not_need(path: Path) -> None:
    """At the top at most reading; no words of a pull request inside a script; a time limit on every job."""
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert "timeout-minutes" in job
        for one in job["steps"]:
            assert "${{" not in one.get("run", ""), "values reach scripts as variables only"


def test_the_check_is_read_only_and_the_comment_takes_nothing_of_the_fork() -> None:
    """Fork safety: `pull_request`, no secret, and in the trusted workflow no checkout at all."""
    check = (GITHUB / "workflows" / "check.yml").read_text("utf-8")
    assert "write" not in yaml.safe_load(check)["permissions"].values()
    assert "secrets." not in check
    assert "pull_request_target" not in check
    comment = (GITHUB / "workflows" / "comment.yml").read_text("utf-8")
    assert "actions/checkout" not in comment


@pytest.fixture
def edited(tmp_path: Path) -> tuple[Path, str]:
    """A publisher's repository with an edit on a branch, and the commit that it started from."""
    repo = made(tmp_path / "policies")
    base = bash("git rev-parse HEAD", repo).stdout.strip()
    retention = repo / "content/privacy/en/retention.md"
    retention.write_text(retention.read_text("utf-8").replace("180 days", "365 days"), "utf-8")
    commit(repo)
    return repo, base


def commit(repo: Path) -> None:
    done = bash("git add -A && git -c user.name=Legal -c user.email=legal@policies.example commit -qm Edit", repo)
    assert done.returncode == 0, done.stderr


def test_the_step_that_checks_writes_summary_comment_and_annotations(edited: tuple[Path, str], tmp_path: Path) -> None:
    """The very script of check.yml, on a pull request that says nothing of its edit."""
    repo, base = edited
    summary = tmp_path / "summary.md"
    done = runs("check", "Check", repo, BASE=base, LINK="https://github.example/run", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "::error file=content/privacy/en/retention.md,title=PS-610" in done.stdout
    assert "<del>180</del><ins>365</ins>" in summary.read_text("utf-8")
    page = (repo / "preview/privacy/draft/index.html").read_text("utf-8")
    assert "365 days" in page
    assert "Draft: this text is not published." in page
    assert (repo / "review" / "privacy.md").read_text("utf-8").startswith("<!-- policy-site-builder: privacy -->\n")


GH = """\
#!{python}
import json, os, sys
with open(os.environ["GH_LOG"], "a", encoding="utf-8") as log:
    body = [open(one[6:], encoding="utf-8").read() for one in sys.argv if one.startswith("body=@")]
    print(json.dumps([sys.argv[1:], body]), file=log)
said = json.loads(os.environ["GH_SAYS"])
print(next((answer for part, answer in said.items() if part in " ".join(sys.argv[1:])), ""))
"""


@pytest.fixture
def hub(tmp_path: Path) -> dict[str, str]:
    """A `gh` that writes down what it is asked."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH.format(python=sys.executable), "utf-8")
    (tools / "gh").chmod(0o755)
    return {"TOOLS": str(tools), "GH_LOG": str(tmp_path / "gh.log"), "GH_TOKEN": "none"}


def asked(hub: Mapping[str, str], method: str) -> list[tuple[list[str], list[str]]]:
    log = Path(hub["GH_LOG"])
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    return [(arguments, body) for arguments, body in lines if method in arguments]


def comments(hub: Mapping[str, str], folder: Path, says: Mapping[str, str]) -> str:
    """Run the action that comments."""
    action = yaml.safe_load((GITHUB / "actions/comment/action.yml").read_text("utf-8"))
    (one,) = action["runs"]["steps"]
    values = {
        "FOLDER": str(folder),
        "REPOSITORY": "company/policies",
        "HEAD_OWNER": "stranger",
        "HEAD_BRANCH": "edit",
        "HEAD_SHA": "a" * 40,
        "GITHUB_ACTION_PATH": str(GITHUB / "actions/comment"),
        "GH_SAYS": json.dumps(says),
    }
    done = bash(one["run"], folder.parent, **hub, **values)
    assert done.returncode == 0, done.stderr
    return done.stdout


def review(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, body in files.items():
        (folder / f"{name.replace('_quiet', '.quiet')}.md").write_text(body, "utf-8")
    return folder


PRIVACY = "<!-- policy-site-builder: privacy -->\n\nmaterial\n"


def test_a_comment_is_written_once_and_then_renewed(hub: dict[str, str], tmp_path: Path) -> None:
    """One comment for each policy, found again by its first line."""
    folder = review(tmp_path / "review", privacy=PRIVACY)
    comments(hub, folder, {"company/policies/pulls": "7"})
    ((arguments, body),) = asked(hub, "POST")
    assert "repos/company/policies/issues/7/comments" in arguments
    assert body == [PRIVACY]
    comments(hub, folder, {"company/policies/pulls": "7", "issues/7/comments": "99"})
    ((arguments, _),) = asked(hub, "PATCH")
    assert "repos/company/policies/issues/comments/99" in arguments


def test_a_policy_that_no_longer_changes_gets_no_new_comment(hub: dict[str, str], tmp_path: Path) -> None:
    """A comment that is there is renewed, and none is begun."""
    folder = review(tmp_path / "review", privacy_quiet=PRIVACY)
    comments(hub, folder, {"company/policies/pulls": "7"})
    assert asked(hub, "POST") == []
    comments(hub, folder, {"company/policies/pulls": "7", "issues/7/comments": "99"})
    assert len(asked(hub, "PATCH")) == 1


def test_what_a_stranger_sends_is_not_believed(hub: dict[str, str], tmp_path: Path) -> None:
    """Strange names, links, other first lines and huge files are left out; a head that is gone gets nothing."""
    folder = review(
        tmp_path / "review",
        **{
            "x; touch hacked": PRIVACY,
            "$(touch hacked)": PRIVACY,
            "other": PRIVACY,
            "huge": "<!-- policy-site-builder: huge -->\n" + "x" * 300_000,
        },
    )
    (tmp_path / "secret").write_text("<!-- policy-site-builder: link -->\nsecret\n", "utf-8")
    (folder / "link.md").symlink_to(tmp_path / "secret")
    said = comments(hub, folder, {"company/policies/pulls": "7"})
    assert asked(hub, "POST") == []
    assert said.count("::warning::") == 5
    assert not list(tmp_path.rglob("hacked"))
    privacy = review(tmp_path / "right", privacy=PRIVACY)
    assert "nothing to comment on" in comments(hub, privacy, {})
    assert asked(hub, "POST") == []


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on this machine only."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def fetched(repo: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Run the action that fetches the record, on a repository whose site stands there."""
    site = repo / "content/site.yaml"
    lines = [f"base_url: {address}" if line.startswith("base_url:") else line for line in site.read_text().splitlines()]
    site.write_text("\n".join([*lines, ""]))
    action = yaml.safe_load((GITHUB / "actions/previous/action.yml").read_text("utf-8"))
    (one,) = action["runs"]["steps"]
    done = bash(one["run"], repo, RUN="1-1", GITHUB_ACTION_PATH=str(GITHUB / "actions/previous"))
    bash("git checkout --quiet content", repo)
    return done


def test_a_build_goes_on_from_the_published_site_and_does_nothing_where_nothing_is_due(
    edited: tuple[Path, str], tmp_path: Path
) -> None:
    """The scripts of publish.yml: first, again, then with something new, then with something that is held back."""
    repo, _ = edited
    out = {"GITHUB_OUTPUT": str(tmp_path / "output")}
    first = runs("publish", "Build", repo)
    assert first.returncode == 0, first.stdout + first.stderr
    assert due(repo, out) == "true"
    published = tmp_path / "published"
    (repo / "site").rename(published)

    with served(published) as address:
        again = fetched(repo, address)
    assert again.returncode == 0, again.stderr
    assert runs("publish", "Build", repo).returncode == 0
    assert due(repo, out) == "false"

    code, said = run(
        *("release", "privacy", "--repo", repo, "--effective", "2099-01-01"),
        *("--level", "editorial", "--summary", "en=A slip."),
    )
    assert code == 1, said
    bash("rm -r site", repo)
    commit(repo)
    held = runs("publish", "Build", repo)
    assert held.returncode == 1
    assert "PS-324" in held.stdout
    assert due(repo, out) == "false", "the rest is as it was"
    assert runs("publish", "Fail where something is held back or wrong", repo).returncode == 1


def due(repo: Path, out: Mapping[str, str]) -> str:
    Path(out["GITHUB_OUTPUT"]).unlink(missing_ok=True)
    assert runs("publish", "Is anything due", repo, **out).returncode == 0
    return Path(out["GITHUB_OUTPUT"]).read_text("utf-8").strip().partition("=")[2]


def test_a_record_that_cannot_be_fetched_stops_everything(edited: tuple[Path, str], tmp_path: Path) -> None:
    """No answer, no manifest, another file than the manifest names: nothing is built, and why is said."""
    repo, _ = edited
    assert run("build", "--repo", repo, "--out", tmp_path / "site", "--copy", *TODAY)[0] == 0
    with served(tmp_path / "policies") as address:
        nothing = fetched(repo, address)
    assert nothing.returncode == 1
    assert "choose `first`" in nothing.stderr
    event = next((tmp_path / "site/api/v1/events").rglob("*.json"))
    event.write_bytes(event.read_bytes() + b" ")
    with served(tmp_path / "site") as address:
        other = fetched(repo, address)
    assert other.returncode == 1
    assert "not the file that the manifest names" in other.stderr


def test_the_button_opens_a_pull_request_with_the_release(
    edited: tuple[Path, str], hub: dict[str, str], tmp_path: Path
) -> None:
    """The script of release.yml pushes a branch with the release file, and says in its text what is missing."""
    repo, _ = edited
    bash("git init --quiet --bare ../origin.git && git remote add origin ../origin.git", repo)
    values = {"POLICY": "privacy", "EFFECTIVE": "2099-01-01", "LEVEL": "editorial", "RESCHEDULE": ""}
    nothing = runs("release", "Release", repo, REASON="", GH_SAYS="{}", **values, **hub)
    assert nothing.returncode != 0, "without a change record there is nothing to say"
    assert asked(hub, "create") == []
    assert run("record", "--repo", repo, "--summary", "en=We keep it longer.")[0] == 0
    commit(repo)
    done = runs("release", "Release", repo, REASON="", GH_SAYS="{}", **values, **hub)
    assert done.returncode == 0, done.stdout + done.stderr
    branches = bash("git branch --list", tmp_path / "origin.git").stdout
    assert "release-privacy-" in branches
    ((arguments, _),) = asked(hub, "create")
    assert "Release privacy 2099-01-01" in arguments
    # A level that is too low is mended in the pull request.
    assert "PS-613" in (tmp_path / "said.txt").read_text("utf-8")
    again = runs("release", "Release", repo, REASON="", GH_SAYS="{}", **(values | {"POLICY": "cookies"}), **hub)
    assert again.returncode != 0
    hostile = runs(
        "release", "Release", repo, REASON="", GH_SAYS="{}", **(values | {"POLICY": "$(touch hacked)"}), **hub
    )
    assert hostile.returncode != 0
    assert not (repo / "hacked").exists()


def test_a_publisher_gets_the_same_workflows(tmp_path: Path) -> None:
    """But for the package that they install, and without the program's own CI."""
    repo = made(tmp_path / "policies")
    names = {path.name for path in (repo / ".github/workflows").iterdir()}
    assert names == {"check.yml", "comment.yml", "publish.yml", "release.yml"}
    theirs = (repo / ".github/workflows/check.yml").read_text("utf-8")
    assert "package: .\n" not in theirs
    assert "policy-site-builder==" in theirs


def test_strangers_cannot_choose_what_the_check_is_made_with(tmp_path: Path) -> None:
    """A30: a pull request that brings a theme with a template, another address and no period of notice is told so,
    nothing of it is used, and no program of it runs."""
    repo = Publisher(tmp_path / "repo")
    from tests.publisher import simple_files  # noqa: PLC0415

    base = repo.commit(simple_files())
    canary = tmp_path / "canary"
    repo.commit(
        {
            "content/site.yaml": simple_files()["content/site.yaml"].replace("policies.example", "evil.example")
            + "audiences: {default: {notice_days: {material: 0}}}\n",
            "themes/default/policy.html": "{{ cycler.__init__.__globals__.os.system('touch " + str(canary) + "') }}",
            "translations/zh-Hans/LC_MESSAGES/messages.po": "",
            ".git-hooks/post-checkout": f"#!/bin/sh\ntouch {canary}\n",
        }
    )
    code, said = run("check", "--repo", tmp_path / "repo", "--base", base, "--as-of", "2026-06-01T00:00:00Z")
    assert code in (0, 1)
    for path in ("content/site.yaml", "themes/default/policy.html"):
        assert f"{path}: warning[PS-640]" in said
    assert not canary.exists()
