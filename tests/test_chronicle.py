"""What every page and file says at fifteen instants of a policy's life, reviewed by eye and kept.

``tests/cases/chronicle.txt`` is the table. Where the program now says something else on purpose, look at
the difference, and write the table anew with ``UPDATE_CASES=1``.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing

from site_builder import routes, yamlfile
from site_builder.build import Work, build
from site_builder.doors.disk import shipped
from site_builder.doors.git import open_repository
from site_builder.model.artifact import Artifact
from site_builder.model.record import Kind, Record
from site_builder.outputs import events
from site_builder.problems import Problem, Severity
from tests import chronicle

CASE = Path(__file__).parent / "cases" / "chronicle.txt"
LOCALES = ("en", "zh-Hans", "ar")


@dataclass(frozen=True)
class Moment:
    """A site as it was built at an instant."""

    at: str
    files: dict[str, bytes]
    record: Record

    def json(self, path: str) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.files[path])


def record_in(files: dict[str, bytes]) -> Record:
    record = events.read_record(lambda address: files.get(routes.file_of(address)))
    assert record is not None
    return record


def make(repository: Path, commit: str, at: str, before: Moment | None) -> tuple[Moment, list[Problem]]:
    earlier = before.files if before else {}
    work = Work(
        repository=open_repository(repository, commit),
        shipped=shipped(),
        as_of=datetime.fromisoformat(at),
        previous=before.record if before else None,
        earlier_text=lambda digest: earlier.get(routes.file_of(routes.api_text(digest))),
    )
    made = list(build(work))
    files = {one.path: one.body for one in made if isinstance(one, Artifact)}
    problems = [one for one in made if isinstance(one, Problem) and one.severity is not Severity.NOTE]
    return Moment(at, files, record_in(files)), problems


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    path = tmp_path_factory.mktemp("chronicle") / "repository"
    return path, chronicle.write(path)


@pytest.fixture(scope="module")
def moments(repository: tuple[Path, list[str]]) -> list[Moment]:
    path, commits = repository
    made: list[Moment] = []
    for at, steps in chronicle.INSTANTS:
        moment, problems = make(path, commits[steps - 1], at, made[-1] if made else None)
        assert problems == []
        made.append(moment)
    return made


class _Lead(HTMLParser):
    """The words at the head of a page, a line for each paragraph, and those of a list of versions."""

    BLOCKS = frozenset({"p", "h1", "h2", "li", "dd", "dt", "summary"})
    KEPT = frozenset({"lead", "versions", "redline-changes"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "link", "input", "br", "hr"):
            return
        names = set((dict(attrs).get("class") or "").split())
        self.open.append((tag, bool(names & self.KEPT)))
        if tag in self.BLOCKS and self.inside:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    @property
    def inside(self) -> bool:
        return any(kept for _, kept in self.open)

    def handle_data(self, data: str) -> None:
        if self.inside and self.lines:
            self.lines[-1] += data


SKIPPED = {"Version history", "Save a copy", "Print", "What changed", "Changes since then"}


def lead(page: bytes) -> list[str]:
    parser = _Lead()
    parser.feed(page.decode())
    lines = (" ".join(line.split()) for line in parser.lines)
    return [line for line in lines if line and line not in SKIPPED]


def table(moments: list[Moment]) -> Iterator[str]:
    told = 0
    for moment in moments:
        yield f"==== {moment.at}"
        for locale in LOCALES:
            for name in ("", "upcoming/"):
                page = f"privacy/{name}{locale}/index.html"
                yield f"-- /privacy/{name}{locale}/"
                yield from (f"   {line}" for line in lead(moment.files[page]))
        yield "-- /privacy/history/en/"
        yield from (f"   {line}" for line in lead(moment.files["privacy/history/en/index.html"])[2:])
        versions = moment.json("api/v1/privacy/versions.json")["versions"]
        yield "-- versions.json"
        for one in versions:
            texts = " ".join(f"{tag}:{x['status']}/{x['text_revision']}" for tag, x in one["locales"].items())
            marks = [f"new users {one['state_new_users']}"] * (one["state_new_users"] != one["state"])
            marks += [f"supersedes {one['supersedes']}"] * bool(one["supersedes"])
            marks += [f"overtaken by {one['overtaken_by']}"] * bool(one["overtaken_by"])
            yield f"   {one['revision']} {one['version']} {one['state']} until {one['until']} · {texts}"
            yield from (f"       {mark}" for mark in marks)
        current = moment.json("api/v1/privacy/current.json")
        steps = [f"{one['revision']} at {one['effective_at']}" for one in current["timeline"]]
        notice = current["audiences"]["default"]
        yield "-- current.json"
        yield f"   current {current['current'] and current['current']['revision']}; timeline {', '.join(steps)}"
        yield f"   {json.dumps(notice)}"
        yield "-- changes"
        paths = sorted(path for path in moment.files if path.startswith("api/v1/privacy/changes/"))
        for path in (path for path in paths if path.endswith("/en.json")):
            counts = moment.json(path)
            yield f"   {path.removeprefix('api/v1/privacy/changes/')}: {counts['counts']['changes']} {counts['level']}"
        yield "-- new entries of the record"
        for event in moment.record.events[told:]:
            occurred = event.occurred.isoformat() if event.occurred else "—"
            what = f"{event.number} {event.kind} {event.version}"
            locale = getattr(event.what, "locale", "")
            yield f"   {what} {locale} occurred {occurred} recorded {event.recorded.isoformat()}".replace("  ", " ")
        told = len(moment.record.events)


def test_what_is_said_at_each_instant(moments: list[Moment]) -> None:
    said = "\n".join(table(moments)) + "\n"
    if os.environ.get("UPDATE_CASES"):
        CASE.write_text(said, encoding="utf-8")
    assert said == CASE.read_text(encoding="utf-8")


def test_every_kind_of_event_is_in_the_record(moments: list[Moment]) -> None:
    assert {event.kind for event in moments[-1].record.events} == set(Kind)


def test_a_record_begins_with_the_one_before_it(moments: list[Moment]) -> None:
    for before, after in itertools.pairwise(moments):
        assert after.record.events[: len(before.record.events)] == before.record.events
        assert after.record.stream == before.record.stream


def test_texts_that_were_ever_public_stay(moments: list[Moment]) -> None:
    """The Chinese text that was corrected is no version's text any more, and still has its address."""
    for before, after in itertools.pairwise(moments):
        texts = {path for path in before.files if path.startswith("api/v1/texts/")}
        assert texts <= after.files.keys()
    named = {
        x["digest"] for v in moments[-1].json("api/v1/privacy/versions.json")["versions"] for x in v["locales"].values()
    }
    texts = {path for path in moments[-1].files if path.startswith("api/v1/texts/")}
    assert len(texts) > len(named)


def test_pages_of_versions_and_neighbours_stay(moments: list[Moment]) -> None:
    """What has a permanent address once has it at every later instant; previews of notices have none."""
    for before, after in itertools.pairwise(moments):
        stays = (path for path in before.files if not path.startswith("notices/"))
        permanent = {path for path in stays if "/20" in path and "/since/" not in path}
        assert permanent <= after.files.keys()


def test_every_json_fulfils_its_schema(moments: list[Moment]) -> None:
    schemas = {f"{name}.schema.json": json.loads(yamlfile.schema_bytes(name)) for name in yamlfile.schema_names()}
    registry: Any = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    for moment in (moments[0], moments[8], moments[-1]):
        for path, body in moment.files.items():
            if not (path.startswith("api/") and path.endswith(".json")) or path.startswith("api/v1/texts/"):
                continue
            value = json.loads(body)
            schema = schemas[value["$schema"].rpartition("/")[2]]
            jsonschema.Draft202012Validator(schema, registry=registry).validate(value)


def test_entries_are_cloud_events_and_standard_webhooks(moments: list[Moment]) -> None:
    """https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and the Standard Webhooks spec."""
    page = moments[-1].json("api/v1/events/1.json")
    for entry in page["events"]:
        assert {"specversion", "id", "source", "type"} <= entry.keys()
        assert entry["specversion"] == "1.0"
        assert all(name.isalnum() and name.islower() for name in entry)
        assert entry["type"].startswith("policy.version.")
        assert {"type", "timestamp", "data"} <= entry.keys()
        assert datetime.fromisoformat(entry["timestamp"]).tzinfo is not None
        assert len(json.dumps(entry).encode()) < 20_000
    ids = [(entry["source"], entry["id"]) for entry in page["events"]]
    assert len(set(ids)) == len(ids)


def test_between_declared_instants_the_bytes_are_the_same(
    repository: tuple[Path, list[str]], moments: list[Moment]
) -> None:
    """Only `recorded` of new entries tells the two builds apart."""
    path, commits = repository
    for number, (first, second) in {
        5: ("2026-03-01T00:00:00+08:00", "2026-03-04T23:59:59+08:00"),
        10: ("2026-04-19T00:00:00+08:00", "2026-04-30T23:59:59+08:00"),
        14: ("2026-06-15T00:00:00+08:00", "2031-01-01T00:00:00+08:00"),
    }.items():
        commit = commits[chronicle.INSTANTS[number][1] - 1]
        early, _ = make(path, commit, first, moments[number - 1])
        late, _ = make(path, commit, second, moments[number - 1])
        assert early.files.keys() == late.files.keys()
        different = {name for name, body in early.files.items() if late.files[name] != body}
        assert different <= {"api/v1/events/1.json", "manifest.json"}
        for at, made in ((first, early), (second, late)):
            assert made.record.events[-1].recorded == datetime.fromisoformat(at)


def test_a_build_without_a_record_tells_the_same_story_in_a_new_stream(
    repository: tuple[Path, list[str]], moments: list[Moment]
) -> None:
    path, commits = repository
    fresh, problems = make(path, commits[-1], chronicle.INSTANTS[-1][0], None)
    assert problems == []
    assert fresh.record.stream != moments[-1].record.stream
    assert all(event.reconstructed and event.recorded == event.occurred for event in fresh.record.events)
    declared = [(event.occurred, event.kind, event.revision) for event in moments[-1].record.events if event.occurred]
    assert sorted(declared) == sorted((e.occurred, e.kind, e.revision) for e in fresh.record.events if e.occurred)
    again, _ = make(path, commits[-1], chronicle.INSTANTS[-1][0], None)
    assert again.files == fresh.files
