"""The publication record: what wins over the files, what is held back, and what never changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from site_builder.model.record import Kind
from site_builder.problems import Severity
from site_builder.text import digest
from tests import publisher as p
from tests.publisher import FOLDER, Publisher
from tests.recorded import made_from, record_of, told

START = "2026-02-01T00:00:00+08:00"
SECOND = "# Retention\n\nWe keep data for 60 days. See [](#scope).\n"
LIST, PAGE = "api/v1/events/index.json", "api/v1/events/1.json"
THIRD = "# Retention\n\nWe keep data for 90 days. See [](#scope).\n"


@pytest.fixture
def repository(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "repository")
    made.commit(p.simple_files())
    return made


def second(published: str, effective: str, more: str = "", level: str = "material") -> dict[str, str]:
    """The files of a second version."""
    body = p.release(2, p.document(scope=p.SCOPE, retention=SECOND), published, effective, level=level) + more
    return {f"{FOLDER}/en/retention.md": SECOND, f"{FOLDER}/releases/2026-04-01.yaml": body}


# What the second version changes is material; its author says why it is called a clarification.
CALM = "override: {reason: The old period was never applied.}\n"
SHORT = "short_notice: {ground: security, reason: A leak.}\n"

# When the second version is built for the first time, its dates, and the first date that is offered where it
# is held back. The period of thirty days counts from the build and not from `published`; the site is in
# Shanghai.
HOLDING = {
    "in time": ("2026-03-01T09:00:00+08:00", "2026-03-01", "2026-04-01", "material", "", None),
    "to the hour": ("2026-03-02T00:00:00+08:00", "2026-03-01", "2026-04-01", "material", "", None),
    "ten minutes late": ("2026-03-02T00:10:00+08:00", "2026-03-01", "2026-04-01", "material", "", "2026-04-02"),
    "merged in the last week": ("2026-03-25T09:00:00+08:00", "2026-03-01", "2026-04-01", "material", "", "2026-04-25"),
    "short notice": ("2026-03-25T09:00:00+08:00", "2026-03-01", "2026-04-01", "material", SHORT, None),
    "a clarification": ("2026-03-31T09:00:00+08:00", "2026-03-31", "2026-04-01", "clarifying", CALM, None),
    "a clarification, a day late": ("2026-04-02T09:00:00+08:00", "2026-03-31", "2026-04-01", "clarifying", CALM, None),
    "new users need no notice": (
        "2026-03-01T09:00:00+08:00",
        "2026-03-01",
        "2026-04-15",
        "material",
        "effective_new_users: 2026-03-02\n",
        None,
    ),
}


@pytest.mark.parametrize("case", HOLDING.values(), ids=HOLDING.keys())
def test_a_release_whose_notice_would_be_too_short_is_held_back(
    repository: Publisher, case: tuple[str, str, str, str, str, str | None]
) -> None:
    """The rest is built, as if the release were not there, and the problem names the first possible date."""
    as_of, published, effective, level, more, earliest = case
    before, _ = made_from(repository.path, START)
    repository.commit(second(published, effective, more, level))
    files, problems = made_from(repository.path, as_of, before)
    if earliest is None:
        assert problems == []
        assert "announced 2026-04-01" in told(files)
        return
    assert [(one.code, one.severity) for one in problems] == [("PS-321", Severity.HELD)]
    assert f"earliest possible date is {earliest}," in problems[0].hint
    assert problems[0].place.path == f"{FOLDER}/releases/2026-04-01.yaml"
    assert told(files) == told(before)
    assert not any("2026-04-01" in path for path in files)
    assert files["privacy/en/index.html"] == before["privacy/en/index.html"]


def test_a_held_release_goes_out_when_its_date_is_mended(repository: Publisher) -> None:
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-03-01", "2026-04-01"))
    held, problems = made_from(repository.path, "2026-03-25T09:00:00+08:00", before)
    assert [one.code for one in problems] == ["PS-321"]
    repository.commit(second("2026-03-01", "2026-04-25"))
    files, problems = made_from(repository.path, "2026-03-25T09:00:00+08:00", held)
    assert problems == []
    assert told(files)[-1] == "announced 2026-04-01"


def test_once_public_a_release_stays_whatever_the_calendar_says(repository: Publisher) -> None:
    """The period was right when it was announced; a later build does not count again."""
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-03-01", "2026-04-01"))
    announced, _ = made_from(repository.path, "2026-03-01T00:00:00+08:00", before)
    files, problems = made_from(repository.path, "2026-03-31T00:00:00+08:00", announced)
    assert problems == []
    assert told(files) == told(announced)


def test_history_that_comes_with_a_new_policy_is_not_held_back(repository: Publisher) -> None:
    """A policy that was public elsewhere brings its past with it."""
    before, _ = made_from(repository.path, START)
    text = p.document(scope=p.SCOPE, retention=p.RETENTION)
    other = {
        path.replace("content/privacy", "content/terms"): body
        for path, body in p.simple_files().items()
        if path.startswith("content/privacy/en")
    }
    repository.commit(
        other
        | {
            "content/terms/policy.yaml": p.POLICY.replace("id: privacy", "id: terms"),
            "content/terms/releases/2019-05-01.yaml": p.release(1, text, "2019-05-01", "2019-05-01"),
            "content/terms/releases/2020-05-01.yaml": p.release(2, text, "2020-05-01", "2020-05-01"),
        }
    )
    files, problems = made_from(repository.path, "2026-02-10T00:00:00+08:00", before)
    assert problems == []
    assert {"announced 2019-05-01", "effective 2020-05-01"} <= set(told(files))


def test_nothing_is_put_into_force_behind_what_was_in_force(repository: Publisher) -> None:
    """A third version that would have taken effect before the second did is held back, even an editorial one."""
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-02-15", "2026-02-15", SHORT))
    public, problems = made_from(repository.path, "2026-02-20T00:00:00+08:00", before)
    assert problems == []
    text = p.document(scope=p.SCOPE, retention=THIRD)
    repository.commit(
        {
            f"{FOLDER}/en/retention.md": THIRD,
            f"{FOLDER}/releases/late.yaml": p.release(3, text, "2026-02-10", "2026-02-10", level="editorial"),
        }
    )
    files, problems = made_from(repository.path, "2026-02-21T00:00:00+08:00", public)
    # It also calls editorial what is not, which is told at once.
    assert [one.code for one in problems] == ["PS-321", "PS-324"]
    assert told(files) == told(public)


def test_nothing_is_put_into_force_behind_what_no_build_has_seen_in_force(repository: Publisher) -> None:
    """The second version took effect since the last build; a third, from a day before that, comes too late."""
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-02-15", "2026-02-15", SHORT))
    announced, problems = made_from(repository.path, "2026-02-14T16:00:00Z", before)
    text = p.document(scope=p.SCOPE, retention=THIRD)
    repository.commit(
        {
            f"{FOLDER}/en/retention.md": THIRD,
            f"{FOLDER}/releases/late.yaml": p.release(3, text, "2026-02-12", "2026-02-12", level="editorial"),
        }
    )
    files, problems = made_from(repository.path, "2026-02-21T00:00:00+08:00", announced)
    assert [one.code for one in problems] == ["PS-321", "PS-324"]
    assert {one.place.path for one in problems} == {f"{FOLDER}/releases/late.yaml"}
    assert "effective 2026-04-01" in told(files)


# Builds of a second version that has not taken effect, in a checkout without the site before: its dates, and
# whether it is held back. Its period counts from `published`, the only instant that is known.
UNRECORDED = {
    "a month": ("2026-03-01", "2026-04-01", "", False),
    "four weeks": ("2026-03-04", "2026-04-01", "", True),
    "four weeks, with a ground": ("2026-03-04", "2026-04-01", SHORT, False),
}


@pytest.mark.parametrize("case", UNRECORDED.values(), ids=UNRECORDED.keys())
def test_without_a_record_a_period_that_is_declared_too_short_is_held_back(
    repository: Publisher, case: tuple[str, str, str, bool]
) -> None:
    """A lost record does not open the gate for what is still to come; what has been in force stays."""
    published, effective, more, held = case
    repository.commit(second(published, effective, more))
    files, problems = made_from(repository.path, "2026-03-10T00:00:00+08:00")
    assert [one.code for one in problems] == ["PS-321"] * held
    assert ("announced 2026-04-01" in told(files)) is not held
    files, problems = made_from(repository.path, "2026-04-10T00:00:00+08:00")
    assert problems == []
    assert "effective 2026-04-01" in told(files)


def test_a_revision_below_one_that_was_announced_is_held_back(repository: Publisher) -> None:
    """Apps remember the highest revision that a user was told of, so a lower one that comes later is never told."""
    before, _ = made_from(repository.path, START)
    text = p.document(scope=p.SCOPE, retention=THIRD)
    third = p.release(3, text, "2026-02-10", "2026-06-01")
    repository.commit({f"{FOLDER}/en/retention.md": THIRD, f"{FOLDER}/releases/2026-06-01.yaml": third})
    public, problems = made_from(repository.path, "2026-02-10T00:00:00+08:00", before)
    assert problems == []
    repository.commit(second("2026-02-15", "2026-04-20"))
    files, problems = made_from(repository.path, "2026-02-15T00:00:00+08:00", public)
    assert [(one.code, one.severity) for one in problems] == [("PS-321", Severity.HELD)]
    assert "revision 3 was announced before it" in problems[0].message
    assert problems[0].hint == "give it the next free revision"
    assert told(files) == told(public)


AMENDED = "amendments:\n  - at: 2026-03-10T09:00:00+08:00\n    {}\n    reason: {{en: Because.}}\n"
# An amendment of the second version (in force on 20 April), the instant of the first build that sees it, and
# what is said of it.
AMENDMENTS = {
    "postponed": ("effective: 2026-05-01", "2026-03-10T10:00:00+08:00", "rescheduled", None),
    "brought forward with enough notice": ("effective: 2026-04-10", "2026-03-10T10:00:00+08:00", "rescheduled", None),
    "brought forward too far": ("effective: 2026-04-01", "2026-03-10T10:00:00+08:00", None, "PS-322"),
    "withdrawn": ("withdrawn: true", "2026-04-19T10:00:00+08:00", "withdrawn", None),
    "withdrawn, merged when it was in force": ("withdrawn: true", "2026-04-20T10:00:00+08:00", None, "PS-322"),
    "postponed, merged when it was in force": ("effective: 2026-05-01", "2026-04-21T00:00:00+08:00", None, "PS-322"),
    "a summary, at any time": ("summary: {en: Better.}", "2026-05-21T00:00:00+08:00", "corrected", None),
}


@pytest.mark.parametrize("case", AMENDMENTS.values(), ids=AMENDMENTS.keys())
def test_an_amendment_counts_from_the_build_that_publishes_it(
    repository: Publisher, case: tuple[str, str, str | None, str | None]
) -> None:
    """One that comes too late is held back: the version stands as it was announced."""
    change, as_of, kind, code = case
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-02-15", "2026-04-20"))
    public, _ = made_from(repository.path, "2026-02-15T00:00:00+08:00", before)
    repository.commit(second("2026-02-15", "2026-04-20", AMENDED.format(change)))
    files, problems = made_from(repository.path, as_of, public)
    assert [one.code for one in problems] == [code] * bool(code)
    new = [event.kind for event in record_of(files).events[len(record_of(public).events) :]]
    assert (Kind(kind) in new) if kind else not {Kind.RESCHEDULED, Kind.WITHDRAWN} & set(new)


def edited(key: str, value: str) -> Callable[[str], str]:
    return lambda body: "".join(
        f"{key}: {value}\n" if line.startswith(f"{key}:") else line for line in body.splitlines(keepends=True)
    )


OTHER = digest(p.document(scope=p.SCOPE, retention=SECOND))
# Each line of a published release, changed or added.
EDITS: Mapping[str, Callable[[str], str]] = {
    "text": edited("text", OTHER),
    "revision": edited("revision", "3"),
    "published": edited("published", "2026-01-27"),
    "effective": edited("effective", "2026-01-29"),
    "level": edited("level", "editorial"),
    "summary": edited("summary", "{en: Another.}"),
    "approved_by": lambda body: f"{body}approved_by: [General Counsel]\n",
    "changes": lambda body: body,
    "effective_new_users": lambda body: f"{body}effective_new_users: 2026-01-28\n",
    "group": lambda body: f"{body}group: spring\n",
    "short_notice": lambda body: body + SHORT,
    "override": lambda body: f"{body}override: {{reason: Ours.}}\n",
    "without": lambda body: f"{body}without: {{zh-Hans: Nobody asked.}}\n",
    "inferred": lambda body: f"{body}inferred: {{level: A guess.}}\n",
}


@pytest.mark.parametrize("key", [key for key in EDITS if key != "changes"])
def test_no_line_of_a_published_release_may_change(repository: Publisher, key: str) -> None:
    """Integrity (exit 4), and nothing is built; the place is the release's file."""
    name = f"{FOLDER}/releases/2026-01-28.yaml"
    body = p.simple_files()[name]
    before, _ = made_from(repository.path, START)
    assert EDITS[key](body) != body
    repository.commit({name: EDITS[key](body), f"{FOLDER}/en/retention.md": SECOND})
    repository.commit({f"{FOLDER}/en/retention.md": p.RETENTION})
    files, problems = made_from(repository.path, START, before)
    assert files == {}
    assert {one.severity for one in problems} == {Severity.INTEGRITY}
    assert any(one.code == "PS-403" for one in problems)


@pytest.mark.parametrize(
    "files",
    [
        {f"{FOLDER}/releases/2026-01-28.yaml": None},
        {f"{FOLDER}/releases/2026-01-28.yaml": None, f"{FOLDER}/releases/renamed.yaml": "same"},
    ],
    ids=["deleted", "renamed"],
)
def test_a_published_release_cannot_go(repository: Publisher, files: dict[str, str | None]) -> None:
    same = p.simple_files()[f"{FOLDER}/releases/2026-01-28.yaml"]
    before, _ = made_from(repository.path, START)
    repository.commit({name: same if body else None for name, body in files.items()})
    made, problems = made_from(repository.path, START, before)
    assert made == {}
    assert problems
    assert all(one.code == "PS-403" for one in problems)
    assert "its release is gone" in problems[0].message


def test_an_amendment_that_was_told_cannot_be_taken_back(repository: Publisher) -> None:
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-02-15", "2026-04-20", AMENDED.format("withdrawn: true")))
    public, problems = made_from(repository.path, "2026-03-10T10:00:00+08:00", before)
    assert problems == []
    assert told(public)[-1] == "withdrawn 2026-04-01"
    repository.commit(second("2026-02-15", "2026-04-20"))
    made, problems = made_from(repository.path, "2026-03-11T10:00:00+08:00", public)
    assert made == {}
    assert [one.code for one in problems] == ["PS-403"]
    assert "was withdrawn, and its release no longer says so" in problems[0].message


def test_an_earlier_day_cannot_follow_a_later_one(repository: Publisher) -> None:
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-03-01", "2026-04-01"))
    later, _ = made_from(repository.path, "2026-03-01T00:00:00+08:00", before)
    made, problems = made_from(repository.path, "2026-02-20T00:00:00+08:00", later)
    assert made == {}
    assert [(one.code, one.severity) for one in problems] == [("PS-405", Severity.INTEGRITY)]


def test_full_pages_keep_their_bytes_for_ever(tmp_path: Path) -> None:
    """A hundred entries a page; what is full is given out as it was read, also when this program changes."""
    repository = Publisher(tmp_path / "repository")
    files = p.simple_files()
    text = p.document(scope=p.SCOPE, retention=p.RETENTION)
    files |= {
        f"{FOLDER}/releases/r{n:03}.yaml": p.release(n, text, f"20{n:02}-03-01", f"20{n:02}-03-01", level="editorial")
        for n in range(27, 80)
    }
    repository.commit(files)
    before, problems = made_from(repository.path, "2077-01-01T00:00:00Z")
    assert problems == []
    assert len(record_of(before).events) == 102
    # As an older program might have written it.
    spaced = json.dumps(json.loads(before["api/v1/events/1.json"]), indent=4).encode()
    after, problems = made_from(repository.path, "2079-06-01T00:00:00Z", {**before, "api/v1/events/1.json": spaced})
    assert problems == []
    assert after["api/v1/events/1.json"] == spaced
    assert after["api/v1/events/2.json"] != before["api/v1/events/2.json"]
    old, new = (json.loads(made["api/v1/events/2.json"])["events"] for made in (before, after))
    assert new[: len(old)] == old
    assert len(new) > len(old)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda files: files | {LIST: b"<html>"},
        lambda files: files | {LIST: b"{}"},
        lambda files: {path: body for path, body in files.items() if path != PAGE},
        lambda files: (
            files | {"api/v1/events/1.json": files["api/v1/events/1.json"].replace(b'"id": "2"', b'"id": "3"')}
        ),
        lambda files: (
            files | {"api/v1/events/1.json": files["api/v1/events/1.json"].replace(b'"stream": "', b'"stream": "x')}
        ),
        lambda files: {path: body for path, body in files.items() if path != LIST},
        lambda files: files | {LIST: files[LIST].replace(b'"entries": 2', b'"entries": "2"')},
        lambda files: files | {LIST: b'{"stream": "x", "entries": 0, "pages": []}'},
        lambda files: files | {PAGE: b"[" * 100_000},
        lambda files: files | {PAGE: files[PAGE].replace(b'"reconstructed"', b'"seen": 1, "reconstructed"')},
        lambda files: files | {PAGE: files[PAGE].replace(b'"time": "2026-01-27', b'"time": "2026-01-26', 1)},
        lambda files: files | {PAGE: re.sub(rb'"time(stamp)?": "([^"]*)Z"', rb'"time\1": "\2"', files[PAGE])},
    ],
    ids=[
        "an error page",
        "another file",
        "a page is missing",
        "a number is missing",
        "another stream",
        "the list is missing",
        "a number in quotes",
        "nothing in it",
        "nested without end",
        "a key that nobody knows",
        "an edited instant",
        "instants without a zone",
    ],
)
def test_a_damaged_record_is_not_believed(
    repository: Publisher, spoil: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    files, _ = made_from(repository.path, START)
    with pytest.raises(ValueError, match=r".+"):
        record_of(spoil(files))


def test_a_record_that_was_cut_and_numbered_anew_is_not_gone_on_with(repository: Publisher) -> None:
    """The name of a stream is made of its first entries, so that they cannot be left out."""
    before, _ = made_from(repository.path, START)
    page, listed = json.loads(before[PAGE]), json.loads(before[LIST])
    cut = {PAGE: json.dumps({**page, "events": page["events"][:1]}), LIST: json.dumps({**listed, "entries": 1})}
    files, problems = made_from(repository.path, START, before | {path: body.encode() for path, body in cut.items()})
    assert files == {}
    assert [(one.code, one.severity) for one in problems] == [("PS-404", Severity.INTEGRITY)]


def test_what_reaches_back_is_in_force_for_readers_from_its_publication_on(repository: Publisher) -> None:
    """Before anybody could read it the old text is shown; the record has its effect behind its announcement."""
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-03-10", "2026-03-01", "retroactive_reason: A judgement of that day.\n"))
    early, problems = made_from(repository.path, "2026-03-05T00:00:00+08:00", before)
    assert problems == []
    assert "60 days" not in early["privacy/en/index.html"].decode()
    files, problems = made_from(repository.path, "2026-03-10T09:00:00+08:00", early)
    assert problems == []
    assert "60 days" in files["privacy/en/index.html"].decode()
    assert told(files)[-2:] == ["announced 2026-04-01", "effective 2026-04-01"]
    again, problems = made_from(repository.path, "2026-03-11T09:00:00+08:00", files)
    assert (again, problems) == (files, [])


def test_a_version_that_says_too_little_waits_for_its_level(repository: Publisher) -> None:
    """Held back it is nowhere on the site; with its level, or a reason, it goes out as if nothing had been."""
    before, _ = made_from(repository.path, START)
    repository.commit(second("2026-02-02", "2026-09-01", level="clarifying"))
    held, problems = made_from(repository.path, "2026-02-03T00:00:00+08:00", before)
    assert [one.code for one in problems] == ["PS-324"]
    assert held == before
    repository.commit(second("2026-02-02", "2026-09-01"))
    files, problems = made_from(repository.path, "2026-02-04T00:00:00+08:00", held)
    assert problems == []
    assert told(files)[-1] == "announced 2026-04-01"


@pytest.mark.parametrize("start", [START, None], ids=["behind what is recorded", "in a first build"])
def test_a_guess_excuses_no_level(repository: Publisher, start: str | None) -> None:
    """Whoever writes `inferred` in a version that is to come does not make it history."""
    before = made_from(repository.path, start)[0] if start else None
    guessed = "inferred: {effective: guessed}\n"
    repository.commit(second("2026-02-02", "2026-09-01", guessed, level="editorial"))
    files, problems = made_from(repository.path, "2026-02-03T00:00:00+08:00", before)
    assert [one.code for one in problems] == ["PS-324"]
    assert "announced 2026-04-01" not in told(files)


def test_a_language_that_is_required_since_the_draft_is_waited_for(repository: Publisher) -> None:
    """What counts is policy.yaml as it is, and not as it was when the text was first written down."""
    before, _ = made_from(repository.path, START)
    files = second("2026-02-02", "2026-09-01")
    draft = {path: body for path, body in files.items() if path.endswith(".md")}
    repository.commit(draft)
    required = "required_locales: [en, zh-Hans]\n"
    repository.commit({f"{FOLDER}/policy.yaml": re.sub(r"required_locales:.*\n", "", p.POLICY) + required})
    repository.commit(files)
    _, problems = made_from(repository.path, "2026-02-03T00:00:00+08:00", before)
    assert [one.code for one in problems] == ["PS-325"]


def test_what_is_public_is_never_judged_again(repository: Publisher) -> None:
    """A rule of a later year that finds more in an old text than its release says changes nothing for it."""
    repository.commit(second("2026-02-02", "2026-02-02", level="editorial"))
    # What took effect before there was a record is not held back: so it became public without the rule.
    public, problems = made_from(repository.path, "2026-02-03T00:00:00+08:00")
    assert problems == []
    again, problems = made_from(repository.path, "2026-02-04T00:00:00+08:00", public)
    assert problems == []
    assert "announced 2026-04-01" in told(again)


def test_without_a_record_what_has_not_taken_effect_still_says_enough(repository: Publisher) -> None:
    """A build that begins a record does not let a coming change out under a lower level."""
    repository.commit(second("2026-02-02", "2026-09-01", level="editorial"))
    files, problems = made_from(repository.path, "2026-02-03T00:00:00+08:00")
    assert [one.code for one in problems] == ["PS-324"]
    assert "announced 2026-04-01" not in told(files)


@pytest.mark.parametrize(
    ("more", "way"),
    [
        ("", "withdraw 2026-04-02 as well"),
        ("effective_new_users: 2026-02-10\n", "take this amendment back"),
        ("override: {reason: Nobody reads a mark as a promise.}\n", "withdraw 2026-04-02 as well"),
    ],
    ids=["plain", "new users are bound already", "a reason for something else"],
)
def test_no_withdrawal_silences_what_a_later_version_still_brings(repository: Publisher, more: str, way: str) -> None:
    """Whoever is there would be bound by 60 days under a version that told them of a slip."""
    before, _ = made_from(repository.path, START)
    first = second("2026-02-02", "2026-04-01")
    repository.commit(first)
    told_of, _ = made_from(repository.path, "2026-02-03T00:00:00+08:00", before)
    scope = p.SCOPE.replace("This policy", "this policy", 1)
    assert scope != p.SCOPE
    body = p.release(3, p.document(scope=scope, retention=SECOND), "2026-02-04", "2026-04-02", level="editorial")
    repository.commit({f"{FOLDER}/en/scope.md": scope, f"{FOLDER}/releases/2026-04-02.yaml": body + more})
    both, problems = made_from(repository.path, "2026-02-05T00:00:00+08:00", told_of)
    assert problems == []
    assert told(both)[-1] == "announced 2026-04-02"
    path = f"{FOLDER}/releases/2026-04-01.yaml"
    gone = "amendments: [{at: 2026-02-11, withdrawn: true, reason: {en: Not now.}}]\n"
    repository.commit({path: first[path] + gone})
    files, problems = made_from(repository.path, "2026-02-12T00:00:00+08:00", both)
    assert [(one.code, one.place.path) for one in problems] == [("PS-326", path)]
    assert problems[0].hint.startswith(way)
    assert "withdrawn 2026-04-01" not in told(files)
    if "effective_new_users" not in more:
        repository.commit({f"{FOLDER}/releases/2026-04-02.yaml": body + more + gone})
        files, problems = made_from(repository.path, "2026-02-13T00:00:00+08:00", files)
        assert problems == [], "the hint was followed"
        assert set(told(files)[-2:]) == {"withdrawn 2026-04-01", "withdrawn 2026-04-02"}
