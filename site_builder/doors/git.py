"""git, behind one wall. GitPython starts the plumbing; nothing here runs what a repository configures.

Only `rev-parse`, `rev-list`, `diff-tree` and `cat-file` are used: none of them runs hooks, filters, text
converters, signing programs or a file system monitor. They get a clean environment and an explicit git
directory, so that neither the caller's variables nor a repository inside the tree can redirect them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any

from git.cmd import Git
from git.exc import GitCommandError, GitCommandNotFound

from site_builder.model.revision import Entry, Revision
from site_builder.problems import Place, Problem, ProblemError, Severity

_PLUMBING = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    "--no-optional-locks",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never"),
)
# What git may know of the caller: where programs are, and the user's own configuration, because only that
# can declare a repository of another owner safe.
_KEPT = ("HOME", "PATH", "XDG_CONFIG_HOME", "TMPDIR")
_SET = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_BATCH = 256
_CHUNK = 1 << 16
_OWNER = re.compile(r"detected dubious ownership in repository at '([^']*)'")


class GitRepository:
    """A repository at one pinned commit (``model.revision.Repository``)."""

    def __init__(self, git_dir: Path, commit: str) -> None:
        self.git_dir = git_dir
        self.commit = commit

    def revisions(self) -> Iterator[Revision]:
        """The first-parent history, oldest first."""
        return self._changes("rev-list", "--first-parent", "--reverse", self.commit, "--")

    def side_revisions(self) -> Iterator[Revision]:
        """Every commit that the pinned one reaches, parents before children."""
        return self._changes("rev-list", "--topo-order", "--reverse", self.commit, "--")

    def _changes(self, *rev_list: str) -> Iterator[Revision]:
        listed = _start(self.git_dir, *rev_list)
        raw = ("-r", "--root", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev", "-z")
        changed = _start(self.git_dir, "diff-tree", "--stdin", *raw, istream=listed.stdout)
        yield from _revisions(_tokens(changed.stdout))
        _finish(changed)
        _finish(listed)

    def read(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of blobs by their ids; one process, asked in batches that fit into a pipe."""
        wanted = sorted(set(blobs))
        if not wanted:
            return {}
        process = _start(self.git_dir, "cat-file", "--batch", istream=PIPE)
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            process.stdin.write("".join(f"{blob}\n" for blob in batch).encode())
            process.stdin.flush()
            for blob in batch:
                found[blob] = _object(process.stdout, blob)
        process.stdin.close()
        _finish(process)
        return found


def open_repository(folder: Path, revision: str = "HEAD") -> GitRepository:
    """The repository around ``folder``, pinned to the commit that ``revision`` names now.

    Raises:
        ProblemError: where there is no repository, no commit, or only a part of the history.
    """
    git_dir = _git_dir(folder)
    if _ask(git_dir, "rev-parse", "--is-shallow-repository") == "true":
        raise _error(
            "PS-503",
            "this is a shallow clone: the history that proves which text was published is not here",
            "run `git fetch --unshallow`; in GitHub Actions set `fetch-depth: 0` for actions/checkout",
        )
    try:
        commit = _ask(
            git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
    except GitCommandError:
        hint = "commit the content first: `git add content && git commit`"
        raise _error("PS-502", f"`{revision}` names no commit", hint) from None
    return GitRepository(git_dir, commit)


def _git_dir(folder: Path) -> Path:
    """The git directory: a bare repository only where the folder that was named is one itself."""
    if not folder.is_dir():
        raise _error("PS-501", f"{folder} is not a folder", "name the folder of the repository")
    if all((folder / part).exists() for part in ("HEAD", "objects", "refs")):
        return folder.resolve()
    command = ("-c", "safe.bareRepository=explicit", "-C", str(folder), "rev-parse", "--absolute-git-dir")
    try:
        return Path(_run(*command))
    except GitCommandNotFound:
        raise _error("PS-500", "git is not installed", "install git and try again") from None
    except GitCommandError as error:
        owner = _OWNER.search(str(error.stderr))
        if owner:
            hint = f"if you trust it, run `git config --global --add safe.directory {owner[1]}`"
            raise _error("PS-504", "the repository belongs to another user", hint) from None
        hint = "run this inside a clone of the repository, or name its folder"
        raise _error("PS-501", f"{folder} is not in a git repository", hint) from None


def _command(*arguments: str) -> list[str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return [
        "env",
        "-i",
        *(f"{name}={value}" for name, value in sorted((kept | _SET).items())),
        "git",
        *arguments,
    ]


def _run(*arguments: str) -> str:
    return str(Git().execute(_command(*_PLUMBING, *arguments)))


def _ask(git_dir: Path, *arguments: str) -> str:
    return _run(f"--git-dir={git_dir}", *arguments)


def _start(git_dir: Path, *arguments: str, istream: Any = None) -> Any:  # noqa: ANN401 - GitPython's process
    command = _command(*_PLUMBING, f"--git-dir={git_dir}", *arguments)
    return Git().execute(command, as_process=True, istream=istream)


def _finish(process: Any) -> None:  # noqa: ANN401 - as above
    try:
        process.wait()
    except GitCommandError as error:
        raise _broken(str(error.stderr).strip()) from None


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *tokens, rest = (rest + chunk).split(b"\0")
        yield from tokens


def _revisions(tokens: Iterator[bytes]) -> Iterator[Revision]:
    """`<commit>`, then `:<mode> <mode> <blob> <blob> <letter>` and a path for each file."""
    commit = ""
    changes: dict[str, Entry | None] = {}
    for token in tokens:
        if not token.startswith(b":"):
            if commit:
                yield Revision(commit, changes)
            commit, changes = token.decode("ascii"), {}
            continue
        _, mode, _, blob, letter = token.decode("ascii").split(" ")
        path = os.fsdecode(next(tokens))
        changes[path] = None if letter == "D" else Entry(mode, blob)
    if commit:
        yield Revision(commit, changes)


def _object(stream: IO[bytes], blob: str) -> bytes:
    header = stream.readline().split()
    if len(header) != 3:
        raise _broken(f"object {blob} is missing")
    data = stream.read(int(header[2]) + 1)
    return data[:-1]


def _broken(detail: str) -> ProblemError:
    hint = "the repository is damaged or incomplete: run `git fsck --full`, then clone it again"
    return _error("PS-402", f"git cannot read the history: {detail}", hint, Severity.INTEGRITY)


def _error(code: str, message: str, hint: str, severity: Severity = Severity.ENVIRONMENT) -> ProblemError:
    return ProblemError([Problem(code=code, message=message, place=Place(""), hint=hint, severity=severity)])
