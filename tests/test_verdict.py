"""Check and build decide alike: what passes the one is published, and what the other holds back was said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import schedule
from site_builder.gate import Judge, moment
from site_builder.gate.foreseeing import Outlook, foresee
from site_builder.gate.held import Held, Waits
from site_builder.gate.verdict import Case, Verdict, verdict
from site_builder.model.policy import Audience, Level, Mode, Publisher
from site_builder.model.record import Record
from site_builder.model.release import Amendment, Release
from site_builder.model.version import Status, Version
from tests import values
from tests.effort import tries
from tests.test_holding import day, moved, release, withdrawn
from tests.test_in_force import every_hour, lines, timeline

EDITORIAL, CLARIFYING, MATERIAL = Level
POLICY = values.policy(required_locales=("en", "ar"))
SITE = values.site(
    audiences=(
        Audience(
            id="default", notice_days=dict.fromkeys(Level, 0) | {MATERIAL: 1}, modes=dict.fromkeys(Level, Mode.INFORM)
        ),
    )
)
# Four wordings of which some pairs are an edit of a slip, some of words without weight, and some of a period.
TEXTS = (
    "We keep your logs for 30 days on disk.",
    "We keep your logs for 30 days on disc.",
    "We keep youur logs for 30 days on disk.",
    "We keep youur logs for 90 days on disk.",
)
JUDGE = Judge()


def version(release: Release, text: int = 0, *, translated: bool = True) -> Version:
    """A release with one of the texts, whole in Arabic or not translated at all."""
    english = values.edition(values.document(sections={"retention": ("Retention", TEXTS[text])}))
    status = Status.CURRENT if translated else Status.FALLBACK
    fallback = frozenset[str]() if translated else frozenset({"index", "retention"})
    arabic = replace(english, locale="ar", status=status, fallback=fallback)
    return Version(policy=POLICY, publisher=Publisher(), release=release, editions={"en": english, "ar": arabic})


Texts = Mapping[int, Version]


@dataclass
class Life:
    """A site that is built again and again, of texts; ``record`` is what it has told."""

    texts: Texts
    record: Record | None = None
    held: list[Held] = field(default_factory=list)

    def build(self, at: datetime, files: Sequence[Release]) -> Verdict:
        now = moment(SITE, files, self.record.events if self.record else (), at)
        found = verdict(Case(policy=POLICY, releases=files, versions=self.texts, moment=now, judge=JUDGE))
        self.held += found.held
        stands = timeline([*found.passed], at, None)
        happened = schedule.happened(stands, found.passed, schedule.Asking(audiences=SITE.audiences, changes={}), at)
        if self.record:
            assert not [*schedule.record_faults(self.record, at)]
            assert not [*schedule.contradictions(self.record.events, happened, {})]
        if happened:
            self.record = schedule.go_on(self.record, happened, (), at)
        return found


def foreseen(base: Sequence[Release], now: Sequence[Release], texts: Texts, at: datetime) -> list[Held]:
    """What a check of the change from one state of the files to another says at an instant."""
    told = schedule.told_until(base, at)
    outlook = Outlook(policy=POLICY, sites=(SITE,), releases=now, versions=texts, told=told, as_of=at, judge=JUDGE)
    return [*foresee(outlook)]


def named(held: Sequence[Held]) -> set[tuple[int, datetime | None]]:
    """Which releases and amendments are held back for a reason of their own."""
    return {
        (one.release.revision, one.amendment.at if one.amendment else None)
        for one in held
        if not isinstance(one.why, Waits)
    }


FIRST = release(1, "01-01", "01-01")
LONGER = release(2, "03-01", "05-01")  # 90 days instead of 30
SLIP = release(3, "03-02", "05-02", EDITORIAL)  # mends a slip in that
PLAIN = release(4, "03-03", "06-01")  # 30 days again
LINE = (FIRST, LONGER, SLIP, PLAIN)
LINE_TEXTS = {one.revision: version(one, text) for one, text in zip(LINE, (0, 3, 3, 0), strict=True)}


def amended(one: Release, *amendments: Amendment) -> Release:
    return replace(one, amendments=amendments)


# What is declared of releases that are public, and which of it goes out in one build; each is (revision, its number).
AMENDMENTS: dict[str, tuple[dict[int, Sequence[Amendment]], set[tuple[int, int]]]] = {
    "a withdrawal that would silence the next version": ({2: [withdrawn("03-10")]}, set()),
    "beside one that concerns another version": (
        {2: [withdrawn("03-10")], 4: [moved("03-10", "07-01")]},
        {(4, 0)},
    ),
    "and one that was declared after it": ({2: [withdrawn("03-10")], 4: [moved("03-11", "07-01")]}, {(4, 0)}),
    "both withdrawn at once": ({2: [withdrawn("03-10")], 3: [withdrawn("03-10")]}, {(2, 0), (3, 0)}),
    "the later one withdrawn first": ({2: [withdrawn("03-11")], 3: [withdrawn("03-10")]}, {(2, 0), (3, 0)}),
    "both moved at once, and in their order": (
        {2: [moved("03-10", "05-20")], 3: [moved("03-10", "05-21")]},
        {(2, 0), (3, 0)},
    ),
    "only the earlier one moved, behind the later": ({2: [moved("03-10", "05-20")]}, set()),
    "what follows a bad one of the same version": ({2: [withdrawn("03-10"), moved("03-11", "05-02")]}, set()),
    "one too near beside one that is not": (
        {3: [moved("03-10", "06-15")], 4: [moved("03-11", "03-11")]},
        {(3, 0)},
    ),
}


@pytest.mark.parametrize("case", AMENDMENTS.values(), ids=AMENDMENTS.keys())
def test_one_bad_amendment_holds_back_no_other(
    case: tuple[dict[int, Sequence[Amendment]], set[tuple[int, int]]],
) -> None:
    """They are tried one at a time, until nothing changes; the check says the same of each."""
    declared, goes = case
    life = Life(LINE_TEXTS)
    life.build(day("03-05"), LINE)
    assert not life.held
    files = [amended(one, *declared.get(one.revision, ())) for one in LINE]
    at = day("03-12")
    passed = life.build(at, files).passed
    out = {
        (one.revision, number)
        for one in files
        for number, amendment in enumerate(one.amendments)
        if amendment in next(other.amendments for other in passed if other.revision == one.revision)
    }
    assert out == goes
    assert named(life.held) == named(foreseen(LINE, files, LINE_TEXTS, at))
    # What is mended later goes out then, and contradicts nothing.
    life.build(at, LINE if not goes else [*passed])


# A change of what the site has: the files before it, those after it, and what both check and build say of it.
CHANGES: dict[str, tuple[Sequence[Release], Sequence[Release], list[tuple[str, str]]]] = {
    "nothing": (LINE, LINE, []),
    "a version that is whole": ([FIRST], [FIRST, release(2, "03-12", "04-13")], []),
    "a version that says too little": (
        [FIRST],
        [FIRST, release(2, "03-12", "04-13", CLARIFYING)],
        [("v2", "TooLow")],
    ),
    "and what follows it": (
        [FIRST],
        [FIRST, release(2, "03-12", "04-13", CLARIFYING), release(3, "03-12", "04-14")],
        [("v2", "TooLow"), ("v3", "Waits")],
    ),
    "a version that is too near": ([FIRST], [FIRST, release(2, "03-12", "03-12")], [("v2", "TooShort")]),
    "a number that was left out": ([FIRST, PLAIN], [FIRST, LONGER, PLAIN], [("v2", "Behind")]),
    "a language that is missing": (
        [FIRST],
        [FIRST, release(5, "03-12", "04-13")],
        [("v5", "Untranslated")],
    ),
}


@pytest.mark.parametrize("case", CHANGES.values(), ids=CHANGES.keys())
def test_check_and_build_say_the_same(
    case: tuple[Sequence[Release], Sequence[Release], list[tuple[str, str]]],
) -> None:
    """Each change, as a check sees it before the merge and as the build sees it behind it."""
    before, after, expected = case
    texts = {**LINE_TEXTS, 5: version(release(5, "03-12", "04-13"), 3, translated=False)}
    at = day("03-12")
    life = Life(texts)
    life.build(day("03-05"), before)
    assert not life.held
    life.build(at, after)
    for held in (life.held, foreseen(before, after, texts, at)):
        assert [(one.release.label, type(one.why).__name__) for one in held] == expected


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Release], list[Release], Texts]:
    """A line of releases before and after a change, which adds releases and amendments, and the texts of all."""
    after: list[Release] = []
    texts: dict[int, Version] = {}
    for one in draw(lines()):
        level = draw(st.sampled_from(Level))
        override = draw(st.sampled_from(["", "", "Counsel says so."]))
        after.append(replace(one, level=level, override=override))
        texts[one.revision] = version(one, draw(st.integers(0, 3)), translated=draw(st.booleans()))
    before = [
        replace(one, amendments=one.amendments[: draw(st.integers(0, len(one.amendments)))])
        for one in after
        if draw(st.booleans())
    ]
    return before, after, texts


@tries(80, in_soak=50_000)
@given(changes(), st.sampled_from(every_hour()), st.lists(st.sampled_from([0, 17, 60]), min_size=12, max_size=12))
def test_what_a_build_holds_back_was_said_by_the_check(
    change: tuple[list[Release], list[Release], Texts], at: datetime, delays: list[int]
) -> None:
    """However late each build comes within its hour; and so what the check says nothing of is published."""
    before, after, texts = change
    life = Life(texts)
    # What was held back there is a part of the change now: a base that somebody merged past the check is no base.
    base = life.build(at, before).passed
    is_known = life.record is not None
    life.held.clear()
    said = foreseen(base, after, texts, at)
    instants = {one.published for one in after} | {one.at for two in after for one in two.amendments}
    last = at
    for instant, delay in zip(sorted({at, *(one for one in instants if one > at)}), delays, strict=False):
        last = max(last, instant + timedelta(minutes=delay))
        life.build(last, after)
        if life.held:
            break
    assert bool(life.held) <= bool(said)
    # A policy that is new brings its past with it, of which a build asks less.
    assert not is_known or named(life.held) <= named(said)
