"""What a build keeps back although somebody merged it (docs/decisions/0019-the-gate-and-what-is-held-back.md).

A release that is not public yet goes out only if it says how much it changes and is there in every required
language. It is judged once, in the build that would first publish it; what the publication record knows is
never judged again. An amendment that would leave a public version with too low a level is kept back as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from site_builder import schedule
from site_builder.gate.judging import Judge
from site_builder.gate.proposals import against, missing_translations
from site_builder.model.policy import Policy
from site_builder.model.record import Kind, Record
from site_builder.model.release import Amendment, Correction, Release, Reschedule
from site_builder.model.review import Judged
from site_builder.model.version import Version
from site_builder.problems import Place, Problem, Severity

Places = Mapping[tuple[str, str], Place]


def hold(
    policy: Policy, versions: Sequence[Version], record: Record | None, as_of: datetime, places: Places
) -> tuple[list[Version], list[Problem]]:
    """The versions of a policy that may be public, and what is kept back and why.

    A policy that is in no record brings its past with it, of which nothing can be held back any more; what has
    not taken effect still can.
    """
    events = [event for event in (record.events if record else ()) if event.policy == policy.id]
    public = {event.revision for event in events if event.kind is Kind.ANNOUNCED}
    told = {(event.revision, event.kind, event.occurred) for event in events}
    keeper = _Keeper(policy, as_of, places)
    ordered = sorted(versions, key=lambda one: one.revision)
    if not public:
        past = {one.revision for one in ordered if keeper.is_past(one.release)}
        return keeper.without_unsaid(ordered, past), keeper.problems
    calm = keeper.without_silencing(ordered, public, told)
    return keeper.without_unsaid(calm, public), keeper.problems


class _Keeper:
    def __init__(self, policy: Policy, as_of: datetime, places: Places) -> None:
        self.policy = policy
        self.as_of = as_of
        self.places = places
        self.problems: list[Problem] = []
        self.judge = Judge()

    def is_past(self, release: Release) -> bool:
        """Whether a version has bound anybody already."""
        return schedule.amended(release, self.as_of).first_effective <= self.as_of

    def without_unsaid(self, versions: Sequence[Version], public: set[int]) -> list[Version]:
        """The versions without those that would be public now and do not say enough."""
        kept: list[Version] = []
        for version in versions:
            release = version.release
            is_new = release.revision not in public and release.revision > 1 and release.published <= self.as_of
            if is_new:
                found = list(self._unsaid([*kept, version], release))
                if found:
                    self.problems += found
                    continue
            kept.append(version)
        return kept

    def _unsaid(self, versions: Sequence[Version], release: Release) -> Iterator[Problem]:
        name = f"version {release.label} of {release.policy} is held back"
        place = self.places[release.policy, release.label]
        for old, judged in self._against(release, versions):
            if _hides(release, judged):
                level = judged.judgement.level
                yield _held(
                    "PS-324",
                    f"{name}: it says {release.level}, and the rules find {level} changes since {old.label}",
                    place,
                    f"write `level: {level}`, or say why not: `override: {{reason: …}}`; then build again",
                )
                break
        missing = missing_translations(self.policy, versions[-1], release)
        if missing:
            yield _held(
                "PS-325",
                f"{name}: it has no whole translation in {', '.join(missing)}, which policy.yaml requires",
                place,
                f"translate it, or say why it goes out without: `without: {{{missing[0]}: …}}`; then build again",
            )

    def without_silencing(
        self, versions: Sequence[Version], public: set[int], told: set[tuple[int, Kind, datetime | None]]
    ) -> list[Version]:
        """The versions without new amendments that would make the level of a coming one untrue."""
        before = [_amended_by(version, told) for version in versions]
        if before == list(versions):
            return before
        hidden = [
            version for version in versions if version.revision in public and self._is_hidden(version, versions, before)
        ]
        if not hidden:
            return list(versions)
        for old, new in zip(before, versions, strict=True):
            if old is not new:
                self.problems.append(self._silences(new, hidden[0]))
        return before

    def _is_hidden(self, version: Version, now: Sequence[Version], before: Sequence[Version]) -> bool:
        """Whether a coming version supersedes something else than before, and says too little for that.

        One that binds new users already still comes for the others; one that is withdrawn as well does not come.
        No `override` helps: its reason was given for what the version superseded then.
        """
        release = version.release
        standing = schedule.amended(release, self.as_of)
        if standing.withdrawn or standing.effective <= self.as_of:
            return False
        known = {old.revision for old, _ in self._against(release, before)}
        return any(
            old.revision not in known and judged.judgement.level > release.level
            for old, judged in self._against(release, now)
        )

    def _silences(self, version: Version, hidden: Version) -> Problem:
        release = version.release
        way = f"withdraw {hidden.label} as well, and release its text anew with the level that it has then"
        if self.is_past(hidden.release):
            way = f"take this amendment back: {hidden.label} binds new users already, and cannot be withdrawn"
        return _held(
            "PS-326",
            f"an amendment of version {release.label} of {release.policy} is held back: without that version, "
            f"{hidden.label} would change more than its level, {hidden.release.level}, says",
            self.places[release.policy, release.label],
            way,
        )

    def _against(self, release: Release, versions: Sequence[Version]) -> Iterable[tuple[Version, Judged]]:
        by_revision = {one.revision: one for one in versions}
        return against(release, by_revision, [one.release for one in versions], self.as_of, self.judge)


def _hides(release: Release, judged: Judged) -> bool:
    return judged.judgement.level > release.level and not release.override


def _amended_by(version: Version, told: set[tuple[int, Kind, datetime | None]]) -> Version:
    """The version with those of its amendments that the record knows; a corrected summary changes no date."""
    known = tuple(
        one
        for one in version.release.amendments
        if isinstance(one.what, Correction) or (version.revision, _kind(one), one.at) in told
    )
    if known == version.release.amendments:
        return version
    return replace(version, release=replace(version.release, amendments=known))


def _kind(amendment: Amendment) -> Kind:
    return Kind.RESCHEDULED if isinstance(amendment.what, Reschedule) else Kind.WITHDRAWN


def _held(code: str, message: str, place: Place, hint: str) -> Problem:
    return Problem(code=code, message=message, place=place, hint=hint, severity=Severity.HELD)
