"""What history holds, kept from one build to the next and read on from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

from site_builder import instants
from site_builder.doors.disk import Store
from site_builder.doors.git import GitRepository
from site_builder.model.revision import Entry, Revision
from site_builder.overlay import Overlay
from site_builder.versions import Archive, Past, read_archive

_HEAD = "head"


class KeptPasts:
    """What was found of each policy, and until which commit (``versions.Pasts``).

    ``program`` names the program: another one may find other things in the same files. Each policy has a file of its
    own, and whoever is stopped between two of them leaves some that are not of the others' time. What is not of the
    time that the rest is of is as good as lost, and read again.
    """

    def __init__(self, repository: GitRepository, store: Store, program: str) -> None:
        self._repository = repository
        self._store = store
        self._program = program
        self._zone = ""
        self._since = ""
        self._at: dict[str, str] = {}

    def resume(self, zone: str) -> tuple[Mapping[str, Entry], Iterable[Revision]] | None:
        """The files of the commit until which history was read, and the commits behind it."""
        match self._store.scope("history").get(_HEAD):
            case [self._program, str(known), str(commit), dict(at)] if known == zone:
                new = self._repository.revisions_since(commit)
                if new is None:
                    return None
                self._zone, self._since = zone, commit
                self._at = {str(policy): str(last) for policy, last in at.items()}
                is_there = commit == self._repository.commit
                return ({} if is_there else self._repository.at(commit).tree()), new
            case _:
                return None

    def touched(self, policy: str) -> str:
        """The last commit that touched a policy, as far as history was read."""
        return self._at.get(policy, "")

    def get(self, policy: str) -> Past | None:
        """What was found of a policy until then: a copy, because what is new is read into it."""
        if policy not in self._at:
            return None
        scope, name = self._store.scope(f"past {policy}"), self._name(self._at[policy])
        found = scope.get(name)
        if not isinstance(found, Past):
            found = self._again.past(policy)
            scope.put(name, found)
        return _copy(found)

    def put(self, pasts: Mapping[str, Past], zone: str) -> None:
        """Keep what was found until the commit that is built."""
        self._zone = zone
        for policy, past in pasts.items():
            self._store.scope(f"past {policy}").put(self._name(past.at), past)
            self._at[policy] = past.at
        value = [self._program, zone, self._repository.commit, dict(self._at)]
        self._store.scope("history").put(_HEAD, value)

    def _name(self, at: str) -> str:
        return f"{self._zone} {at}"

    @cached_property
    def _again(self) -> Archive:
        """History read anew, until the commit until which it was kept."""
        return read_archive(self._repository.at(self._since), instants.zone(self._zone))


class DraftPasts:
    """The same for a work tree: what it and the commits of its branch add is read each time and never kept.

    ``root`` is a commit that the branch goes on from; what is kept is kept of that one, which branches share.
    """

    def __init__(self, overlay: Overlay, root: GitRepository, kept: KeptPasts | None) -> None:
        self._overlay = overlay
        self._root = root
        self._kept = kept
        self._committed: Archive | None = None
        self._pasts: dict[str, Past] = {}

    def resume(self, zone: str) -> tuple[Mapping[str, Entry], Iterable[Revision]] | None:
        """The files of that commit and what is behind it; nothing where it was read before."""
        if self._committed is not None:
            return ({}, ()) if str(self._committed.zone) == zone else None
        head = self._overlay.base
        behind = head.revisions_since(self._root.commit) if isinstance(head, GitRepository) else None
        if behind is None:
            return None
        self._committed = read_archive(self._root, instants.zone(zone), self._kept)
        return self._root.tree(), chain(behind, self._overlay.draft())

    def touched(self, policy: str) -> str:
        """The last commit that touched a policy, or the work tree."""
        if policy in self._pasts:
            return self._pasts[policy].at
        return self._committed.touched(policy) if self._committed is not None else ""

    def get(self, policy: str) -> Past | None:
        """What was found of a policy: a copy, because the work tree is read into it."""
        if policy in self._pasts or self._committed is None:
            return self._pasts.get(policy)
        return _copy(self._committed.past(policy))

    def put(self, pasts: Mapping[str, Past], zone: str) -> None:  # noqa: ARG002 - the protocol's
        """Keep it while this process runs."""
        self._pasts.update(pasts)


def _copy(past: Past) -> Past:
    """A past that can be read on from without changing this one.

    Which commits there are on side branches can change without any that touches the policy, so they are left out.
    """
    return Past(
        at=past.at,
        texts={digest: [*found] for digest, found in past.texts.items()},
        translations={key: dict(files) for key, files in past.translations.items()},
        before=dict(past.before),
        sections=dict(past.sections),
    )
