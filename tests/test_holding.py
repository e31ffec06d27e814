"""What is held back, decided from dates alone: no text, no page and no git is needed to say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import schedule
from site_builder.gate import Judge, moment
from site_builder.gate.verdict import Case, Verdict, verdict
from site_builder.model.policy import Audience, Level, Mode, Retirement, Site
from site_builder.model.record import Record
from site_builder.model.release import Amendment, Correction, Ground, Release, Reschedule, ShortNotice, Withdrawal
from site_builder.problems import Place, Problem
from tests import values
from tests.test_in_force import every_hour, lines, timeline

MATERIAL, EDITORIAL = Level.MATERIAL, Level.EDITORIAL
NO_DAYS = dict.fromkeys(Level, 0)
SITE = values.site(
    audiences=(Audience(id="default", notice_days={**NO_DAYS, MATERIAL: 30}, modes=dict.fromkeys(Level, Mode.INFORM)),)
)
HASTY = replace(SITE, audiences=(replace(SITE.audiences[0], notice_days=NO_DAYS),))


def day(text: str) -> datetime:
    """A day of 2026, `03-01`, as the site's calendar has it."""
    return datetime.fromisoformat(f"2026-{text}T00:00:00+08:00").astimezone(UTC)


def release(revision: int, published: str, effective: str, level: Level = MATERIAL, *amendments: Amendment) -> Release:
    return Release(
        policy="privacy",
        label=f"v{revision}",
        revision=revision,
        text="",
        published=day(published),
        effective=day(effective),
        level=level,
        summary={},
        inferred={},
        without={},
        amendments=amendments,
    )


def moved(at: str, effective: str) -> Amendment:
    return Amendment(at=day(at), what=Reschedule(effective=day(effective)), reason={})


def withdrawn(at: str) -> Amendment:
    return Amendment(at=day(at), what=Withdrawal(), reason={})


def decided(site: Site, record: Record | None, at: datetime, files: Sequence[Release]) -> Verdict:
    """What a build decides from dates alone: there are no texts."""
    now = moment(site, files, record.events if record else (), at)
    return verdict(Case(policy=values.policy(), releases=files, versions={}, moment=now, judge=Judge()))


@dataclass
class Life:
    """A site that is built again and again; ``record`` is what it has told."""

    site: Site = SITE
    record: Record | None = None
    problems: list[Problem] = field(default_factory=list)
    public: list[str] = field(default_factory=list)

    def build(self, at: datetime, *files: Release) -> Life:
        found = decided(self.site, self.record, at, files)
        passed, held = found.passed, found.held
        now = timeline([*passed], at, None)
        asking = schedule.Asking(audiences=self.site.audiences, changes={})
        happened = schedule.happened(now, passed, asking, at)
        self.problems = [one.problem(Place(one.release.label)) for one in held]
        if self.record:
            self.problems += schedule.record_faults(self.record, at)
            self.problems += schedule.contradictions(self.record.events, happened, {})
        if happened:
            new = schedule.translated(now, self.record.events, at) if self.record else ()
            self.record = schedule.go_on(self.record, happened, new, at)
        self.public = [f"{one.version.label} {one.state}" for one in now.standings]
        return self


FIRST = release(1, "01-28", "01-28")

# Files as they are at several builds, the last of which is looked at: what is held back there, in words, and what is
# public. Each build is a day and its files.
Build = tuple[str, tuple[Release, ...]]
CASES: dict[str, tuple[tuple[Build, ...], tuple[str, ...], str]] = {
    "what follows a held release waits with it": (
        (
            ("02-01", (FIRST,)),
            ("03-02", (FIRST, release(2, "03-01", "03-10"), release(3, "03-02", "03-11", EDITORIAL))),
        ),
        ("v2: material changes need 30 days", "v3: what it changes is said against version v2"),
        "v1 in-force",
    ),
    "also where no record is": (
        (("03-02", (FIRST, release(2, "03-01", "03-10"), release(3, "03-02", "03-11", EDITORIAL))),),
        ("v2: material changes need 30 days", "v3: what it changes is said against version v2"),
        "v1 in-force",
    ),
    "what is not public yet waits for nothing": (
        (
            ("02-01", (FIRST,)),
            ("03-02", (FIRST, release(2, "03-01", "03-10"), release(3, "04-02", "05-11"))),
        ),
        ("v2: material changes need 30 days",),
        "v1 in-force",
    ),
    "a release from before another was public": (
        (
            ("02-01", (FIRST,)),
            ("03-01", (FIRST, release(2, "03-01", "04-15"))),
            ("03-05", (FIRST, release(2, "03-01", "04-15"), release(3, "02-20", "02-25", EDITORIAL))),
        ),
        ("v3: it would have taken effect before version v2 was published",),
        "v1 in-force, v2 announced",
    ),
    "a lower revision than what is public": (
        (
            ("02-01", (FIRST, release(3, "02-01", "03-15"))),
            ("02-02", (FIRST, release(2, "02-02", "05-01"), release(3, "02-01", "03-15"))),
        ),
        ("v2: revision 3 was announced before it",),
        "v1 in-force, v3 announced",
    ),
    "an amendment to a day before what is in force": (
        (
            ("03-01", (FIRST, release(2, "02-15", "04-15"), release(3, "03-01", "05-01", EDITORIAL))),
            (
                "04-20",
                (
                    FIRST,
                    release(2, "02-15", "04-15"),
                    release(3, "03-01", "05-01", EDITORIAL, moved("04-01", "04-10")),
                ),
            ),
        ),
        ("v3: it would take effect before what has been in force since",),
        "v1 superseded, v2 in-force, v3 announced",
    ),
    "an amendment that declares what holds already": (
        (
            ("03-01", (FIRST, release(2, "03-01", "04-15"))),
            ("04-20", (FIRST, release(2, "03-01", "04-15", MATERIAL, moved("03-10", "04-15")))),
        ),
        (),
        "v1 superseded, v2 in-force",
    ),
    "without a record, an amendment that brings the day too near": (
        (("03-11", (FIRST, release(2, "02-01", "05-15", MATERIAL, moved("03-10", "03-20")))),),
        ("v2: material changes need 30 days",),
        "v1 in-force, v2 announced",
    ),
    "without a record, one that leaves enough time": (
        (("03-11", (FIRST, release(2, "02-01", "05-15", MATERIAL, moved("03-10", "04-10")))),),
        (),
        "v1 in-force, v2 announced",
    ),
    "without a record, one that mends a date that was too near": (
        (("03-11", (FIRST, release(2, "03-01", "03-20", MATERIAL, moved("03-10", "04-10")))),),
        (),
        "v1 in-force, v2 announced",
    ),
    "the first version has no notice period, whatever is amended": (
        (
            ("03-01", (release(1, "03-01", "06-01"),)),
            ("03-10", (release(1, "03-01", "06-01", MATERIAL, moved("03-10", "03-12")),)),
        ),
        (),
        "v1 announced",
    ),
    "what was never public and is withdrawn holds nothing up": (
        (
            ("02-01", (FIRST,)),
            (
                "03-02",
                (FIRST, release(2, "03-01", "03-10", MATERIAL, withdrawn("03-02")), release(3, "03-02", "04-11")),
            ),
        ),
        (),
        "v1 in-force, v2 withdrawn, v3 announced",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_is_held_back_and_what_goes_out(case: tuple[tuple[Build, ...], tuple[str, ...], str]) -> None:
    """Nothing contradicts the record, and each problem says why in its first words."""
    builds, held, public = case
    life = Life()
    for at, files in builds:
        life.build(day(at), *files)
    assert len(life.problems) == len(held)
    for problem, words in zip(life.problems, held, strict=True):
        name, why = words.split(": ")
        assert (problem.code, problem.place.path) in {("PS-321", name), ("PS-322", name)}
        assert f" is held back: {why}" in problem.message
    assert ", ".join(life.public) == public


def test_a_held_amendment_leaves_its_release_as_it_was_announced() -> None:
    """Its place says which release, its code that it is an amendment."""
    files = (FIRST, release(2, "02-01", "05-15", MATERIAL, moved("03-10", "03-20")))
    (one,) = decided(SITE, None, day("03-11"), files).held
    assert one.problem(Place("v2")).code == "PS-322"
    assert one.release.amendments == ()
    assert one.release.effective == day("05-15")


def test_a_ground_for_short_notice_lets_an_amendment_through() -> None:
    two = replace(
        release(2, "02-01", "05-15", MATERIAL, moved("03-10", "03-20")),
        short_notice=ShortNotice(ground=Ground.SECURITY, reason="A leak."),
    )
    assert Life().build(day("03-11"), FIRST, two).problems == []


def test_a_reason_to_reach_back_excuses_no_short_notice() -> None:
    """It stands for days that nobody can be given; a version that comes later than it is public has them."""
    soon = replace(release(2, "03-01", "03-05"), retroactive_reason="A judgement.")
    back = replace(release(2, "03-01", "02-20"), retroactive_reason="A judgement.")
    life = Life().build(day("02-01"), FIRST).build(day("03-01"), FIRST, soon)
    assert [one.code for one in life.problems] == ["PS-321"]
    life.build(day("03-01"), FIRST, back)
    assert life.problems == []
    assert life.public == ["v1 superseded", "v2 in-force"]


@pytest.mark.parametrize("hour", ["00:00", "00:17", "14:00", "23:30"])
def test_the_day_that_is_offered_is_one_that_the_next_build_lets_through(hour: str) -> None:
    """No build happens at the very instant of `published`; the shipped workflow builds at seventeen past."""
    start = datetime.fromisoformat(f"2026-03-01T{hour}:00+08:00").astimezone(UTC)
    offered = schedule.earliest_day(SITE, MATERIAL, start)
    second = replace(release(2, "03-01", "03-01"), published=start, effective=offered)
    life = Life().build(day("02-01"), FIRST).build(start + timedelta(minutes=17), FIRST, second)
    assert life.problems == []
    assert life.public == ["v1 in-force", "v2 announced"]


def written(one: Release, until: datetime, seen: dict[int, datetime], delay: timedelta) -> Release | None:
    """A release as its file was at an instant; each amendment was written so long after it declares to be."""
    if seen[one.revision] > until:
        return None
    kept = tuple(amendment for amendment in one.amendments if amendment.at + delay <= until)
    return replace(one, amendments=kept)


@given(
    lines(),
    st.lists(st.sampled_from(every_hour()), min_size=1, max_size=4, unique=True),
    st.data(),
)
def test_authors_who_only_add_never_contradict_the_record(
    line: list[Release], builds: list[datetime], data: st.DataObject
) -> None:
    """However late releases and amendments are merged, what would rewrite the past is held back, and is not exit 4."""
    seen = {one.revision: data.draw(st.sampled_from(every_hour())) for one in line}
    delay = timedelta(hours=data.draw(st.integers(0, 30)))
    life = Life(site=HASTY)
    for at in sorted(builds):
        files = [found for one in line if (found := written(one, at, seen, delay)) is not None]
        life.build(at, *files)
        assert not [one for one in life.problems if one.code not in ("PS-321", "PS-322")]
        # And nothing goes missing without a word, unless it was overtaken before anybody could have seen it.
        said = {one.split()[0] for one in life.public} | {one.place.path for one in life.problems}
        for lost in (one for one in files if one.published <= at and one.label not in said):
            later = [schedule.amended(one, at) for one in files if one.revision > lost.revision]
            assert any(one.effective <= lost.published for one in later)


def test_a_summary_is_corrected_at_any_time() -> None:
    """A correction behind a held amendment waits with it; alone it is never late."""
    better = Amendment(at=day("06-01"), what=Correction(summary={"en": "Better."}), reason={})
    life = Life().build(day("02-01"), FIRST)
    assert life.build(day("07-01"), replace(FIRST, amendments=(better,))).problems == []


# The revisions that are declared, when the policy ends, and which of them would take effect then or later.
ENDS = {
    "a version that comes": ((FIRST, release(2, "03-01", "04-15")), "04-01", ["v2"]),
    "on the same instant": ((FIRST, release(2, "03-01", "04-15")), "04-15", ["v2"]),
    "one that comes before": ((FIRST, release(2, "03-01", "04-15")), "04-16", []),
    "one that was withdrawn": ((FIRST, release(2, "03-01", "04-15", MATERIAL, withdrawn("03-20"))), "04-01", []),
    "one that was moved there": (
        (FIRST, release(2, "03-01", "03-20", MATERIAL, moved("03-10", "04-02"))),
        "04-01",
        ["v2"],
    ),
    "one that is overtaken": ((FIRST, release(2, "03-01", "04-15"), release(3, "03-01", "03-20")), "04-01", []),
}


@pytest.mark.parametrize("case", ENDS.values(), ids=ENDS.keys())
def test_nothing_comes_when_a_policy_has_ended(case: tuple[tuple[Release, ...], str, list[str]]) -> None:
    """Nobody is told of a version that will never be in force; what was taken back does not matter."""
    files, end, expected = case
    policy = values.policy(retired=Retirement(on=day(end)))
    places = {("privacy", one.label): Place(one.label) for one in files}
    found = list(schedule.past_the_end(policy, files, places))
    assert [one.place.path for one in found] == expected
    assert {one.code for one in found} <= {"PS-309"}
