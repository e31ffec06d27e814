"""What a version asks of each audience: settled when it is announced, and read from the record from then on.

Change records and the modes of an audience are files that can be edited. What users were told does not follow them:
an edit would tell some of them twice and others never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_builder.model.policy import DEFAULT_AUDIENCE, Audience
from site_builder.model.record import Announced, Asked, Asks, Event
from site_builder.model.release import ChangeRecord, Release, level_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the files say now: the audiences of the site, and the change records of a policy by slug."""

    audiences: tuple[Audience, ...]
    changes: Mapping[str, ChangeRecord]

    def of(self, release: Release) -> Asks:
        """What a release asks of each audience."""
        return {audience.id: self._of(audience, release) for audience in self.audiences}

    def _of(self, audience: Audience, release: Release) -> Asked | None:
        records = [self.changes[slug] for slug in release.changes if slug in self.changes]
        # A change without a record may concern anybody.
        whole = records if len(records) == len(release.changes) else ()
        known = [one.id for one in self.audiences]
        level = level_for(audience.id, known, release.level, whole)
        return None if level is None else Asked(level=level, mode=audience.modes[level])


def asked(asking: Asking, releases: Iterable[Release], events: Iterable[Event]) -> dict[int, Asks]:
    """What each release asks of each audience of the site, by revision.

    What its announcement says counts. An audience that the site did not have then was ``default`` to every client,
    so what was asked of that holds for it. For a release whose announcement does not say it, the files count.
    """
    said = {
        (event.policy, event.revision): event.what.asks
        for event in events
        if isinstance(event.what, Announced) and event.what.asks is not None
    }
    found: dict[int, Asks] = {}
    for one in releases:
        asks = said.get((one.policy, one.revision))
        found[one.revision] = _for_all(asking, asking.of(one) if asks is None else asks)
    return found


def _for_all(asking: Asking, asks: Asks) -> Asks:
    default = asks.get(DEFAULT_AUDIENCE)
    return {one.id: asks.get(one.id, default) for one in asking.audiences}
