"""What was asked of whom stays as it was announced, whatever becomes of the files that it was decided by."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from site_builder import routes, schedule
from site_builder.model.policy import Audience, Level, Mode
from site_builder.model.record import Announced, Asked, Asks, Event, Kind, Record
from site_builder.model.release import ChangeRecord, Release
from site_builder.outputs import events
from tests import publisher as p
from tests import values
from tests.publisher import FOLDER, Publisher
from tests.recorded import Built, made_from, record_of, told

Json = dict[str, Any]
HERE = Path(__file__).parent
PAGE = routes.file_of(routes.api_events(1))
MODES = {Level.EDITORIAL: Mode.SILENT, Level.CLARIFYING: Mode.INFORM, Level.MATERIAL: Mode.ACKNOWLEDGE}


def audience(name: str, **modes: Mode) -> Audience:
    """An audience; a level that no mode is given for has the usual one."""
    given = {level: modes.get(str(level), MODES[level]) for level in Level}
    return Audience(id=name, notice_days=dict.fromkeys(Level, 0), modes=given)


def change(level: Level, *audiences: str) -> ChangeRecord:
    """The record of the only change."""
    return ChangeRecord(
        policy="privacy", slug="backups", level=level, sections=("retention",), summary={}, audiences=audiences
    )


def asking(*audiences: Audience, record: ChangeRecord | None = None) -> schedule.Asking:
    """What the files say."""
    return schedule.Asking(audiences=audiences, changes={"backups": record} if record else {})


def announced(release: Release, asks: Asks | None) -> Event:
    """The entry of an announcement."""
    what = Announced(
        effective=release.effective,
        effective_new_users=None,
        level=release.level,
        summary=release.summary,
        group="",
        declaration="",
        texts={},
        asks=asks,
    )
    return Event(
        number=1,
        kind=Kind.ANNOUNCED,
        policy=release.policy,
        version=release.label,
        revision=release.revision,
        digest=release.text,
        occurred=release.published,
        recorded=release.published,
        reconstructed=False,
        what=what,
    )


CN, DEFAULT = audience("cn", material=Mode.CONSENT), audience("default")
RELEASE = values.version(revision=2, changes=("backups",)).release
THEN = asking(CN, DEFAULT, record=change(Level.MATERIAL, "cn"))
CONSENT = Asked(level=Level.MATERIAL, mode=Mode.CONSENT)
SOFT = audience("cn", material=Mode.SILENT)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (THEN, {"cn": CONSENT, "default": None}),
        (asking(CN, DEFAULT, record=change(Level.EDITORIAL, "cn")), {"cn": CONSENT, "default": None}),
        (asking(CN, DEFAULT, record=change(Level.MATERIAL)), {"cn": CONSENT, "default": None}),
        (asking(CN, DEFAULT, record=change(Level.MATERIAL, "default")), {"cn": CONSENT, "default": None}),
        (asking(CN, DEFAULT), {"cn": CONSENT, "default": None}),
        (asking(SOFT, DEFAULT, record=change(Level.MATERIAL, "cn")), {"cn": CONSENT, "default": None}),
        (asking(DEFAULT, record=change(Level.MATERIAL, "cn")), {"default": None}),
        (asking(CN, DEFAULT, audience("eu")), {"cn": CONSENT, "default": None, "eu": None}),
    ],
    ids=[
        "as it was",
        "a smaller change",
        "a change for everybody",
        "a change for others",
        "no record",
        "softer modes",
        "an audience less",
        "an audience more",
    ],
)
def test_what_was_announced_holds(now: schedule.Asking, found: Asks) -> None:
    """No edit of a change record, of modes or of audiences tells anybody twice, or never."""
    entry = announced(RELEASE, THEN.of(RELEASE))
    assert schedule.asked(now, [RELEASE], [entry]) == {2: found}


def test_an_audience_that_came_later_was_the_default_one() -> None:
    """Its users were told as everybody else; what it asks of its own begins with the next version."""
    late = audience("eu", material=Mode.CONSENT)
    entry = announced(RELEASE, asking(DEFAULT).of(RELEASE))
    other = replace(RELEASE, revision=3, label="v3")
    found = schedule.asked(asking(DEFAULT, late), [RELEASE, other], [entry])
    assert found[2]["eu"] == found[2]["default"] == Asked(level=Level.MATERIAL, mode=Mode.ACKNOWLEDGE)
    assert found[3]["eu"] == CONSENT


def test_an_announcement_that_does_not_say_it_is_read_by_the_files() -> None:
    """So it was before entries said it; another policy's entry of the same number says nothing."""
    old = announced(RELEASE, None)
    foreign = announced(replace(RELEASE, policy="terms"), {"cn": None, "default": None})
    assert schedule.asked(THEN, [RELEASE], [old, foreign]) == {2: {"cn": CONSENT, "default": None}}


SECOND = "# Retention\n\nWe keep data for 60 days. See [](#scope).\n"
THIRD = "# Retention\n\nWe keep data for 90 days. See [](#scope).\n"
LATE, LATER = "2026-03-02T00:00:00+08:00", "2026-03-03T00:00:00+08:00"
AUDIENCES = "audiences: {cn: {modes: {material: consent}}, de: {}}\n"
RECORD = "level: material\nsections: [retention]\nsummary: {en: We keep data for 60 days.}\naudiences: [cn]\n"


def version(revision: int, retention: str, published: str, effective: str, slug: str) -> dict[str, str]:
    """The files of a version whose change has a record."""
    text = p.document(scope=p.SCOPE, retention=retention)
    body = p.release(revision, text, published, effective, changes=f"[{slug}]")
    return {f"{FOLDER}/en/retention.md": retention, f"{FOLDER}/releases/v{revision}.yaml": body}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publisher, dict[str, bytes]]:
    """A site on which a change for one audience was announced."""
    made = Publisher(tmp_path_factory.mktemp("asking") / "repository")
    made.commit(p.simple_files() | {"content/site.yaml": p.SITE + AUDIENCES})
    first, _ = made_from(made.path, "2026-02-01T00:00:00+08:00")
    made.commit(
        version(2, SECOND, "2026-03-01", "2026-04-15", "longer") | {f"{FOLDER}/changes/longer.yaml": RECORD},
    )
    files = complete(made_from(made.path, LATE, first))
    assert told(files)[-1] == "announced v2"
    return made, files


def complete(built: Built) -> dict[str, bytes]:
    """The files of a build that nothing is wrong with."""
    files, problems = built
    assert problems == []
    return files


def watermarks(files: dict[str, bytes]) -> Json:
    """What an app finds for each audience."""
    found: Json = json.loads(files[routes.file_of(routes.api_current("privacy"))])["audiences"]
    return found


def sent(files: dict[str, bytes], audience_id: str) -> list[tuple[str, str]]:
    """The ids and modes of what is sent to an audience."""
    address = routes.file_of(routes.api_messages("privacy", audience_id, "en"))
    return [(one["id"], one["mode"]) for one in json.loads(files[address])["messages"]]


def at_work(made: Publisher) -> Publisher:
    """A publisher whose commits do not reach the other tests."""
    made.git("checkout", "--quiet", "-B", "work", "main")
    return made


def test_a_site_keeps_what_it_has_announced(public: tuple[Publisher, dict[str, bytes]]) -> None:
    """Every file is edited on which it was decided, and the next version is announced: only that one follows them."""
    made, before = at_work(public[0]), public[1]
    assert [watermarks(before)[name]["notice"]["min_told_revision"] for name in ("cn", "de", "default")] == [2, 0, 0]
    softer = "audiences: {cn: {modes: {material: inform}}, default: {modes: {material: consent}}, late: {}}\n"
    everybody = RECORD.replace("audiences: [cn]\n", "").replace("material", "clarifying")
    made.commit({"content/site.yaml": p.SITE + softer, f"{FOLDER}/changes/longer.yaml": everybody})
    files = complete(made_from(made.path, LATER, before))
    assert told(files) == told(before)
    assert watermarks(files) == {name: watermarks(before)[name] for name in ("cn", "default")} | {
        "late": watermarks(before)["default"]
    }
    assert (sent(files, "cn"), sent(files, "late")) == (sent(before, "cn"), [])
    made.commit(
        version(3, THIRD, "2026-03-04", "2026-05-15", "longest")
        | {f"{FOLDER}/changes/longest.yaml": everybody.replace("clarifying", "material")}
    )
    files = complete(made_from(made.path, "2026-03-04T00:00:00+08:00", files))
    assert {name: one["by_mode"] for name, one in watermarks(files).items()} == {
        "cn": {"inform": 3, "consent": 2},
        "default": {"consent": 3},
        "late": {"acknowledge": 3},
    }
    assert events_of(files)[: len(events_of(before))] == events_of(before)


def events_of(files: dict[str, bytes]) -> list[Json]:
    """The entries of the record."""
    found: list[Json] = json.loads(files[PAGE])["events"]
    return found


def test_the_record_says_what_was_asked_of_whom(public: tuple[Publisher, dict[str, bytes]]) -> None:
    """Of every audience, and null where the version does not concern it."""
    entry = next(one["data"] for one in events_of(public[1]) if one["data"]["version"] == "v2")
    assert entry["audiences"] == {"cn": {"level": "material", "mode": "consent"}, "de": None, "default": None}


def yesterday(files: dict[str, bytes]) -> dict[str, bytes]:
    """A site as a program left it that did not keep what was asked."""
    record = record_of(files)
    found = replace(record, events=tuple(map(without_asks, record.events)), pages=())
    return files | written(found)


def without_asks(event: Event) -> Event:
    return replace(event, what=replace(event.what, asks=None)) if isinstance(event.what, Announced) else event


def written(record: Record) -> dict[str, bytes]:
    return {one.path: one.body for one in values.made(events.record_files(record))}


def test_a_record_of_yesterday_goes_on_and_keeps_its_bytes(public: tuple[Publisher, dict[str, bytes]]) -> None:
    """Entries that do not say what was asked stay as they stood, and the files say it, as they did then."""
    made, before = at_work(public[0]), yesterday(public[1])
    assert b'"audiences"' not in before[PAGE]
    files = complete(made_from(made.path, LATER, before))
    assert files[PAGE] == before[PAGE]
    assert watermarks(files) == watermarks(public[1])


def test_an_entry_that_the_first_program_wrote_is_written_as_it_stood() -> None:
    """To the byte, with the rest of its page."""
    kept = json.loads((HERE / "app" / "yesterday" / "events.json").read_text("utf-8"))["file"]
    page = (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()
    listed = {"stream": kept["stream"], "entries": 1, "pages": [{"page": 1}]}
    site = {PAGE: page, routes.file_of(routes.api_events()): json.dumps(listed).encode()}
    assert written(record_of(site))[PAGE] == page


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda audiences: audiences | {"cn": {"level": "material", "mode": "shout"}}, "shout"),
        (lambda audiences: audiences | {"cn": {"level": "huge", "mode": "inform"}}, "huge"),
        (
            lambda audiences: audiences | {"cn": {"level": "material", "mode": "inform", "more": 1}},
            "entry 1 was edited",
        ),
        (lambda audiences: [*audiences], "another kind of file"),
    ],
    ids=["a mode", "a level", "a member", "a list"],
)
def test_what_this_program_does_not_understand_of_a_record_stops_it(
    public: tuple[Publisher, dict[str, bytes]],
    edit: Any,  # noqa: ANN401 - a function of JSON
    said: str,
) -> None:
    page = json.loads(public[1][PAGE])
    for one in page["events"]:
        if "audiences" in one["data"]:
            one["data"]["audiences"] = edit(one["data"]["audiences"])
    with pytest.raises(ValueError, match=said):
        record_of(public[1] | {PAGE: json.dumps(page).encode()})


def test_a_site_that_lost_its_record_starts_with_what_the_files_say(
    public: tuple[Publisher, dict[str, bytes]],
) -> None:
    """Its stream is a new one, with which clients begin again."""
    made = at_work(public[0])
    made.commit({"content/site.yaml": p.SITE})
    files = complete(made_from(made.path, LATER))
    assert [one["data"]["audiences"] for one in events_of(files) if "audiences" in one["data"]] == [
        {"default": {"level": "material", "mode": "acknowledge"}}
    ] * 2
