"""What may not be made public as it stands, because it would come too late.

A notice period counts from the instant at which a version really becomes public, and not from the one that
its file names: merges come late and hosts are slow. A release whose period is then too short is held back
as if it were not there, until its dates are mended. So is a release or an amendment that would change who
was bound by what in the past. Everything else is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from site_builder.model.policy import Audience, Level, Site
from site_builder.model.record import Event, Kind, Record
from site_builder.model.release import Amendment, Correction, Release, Reschedule, Users
from site_builder.problems import Place, Problem, Severity
from site_builder.schedule.line import amended, in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A release that is held back, or one of its amendments, and the first date on which it could count.

    ``audience`` is the one whose period of ``days`` is too short; None where the past would change.
    ``behind`` is a higher revision that was announced before it, or 0.
    """

    release: Release
    amendment: Amendment | None
    audience: Audience | None
    days: int
    earliest: datetime
    behind: int = 0

    def problem(self, place: Place) -> Problem:
        """What to say of it."""
        release = self.release
        name = f"version {release.label} of {release.policy}"
        what = f"an amendment of {name}" if self.amendment else name
        if self.audience:
            why = (
                f"{release.level} changes need {self.days} days of notice (audience {self.audience.id}), "
                "counted from the build that first publishes them"
            )
        elif self.behind:
            why = (
                f"revision {self.behind} was announced before it, and who was told of that would never hear of this one"
            )
        elif self.amendment:
            why = "it comes after the version took effect"
        else:
            why = "it would have been in force before it was public, and before what has been in force since"
        hint = f"the earliest possible date is {self.earliest.date()}, if that is published today"
        if self.behind:
            hint = "give it the next free revision"
        elif self.amendment and not self.audience:
            hint = "take the amendment back and release a new version"
        elif self.audience:
            hint += "; or say with `short_notice` why it cannot wait"
        return Problem(
            code="PS-322" if self.amendment else "PS-321",
            message=f"{what} is held back: {why}",
            place=place,
            hint=hint,
            severity=Severity.HELD,
        )


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
        if policy not in self.events:
            return self._first_seen(releases)
        passed: list[Release] = []
        held: list[Held] = []
        public: list[Release] = []
        for release in releases:
            # One that was public under its label or its number is no news; whether it may say what it says
            # now is decided against the record.
            mine = [e for e in self.events[policy] if release.revision == e.revision or release.label == e.version]
            if any(event.kind is Kind.ANNOUNCED for event in mine):
                kept, late = self._amended(release, {(e.kind, e.occurred) for e in mine})
                passed.append(kept)
                public.append(kept)
                held += late
            elif late_release := self._new(release, public):
                held.append(late_release)
            else:
                passed.append(release)
        return passed, held

    def _first_seen(self, releases: Iterable[Release]) -> tuple[list[Release], list[Held]]:
        passed: list[Release] = []
        held: list[Held] = []
        for release in releases:
            now = amended(release, self.as_of)
            waits = release.published <= self.as_of < now.first_effective
            audience = None
            if waits and release.revision > 1 and not now.withdrawn:
                audience = self._too_short(now, now.effective, release.published)
            if audience:
                held.append(self._held(release, None, audience))
            else:
                passed.append(release)
        return passed, held

    def _new(self, release: Release, public: Sequence[Release]) -> Held | None:
        now = amended(release, self.as_of)
        if release.published > self.as_of or release.revision == 1 or now.withdrawn:
            return None
        highest = max((e.revision for e in self.events.get(release.policy, ()) if e.kind is Kind.ANNOUNCED), default=0)
        if highest > release.revision:
            return replace(self._held(release, None, None), behind=highest)
        if self._rewrites(now, public):
            return self._held(release, None, None)
        audience = self._too_short(now, now.effective, self.as_of)
        return self._held(release, None, audience) if audience else None

    def _rewrites(self, release: Release, public: Sequence[Release]) -> bool:
        """Whether an earlier revision was in force when, or after, this one would have come into force.

        Of those that took effect the highest did so last, so it is the only one to look at.
        """
        return any(
            before is not None
            and before.revision < release.revision
            and before.effective_for(users) >= release.effective_for(users)
            for users in Users
            for before in [in_force(public, users, self.as_of)]
        )

    def _amended(self, release: Release, recorded: set[tuple[Kind, datetime | None]]) -> tuple[Release, list[Held]]:
        kinds = {Reschedule: Kind.RESCHEDULED, Correction: Kind.CORRECTED}
        for index, amendment in enumerate(release.amendments):
            kind = kinds.get(type(amendment.what), Kind.WITHDRAWN)
            if amendment.at > self.as_of or (kind, amendment.at) in recorded or kind is Kind.CORRECTED:
                continue
            before = replace(release, amendments=release.amendments[:index])
            late = self._late_amendment(amended(before, self.as_of), amendment)
            if late:
                return before, [late]
        return release, []

    def _late_amendment(self, now: Release, amendment: Amendment) -> Held | None:
        if self.as_of >= now.first_effective:
            return self._held(now, amendment, None)
        if isinstance(amendment.what, Reschedule) and amendment.what.effective < now.effective:
            audience = self._too_short(now, amendment.what.effective, self.as_of)
            return self._held(now, amendment, audience) if audience else None
        return None

    def _too_short(self, release: Release, effective: datetime, public: datetime) -> Audience | None:
        """The audience whose period between becoming public and taking effect is too short, the longest one's."""
        if release.short_notice:
            return None
        longest = max(self.site.audiences, key=lambda one: one.notice_days[release.level])
        days = longest.notice_days[release.level]
        return longest if days and effective < self._after(days, public) else None

    def _held(self, release: Release, amendment: Amendment | None, audience: Audience | None) -> Held:
        days = audience.notice_days[release.level] if audience else 0
        soonest = self._after(max(days, self._least(release.level)), self.as_of)
        midnight = soonest.replace(hour=0, minute=0, second=0, microsecond=0)
        earliest = midnight if midnight >= soonest else midnight + timedelta(days=1)
        return Held(release=release, amendment=amendment, audience=audience, days=days, earliest=earliest)

    def _least(self, level: Level) -> int:
        return max(one.notice_days[level] for one in self.site.audiences)

    def _after(self, days: int, start: datetime) -> datetime:
        """The instant so many days of the site's calendar from another."""
        return start.astimezone(ZoneInfo(self.site.time_zone)) + timedelta(days=days)
