"""What history holds, kept from one build to the next and read on from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from site_builder.doors.disk import Store
from site_builder.doors.git import GitRepository
from site_builder.model.revision import Entry, Revision
from site_builder.versions import Past

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

    def resume(self, zone: str) -> tuple[Mapping[str, Entry], Iterable[Revision]] | None:
        """The files of the commit until which history was read, and the commits behind it."""
        match self._store.scope("history").get(_HEAD):
            case [self._program, str(known), str(commit), dict(at)] if known == zone:
                new = self._repository.revisions_since(commit)
                if new is None:
                    return None
                self._at = {str(policy): str(last) for policy, last in at.items()}
                is_there = commit == self._repository.commit
                return ({} if is_there else self._repository.at(commit).tree()), new
            case _:
                return None

    def touched(self, policy: str) -> str:
        """The last commit that touched a policy, as far as history was read."""
        return self._at.get(policy, "")

    def get(self, policy: str) -> Past | None:
        """What was found of a policy until then."""
        found = self._store.scope(f"past {policy}").get(self._at.get(policy, ""))
        return found if isinstance(found, Past) else None

    def put(self, pasts: Mapping[str, Past], zone: str) -> None:
        """Keep what was found until the commit that is built."""
        for policy, past in pasts.items():
            self._store.scope(f"past {policy}").put(past.at, past)
            self._at[policy] = past.at
        value = [self._program, zone, self._repository.commit, dict(self._at)]
        self._store.scope("history").put(_HEAD, value)
