"""Commits to texts: every state of every policy's folder, and what is found in them first or last.

A version's text is found by its digest and by nothing else, so squash, rebase, merge order, moved folders
and reverts change nothing of what was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.model.revision import Entry, Revision

_POLICY_FILE = "policy.yaml"


@dataclass(frozen=True, slots=True)
class FolderAt:
    """A policy's folder as a commit left it: its files by their paths below it, and which of them changed."""

    commit: str
    path: str
    files: Mapping[str, Entry]
    changed: frozenset[str]


def final_tree(revisions: Iterable[Revision]) -> dict[str, Entry]:
    """The files of the last commit, sorted by path."""
    tree: dict[str, Entry | None] = {}
    for revision in revisions:
        tree.update(revision.changes)
    return {path: entry for path, entry in sorted(tree.items()) if entry is not None}


def policy_folders(revisions: Iterable[Revision]) -> Iterator[FolderAt]:
    """Every state of every folder with a ``policy.yaml``, in the order of the commits that made it.

    The cost of a commit is what it changed and the size of the folders that it touched.
    """
    walk = _Walk()
    for revision in revisions:
        yield from walk.step(revision)


class _Walk:
    """The tree of each commit in turn, kept by applying what the commit changed."""

    def __init__(self) -> None:
        self.tree: dict[str, Entry] = {}
        self.folders: dict[str, dict[str, Entry]] = {}

    def step(self, revision: Revision) -> Iterator[FolderAt]:
        touched: dict[str, set[str]] = {}
        for path, entry in revision.changes.items():
            if entry is None:
                self.tree.pop(path, None)
            else:
                self.tree[path] = entry
            self._open_or_close(path, entry)
            for folder in _parents(path):
                if folder in self.folders:
                    name = path[len(folder) + 1 :]
                    if entry is None:
                        self.folders[folder].pop(name, None)
                    else:
                        self.folders[folder][name] = entry
                    touched.setdefault(folder, set()).add(name)
        for folder in sorted(touched):
            if folder in self.folders:
                files = dict(self.folders[folder])
                yield FolderAt(revision.id, folder, files, frozenset(touched[folder]))

    def _open_or_close(self, path: str, entry: Entry | None) -> None:
        folder, _, name = path.rpartition("/")
        if name != _POLICY_FILE:
            return
        if entry is None:
            self.folders.pop(folder, None)
        elif folder not in self.folders:
            start = f"{folder}/"
            self.folders[folder] = {p[len(start) :]: e for p, e in self.tree.items() if p.startswith(start)}


def _parents(path: str) -> Iterator[str]:
    folder, _, _ = path.rpartition("/")
    while folder:
        yield folder
        folder, _, _ = folder.rpartition("/")
