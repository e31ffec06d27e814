"""From the name of a folder to a repository at one commit, or to the reason why not."""

from __future__ import annotations

import re
from pathlib import Path

from git.exc import GitCommandError, GitCommandNotFound

from site_builder.characters import visible
from site_builder.doors.git.plumbing import NOT_FOUND, ask, refusal, run
from site_builder.doors.git.repository import GitRepository, commit_of

# The first with `diff-tree --diff-merges`; `rev-parse --end-of-options` is older.
_OLDEST = (2, 31)
_VERSION = re.compile(r"git version (\d+)\.(\d+)")
_OWNER = re.compile(r"detected dubious ownership in repository at '([^']*)'")


def open_repository(folder: Path, revision: str = "HEAD") -> GitRepository:
    """The repository around ``folder``, pinned to the commit that ``revision`` names now.

    Raises:
        ProblemError: where there is no repository, no commit, or only a part of the history.
    """
    check_git()
    git_dir = git_dir_of(folder)
    if ask(git_dir, "rev-parse", "--is-shallow-repository") == "true":
        raise refusal(
            "PS-503",
            "this is a shallow clone: the history that proves which text was published is not here",
            "run `git fetch --unshallow`; in GitHub Actions set `fetch-depth: 0` for actions/checkout",
        )
    return GitRepository(git_dir, commit_of(git_dir, revision))


def check_git() -> None:
    """Refuse to work without git, or with one that lacks what is asked of it."""
    try:
        said = run("version")
    except (GitCommandError, GitCommandNotFound):
        raise refusal("PS-500", "git is not installed", "install git and try again") from None
    numbers = _VERSION.search(said)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise refusal("PS-500", f"this git is too old ({visible(said)})", f"install git {oldest} or later")


def git_dir_of(folder: Path) -> Path:
    """The git directory: a bare repository only where the folder that was named is one itself."""
    if not folder.is_dir():
        raise refusal("PS-501", f"{folder} is not a folder", "name the folder of the repository")
    if all((folder / part).exists() for part in ("HEAD", "objects", "refs")):
        return folder.resolve()
    command = ("-c", "safe.bareRepository=explicit", "-C", str(folder), "rev-parse", "--absolute-git-dir")
    try:
        return Path(run(*command))
    except GitCommandNotFound:
        raise refusal("PS-500", "git is not installed", "install git and try again") from None
    except GitCommandError as error:
        if error.status == NOT_FOUND:
            raise refusal("PS-500", "git is not installed", "install git and try again") from None
        owner = _OWNER.search(str(error.stderr))
        if owner:
            hint = f"if you trust it, run `git config --global --add safe.directory {owner[1]}`"
            raise refusal("PS-504", "the repository belongs to another user", hint) from None
        hint = "run this inside a clone of the repository, or name its folder"
        raise refusal("PS-501", f"{folder} is not in a git repository", hint) from None
