"""What may not be made public as it stands, because it would come too late.

A notice period counts from the instant at which a version really becomes public, and not from the one that
its file names: merges come late and hosts are slow. A release whose period is then too short is held back
as if it were not there, until its dates are mended. So is a release or an amendment that would change who
was bound by what in the past, and what follows a release that is held back. Everything else is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from site_builder.model.policy import Site
from site_builder.model.record import Event, Kind, Record
from site_builder.model.release import Amendment, Correction, Release, Reschedule, Users, Withdrawal
from site_builder.schedule import periods
from site_builder.schedule.held import Behind, Held, Past, TooLate, TooShort, Waits, Why
from site_builder.schedule.line import amended, changes_something, in_force

_KINDS = {Reschedule: Kind.RESCHEDULED, Correction: Kind.CORRECTED, Withdrawal: Kind.WITHDRAWN}


class Gate:
    """Decides about the releases of a site at an instant, with the record of what has been public."""

    def __init__(self, site: Site, record: Record | None, as_of: datetime) -> None:
        self.site = site
        self.as_of = as_of
        self.events: dict[str, list[Event]] = {}
        for event in record.events if record else ():
            self.events.setdefault(event.policy, []).append(event)

    def let_through(self, policy: str, releases: Iterable[Release]) -> tuple[list[Release], list[Held]]:
        """The releases of a policy as they may be public, and what is held back. They come in their order.

        A policy that is in no record brings its past with it, of which nothing can be held back any more. What
        has not taken effect still can, and its period then counts from the instant that its file declares.
        """
        declared = [*releases]
        events = self.events.get(policy)
        told = _told(declared, events or ())
        passed: list[Release] = []
        held: list[Held] = []
        for release in declared:
            # What was announced under its label or its number is no news; whether it may say what it says now
            # is decided against the record.
            if release.revision in told:
                late = self._amendments(release, told)
            elif held and self._is_next(release):
                # It says how it differs from the one before it, and would keep that from ever being announced.
                late = Held(release=release, why=Waits(held[-1].release))
            elif events is None:
                late = self._first_seen(release)
            else:
                late = self._new(release, [*told.values()])
            if late is None or late.amendment:
                passed.append(late.release if late else release)
            if late is not None:
                held.append(late)
        return passed, held

    def _first_seen(self, release: Release) -> Held | None:
        if not self._is_next(release) or release.revision == 1:
            return None
        for index, amendment in enumerate(release.amendments):
            before = replace(release, amendments=release.amendments[:index])
            if amendment.at <= self.as_of:
                short = self._brought_forward(amended(before, amendment.at), amendment, amendment.at)
                if short:
                    return Held(release=before, amendment=amendment, why=short)
        now = amended(release, self.as_of)
        short = self._too_short(now, now.effective, release.published)
        return Held(release=release, why=short) if short else None

    def _new(self, release: Release, public: Sequence[Release]) -> Held | None:
        if not self._is_next(release):
            return None
        now = amended(release, self.as_of)
        highest = max((one.revision for one in public), default=0)
        why: Why | None = Behind(highest) if highest > release.revision else self._past(now, public)
        if why is None and release.revision > 1:
            why = self._too_short(now, now.effective, self.as_of)
        return Held(release=release, why=why) if why else None

    def _past(self, release: Release, public: Sequence[Release]) -> Past | None:
        """Whether what was in force or public until now would not have been.

        Of those that took effect the one in force did so last, so it is the only one to look at.
        """
        earliest = periods.earliest_day(self.site, release.level, self.as_of)
        for users in Users:
            now = in_force(public, users, self.as_of)
            if now is not None and now.effective_for(users) >= release.effective_for(users):
                return Past(earliest=earliest)
        for one in public:
            if one.revision < release.revision and one.published >= release.effective:
                return Past(earliest=earliest, hidden=one)
        return None

    def _is_next(self, release: Release) -> bool:
        """Whether this build would be the first that publishes it."""
        now = amended(release, self.as_of)
        is_past = now.first_effective <= self.as_of and release.policy not in self.events
        return release.published <= self.as_of and not now.withdrawn and not is_past

    def _amendments(self, release: Release, told: dict[int, Release]) -> Held | None:
        """The first amendment that nobody was told of and that comes too late; its release is without it."""
        known = told[release.revision].amendments
        others = [one for one in told.values() if one.revision != release.revision]
        for index, amendment in enumerate(release.amendments):
            is_news = amendment not in known and amendment.at <= self.as_of and changes_something(release, index)
            if is_news and not isinstance(amendment.what, Correction):
                before = replace(release, amendments=release.amendments[:index])
                why = self._late(before, amendment, others)
                if why:
                    return Held(release=before, amendment=amendment, why=why)
        return None

    def _late(self, release: Release, amendment: Amendment, others: Sequence[Release]) -> Why | None:
        now = amended(release, self.as_of)
        if self.as_of >= now.first_effective:
            return TooLate()
        moved = amended(replace(release, amendments=(*release.amendments, amendment)), self.as_of)
        past = None if moved.withdrawn else self._past(moved, others)
        return past or self._brought_forward(now, amendment, self.as_of)

    def _brought_forward(self, before: Release, amendment: Amendment, public: datetime) -> TooShort | None:
        """Whether an amendment that becomes public then moves the date of a release too near to that."""
        what = amendment.what
        if isinstance(what, Reschedule) and what.effective < before.effective and before.revision > 1:
            return self._too_short(before, what.effective, public)
        return None

    def _too_short(self, release: Release, effective: datetime, public: datetime) -> TooShort | None:
        """Whether the period between becoming public and taking effect is too short for the longest one."""
        audience = periods.longest(self.site, release.level)
        days = audience.notice_days[release.level]
        excused = release.short_notice or (release.reaches_back and release.retroactive_reason)
        if excused or not days or effective >= periods.after(self.site, public, days):
            return None
        earliest = periods.earliest_day(self.site, release.level, self.as_of)
        return TooShort(audience=audience, days=days, earliest=earliest)


def _told(releases: Iterable[Release], events: Iterable[Event]) -> dict[int, Release]:
    """The releases that were announced, by revision, each with the amendments that were told."""
    found: dict[int, Release] = {}
    entries = [*events]
    for release in releases:
        mine = [event for event in entries if release.revision == event.revision or release.label == event.version]
        if any(event.kind is Kind.ANNOUNCED for event in mine):
            known = {(event.kind, event.occurred) for event in mine}
            kept = tuple(one for one in release.amendments if (_KINDS[type(one.what)], one.at) in known)
            found[release.revision] = replace(release, amendments=kept)
    return found
