"""Commits written in one go, with `git fast-import`: the same commits for the same files, whoever runs it.

https://git-scm.com/docs/git-fast-import
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from subprocess import PIPE
from typing import Protocol

from git.cmd import Git
from git.exc import GitCommandError

from site_builder.doors.git.opening import check_git, git_dir_of
from site_builder.doors.git.plumbing import SETTINGS, ask, refusal, said, start
from site_builder.problems import Severity

_BRANCH = "refs/heads/adopted"
_MAIN = "refs/heads/main"
_PERSON = b"site-builder adopt <adopt@site-builder.invalid>"


class Commit(Protocol):
    """Files to be committed by path (None: to be removed), with a message and an instant."""

    @property
    def message(self) -> str:
        """What the commit says."""
        ...

    @property
    def at(self) -> datetime:
        """Its instant."""
        ...

    @property
    def files(self) -> Mapping[str, str | None]:
        """What it changes."""
        ...


def import_repository(folder: Path, commits: Iterable[Commit]) -> int:
    """Make a repository in a folder, or go on with the one that was made there; the number of new commits.

    The commits stand on the branch ``adopted``. ``main`` goes along where nobody has worked on it since.

    Raises:
        ProblemError: where git is not there or refuses.
    """
    check_git()
    if not (folder / ".git").exists():
        return _begin(folder, commits)
    git_dir = git_dir_of(folder)
    before = adopted_commit(git_dir)
    number = _import(git_dir, commits, before)
    if number and ask(git_dir, "rev-parse", "HEAD") == before:
        _porcelain(folder, "merge", "--quiet", "--ff-only", "adopted")
    return number


def _begin(folder: Path, commits: Iterable[Commit]) -> int:
    """A new repository; where it cannot be finished, there is none."""
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _porcelain(folder, "init", "--quiet", "--initial-branch=main", "--template=")
        git_dir = git_dir_of(folder)
        number = _import(git_dir, commits, "")
        ask(git_dir, "update-ref", _MAIN, _BRANCH)
        _porcelain(folder, "reset", "--quiet", "--hard", "main")
    except BaseException:
        shutil.rmtree(folder / ".git", ignore_errors=True)
        if not was_there:
            folder.rmdir()
        raise
    return number


def adopted_commit(git_dir: Path) -> str:
    """The last commit that an adoption made; empty where none has been."""
    return ask(git_dir, "for-each-ref", "--format=%(objectname)", _BRANCH)


def is_behind(folder: Path) -> bool:
    """Whether the branch that is checked out lacks what was adopted, because somebody has worked on it."""
    git_dir = git_dir_of(folder)
    base = ask(git_dir, "merge-base", "HEAD", _BRANCH)
    return base != adopted_commit(git_dir)


def _import(git_dir: Path, commits: Iterable[Commit], before: str) -> int:
    process = start(git_dir, "fast-import", "--quiet", "--done", "--date-format=raw", istream=PIPE)
    number = 0
    try:
        for number, commit in enumerate(commits, start=1):
            for piece in _written(commit, before if number == 1 else ""):
                process.stdin.write(piece)
        process.stdin.write(b"done\n")
        process.stdin.close()
        process.wait()
    except (GitCommandError, BrokenPipeError) as error:
        detail = said(str(getattr(error, "stderr", error)))
        message = f"git cannot write the adopted history: {detail}"
        hint = "see that there is room on the disk, and adopt again into a new folder"
        raise refusal("PS-535", message, hint, Severity.ENVIRONMENT) from None
    except BaseException:
        # Without `done` git takes nothing over, so the repository stays as it was.
        process.stdin.close()
        raise
    return number


def _written(commit: Commit, before: str) -> Iterator[bytes]:
    when = b"%d +0000" % int(commit.at.timestamp())
    message = commit.message.encode()
    yield b"commit %b\ncommitter %b %b\ndata %d\n%b\n" % (_BRANCH.encode(), _PERSON, when, len(message), message)
    if before:
        yield b"from %b\n" % before.encode()
    for path, body in sorted(commit.files.items(), key=lambda one: (one[1] is not None, one[0])):
        if body is None:
            yield b"D %b\n" % path.encode()
        else:
            data = body.encode()
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)


def _porcelain(folder: Path, *arguments: str) -> None:
    """Run git in a work tree, with no settings of the user's and no hooks."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ.get("PATH", os.defpath)}
    environment = (f"{name}={value}" for name, value in sorted((own | SETTINGS).items()))
    safe = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-C", str(folder))
    try:
        Git().execute(["env", "-i", *environment, "git", *safe, *arguments])
    except GitCommandError as error:
        message = f"git cannot write into {folder}: {said(str(error.stderr))}"
        raise refusal("PS-535", message, "commit or put aside what is in its work tree, and try again") from None
