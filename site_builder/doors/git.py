"""git, behind one wall. GitPython starts the plumbing; nothing here runs what a repository configures.

Only `rev-parse`, `rev-list`, `ls-tree`, `diff-tree`, `for-each-ref` and `cat-file` are used: none of them
runs hooks, filters, text converters, signing programs or a file system monitor. They get a clean environment
and an explicit git directory, so that neither the caller's variables nor a repository inside the tree can
redirect them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any

# GitPython looks for git when it is imported, and a traceback is no answer to a machine without it.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
from git.cmd import Git
from git.exc import GitCommandError, GitCommandNotFound

from site_builder.characters import visible
from site_builder.model.revision import Entry, Revision
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.starter import Commit

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
# What `env` answers where there is no program of that name.
_NOT_FOUND = 127
_BATCH = 256
_CHUNK = 1 << 16
# The first with `diff-tree --diff-merges`; `rev-parse --end-of-options` is older.
_OLDEST = (2, 31)
_VERSION = re.compile(r"git version (\d+)\.(\d+)")
_OBJECT_ID = re.compile(r"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")
_OWNER = re.compile(r"detected dubious ownership in repository at '([^']*)'")


class GitRepository:
    """A repository at one pinned commit (``model.revision.Repository``)."""

    def __init__(self, git_dir: Path, commit: str) -> None:
        self.git_dir = git_dir
        self.commit = commit

    def tree(self) -> dict[str, Entry]:
        """The files of the pinned commit, sorted by path."""
        listed = _start(self.git_dir, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        found: dict[str, Entry] = {}
        for token in _tokens(listed.stdout):
            about, _, path = token.partition(b"\t")
            mode, _, blob = about.decode("ascii").split(" ")
            found[os.fsdecode(path)] = Entry(mode, blob)
        self._finish(listed)
        return dict(sorted(found.items()))

    def revisions(self) -> Iterator[Revision]:
        """The first-parent history, oldest first."""
        return self._changes("rev-list", "--first-parent", "--reverse", self.commit, "--")

    def all_revisions(self) -> Iterator[Revision]:
        """Every commit that the pinned one reaches, parents before children, with their first parents."""
        parents = dict(self._parents())
        for revision in self._changes("rev-list", "--topo-order", "--reverse", self.commit, "--"):
            yield replace(revision, parent=parents[revision.id])

    def first_parents(self) -> Iterator[str]:
        """The first parent of each of these commits; empty for one without."""
        return (parent for _, parent in self._parents())

    def _parents(self) -> Iterator[tuple[str, str]]:
        listed = _start(self.git_dir, "rev-list", "--parents", self.commit, "--")
        for line in listed.stdout:
            commit, _, parents = line.decode("ascii").strip().partition(" ")
            yield commit, parents.partition(" ")[0]
        self._finish(listed)

    def _changes(self, *rev_list: str) -> Iterator[Revision]:
        listed = _start(self.git_dir, *rev_list)
        raw = ("--always", "-r", "--root", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev", "-z")
        changed = _start(self.git_dir, "diff-tree", "--stdin", *raw, istream=listed.stdout)
        yield from _revisions(_tokens(changed.stdout))
        self._finish(changed)
        self._finish(listed)

    def remarks(self) -> Iterator[Problem]:
        """What the repository has that was not heeded, because it would change history for one clone only."""
        replaced = _ask(self.git_dir, "for-each-ref", "--count=1", "--format=%(refname)", "refs/replace/")
        if replaced:
            yield _remark("replace refs", "`git replace --list` names them; `git replace --delete` removes one")
        if (self._common() / "info" / "grafts").exists():
            yield _remark("grafts (info/grafts)", "remove the file")

    def _common(self) -> Path:
        """The git directory that all work trees of the repository share."""
        return Path(self.git_dir, _ask(self.git_dir, "rev-parse", "--git-common-dir"))

    def _finish(self, process: Any) -> None:  # noqa: ANN401 - GitPython's process
        try:
            process.wait()
        except GitCommandError as error:
            raise self._broken(_said(str(error.stderr))) from None

    def _broken(self, detail: str) -> ProblemError:
        """An object that cannot be read: not fetched, in a partial clone, or damaged."""
        objects = self._common() / "objects"
        if any(objects.glob("pack/*.promisor")):
            hint = "clone it again without `--filter`; nothing is fetched while a repository is read"
            return _error("PS-505", f"this is a partial clone, and a part is not here: {detail}", hint)
        hint = "the repository is damaged or incomplete: run `git fsck --full`, then clone it again"
        return _error("PS-402", f"git cannot read the history: {detail}", hint, Severity.INTEGRITY)

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
                found[blob] = self._object(process, blob)
        process.stdin.close()
        self._finish(process)
        return found

    def _object(self, process: Any, blob: str) -> bytes:  # noqa: ANN401 - GitPython's process
        header = process.stdout.readline().split()
        if not header:
            # git died on this object or on one that was asked for before; it says which on its way.
            self._finish(process)
        if len(header) != 3:
            raise self._broken(f"object {blob} is missing")
        data = process.stdout.read(int(header[2]) + 1)[:-1]
        if object_id(data, blob) != blob:
            raise self._broken(f"object {blob} is damaged")
        return bytes(data)


def object_id(data: bytes, like: str) -> str:
    """The id that git gives to bytes, by the hash that made another id. git itself does not look, when it reads.

    https://git-scm.com/docs/hash-function-transition
    """
    name = "sha256" if len(like) == 64 else "sha1"
    return hashlib.new(name, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def open_repository(folder: Path, revision: str = "HEAD") -> GitRepository:
    """The repository around ``folder``, pinned to the commit that ``revision`` names now.

    Raises:
        ProblemError: where there is no repository, no commit, or only a part of the history.
    """
    _check_git()
    git_dir = _git_dir(folder)
    if _ask(git_dir, "rev-parse", "--is-shallow-repository") == "true":
        raise _error(
            "PS-503",
            "this is a shallow clone: the history that proves which text was published is not here",
            "run `git fetch --unshallow`; in GitHub Actions set `fetch-depth: 0` for actions/checkout",
        )
    try:
        commit = _ask(git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitCommandError:
        hint = "commit the content first: `git add content && git commit`"
        raise _error("PS-502", f"`{visible(revision)}` names no commit", hint) from None
    return GitRepository(git_dir, commit)


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
            if error.status == _NOT_FOUND:
                raise _error("PS-500", "git is not installed", "install git and try again") from None
            raise
        start = False


def _commit(folder: Path, commit: Commit, *arguments: str) -> None:
    """Run git as a committer of no name of anybody's, at the commit's own instant."""
    stamp = f"{int(commit.when.timestamp())} +0000"
    person = {"NAME": "site-builder new", "EMAIL": "new@site-builder.invalid", "DATE": stamp}
    settings = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in person.items()}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ.get("PATH", os.defpath)}
    environment = (f"{name}={value}" for name, value in sorted((settings | own | _SET).items()))
    safe = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-C", str(folder))
    Git().execute(["env", "-i", *environment, "git", *safe, *arguments])


def _check_git() -> None:
    """Refuse to work without git, or with one that lacks what is asked of it."""
    try:
        said = _run("version")
    except (GitCommandError, GitCommandNotFound):
        raise _error("PS-500", "git is not installed", "install git and try again") from None
    numbers = _VERSION.search(said)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise _error("PS-500", f"this git is too old ({visible(said)})", f"install git {oldest} or later")


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
        if error.status == _NOT_FOUND:
            raise _error("PS-500", "git is not installed", "install git and try again") from None
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


def _said(stderr: str) -> str:
    """What git says of an object, by its name: the rest has paths of this machine."""
    named = _OBJECT_ID.search(stderr)
    return f"object {named[0]} is damaged or missing" if named else visible(stderr.strip())


def _remark(what: str, hint: str) -> Problem:
    message = f"this repository has {what}; they were not heeded"
    return Problem(code="PS-506", message=message, place=Place(""), hint=hint, severity=Severity.WARNING)


def _error(code: str, message: str, hint: str, severity: Severity = Severity.ENVIRONMENT) -> ProblemError:
    return ProblemError([Problem(code=code, message=message, place=Place(""), hint=hint, severity=severity)])
