"""Which version is in force when: the program against a reading of the rules that shares nothing with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import instants, schedule
from site_builder.model.policy import Level, Policy, Publisher, Retirement
from site_builder.model.prose import Document, Numbering
from site_builder.model.release import Amendment, Correction, Release, Reschedule, Users, Withdrawal
from site_builder.model.timeline import State, Timeline
from site_builder.model.version import Version

NEW_YORK = ZoneInfo("America/New_York")
# Hours around the two days of 2026 on which the clock is changed in New York, so that days of 23 and of 25
# hours, equal instants and neighbours an hour apart are all common.
SPRING = datetime(2026, 3, 7, 20, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 31, 20, tzinfo=UTC)
moments = st.builds(
    lambda day, hour: day + timedelta(hours=hour), st.sampled_from([SPRING, AUTUMN]), st.integers(0, 40)
)
DOCUMENT = Document(policy="privacy", locale="en", title="T", preamble=(), sections=(), numbering=Numbering.NONE)
POLICY = Policy(
    id="privacy",
    terms_type="Privacy Policy",
    governing="en",
    locales=("en",),
    required_locales=(),
    numbering=Numbering.NONE,
    sections=(),
    formerly={},
)


@st.composite
def releases(draw: st.DrawFn, revision: int, *, reaching_back: bool = False) -> Release:
    """A release as the files may have it: in order, and with amendments that may come too late."""
    published = draw(moments)
    effective = draw(moments) if reaching_back else max(published, draw(moments))
    new_users = draw(st.none() | st.just(max(published, min(effective, draw(moments)))))
    amendments: list[Amendment] = []
    for at in sorted({max(published, draw(moments)) for _ in range(draw(st.integers(0, 3)))}):
        later = max(at, draw(moments))
        whats: list[Reschedule | Withdrawal | Correction] = [
            Withdrawal(),
            Reschedule(effective=later),
            Reschedule(effective=later, effective_new_users=at),
            Correction(summary={"en": "B"}),
        ]
        what = draw(st.sampled_from(whats))
        amendments.append(Amendment(at=at, what=what, reason={"en": "Because."}))
    return Release(
        policy="privacy",
        label=f"v{revision}",
        revision=revision,
        text="",
        published=published,
        effective=effective,
        level=Level.MATERIAL,
        summary={"en": "A"},
        inferred={},
        without={},
        effective_new_users=new_users,
        amendments=tuple(amendments),
    )


@st.composite
def lines(draw: st.DrawFn, *, reaching_back: bool = False) -> list[Release]:
    """Up to five releases of one policy; some revisions may be missing."""
    revisions = draw(st.lists(st.integers(1, 9), unique=True, max_size=5))
    return [draw(releases(revision, reaching_back=reaching_back)) for revision in sorted(revisions)]


retirements = st.none() | moments


@dataclass
class World:
    """The brute force: walk through every hour, and let the rules of DESIGN §2 happen to whoever is there.

    ``bound`` is the revision in force; a revision that was overtaken or withdrawn is ``out`` for good.
    """

    line: list[Release]
    users: Users
    retired: datetime | None
    bound: int = 0
    ended: bool = False

    def __post_init__(self) -> None:
        self.out: set[int] = set()
        self.dates = {one.revision: (one.effective, one.effective_new_users) for one in self.line}

    def first(self, revision: int) -> datetime:
        effective, new_users = self.dates[revision]
        return min(effective, new_users or effective)

    def mine(self, revision: int) -> datetime:
        return self.first(revision) if self.users is Users.NEW else self.dates[revision][0]

    def live(self, until: datetime) -> int:
        for hour in every_hour():
            if hour > until:
                break
            if self.retired is not None and hour >= self.retired:
                return 0
            self.amend(hour)
            for release in self.line:
                revision = release.revision
                starts = max(self.mine(revision), release.published)
                if revision > self.bound and revision not in self.out and starts <= hour:
                    self.bound = revision
        return self.bound

    def amend(self, hour: datetime) -> None:
        for release in self.line:
            for amendment in release.amendments:
                revision = release.revision
                if amendment.at != hour or revision in self.out or self.first(revision) <= hour:
                    continue
                match amendment.what:
                    case Withdrawal():
                        self.out.add(revision)
                    case Reschedule(effective=effective, effective_new_users=new_users):
                        self.dates[revision] = (effective, new_users or self.dates[revision][1])
                    case _:
                        pass


def every_hour() -> list[datetime]:
    return [day + timedelta(hours=hour) for day in (SPRING, AUTUMN) for hour in range(-1, 42)]


@given(lines(reaching_back=True), st.sampled_from(Users), st.sampled_from(every_hour()), retirements)
def test_in_force_is_what_a_walk_through_every_hour_finds(
    line: list[Release], users: Users, at: datetime, retired: datetime | None
) -> None:
    found = schedule.in_force(line, users, at, retired)
    assert (found.revision if found else 0) == World(line, users, retired).live(at)


def version(release: Release) -> Version:
    return Version(policy=POLICY, publisher=Publisher(), release=release, editions={})


def timeline(line: list[Release], at: datetime, retired: datetime | None) -> Timeline:
    policy = replace(POLICY, retired=Retirement(on=retired) if retired else None)
    return schedule.timeline(policy, map(version, line), at)


@given(lines(), st.sampled_from(every_hour()), retirements)
def test_the_states_of_all_versions_say_the_same(line: list[Release], at: datetime, retired: datetime | None) -> None:
    """At most one version is in force per kind of users, and it is the one that `in_force` names."""
    now = timeline(line, at, retired)
    for users in Users:
        expected = schedule.in_force(line, users, at, retired)
        states = [one.state if users is Users.EXISTING else one.new_users for one in now.standings]
        assert states.count(State.IN_FORCE) == (expected is not None)
        standing = now.in_force_for(users)
        assert (standing.version.revision if standing else 0) == (expected.revision if expected else 0)


@given(lines(), retirements)
def test_a_life_runs_in_one_direction(line: list[Release], retired: datetime | None) -> None:
    """Hour by hour a version only moves on: announced, in force, superseded; or withdrawn; or replaced."""
    after = {
        State.SCHEDULED: set(State),
        State.ANNOUNCED: {State.IN_FORCE, State.SUPERSEDED, State.WITHDRAWN, State.REPLACED},
        State.IN_FORCE: {State.SUPERSEDED},
    }
    before: dict[int, State] = {}
    for hour in every_hour():
        now = {one.version.revision: one.state for one in timeline(line, hour, retired).standings}
        assert before.keys() <= now.keys(), "what was public stays public"
        for revision, state in now.items():
            old = before.get(revision, State.SCHEDULED)
            assert state is old or state in after.get(old, set())
        before = now


@given(lines(), st.sampled_from(every_hour()), retirements)
def test_a_version_follows_one_that_counted(line: list[Release], at: datetime, retired: datetime | None) -> None:
    """What a version supersedes is what was in force just before it, where it took effect itself."""
    for standing in timeline(line, at, retired).standings:
        if standing.before is not None:
            assert standing.before.release.withdrawn is None
            assert standing.before.revision < standing.version.revision
        if standing.state in (State.IN_FORCE, State.SUPERSEDED) and not standing.overtaken_by:
            just_before = standing.version.release.effective - timedelta(seconds=1)
            expected = schedule.in_force(line, Users.EXISTING, just_before)
            assert (standing.before.revision if standing.before else 0) == (expected.revision if expected else 0)


@given(lines(), st.sampled_from(every_hour()), retirements)
def test_between_two_declared_instants_nothing_changes(
    line: list[Release], at: datetime, retired: datetime | None
) -> None:
    policy = replace(POLICY, retired=Retirement(on=retired) if retired else None)
    declared = schedule.instants(policy, line)
    later = min((one for one in declared if one > at), default=at + timedelta(days=1000))
    assert timeline(line, at, retired) == timeline(line, later - timedelta(seconds=1), retired)


@given(lines(), st.sampled_from(every_hour()), retirements)
def test_neighbours_once_are_neighbours_for_ever(line: list[Release], at: datetime, retired: datetime | None) -> None:
    """Every pair that a version and its predecessor have ever been is kept."""
    seen: set[tuple[int, int]] = set()
    for hour in every_hour():
        if hour <= at:
            standings = timeline(line, hour, retired).standings
            seen |= {(one.before.revision, one.version.revision) for one in standings if one.before}
    kept = {(a.revision, b.revision) for a, b in timeline(line, at, retired).neighbours}
    assert seen <= kept


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-04-01", "Asia/Shanghai", "2026-03-31T16:00:00Z"),
        ("2026-04-01T09:00+08:00", "Europe/Berlin", "2026-04-01T01:00:00Z"),
        ("2026-03-08T02:30:00-05:00", "America/New_York", "2026-03-08T07:30:00Z"),
        # Midnight does not exist: the clock goes from 23:59:59 to 01:00. The first instant of the day counts.
        ("2026-09-06", "America/Santiago", "2026-09-06T04:00:00Z"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        # Midnight exists twice: the first one counts.
        ("2026-11-01", "America/Havana", "2026-11-01T04:00:00Z"),
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ],
)
def test_a_date_is_the_first_instant_of_its_day_in_the_zone(text: str, zone: str, expected: str) -> None:
    assert instants.utc(instants.parse(text, instants.zone(zone))) == expected


def test_an_instant_is_read_as_it_was_written() -> None:
    """Also one of a year with three digits, in the record of somebody who mistyped it."""
    for text in ("0999-05-04T15:54:17Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert instants.utc(instants.parse(text, UTC)) == text
