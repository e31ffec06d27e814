"""Dates: which version stands where at an instant. Nothing here reads a clock; ``as_of`` comes from the door.

Revisions take effect in their order: from its effective instant on, a version is in force until a later
revision takes effect. One that a later revision overtakes before it took effect is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from site_builder.model.policy import Policy
from site_builder.model.version import Standing, State, Timeline, Version


def in_force(versions: Iterable[Version], at: datetime) -> Version | None:
    """The version in force at an instant, or None before the first."""
    started = (version for version in versions if version.release.effective <= at)
    return max(started, key=lambda version: version.revision, default=None)


def timeline(policy: Policy, versions: Iterable[Version], as_of: datetime) -> Timeline:
    """The public versions of a policy at an instant; a scheduled one is not on the site."""
    ordered = sorted(versions, key=lambda version: version.revision)
    standings = (_standing(version, ordered, as_of) for version in ordered)
    shown = tuple(one for one in standings if one.state is not State.SCHEDULED)
    return Timeline(policy=policy, standings=shown)


def _standing(version: Version, versions: Sequence[Version], as_of: datetime) -> Standing:
    release = version.release
    later = [other.release.effective for other in versions if other.revision > version.revision]
    overtaken = min(later, default=None)
    if overtaken is not None and overtaken <= release.effective and overtaken <= as_of:
        return Standing(version=version, state=State.REPLACED)
    if release.published > as_of:
        return Standing(version=version, state=State.SCHEDULED)
    if release.effective > as_of:
        return Standing(version=version, state=State.ANNOUNCED)
    if overtaken is not None and overtaken <= as_of:
        return Standing(version=version, state=State.SUPERSEDED, until=overtaken)
    return Standing(version=version, state=State.IN_FORCE)


def instants_of(versions: Iterable[Version]) -> tuple[datetime, ...]:
    """Every declared instant, in order: the output of a build depends on which of them have passed."""
    releases = (version.release for version in versions)
    declared = ((release.published, release.effective) for release in releases)
    return tuple(sorted({instant for pair in declared for instant in pair}))
