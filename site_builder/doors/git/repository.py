"""A repository at one pinned commit: its files, its history, its bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE
from typing import Any

from git.exc import GitCommandError

from site_builder.characters import visible
from site_builder.doors.git.plumbing import ask, refusal, remark, revisions_in, said, start, tokens
from site_builder.model.revision import Entry, Revision
from site_builder.problems import Problem, ProblemError, Severity

_BATCH = 256


class GitRepository:
    """A repository at one pinned commit (``model.revision.Repository``)."""

    def __init__(self, git_dir: Path, commit: str) -> None:
        self.git_dir = git_dir
        self.commit = commit

    def tree(self) -> dict[str, Entry]:
        """The files of the pinned commit, sorted by path."""
        listed = start(self.git_dir, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        found: dict[str, Entry] = {}
        for token in tokens(listed.stdout):
            about, _, path = token.partition(b"\t")
            mode, _, blob = about.decode("ascii").split(" ")
            found[os.fsdecode(path)] = Entry(mode, blob)
        self._finish(listed)
        return dict(sorted(found.items()))

    def revisions(self) -> Iterator[Revision]:
        """The first-parent history, oldest first."""
        return self._changes("rev-list", "--first-parent", "--reverse", self.commit, "--")

    def revisions_since(self, commit: str) -> Iterator[Revision] | None:
        """The first-parent history behind a commit, oldest first; None where the commit is not on it."""
        if commit == self.commit:
            return iter(())
        try:
            listed = ask(
                self.git_dir, "rev-list", "--first-parent", "--reverse", "--parents", f"^{commit}", self.commit
            )
        except GitCommandError:
            return None  # it is not there any more
        if listed.partition("\n")[0].split(" ")[1:2] != [commit]:
            return None
        return self._changes("rev-list", "--first-parent", "--reverse", f"^{commit}", self.commit, "--")

    def all_revisions(self) -> Iterator[Revision]:
        """Every commit that the pinned one reaches, parents before children, with their first parents."""
        parents = dict(self._parents())
        for revision in self._changes("rev-list", "--topo-order", "--reverse", self.commit, "--"):
            yield replace(revision, parent=parents[revision.id])

    def instants(self) -> dict[str, int]:
        """When each commit of the first-parent history was made, in seconds of Unix time, as its committer says."""
        listed = start(self.git_dir, "rev-list", "--first-parent", "--timestamp", self.commit, "--")
        found: dict[str, int] = {}
        for line in listed.stdout:
            seconds, _, commit = line.decode("ascii").strip().partition(" ")
            found[commit] = int(seconds)
        self._finish(listed)
        return found

    def first_parents(self) -> Iterator[str]:
        """The first parent of each of these commits; empty for one without."""
        return (parent for _, parent in self._parents())

    def _parents(self) -> Iterator[tuple[str, str]]:
        listed = start(self.git_dir, "rev-list", "--parents", self.commit, "--")
        for line in listed.stdout:
            commit, _, parents = line.decode("ascii").strip().partition(" ")
            yield commit, parents.partition(" ")[0]
        self._finish(listed)

    def _changes(self, *rev_list: str) -> Iterator[Revision]:
        listed = start(self.git_dir, *rev_list)
        raw = ("--always", "-r", "--root", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev", "-z")
        changed = start(self.git_dir, "diff-tree", "--stdin", *raw, istream=listed.stdout)
        yield from revisions_in(tokens(changed.stdout))
        self._finish(changed)
        self._finish(listed)

    def at(self, revision: str) -> GitRepository:
        """The same repository at the commit that ``revision`` names now.

        Raises:
            ProblemError: where it names no commit (PS-502).
        """
        return GitRepository(self.git_dir, commit_of(self.git_dir, revision))

    def first_of(self, refs: Sequence[str]) -> str:
        """The commit of the first of these refs by name that is there; empty where none is."""
        return ask(self.git_dir, "for-each-ref", "--count=1", "--format=%(objectname)", *refs)

    def parted_from(self, other: str) -> GitRepository:
        """The newest commit that this one and another both come from; the other itself where there is none."""
        if other == self.commit:
            return self
        try:
            return GitRepository(self.git_dir, ask(self.git_dir, "merge-base", self.commit, other))
        except GitCommandError:
            return GitRepository(self.git_dir, other)

    def remarks(self) -> Iterator[Problem]:
        """What the repository has that was not heeded, because it would change history for one clone only."""
        replaced = ask(self.git_dir, "for-each-ref", "--count=1", "--format=%(refname)", "refs/replace/")
        if replaced:
            yield remark("replace refs", "`git replace --list` names them; `git replace --delete` removes one")
        if (self._common() / "info" / "grafts").exists():
            yield remark("grafts (info/grafts)", "remove the file")

    def _common(self) -> Path:
        """The git directory that all work trees of the repository share."""
        return Path(self.git_dir, ask(self.git_dir, "rev-parse", "--git-common-dir"))

    def _finish(self, process: Any) -> None:  # noqa: ANN401 - GitPython's process
        try:
            process.wait()
        except GitCommandError as error:
            raise self._broken(said(str(error.stderr))) from None

    def _broken(self, detail: str) -> ProblemError:
        """An object that cannot be read: not fetched, in a partial clone, or damaged."""
        objects = self._common() / "objects"
        if any(objects.glob("pack/*.promisor")):
            hint = "clone it again without `--filter`; nothing is fetched while a repository is read"
            return refusal("PS-505", f"this is a partial clone, and a part is not here: {detail}", hint)
        hint = "the repository is damaged or incomplete: run `git fsck --full`, then clone it again"
        return refusal("PS-402", f"git cannot read the history: {detail}", hint, Severity.INTEGRITY)

    def read(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of blobs by their ids; one process, asked in batches that fit into a pipe."""
        wanted = sorted(set(blobs))
        if not wanted:
            return {}
        process = start(self.git_dir, "cat-file", "--batch", istream=PIPE)
        found: dict[str, bytes] = {}
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
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


def commit_of(git_dir: Path, revision: str) -> str:
    """The id of the commit that a revision names.

    Raises:
        ProblemError: where it names none.
    """
    try:
        return ask(git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitCommandError:
        hint = "commit the content first: `git add content && git commit`"
        raise refusal("PS-502", f"`{visible(revision)}` names no commit", hint) from None


def object_id(data: bytes, like: str) -> str:
    """The id that git gives to bytes, by the hash that made another id. git itself does not look, when it reads.

    https://git-scm.com/docs/hash-function-transition
    """
    name = "sha256" if len(like) == 64 else "sha1"
    return hashlib.new(name, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
