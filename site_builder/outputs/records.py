"""What was made public: the versions as JSON, their texts, and the publication record."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from site_builder import instants, routes, text
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Site
from site_builder.model.prose import Numbering
from site_builder.model.record import Event, Kind, Record
from site_builder.model.version import Edition, Standing, Timeline, Version
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.problems import Place, Problem, Severity

# Names the streams of this program apart from other UUIDs made of the same words (RFC 9562, version 5).
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:policy-site-builder:stream")


def version_files(site: Site, timeline: Timeline) -> Iterator[Artifact]:
    """`versions.json`, and for each version its structured text in every locale."""
    policy = timeline.policy.id
    versions: list[Value] = [_summary(site, one) for one in timeline.standings]
    yield data.artifact(routes.api_versions(policy), "versions", {"policy": policy, "versions": versions})
    for standing in timeline.standings:
        for locale in site.locales:
            yield _structured(standing.version, standing.version.editions[locale])


def text_files(timelines: Iterable[Timeline]) -> Iterator[Artifact]:
    """The canonical form of every text, each once: `sha256sum` of the file is its name."""
    versions = (standing.version for timeline in timelines for standing in timeline.standings)
    editions = {edition.digest: edition for version in versions for edition in version.editions.values()}
    for digest, edition in sorted(editions.items()):
        body = text.canonical(edition.document)
        yield Artifact(path=routes.file_of(routes.api_text(digest)), body=body, schema="text")


def _summary(site: Site, standing: Standing) -> Value:
    version = standing.version
    release = version.release
    return {
        "version": release.label,
        "revision": release.revision,
        "state": str(standing.state),
        "level": str(release.level),
        "published_at": instants.utc(release.published),
        "effective_at": instants.utc(release.effective),
        "until": instants.utc(standing.until) if standing.until else None,
        "inferred": [*sorted(release.inferred)],
        "digest": release.text,
        "summary": dict(sorted(release.summary.items())),
        "locales": {tag: _locale(version.editions[tag]) for tag in site.locales},
        "url": routes.absolute(site.base_url, routes.version(version.policy.id, release.label)),
    }


def _locale(edition: Edition) -> Value:
    return {"status": str(edition.status), "digest": edition.digest, "review": str(edition.review)}


def _structured(version: Version, edition: Edition) -> Artifact:
    address = routes.api_version(version.policy.id, version.label, edition.locale)
    document = edition.document
    numbered = document.numbering is Numbering.DECIMAL
    sections: list[Value] = [
        {
            "id": section.id,
            "number": str(number) if numbered else "",
            "title": section.title,
            "locale": _locale_of(version, edition, section.id),
            "digest": text.section_digest(section),
            "blocks": [_json(text.jsonml(block)) for block in section.blocks],
        }
        for number, section in enumerate(document.sections, start=1)
    ]
    value: dict[str, Value] = {
        "policy": version.policy.id,
        "version": version.label,
        "revision": version.revision,
        "locale": edition.locale,
        "governing_locale": version.policy.governing,
        "status": str(edition.status),
        "review": str(edition.review),
        "digest": edition.digest,
        "governing_digest": version.release.text,
        "title": document.title,
        "preamble": [_json(text.jsonml(block)) for block in document.preamble],
        "sections": sections,
    }
    return data.artifact(address, "version", value)


def _locale_of(version: Version, edition: Edition, part: str) -> str:
    return version.policy.governing if part in edition.fallback else edition.locale


def _json(value: text.Json) -> Value:
    match value:
        case str():
            return value
        case Mapping():
            return {key: _json(one) for key, one in value.items()}
        case _:
            return [_json(one) for one in value]


# --- the publication record


def next_record(timelines: Sequence[Timeline], previous: Record | None, as_of: datetime) -> Record:
    """The previous record, unchanged, and behind it what has happened since.

    Without one, the entries are taken from the declared instants and marked so.
    """
    known = {_identity(event) for event in previous.events} if previous else set()
    happened = (event for event in _happened(timelines, as_of) if _identity(event) not in known)
    fresh = sorted(happened, key=lambda event: (event.occurred, event.policy, event.revision, event.kind))
    if previous is None:
        events = tuple(replace(event, number=number) for number, event in enumerate(fresh, start=1))
        return Record(stream=_stream(events), events=events)
    first = len(previous.events) + 1
    new = (
        replace(event, number=number, recorded=as_of, reconstructed=False)
        for number, event in enumerate(fresh, start=first)
    )
    return Record(stream=previous.stream, events=(*previous.events, *new))


def _identity(event: Event) -> tuple[str, str, int, Kind]:
    return (event.policy, event.version, event.revision, event.kind)


def _stream(events: Sequence[Event]) -> str:
    words = "\n".join(f"{e.policy} {e.revision} {e.digest} {instants.utc(e.occurred)}" for e in events)
    return str(uuid.uuid5(_NAMESPACE, hashlib.sha256(words.encode()).hexdigest()))


def _happened(timelines: Sequence[Timeline], as_of: datetime) -> Iterator[Event]:
    for timeline in timelines:
        for standing in timeline.standings:
            release = standing.version.release
            for kind, occurred in ((Kind.ANNOUNCED, release.published), (Kind.EFFECTIVE, release.effective)):
                if occurred <= as_of:
                    yield Event(
                        number=0,
                        kind=kind,
                        policy=release.policy,
                        version=release.label,
                        revision=release.revision,
                        digest=release.text,
                        occurred=occurred,
                        recorded=occurred,
                        reconstructed=True,
                    )


def check_previous(timelines: Sequence[Timeline], previous: Record) -> Iterator[Problem]:
    """What was published and is no longer what the releases say. The record wins."""
    releases = {
        (standing.version.release.policy, standing.version.label): standing.version.release
        for timeline in timelines
        for standing in timeline.standings
    }
    for event in previous.events:
        release = releases.get((event.policy, event.version))
        if release is None:
            message = f"version {event.version} of {event.policy} was published, and its release is gone"
        elif (release.text, release.revision) != (event.digest, event.revision):
            message = f"version {event.version} of {event.policy} was published with another text or revision"
        else:
            continue
        yield Problem(
            code="PS-403",
            message=message,
            place=Place(f"content/{event.policy}/releases/{event.version}.yaml"),
            hint=f"restore it with revision {event.revision} and text {event.digest}; to change what was "
            "published, release a new version",
            severity=Severity.INTEGRITY,
        )


def record_file(record: Record) -> Artifact:
    """The record as JSON; every entry is a CloudEvent 1.0."""
    events: list[Value] = [_cloud_event(record.stream, event) for event in record.events]
    return data.artifact(routes.api_events(), "events", {"stream": record.stream, "events": events})


def _cloud_event(stream: str, event: Event) -> Value:
    # https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
    return {
        "specversion": "1.0",
        "id": str(event.number),
        "source": f"urn:uuid:{stream}",
        "type": f"policy.version.{event.kind}",
        "subject": f"{event.policy}/{event.version}",
        "time": instants.utc(event.recorded),
        "datacontenttype": "application/json",
        "data": {
            "policy": event.policy,
            "version": event.version,
            "revision": event.revision,
            "digest": event.digest,
            "occurred": instants.utc(event.occurred),
            "reconstructed": event.reconstructed,
        },
    }


def read_record(body: bytes) -> Record:
    """The record that `record_file` wrote.

    Raises:
        ValueError: where the bytes are no such record.
    """
    try:
        value: Any = json.loads(body)
        events = tuple(_event(entry) for entry in value["events"])
        record = Record(stream=value["stream"], events=events)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it lacks {error}") from None
    if [event.number for event in record.events] != list(range(1, len(record.events) + 1)):
        raise ValueError("its entries are not numbered 1, 2, 3…")
    return record


def _event(entry: Any) -> Event:  # noqa: ANN401 - an entry of the JSON that we wrote
    inner = entry["data"]
    return Event(
        number=int(entry["id"]),
        kind=Kind(entry["type"].removeprefix("policy.version.")),
        policy=inner["policy"],
        version=inner["version"],
        revision=inner["revision"],
        digest=inner["digest"],
        occurred=datetime.fromisoformat(inner["occurred"]),
        recorded=datetime.fromisoformat(entry["time"]),
        reconstructed=inner["reconstructed"],
    )
