"""A new repository, for the example that `new` writes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from git.cmd import Git
from git.exc import GitCommandError

from site_builder.doors.git.plumbing import NOT_FOUND, SETTINGS, refusal
from site_builder.starter import Commit


def create_repository(folder: Path, commits: Iterable[Commit]) -> None:
    """Make a repository in a folder with these commits; neither the user's settings nor hooks have a part in it.

    Raises:
        ProblemError: where git is not there, or refuses.
    """
    start = True
    for one in commits:
        for name, body in one.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8", newline="")
        try:
            if start:
                _commit(folder, one, "init", "--quiet", "--initial-branch=main", "--template=")
            _commit(folder, one, "add", "--all")
            _commit(folder, one, "commit", "--quiet", f"--message={one.message}")
        except GitCommandError as error:
            if error.status == NOT_FOUND:
                raise refusal("PS-500", "git is not installed", "install git and try again") from None
            raise
        start = False


def _commit(folder: Path, commit: Commit, *arguments: str) -> None:
    """Run git as a committer of no name of anybody's, at the commit's own instant."""
    # With its sign, a number of seconds is one whatever the year; without it, git may take it for a date.
    stamp = f"@{int(commit.when.timestamp())} +0000"
    person = {"NAME": "site-builder new", "EMAIL": "new@site-builder.invalid", "DATE": stamp}
    settings = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in person.items()}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ.get("PATH", os.defpath)}
    environment = (f"{name}={value}" for name, value in sorted((settings | own | SETTINGS).items()))
    safe = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-C", str(folder))
    Git().execute(["env", "-i", *environment, "git", *safe, *arguments])
