"""The commands of git that are used, started so that nothing of a repository runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

# GitPython looks for git when it is imported, and a traceback is no answer to a machine without it.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
from git.cmd import Git

from site_builder.characters import visible
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
SETTINGS = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# What `env` answers where there is no program of that name.
NOT_FOUND = 127
_CHUNK = 1 << 16
_OBJECT_ID = re.compile(r"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")


def command(*arguments: str) -> list[str]:
    """A command line that starts git with an environment of our own."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return [
        "env",
        "-i",
        *(f"{name}={value}" for name, value in sorted((kept | SETTINGS).items())),
        "git",
        *arguments,
    ]


def run(*arguments: str) -> str:
    """What a command of git says on standard output."""
    return str(Git().execute(command(*_PLUMBING, *arguments)))


def ask(git_dir: Path, *arguments: str) -> str:
    """What a command of git says about a repository."""
    return run(f"--git-dir={git_dir}", *arguments)


def start(git_dir: Path, *arguments: str, istream: Any = None) -> Any:  # noqa: ANN401 - GitPython's process
    """A running command of git on a repository."""
    line = command(*_PLUMBING, f"--git-dir={git_dir}", *arguments)
    return Git().execute(line, as_process=True, istream=istream)


def tokens(stream: IO[bytes]) -> Iterator[bytes]:
    """What stands between the NUL bytes of a stream."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *tokens, rest = (rest + chunk).split(b"\0")
        yield from tokens


def revisions_in(tokens: Iterator[bytes]) -> Iterator[Revision]:
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


def said(stderr: str) -> str:
    """What git says of an object, by its name: the rest has paths of this machine."""
    named = _OBJECT_ID.search(stderr)
    return f"object {named[0]} is damaged or missing" if named else visible(stderr.strip())


def remark(what: str, hint: str) -> Problem:
    """Something of a repository that was not heeded."""
    message = f"this repository has {what}; they were not heeded"
    return Problem(code="PS-506", message=message, place=Place(""), hint=hint, severity=Severity.WARNING)


def refusal(code: str, message: str, hint: str, severity: Severity = Severity.ENVIRONMENT) -> ProblemError:
    """Why a repository is not read, and what to do about it."""
    return ProblemError([Problem(code=code, message=message, place=Place(""), hint=hint, severity=severity)])
