"""The public versions of a policy at an instant, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from site_builder.model.policy import Policy
from site_builder.model.release import Release, Users
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.model.version import Version
from site_builder.schedule import line


def timeline(policy: Policy, versions: Iterable[Version], as_of: datetime) -> Timeline:
    """The public versions of a policy at an instant; a scheduled one is not on the site."""
    declared = sorted(versions, key=lambda version: version.revision)
    releases = [version.release for version in declared]
    seen = {one.revision for one in line.public(releases, as_of)}
    public = {
        version.revision: replace(version, release=line.amended(version.release, as_of))
        for version in declared
        if version.revision in seen
    }
    passed = [at for at in line.instants(policy, releases) if at <= as_of]
    pairs = line.pairs_ever(releases, as_of)
    return Timeline(
        policy=policy,
        standings=tuple(_standings(policy, [*public.values()], as_of)),
        neighbours=tuple((public[a], public[b]) for a, b in pairs if a in public and b in public),
        seen_from=passed[-1] if passed else as_of.min.replace(tzinfo=as_of.tzinfo),
    )


def _standings(policy: Policy, public: Sequence[Version], as_of: datetime) -> Iterable[Standing]:
    releases = [version.release for version in public]
    by_revision = {version.revision: version for version in public}
    retired = policy.retired.on if policy.retired else None
    overtakers = {users: line.overtakers(releases, users) for users in Users}
    for index, version in enumerate(public):
        release = version.release
        ends = {users: _end(overtakers[users][index], users, retired) for users in Users}
        existing, new = (_state(release, users, ends[users], as_of) for users in Users)
        until = ends[Users.EXISTING] if existing is State.SUPERSEDED else None
        if existing is State.REPLACED and new is State.SUPERSEDED:
            # It bound those who came new, so it is a part of what was in force.
            existing, until = new, ends[Users.NEW]
        other = overtakers[Users.EXISTING][index]
        before = line.superseded_by(release, reversed(releases[:index]))
        yield Standing(
            version=version,
            state=existing,
            new_users=new,
            until=until,
            overtaken_by=_keeps_out(release, other, by_revision),
            before=by_revision[before.revision] if before else None,
        )


def _end(overtaker: Release | None, users: Users, retired: datetime | None) -> datetime | None:
    """When a version stops being in force, or stops coming."""
    ends = [overtaker.effective_for(users)] if overtaker else []
    ends += [retired] if retired else []
    return min(ends, default=None)


def _state(release: Release, users: Users, end: datetime | None, as_of: datetime) -> State:
    starts = release.effective_for(users)
    if release.withdrawn:
        # What had been overtaken already stays replaced: there was nothing left to withdraw.
        overtaken = end is not None and end <= starts and end <= release.withdrawn
        return State.REPLACED if overtaken else State.WITHDRAWN
    ended = end is not None and end <= as_of
    if end is not None and ended and end <= starts:
        return State.REPLACED
    if starts > as_of:
        return State.ANNOUNCED
    return State.SUPERSEDED if ended else State.IN_FORCE


def _keeps_out(release: Release, overtaker: Release | None, public: Mapping[int, Version]) -> Version | None:
    """The version that keeps a release from taking effect, as things are declared now."""
    if overtaker is None or release.withdrawn or overtaker.effective > release.effective:
        return None
    return public[overtaker.revision]
