"""Which release counts when: amendments, order, and who overtakes whom. Nothing here reads a clock.

The rules (DESIGN §2), in the order in which they decide:

1. A release counts as amended by what was declared about it until then.
2. A withdrawn version never takes effect.
3. From its effective instant on a version is in force, until a higher revision takes effect. So of two that
   take effect at the same instant the higher one does, and one that a higher revision overtakes before it
   took effect is replaced and never takes effect.
4. From the instant on which a policy is retired, nothing is in force.
5. A version is public from ``published`` on, unless it was overtaken before that: then nobody ever sees it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from site_builder.model.policy import Policy
from site_builder.model.release import Correction, Release, Reschedule, Users


def amended(release: Release, at: datetime) -> Release:
    """The release as it stands at an instant, with what was declared about it until then.

    An amendment that comes when the version binds anybody changes its summary at most. ``config`` refuses
    files that try more; this function is total.
    """
    for amendment in release.amendments:
        if amendment.at > at:
            break
        match amendment.what:
            case Correction(summary=summary):
                release = replace(release, summary=summary)
            case _ if release.withdrawn or amendment.at >= release.first_effective:
                pass
            case Reschedule(effective=effective, effective_new_users=new_users):
                earlier = new_users or release.effective_new_users
                release = replace(release, effective=effective, effective_new_users=earlier)
            case _:
                release = replace(release, withdrawn=amendment.at)
    return release


def changes_something(release: Release, index: int) -> bool:
    """Whether an amendment changes anything: one can come too late, or declare what holds already."""
    at = release.amendments[index].at
    before, after = (amended(replace(release, amendments=release.amendments[:end]), at) for end in (index, index + 1))
    return replace(after, amendments=before.amendments) != before


def in_force(
    releases: Iterable[Release], users: Users, at: datetime, retired: datetime | None = None
) -> Release | None:
    """The release in force for those users at an instant, as amended; None before the first and after the last."""
    if retired is not None and retired <= at:
        return None
    counted = (amended(release, at) for release in releases)
    # One that reaches back is in force from its publication on: before that nobody knew of it.
    started = (one for one in counted if not one.withdrawn and max(one.effective_for(users), one.published) <= at)
    return max(started, key=lambda one: one.revision, default=None)


def overtakers(releases: Sequence[Release], users: Users) -> list[Release | None]:
    """For each release of a line in the order of revisions, the later one that takes effect first.

    Of two with the same instant it is the higher revision.
    """
    found: list[Release | None] = []
    first: Release | None = None
    for one in reversed(releases):
        found.append(first)
        sooner = first is None or one.effective_for(users) < first.effective_for(users)
        if sooner and not one.withdrawn:
            first = one
    return found[::-1]


def is_public(one: Release, overtaker: Release | None, as_of: datetime) -> bool:
    """Whether anybody may see it: published until then, and not overtaken before that."""
    return one.published <= as_of and not (overtaker and overtaker.effective <= one.published)


def public(releases: Iterable[Release], as_of: datetime) -> list[Release]:
    """Those that anybody may see, in the order of revisions, as their files have them."""
    declared = sorted(releases, key=lambda one: one.revision)
    overtaken = overtakers([amended(one, as_of) for one in declared], Users.EXISTING)
    return [one for one, other in zip(declared, overtaken, strict=True) if is_public(one, other, as_of)]


def superseded_by(new: Release, earlier: Iterable[Release]) -> Release | None:
    """Of the releases before one, the latest first, the one that it supersedes in force, or would have."""
    return next((one for one in earlier if not one.withdrawn and one.effective < new.effective), None)


def pairs_ever(releases: Sequence[Release], as_of: datetime) -> Iterator[tuple[int, int]]:
    """The revisions of which the first was, at any time until then, what the second was to supersede.

    ``releases`` are as their files have them, in the order of revisions; a pair comes once.
    """
    moments = [(one.published, one.revision) for one in releases]
    moments += [(amendment.at, one.revision) for one in releases for amendment in one.amendments]
    moments = sorted(moment for moment in moments if moment[0] <= as_of)
    for index, new in enumerate(releases):
        pairs: dict[tuple[int, int], None] = {}
        start = bisect_left(moments, (new.published, 0))
        for at in (at for at, revision in moments[start:] if revision <= new.revision):
            earlier = (amended(one, at) for one in reversed(releases[:index]) if one.published <= at)
            before = superseded_by(amended(new, at), earlier)
            if before is not None:
                pairs[before.revision, new.revision] = None
        yield from pairs


def instants(policy: Policy, releases: Iterable[Release]) -> tuple[datetime, ...]:
    """Every declared instant, in order: the output of a build depends on which of them have passed."""
    declared = {policy.retired.on} if policy.retired else set()
    for release in releases:
        declared |= {release.published, release.effective, release.first_effective}
        for amendment in release.amendments:
            declared.add(amendment.at)
            if isinstance(amendment.what, Reschedule):
                declared |= {amendment.what.effective, amendment.what.effective_new_users or amendment.at}
    return tuple(sorted(declared))
