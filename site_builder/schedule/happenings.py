"""What has happened to the versions of a policy until an instant, as its releases declare it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import assert_never

from site_builder import instants
from site_builder.model.record import (
    Announced,
    Corrected,
    Effective,
    Event,
    Kind,
    Replaced,
    Rescheduled,
    Shown,
    What,
    Withdrawn,
)
from site_builder.model.release import Correction, Release, Reschedule, Users, Withdrawal
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.model.version import Version
from site_builder.schedule.asking import Asking
from site_builder.schedule.line import changes_something

_ORDER = tuple(Kind)
_BOUND = (State.IN_FORCE, State.SUPERSEDED)


def happened(timeline: Timeline, releases: Iterable[Release], asking: Asking, as_of: datetime) -> list[Event]:
    """The events of a policy until an instant, in order, without numbers; each is reconstructed.

    ``releases`` are as their files have them; those of versions that are not public are passed over. What an
    announcement says of audiences is what the files say now.
    """
    declared = {release.revision: release for release in releases}
    events: list[Event] = []
    for standing in timeline.standings:
        release = declared[standing.version.revision]
        for kind, occurred, what in _of(standing, release, asking, as_of):
            events.append(_event(release, kind, occurred, what))
    return sorted(events, key=order)


def order(event: Event) -> tuple[datetime, str, int, int]:
    """Where an event stands among those that are new in one build."""
    at = event.occurred or event.recorded
    return (at, event.policy, event.revision, _ORDER.index(event.kind))


def _event(release: Release, kind: Kind, occurred: datetime, what: What) -> Event:
    return Event(
        number=0,
        kind=kind,
        policy=release.policy,
        version=release.label,
        revision=release.revision,
        digest=release.text,
        occurred=occurred,
        recorded=occurred,
        reconstructed=True,
        what=what,
    )


def _of(standing: Standing, release: Release, asking: Asking, as_of: datetime) -> Iterator[tuple[Kind, datetime, What]]:
    yield Kind.ANNOUNCED, release.published, _announced(standing.version, release, asking)
    yield from _amendments(release, as_of)
    now = standing.version.release
    # What reaches back took effect for readers when they could first read it.
    bound = {users: max(now.effective_for(users), now.published) for users in _bound(standing, as_of)}
    if len(bound) == 2 and len(set(bound.values())) == 1:
        yield Kind.EFFECTIVE, bound[Users.EXISTING], Effective(None)
    else:
        for users, at in bound.items():
            yield Kind.EFFECTIVE, at, Effective(users)
    other = standing.overtaken_by
    if other and other.release.effective <= as_of:
        by = Replaced(by=other.label, by_revision=other.revision)
        yield Kind.REPLACED, other.release.effective, by


def _bound(standing: Standing, as_of: datetime) -> Iterator[Users]:
    """The users whom a version has ever bound."""
    other = standing.overtaken_by
    if standing.state in _BOUND and not (other and other.release.effective <= as_of):
        yield Users.EXISTING
    if standing.new_users in _BOUND:
        yield Users.NEW


def _announced(version: Version, release: Release, asking: Asking) -> Announced:
    return Announced(
        effective=release.effective,
        effective_new_users=release.effective_new_users,
        level=release.level,
        summary=release.summary,
        group=release.group,
        declaration=declaration(release),
        texts={
            locale: Shown(digest=edition.digest, status=edition.status)
            for locale, edition in sorted(version.editions.items())
        },
        asks=asking.of(release),
    )


def _amendments(release: Release, as_of: datetime) -> Iterator[tuple[Kind, datetime, What]]:
    for index, amendment in enumerate(release.amendments):
        if amendment.at > as_of:
            return
        if not changes_something(release, index):
            continue
        reason = amendment.reason
        match amendment.what:
            case Reschedule(effective=effective, effective_new_users=new_users):
                moved = Rescheduled(effective=effective, effective_new_users=new_users, reason=reason)
                yield Kind.RESCHEDULED, amendment.at, moved
            case Correction(summary=summary):
                yield Kind.CORRECTED, amendment.at, Corrected(summary=summary, reason=reason)
            case Withdrawal():
                yield Kind.WITHDRAWN, amendment.at, Withdrawn(reason=reason)
            case _:
                assert_never(amendment.what)


def declaration(release: Release) -> str:
    """The digest of what a release declares, its amendments apart: it changes where any part of that does.

    What is not declared is left out, so that a key that a later version of this program knows changes
    nothing for releases without it.
    """
    short = release.short_notice
    fields = {
        "revision": str(release.revision),
        "version": release.label,
        "text": release.text,
        "published": instants.utc(release.published),
        "effective": instants.utc(release.effective),
        "effective_new_users": release.effective_new_users and instants.utc(release.effective_new_users),
        "level": str(release.level),
        "summary": dict(release.summary),
        "changes": list(release.changes),
        "approved_by": list(release.approved_by),
        "inferred": dict(release.inferred),
        "group": release.group,
        "short_notice": short and {"ground": str(short.ground), "reason": short.reason},
        "override": release.override,
        "retroactive_reason": release.retroactive_reason,
        "without": dict(release.without),
    }
    said = {key: value for key, value in fields.items() if value}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"sha256-{hashlib.sha256(body.encode()).hexdigest()}"
