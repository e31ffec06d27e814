"""The one decision about what may be public: values in, verdict out (docs/decisions/0034-one-verdict.md).

`check` asks for it before a change is merged, and a build before it publishes, so that what passes the one is not
kept back by the other. A release that nobody has seen goes out only if it leaves the notice that it owes, says how
much it changes, and is there in every required language. It is judged once: what is public is never judged again.
An amendment goes out unless it comes too late, or would leave an announced version with too low a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder import schedule
from site_builder.gate.held import Held, Silences, TooLow, Untranslated, Waits, Why
from site_builder.gate.judging import Judge
from site_builder.gate.proposals import against, missing_translations
from site_builder.model.policy import Policy
from site_builder.model.release import Amendment, Release
from site_builder.model.review import Judged
from site_builder.model.version import Version
from site_builder.schedule import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One policy in one build. ``releases`` are as their files have them, ``versions`` those whose texts were found."""

    policy: Policy
    releases: Sequence[Release]
    versions: Mapping[int, Version]
    moment: Moment
    judge: Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The releases as they may be public, and what is held back, both in the order of revisions."""

    passed: tuple[Release, ...]
    held: tuple[Held, ...]


def verdict(case: Case) -> Verdict:
    """What may be public. What follows something that is held back waits with it."""
    bench = _Bench(case)
    public, held = bench.amended()
    passed: dict[int, Release] = {}
    for release in bench.declared:
        if release.revision in case.moment.told:
            passed[release.revision] = public[release.revision]
        elif not case.moment.is_next(release):
            passed[release.revision] = release
        elif before := [one for one in held if one.release.revision < release.revision]:
            # It says how it differs from the one before it, and would keep that from ever being announced.
            held.append(Held(release=release, why=Waits(before[-1].release)))
        else:
            kept, found = bench.new(release, public.values(), passed.values())
            held += found
            if all(one.amendment for one in found):
                passed[release.revision] = kept
    held.sort(key=lambda one: one.release.revision)
    return Verdict(passed=tuple(passed.values()), held=tuple(held))


class _Bench:
    """The questions that a verdict asks. Releases that are ``public`` here are those that somebody can see."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.moment = case.moment
        self.declared = sorted(case.releases, key=lambda one: one.revision)

    def amended(self) -> tuple[dict[int, Release], list[Held]]:
        """What was announced with as many of its new amendments as hold, and the others.

        They are tried one at a time, in the order in which they were declared: one that silences a version may hold
        when that version is withdrawn as well.
        """
        declared = {one.revision: one for one in self.declared}
        public = {number: one for number, one in self.moment.told.items() if number in declared}
        waiting = [(number, index) for number in public for index in self.moment.news(declared[number])]
        waiting.sort(key=lambda one: (declared[one[0]].amendments[one[1]].at, -one[0], one[1]))
        reasons: dict[tuple[int, int], Why] = {}
        is_stable = False
        while not is_stable:
            is_stable = True
            for number, index in [*waiting]:
                if any(other == number and earlier < index for other, earlier in waiting):
                    continue  # it was declared of the release as the amendment before it leaves it
                amendment = declared[number].amendments[index]
                why = self._unfit(public, number, amendment)
                if why is not None:
                    reasons[number, index] = why
                    continue
                public[number] = _with(public[number], amendment)
                waiting.remove((number, index))
                is_stable = False
        held: list[Held] = []
        for number in sorted(public):
            late = min((index for other, index in waiting if other == number), default=None)
            if late is None:
                public[number] = declared[number]
                continue
            amendments, known = declared[number].amendments, self.moment.told[number].amendments
            kept = tuple(one for index, one in enumerate(amendments) if index < late or one in known)
            public[number] = replace(declared[number], amendments=kept)
            held.append(Held(release=public[number], amendment=amendments[late], why=reasons[number, late]))
        return public, held

    def _unfit(self, public: Mapping[int, Release], number: int, amendment: Amendment) -> Why | None:
        others = [one for one in public.values() if one.revision != number]
        late = self.moment.late_amendment(public[number], amendment, others)
        return late or self._silenced({**public, number: _with(public[number], amendment)})

    def _silenced(self, public: Mapping[int, Release]) -> Silences | None:
        """Whether a coming version supersedes something else than was told, and says too little for that.

        One that binds new users already still comes for the others; one that is withdrawn as well does not come.
        No `override` helps: its reason was given for what the version superseded then.
        """
        for release in public.values():
            standing = schedule.amended(release, self.moment.at)
            if standing.withdrawn or standing.effective <= self.moment.at or release.revision == 1:
                continue
            known = {old for old, new in self._pairs(self.moment.told.values()) if new == release.revision}
            for old, judged in self._against(release, public.values()):
                if old.revision not in known and judged.judgement.level > release.level:
                    binds = standing.first_effective <= self.moment.at
                    return Silences(hidden=release, old=old, judged=judged, binds=binds)
        return None

    def new(self, release: Release, public: Iterable[Release], passed: Iterable[Release]) -> tuple[Release, list[Held]]:
        """A release that nobody has seen, as it may be public, and what keeps it or an amendment of it back.

        Its dates may not contradict what is ``public`` already; it is compared with everything that has ``passed``.
        """
        kept, held = release, list[Held]()
        for index in self.moment.news(release) if not self.moment.is_recorded else ():
            before = replace(release, amendments=release.amendments[:index])
            late = self.moment.late_amendment(before, release.amendments[index], ())
            if late is not None:
                kept = before
                held.append(Held(release=before, amendment=release.amendments[index], why=late))
                break
        whys: list[Why | None] = []
        if not held:
            whys.append(self.moment.late(kept, [*public]))
        if release.revision > 1:
            whys += self._unsaid(kept, [*passed, kept])
        return kept, held + [Held(release=kept, why=why) for why in whys if why is not None]

    def _unsaid(self, release: Release, public: Iterable[Release]) -> Iterator[Why]:
        if not release.override:
            for old, judged in self._against(release, public):
                if judged.judgement.level > release.level:
                    yield TooLow(old=old, judged=judged)
                    break
        version = self.case.versions.get(release.revision)
        missing = missing_translations(self.case.policy, version, release) if version is not None else ()
        if version is not None and missing:
            yield Untranslated(version=version, locales=missing)

    def _pairs(self, releases: Iterable[Release]) -> Iterator[tuple[int, int]]:
        return schedule.pairs_ever(sorted(releases, key=lambda one: one.revision), self.moment.at)

    def _against(self, release: Release, releases: Iterable[Release]) -> Iterator[tuple[Version, Judged]]:
        return against(release, self.case.versions, [*releases], self.moment.at, self.case.judge)


def _with(release: Release, amendment: Amendment) -> Release:
    amendments = sorted((*release.amendments, amendment), key=lambda one: one.at)
    return replace(release, amendments=tuple(amendments))
