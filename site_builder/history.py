"""Commits to texts: every state of every policy's folder, in the order in which history made them.

A version's text is found by its digest and by nothing else, so squash, rebase, merge order, moved folders
and reverts change nothing of what was published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.model.revision import Entry, Revision

_POLICY_FILE = "policy.yaml"
_SITE_FILE = "content/site.yaml"
_PLAIN = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class FolderAt:
    """A policy's folder as a commit left it: its files by their paths below it, and which of them changed.

    ``site`` is the file with the settings of the site in that commit, or None.
    """

    commit: str
    path: str
    files: Mapping[str, Entry]
    changed: frozenset[str]
    site: Entry | None


def policy_folders(revisions: Iterable[Revision], files: Mapping[str, Entry]) -> Iterator[FolderAt]:
    """Every state of every folder with a ``policy.yaml`` on one line of commits, each the child of the last.

    ``files`` are those of the commit before the first of them. The cost of a commit is what it changed and the size
    of the folders that it touched.
    """
    tree = _Tree(files)
    for revision in revisions:
        yield from tree.step(revision)


def policy_folders_of_all(revisions: Iterable[Revision], parents: Iterable[str]) -> Iterator[FolderAt]:
    """The same for commits of any shape, parents before children.

    ``parents`` has the first parent of each commit, so that the tree of a commit is kept until its last
    child has taken it over, and copied only where branches part.
    """
    children = Counter(parents)
    trees: dict[str, _Tree] = {}
    for revision in revisions:
        children[revision.parent] -= 1
        if not revision.parent:
            tree = _Tree({})
        elif children[revision.parent]:
            tree = trees[revision.parent].copy()
        else:
            tree = trees.pop(revision.parent)
        yield from tree.step(revision)
        if children[revision.id]:
            trees[revision.id] = tree


class _Tree:
    """The files of a commit, kept by applying what each commit changed, and the policies' folders in them."""

    def __init__(self, files: Mapping[str, Entry]) -> None:
        self.files = {path: entry for path, entry in files.items() if entry.mode in _PLAIN}
        self.folders: dict[str, dict[str, Entry]] = {}
        for path in self.files:
            self._open_or_close(path, self.files[path])

    def copy(self) -> _Tree:
        other = _Tree({})
        other.files = dict(self.files)
        other.folders = {path: dict(files) for path, files in self.folders.items()}
        return other

    def step(self, revision: Revision) -> Iterator[FolderAt]:
        touched: dict[str, set[str]] = {}
        for path, changed in revision.changes.items():
            # A symbolic link or a submodule has no text, whatever it is called; a build refuses it in the commit
            # that it builds, and need not stumble over one that is long gone.
            entry = changed if changed is not None and changed.mode in _PLAIN else None
            if entry is None:
                self.files.pop(path, None)
            else:
                self.files[path] = entry
            opened = self._open_or_close(path, entry)
            for folder in _parents(path):
                if folder in self.folders:
                    name = path[len(folder) + 1 :]
                    if entry is None:
                        self.folders[folder].pop(name, None)
                    else:
                        self.folders[folder][name] = entry
                    touched.setdefault(folder, set()).add(name)
            if opened:
                touched.setdefault(opened, set()).update(self.folders[opened])
        site = self.files.get(_SITE_FILE)
        for folder in sorted(touched):
            if folder in self.folders:
                files = dict(self.folders[folder])
                yield FolderAt(revision.id, folder, files, frozenset(touched[folder]), site)

    def _open_or_close(self, path: str, entry: Entry | None) -> str:
        """Keep account of the folders with a policy; the path of one that is new."""
        folder, _, name = path.rpartition("/")
        if name != _POLICY_FILE:
            return ""
        if entry is None:
            self.folders.pop(folder, None)
        elif folder not in self.folders:
            start = f"{folder}/"
            self.folders[folder] = {p[len(start) :]: e for p, e in self.files.items() if p.startswith(start)}
            return folder
        return ""


def _parents(path: str) -> Iterator[str]:
    folder, _, _ = path.rpartition("/")
    while folder:
        yield folder
        folder, _, _ = folder.rpartition("/")
