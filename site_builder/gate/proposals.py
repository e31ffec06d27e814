"""A release that nobody has seen yet: what it supersedes, and how much that matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from site_builder import schedule
from site_builder.gate.judging import Judge
from site_builder.model.policy import Level, Policy, Site
from site_builder.model.release import Release
from site_builder.model.review import Judged, Proposal
from site_builder.model.version import Status, Version

_WHOLE = (Status.GOVERNING, Status.CURRENT)


def against(
    release: Release, versions: Mapping[int, Version], releases: Sequence[Release], as_of: datetime, judge: Judge
) -> Iterator[tuple[Version, Judged]]:
    """The versions that a release supersedes in force at any time until then, each judged against it.

    Never a withdrawn or replaced one: a correction that follows an announced change, and takes effect in its
    place, is to users that change itself.
    """
    mine = versions.get(release.revision)
    if mine is None:
        return
    ordered = sorted(releases, key=lambda one: one.revision)
    for old, new in schedule.pairs_ever(ordered, as_of):
        if new == release.revision and old in versions:
            before, after = versions[old].governing.document, mine.governing.document
            yield versions[old], judge.between(before, after, mine.policy.formerly)


def propose(site: Site, release: Release, path: str, as_of: datetime, *, is_new: bool) -> Proposal:
    """A release with the first day that its level allows; what it supersedes is still to be judged.

    ``is_new`` says that nobody knows its policy here yet: only such a one brings a past that was told elsewhere.
    """
    return Proposal(
        release=release,
        path=path,
        version=None,
        against=(),
        earliest=schedule.earliest_day(site, release.level, max(release.published, as_of)),
        is_history=is_new and bool(release.inferred) and schedule.amended(release, as_of).effective <= as_of,
    )


def missing_translations(policy: Policy, version: Version, release: Release) -> tuple[str, ...]:
    """The required locales in which a version is not whole and does not say that it goes out without.

    ``policy`` is as it is now; a version has the settings of the commit that first had its text. An editorial
    version asks for nothing: nobody is told of it.
    """
    if release.level is Level.EDITORIAL:
        return ()
    editions = version.editions
    return tuple(
        locale
        for locale in policy.required_locales
        if locale in editions and editions[locale].status not in _WHOLE and locale not in release.without
    )
