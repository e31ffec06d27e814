"""What history holds, kept from one build to the next and read on from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
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

    ``program`` names the program: another one may find other things in the same files.
    """

    def __init__(self, repository: GitRepository, store: Store, program: str) -> None:
        self._repository = repository
        self._store = store
        self._program = program
        self._at: dict[str, str] = {}
        self._until = ("", "")

    def resume(self, zone: str) -> tuple[Mapping[str, Entry], Iterable[Revision]] | None:
        """The files of the commit until which history was read, and the commits behind it."""
        match self._store.scope("history").get(_HEAD):
            case [self._program, str(known), str(commit), dict(at)] if known == zone:
                new = self._repository.revisions_since(commit)
                if new is None:
                    return None
                self._at = {str(policy): str(last) for policy, last in at.items()}
                self._until = (commit, zone)
                is_there = commit == self._repository.commit
                return ({} if is_there else self._repository.at(commit).tree()), new
            case _:
                return None

    def touched(self, policy: str) -> str:
        """The last commit that touched a policy, as far as history was read."""
        return self._at.get(policy, "")

    def get(self, policy: str) -> Past | None:
        """What was found of a policy until then."""
        at = self._at.get(policy, "")
        if not at:
            return None
        scope = self._store.scope(f"past {policy}")
        found = scope.get(at)
        if not isinstance(found, Past) or found.at != at:
            # A file is gone or damaged, or a build was stopped between this one and the one that names commits. Its
            # texts would be missed, and its translations silently.
            found = self._again.past(policy)
            scope.put(at, found)
        # Which commits there are on side branches can change without any that touches the policy.
        return replace(found, aside={})

    @cached_property
    def _again(self) -> Archive:
        """History until then, read once more."""
        commit, zone = self._until
        return read_archive(self._repository.at(commit), instants.zone(zone))

    def put(self, pasts: Mapping[str, Past], zone: str) -> None:
        """Keep what was found until the commit that is built."""
        for policy, past in pasts.items():
            self._store.scope(f"past {policy}").put(past.at, past)
            self._at[policy] = past.at
        value = [self._program, zone, self._repository.commit, dict(self._at)]
        self._store.scope("history").put(_HEAD, value)


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
        past = self._committed.past(policy)
        return Past(
            at=past.at,
            texts={digest: [*found] for digest, found in past.texts.items()},
            translations={key: dict(files) for key, files in past.translations.items()},
            before=dict(past.before),
            sections=dict(past.sections),
        )

    def put(self, pasts: Mapping[str, Past], zone: str) -> None:  # noqa: ARG002 - the protocol's
        """Keep it while this process runs."""
        self._pasts.update(pasts)
