"""Faults of the machine and of git, which no file can describe: each is made here, and the real command run."""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.doors.cli import main
from tests.faults.cases import BASE, files_below, make, replaced

_IDENTITY = ("-c", "user.name=Legal", "-c", "user.email=legal@policies.example", "-c", "init.defaultBranch=main")
_ENV = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_ENV |= {"GIT_AUTHOR_DATE": "1767225600 +0000", "GIT_COMMITTER_DATE": "1767225600 +0000"}
_AS_OF = "2026-06-01T00:00:00Z"
_RELEASE = "content/privacy/releases/2026-01-01.yaml"

Maker = Callable[[Path], str]


def say(*arguments: str | Path, environment: Mapping[str, str | None] | None = None) -> str:
    """Run a command as the shell would, and give what stands on standard error, and the exit status."""
    done = CliRunner().invoke(main, [str(one) for one in arguments], env=environment)
    return f"{done.stderr}exit {done.exit_code}\n"


def git(folder: Path, *arguments: str) -> str:
    """Run git with an identity of its own."""
    command = ["git", *_IDENTITY, "-C", str(folder), *arguments]
    return subprocess.run(command, env=_ENV, capture_output=True, text=True, check=True).stdout.strip()


def repository(folder: Path, name: str = "repository") -> Path:
    """The base site, committed."""
    repo = folder / name
    make(repo, files_below(BASE))
    git(repo, "init", "--quiet")
    commit(repo)
    return repo


def commit(repo: Path) -> None:
    """Commit everything."""
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "Edit")


def edit(repo: Path, path: str, body: str) -> None:
    """Change lines of a file as a case does, and commit."""
    file = repo / path
    file.write_text(replaced(file.read_text("utf-8"), body), "utf-8")
    commit(repo)


def build(repo: Path, out: Path, *more: str, as_of: str = _AS_OF) -> str:
    """Build the repository."""
    return say("build", "--repo", repo, "--out", out, "--as-of", as_of, *more)


def no_git(folder: Path) -> str:
    """No program is on the path."""
    repo = repository(folder)
    tools = folder / "tools"
    tools.mkdir()
    (tools / "env").symlink_to(shutil.which("env") or "/usr/bin/env")
    return say("build", "--repo", repo, "--out", folder / "site", environment={"PATH": str(tools)})


def no_repository(folder: Path) -> str:
    """A folder and no more."""
    return build(folder, folder / "site")


def no_commit(folder: Path) -> str:
    """A repository without a commit."""
    git(folder, "init", "--quiet")
    return build(folder, folder / "site")


def _shallow(folder: Path) -> Path:
    repo = repository(folder, "origin")
    (repo / "README.md").write_text("# Policies\n")
    commit(repo)
    clone = folder / "clone"
    git(folder, "clone", "--quiet", "--depth", "1", f"file://{repo}", str(clone))
    return clone


def shallow(folder: Path) -> str:
    """A clone of the last commit only."""
    return build(_shallow(folder), folder / "site")


def check_shallow(folder: Path) -> str:
    """The same, checked."""
    return say("check", "--repo", _shallow(folder), "--as-of", _AS_OF)


def another_owner(folder: Path) -> str:
    """What git says where the folder belongs to somebody else."""
    repo = repository(folder)
    # git's own switch for its tests: it takes every repository for another user's.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "site_builder.doors.git.plumbing.SETTINGS", {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "LC_ALL": "C"}
        )
        return build(repo, folder / "site")


def no_such_policy(folder: Path) -> str:
    """A policy that there is not."""
    return say("digest", "cookies", "--repo", repository(folder))


def no_such_text(folder: Path) -> str:
    """A label that no version has."""
    repo = repository(folder)
    return say("diff", "2026-01-01", "2027-01-01", "--policy", "privacy", "--repo", repo)


@contextmanager
def _refused(name: str, number: int) -> Iterator[None]:
    """Whatever opens a file of that name is refused by the system, also where the tests run as root."""
    real = os.open

    def opened(path: str | Path, *arguments: int, **more: int) -> int:
        if Path(path).name == name:
            raise OSError(number, os.strerror(number), str(path))
        return real(path, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", opened)
        yield


def unreadable(folder: Path) -> str:
    """A section without the permission to read it."""
    repo = repository(folder)
    with _refused("scope.md", errno.EACCES):
        return say("check", "--repo", repo, "--as-of", _AS_OF)


def damaged_object(folder: Path) -> str:
    """The bytes of a file in the history are gone."""
    repo = repository(folder)
    blob = git(repo, "rev-parse", "HEAD:content/privacy/en/scope.md")
    (repo / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    return build(repo, folder / "site").replace(blob, "<object>")


def partial_clone(folder: Path) -> str:
    """A clone that left the files of the history out."""
    repo = repository(folder, "origin")
    git(repo, "config", "uploadpack.allowFilter", "true")
    clone = folder / "clone"
    git(folder, "clone", "--quiet", "--bare", "--filter=blob:none", f"file://{repo}", str(clone))
    said = build(clone, folder / "site")
    for blob in git(repo, "ls-tree", "-r", "--format=%(objectname)", "HEAD").split():
        said = said.replace(blob, "<object>")
    return said


def replace_refs(folder: Path) -> str:
    """A commit is replaced by another, in this clone only."""
    repo = repository(folder)
    (repo / "README.md").write_text("# Policies\n")
    commit(repo)
    git(repo, "replace", "HEAD", "HEAD~1")
    return build(repo, folder / "site")


def out_inside_content(folder: Path) -> str:
    """The site would be written among its sources."""
    repo = repository(folder)
    return build(repo, repo / "content" / "site")


def no_folder_for_out(folder: Path) -> str:
    """The folder around the output is not there."""
    return build(repository(folder), folder / "gone" / "site")


def out_not_ours(folder: Path) -> str:
    """The output has a file of somebody else's."""
    make(folder / "site", {"holiday.jpg": b"x"})
    said = build(repository(folder), folder / "site")
    assert (folder / "site" / "holiday.jpg").read_bytes() == b"x"
    return said


def out_not_writable(folder: Path) -> str:
    """The system lets nobody write beside the output."""
    repo = repository(folder)
    outside = folder / "outside"
    outside.mkdir()
    real = os.access
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda path, *a, **m: Path(path) != outside and real(path, *a, **m))
        return build(repo, outside / "site")


def disk_full(folder: Path) -> str:
    """There is no room for a file of the site."""
    repo = repository(folder)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "index.html")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        return build(repo, folder / "site")


def no_cluster(folder: Path) -> str:
    """Somebody names an executor that this program does not know."""
    return build(repository(folder), folder / "site", "--executor", "spark:10.0.0.7")


def record_unreadable(folder: Path) -> str:
    """The record of the site before was damaged."""
    repo = repository(folder)
    build(repo, folder / "site")
    copy = folder / "copy"
    shutil.copytree(folder / "site", copy)
    (copy / "api" / "v1" / "events" / "index.json").write_text("{")
    return build(repo, folder / "other", "--previous", str(copy))


def record_contradicted(folder: Path) -> str:
    """The day on which a published version takes effect was edited."""
    repo = repository(folder)
    build(repo, folder / "site")
    edit(repo, _RELEASE, "- effective: 2026-01-01\n+ effective: 2026-01-02\n")
    return build(repo, folder / "site")


def record_of_another_time(folder: Path) -> str:
    """The site was built as of a later day already."""
    repo = repository(folder)
    build(repo, folder / "site")
    _second(repo, "2026-08-01")
    build(repo, folder / "site", as_of="2026-06-02T00:00:00Z")
    return build(repo, folder / "site", as_of="2026-05-01T00:00:00Z")


def _second(repo: Path, effective: str) -> None:
    """A second release of another text."""
    edit(
        repo, "content/privacy/en/retention.md", "- We keep your data for 90 days:\n+ We keep your data for 30 days:\n"
    )
    digest = CliRunner().invoke(main, ["digest", "privacy", "--repo", str(repo)]).stdout.strip()
    lines = ["revision: 2", f"text: {digest}", "published: 2026-06-01", f"effective: {effective}"]
    body = "\n".join([*lines, "level: material", "summary: {en: Data is kept for 30 days.}", ""])
    make(repo, {"content/privacy/releases/2026-07-01.yaml": body.encode()})
    commit(repo)


def held_back(folder: Path) -> str:
    """A material release that takes effect within days of its publication."""
    repo = repository(folder)
    build(repo, folder / "site")
    _second(repo, "2026-06-05")
    return build(repo, folder / "site", as_of="2026-06-02T00:00:00Z")


def held_back_amendment(folder: Path) -> str:
    """A published release is moved to a day that is too near."""
    repo = repository(folder)
    build(repo, folder / "site")
    _second(repo, "2026-08-01")
    build(repo, folder / "site", as_of="2026-06-02T00:00:00Z")
    amendments = "+ amendments:\n+   - at: 2026-06-03\n+     effective: 2026-06-10\n+     reason: {en: Sooner.}\n"
    edit(repo, "content/privacy/releases/2026-07-01.yaml", f"- level: material\n+ level: material\n{amendments}")
    return build(repo, folder / "site", as_of="2026-06-04T00:00:00Z")


_LONGER = {"content/privacy/en/retention.md": "- We keep your data for 90 days:\n+ We keep your data for 900 days:\n"}


def _released(repo: Path, *arguments: str, as_of: str = "2026-06-01T12:00:00Z") -> None:
    """Declare the text as it stands with the program's own command, whatever it says of it, and commit."""
    say("release", "privacy", "--repo", repo, "--as-of", as_of, *arguments)
    commit(repo)


def held_back_by_level(folder: Path) -> str:
    """A release was merged that says less than its text changes."""
    repo = repository(folder)
    build(repo, folder / "site")
    for path, body in _LONGER.items():
        edit(repo, path, body)
    _released(repo, "--effective", "2026-09-01", "--level", "editorial", "--summary", "en=A slip.")
    return build(repo, folder / "site", as_of="2026-06-02T00:00:00Z")


def held_back_by_translation(folder: Path) -> str:
    """A release was merged that lacks a language that policy.yaml requires."""
    repo = repository(folder)
    edit(repo, "content/privacy/policy.yaml", "- required_locales: [en]\n+ required_locales: [en, de]\n")
    build(repo, folder / "site")
    for path, body in _LONGER.items():
        edit(repo, path, body)
    _released(repo, "--effective", "2026-09-01", "--summary", "en=Longer.", "--summary", "de=Länger.")
    return build(repo, folder / "site", as_of="2026-06-02T00:00:00Z")


def held_back_silence(folder: Path) -> str:
    """A material version is announced, then a correction of it; then the first is withdrawn alone."""
    repo = repository(folder)
    build(repo, folder / "site")
    for path, body in _LONGER.items():
        edit(repo, path, body)
    _released(repo, "--effective", "2026-08-01", "--summary", "en=Longer.")
    build(repo, folder / "site", as_of="2026-06-02T00:00:00Z")
    scope = "content/privacy/en/scope.md"
    line = "This policy covers our products{} See [](#retention)."
    edit(repo, scope, f"- {line.format('.')}\n+ {line.format('!')}\n")
    said = ("--level", "editorial", "--summary", "en=A slip.")
    _released(repo, "--effective", "2026-08-02", *said, as_of="2026-06-03T00:00:00Z")
    build(repo, folder / "site", as_of="2026-06-03T01:00:00Z")
    withdrawn = "+ amendments:\n+   - at: 2026-06-04\n+     withdrawn: true\n+     reason: {en: Not now.}\n"
    edit(repo, "content/privacy/releases/2026-08-01.yaml", f"- level: material\n+ level: material\n{withdrawn}")
    return build(repo, folder / "site", as_of="2026-06-05T00:00:00Z")


def nothing_to_record(folder: Path) -> str:
    """Nothing was edited."""
    return say("record", "--repo", repository(folder), "--as-of", _AS_OF, "--summary", "en=Nothing.")


def foreseen(folder: Path) -> str:
    """A check finds what the next build would refuse and keep back, before anything is committed."""
    repo = repository(folder)
    build(repo, folder / "site")
    _second(repo, "2026-06-05")
    file = repo / _RELEASE
    file.write_text(file.read_text("utf-8").replace("effective: 2026-01-01", "effective: 2026-01-02"), "utf-8")
    return say("check", "--repo", repo, "--previous", folder / "site", "--as-of", "2026-06-02T00:00:00Z")


def text_lost(folder: Path) -> str:
    """A translation was published, edited, and its old text is on no site that is there."""
    repo = repository(folder)
    build(repo, folder / "site")
    edit(
        repo,
        "content/privacy/de/retention.md",
        "- Wir bewahren Ihre Daten 90 Tage auf:\n+ Wir bewahren Ihre Daten 90 Tage lang auf:\n",
    )
    copy = folder / "copy"
    shutil.copytree(folder / "site", copy)
    for file in (copy / "api" / "v1" / "texts").iterdir():
        file.unlink()
    return build(repo, folder / "other", "--previous", str(copy))


def internal(folder: Path) -> str:
    """Something in the program fails that should not."""
    repo = repository(folder)

    def fails(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("site_builder.doors.worktree._walk", fails)
        said = say("check", "--repo", repo)
    return re.sub(r"(\.py):\d+", r"\1:<line>", said)


def new_in_use(folder: Path) -> str:
    """The folder for a new repository has a file."""
    make(folder / "policies", {"notes.txt": b"x"})
    return say(
        "new",
        folder / "policies",
        "--publisher",
        "Example Ltd",
        "--address",
        "https://policies.example",
        "--time-zone",
        "Europe/Berlin",
    )


def port_in_use(folder: Path) -> str:
    """Another program listens on the port."""
    repo = repository(folder)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        return say("serve", "--repo", repo, "--port", str(port)).replace(str(port), "<port>")


MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        no_git,
        no_repository,
        no_commit,
        shallow,
        check_shallow,
        another_owner,
        no_such_policy,
        no_such_text,
        unreadable,
        damaged_object,
        partial_clone,
        replace_refs,
        out_inside_content,
        no_folder_for_out,
        out_not_ours,
        out_not_writable,
        disk_full,
        no_cluster,
        record_unreadable,
        record_contradicted,
        record_of_another_time,
        held_back,
        held_back_amendment,
        held_back_by_level,
        held_back_by_translation,
        held_back_silence,
        nothing_to_record,
        foreseen,
        text_lost,
        internal,
        new_in_use,
        port_in_use,
    )
}
