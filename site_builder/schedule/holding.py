"""What may not be made public as it stands, because it would come too late.

A notice period counts from the instant at which a version really becomes public, and not from the one that
its file names: merges come late and hosts are slow. A release whose period is then too short is held back
as if it were not there, until its dates are mended. So is a release or an amendment that would change who
was bound by what in the past. What follows from that for others is ``gate``'s to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from site_builder.model.policy import Site
from site_builder.model.record import Event, Kind
from site_builder.model.release import Amendment, Correction, Release, Reschedule, Users, Withdrawal
from site_builder.schedule import periods
from site_builder.schedule.held import Behind, Past, TooLate, TooShort, Why
from site_builder.schedule.line import amended, changes_something, in_force, public

_KINDS = {Reschedule: Kind.RESCHEDULED, Correction: Kind.CORRECTED, Withdrawal: Kind.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One build of one policy: its instant, the site's periods, and what was public before it.

    ``told`` has the releases that were announced, by revision, each with those of its amendments that were told.
    ``is_recorded`` says whether the publication record knows the policy. A policy that is in no record brings its
    past with it, of which nothing can be held back any more; what has not taken effect still can, and its period
    then counts from the instant that its file declares.
    """

    site: Site
    at: datetime
    told: Mapping[int, Release]
    is_recorded: bool = True

    def is_next(self, release: Release) -> bool:
        """Whether this build would be the first that publishes it."""
        now = amended(release, self.at)
        is_past = now.first_effective <= self.at and not self.is_recorded
        return release.revision not in self.told and release.published <= self.at and not now.withdrawn and not is_past

    def late(self, release: Release, before: Sequence[Release]) -> Why | None:
        """Why a release that is next comes too late; ``before`` is what is public, as amended now."""
        now = amended(release, self.at)
        if not self.is_recorded:
            return self._too_short(now, now.effective, release.published)
        highest = max((one.revision for one in before), default=0)
        if highest > release.revision:
            return Behind(highest)
        return self._past(now, before) or self._too_short(now, now.effective, self.at)

    def news(self, release: Release) -> Iterator[int]:
        """The places of those amendments of a release that nobody was told of, and that change something."""
        known = self.told[release.revision].amendments if release.revision in self.told else ()
        for index, amendment in enumerate(release.amendments):
            if amendment not in known and amendment.at <= self.at and changes_something(release, index):
                yield index

    def late_amendment(self, release: Release, amendment: Amendment, others: Sequence[Release]) -> Why | None:
        """Why an amendment comes too late, of a release as it stands without it; ``others`` are public beside it."""
        if isinstance(amendment.what, Correction):
            return None  # who reads a better summary is told nothing else by it
        if release.revision not in self.told:
            return self._brought_forward(amended(release, amendment.at), amendment, amendment.at)
        now = amended(release, self.at)
        if self.at >= now.first_effective:
            return TooLate()
        moved = amended(replace(release, amendments=(*release.amendments, amendment)), self.at)
        past = None if moved.withdrawn else self._past(moved, others)
        return past or self._brought_forward(now, amendment, self.at)

    def _past(self, release: Release, before: Sequence[Release]) -> Past | None:
        """Whether what was in force or public until now would not have been.

        Of those that took effect the one in force did so last, so it is the only one to look at.
        """
        earliest = periods.earliest_day(self.site, release.level, self.at)
        for users in Users:
            now = in_force(before, users, self.at)
            if now is not None and now.effective_for(users) >= release.effective_for(users):
                return Past(earliest=earliest, since=now)
        for one in before:
            if one.revision < release.revision and one.published >= release.effective:
                return Past(earliest=earliest, hidden=one)
        return None

    def _brought_forward(self, before: Release, amendment: Amendment, start: datetime) -> TooShort | None:
        """Whether an amendment that becomes public then moves the date of a release too near to that."""
        what = amendment.what
        if isinstance(what, Reschedule) and what.effective < before.effective:
            return self._too_short(before, what.effective, start)
        return None

    def _too_short(self, release: Release, effective: datetime, start: datetime) -> TooShort | None:
        """Whether the period between becoming public and taking effect is too short for the longest one."""
        audience = periods.longest(self.site, release.level)
        days = audience.notice_days[release.level]
        excused = release.short_notice or (release.reaches_back and release.retroactive_reason)
        is_first = release.revision == 1  # it changes nothing for anybody
        if excused or is_first or not days or effective >= periods.after(self.site, start, days):
            return None
        earliest = periods.earliest_day(self.site, release.level, self.at)
        return TooShort(audience=audience, days=days, earliest=earliest)


def told_by(events: Iterable[Event], releases: Iterable[Release]) -> dict[int, Release]:
    """The releases that a record has announced, by revision, each with the amendments that it tells.

    What was announced under a label or a number is no news; whether it may say what it says now is decided against
    the record.
    """
    found: dict[int, Release] = {}
    entries = [*events]
    for release in releases:
        mine = [event for event in entries if release.revision == event.revision or release.label == event.version]
        if any(event.kind is Kind.ANNOUNCED for event in mine):
            known = {(event.kind, event.occurred) for event in mine}
            kept = tuple(one for one in release.amendments if (_KINDS[type(one.what)], one.at) in known)
            found[release.revision] = replace(release, amendments=kept)
    return found


def told_until(releases: Iterable[Release], at: datetime) -> dict[int, Release]:
    """The same, as the releases themselves declare it until an instant."""
    return {
        one.revision: replace(one, amendments=tuple(amendment for amendment in one.amendments if amendment.at <= at))
        for one in public(releases, at)
    }


def is_told(releases: Iterable[Release], told: Mapping[int, Release]) -> bool:
    """Whether everything that releases declare is public: then no period of notice runs towards a build any more."""
    return all(told.get(one.revision) == one for one in releases)
