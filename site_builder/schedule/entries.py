"""The publication record goes on: what stood in it, unchanged, and behind it what is new.

The record is what users were told, so it wins over the files: where a file no longer says what was made
public, nothing is built.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime

from site_builder import instants
from site_builder.model.record import Announced, Effective, Event, Kind, Record, Shown, Translated
from site_builder.model.timeline import Standing, Timeline
from site_builder.model.version import Edition, Status, Version
from site_builder.problems import Place, Problem, Severity
from site_builder.schedule.happenings import order

# Names the streams of this program apart from other UUIDs made of the same words (RFC 9562, version 5).
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:policy-site-builder:stream")
_TEXTS = (Kind.TRANSLATION_ADDED, Kind.TRANSLATION_CORRECTED)

# A policy, a revision and a locale, to the text that is public there.
Texts = Mapping[tuple[str, int, str], Shown]


def go_on(previous: Record | None, happened: Iterable[Event], translated: Iterable[Event], as_of: datetime) -> Record:
    """The next record. ``happened`` has everything that the releases declare, recorded or not; ``translated`` is new.

    Without a previous one, the entries are what happened as it was declared, and the stream is new: its id
    is computed from them, so that clients begin again, and the same site always has the same stream.
    """
    if previous is None:
        events = tuple(
            replace(event, number=number) for number, event in enumerate(sorted(happened, key=order), start=1)
        )
        return Record(stream=_stream(events), events=events)
    known = {_identity(event) for event in previous.events}
    new = [replace(event, recorded=as_of, reconstructed=False) for event in happened if _identity(event) not in known]
    new += translated
    first = len(previous.events) + 1
    numbered = (replace(event, number=number) for number, event in enumerate(sorted(new, key=order), first))
    return replace(previous, events=(*previous.events, *numbered))


def _identity(event: Event) -> tuple[str, int, Kind, str]:
    """What makes two entries the same entry; a version has some kinds more than once."""
    match event.what:
        case Effective(users=users):
            mark = str(users)
        case Announced():
            mark = ""
        case _:
            mark = instants.utc(event.occurred) if event.occurred else f"{event.number}"
    return (event.policy, event.revision, event.kind, mark)


def _stream(events: Sequence[Event]) -> str:
    words = "\n".join(
        f"{e.policy} {e.revision} {e.kind} {e.digest} {e.occurred and instants.utc(e.occurred)}" for e in events
    )
    return str(uuid.uuid5(_NAMESPACE, hashlib.sha256(words.encode()).hexdigest()))


def texts(events: Iterable[Event]) -> Texts:
    """The texts that the entries made public, the last of each version and locale."""
    known: dict[tuple[str, int, str], Shown] = {}
    for event in events:
        match event.what:
            case Announced(texts=shown):
                known.update({(event.policy, event.revision, locale): one for locale, one in shown.items()})
            case Translated(locale=locale, shown=one):
                known[event.policy, event.revision, locale] = one
            case _:
                pass
    return known


def digests(events: Iterable[Event]) -> set[str]:
    """The names of all texts that were ever public."""
    found: set[str] = set()
    for event in events:
        match event.what:
            case Announced(texts=shown):
                found |= {event.digest, *(one.digest for one in shown.values())}
            case Translated(shown=one):
                found.add(one.digest)
            case _:
                pass
    return found


def translated(timeline: Timeline, events: Iterable[Event], as_of: datetime) -> Iterator[Event]:
    """What is new in the texts of versions of a policy that were public before; ``events`` are its entries."""
    known = texts(events)
    public = {(policy, revision) for policy, revision, _ in known}
    for standing in timeline.standings:
        version = standing.version
        if (version.policy.id, version.revision) not in public:
            continue  # its announcement, which is new, has its texts
        for locale, edition in sorted(version.editions.items()):
            before = known.get((version.policy.id, version.revision, locale))
            kind = _kind(before, edition)
            if kind:
                number = before.text_revision + 1 if before else 1
                yield _translated(standing, kind, edition, number, as_of)


def _kind(before: Shown | None, edition: Edition) -> Kind | None:
    if before is None:
        untranslated = edition.status in (Status.FALLBACK, Status.GOVERNING)
        return None if untranslated else Kind.TRANSLATION_ADDED
    if before.digest == edition.digest:
        return None
    return Kind.TRANSLATION_CORRECTED if before.status is Status.CURRENT else Kind.TRANSLATION_ADDED


def _translated(standing: Standing, kind: Kind, edition: Edition, number: int, as_of: datetime) -> Event:
    release = standing.version.release
    shown = Shown(digest=edition.digest, status=edition.status, text_revision=number)
    return Event(
        number=0,
        kind=kind,
        policy=release.policy,
        version=release.label,
        revision=release.revision,
        digest=release.text,
        occurred=None,
        recorded=as_of,
        reconstructed=False,
        what=Translated(locale=edition.locale, shown=shown),
    )


def with_text_revisions(timeline: Timeline, events: Sequence[Event]) -> Timeline:
    """The timeline whose texts say how many their version has had in their locale, and which of them came late.

    ``events`` are the entries of the policy.
    """
    known = texts(events)
    added = {
        (event.policy, event.revision, event.what.locale): event.recorded
        for event in events
        if event.kind is Kind.TRANSLATION_ADDED and isinstance(event.what, Translated)
    }

    def late(version: Version, locale: str) -> datetime | None:
        at = added.get((version.policy.id, version.revision, locale))
        return at if at is not None and at > version.release.first_effective else None

    def counted(standing: Standing) -> Standing:
        version = standing.version
        editions = {
            locale: replace(edition, text_revision=shown.text_revision, late=late(version, locale))
            if (shown := known.get((version.policy.id, version.revision, locale)))
            else edition
            for locale, edition in version.editions.items()
        }
        return replace(standing, version=replace(version, editions=editions))

    return replace(timeline, standings=tuple(map(counted, timeline.standings)))


def record_faults(previous: Record, as_of: datetime) -> Iterator[Problem]:
    """Why a record cannot go on, whatever the releases say."""
    if previous.stream != _stream([event for event in previous.events if event.reconstructed]):
        yield Problem(
            code="PS-404",
            message="the publication record does not begin with the entries that its stream was made of",
            place=Place(""),
            hint="restore the site as it was published, and build again",
            severity=Severity.INTEGRITY,
        )
        return
    last = previous.events[-1].recorded
    if last > as_of:
        yield Problem(
            code="PS-405",
            message=f"the site was last built as of {instants.utc(last)}, after {instants.utc(as_of)}",
            place=Place(""),
            hint="what was published stays published; to look at an earlier day, choose another --out",
            severity=Severity.INTEGRITY,
        )


def contradictions(
    events: Iterable[Event], happened: Iterable[Event], places: Mapping[tuple[str, str], Place]
) -> Iterator[Problem]:
    """What was published and is no longer what the releases say. ``places`` has the files of releases."""
    declared = {_identity(event): event for event in happened}
    for event in events:
        now = declared.get(_identity(event))
        if event.kind not in _TEXTS and (now is None or _public(now) != _public(event)):
            yield _contradiction(event, now, places)


def _public(event: Event) -> Event:
    """An entry without what belongs to the build that recorded it."""
    what = replace(event.what, texts={}, asks=None) if isinstance(event.what, Announced) else event.what
    at = event.occurred or event.recorded
    return replace(event, number=0, recorded=at, reconstructed=True, what=what)


def _contradiction(event: Event, now: Event | None, places: Mapping[tuple[str, str], Place]) -> Problem:
    name = f"version {event.version} of {event.policy}"
    path = f"content/{event.policy}/releases/{event.version}.yaml"
    place = places.get((event.policy, event.version))
    if place is None:
        message = f"{name} was published as revision {event.revision}, and its release is gone"
    elif now is None:
        message = f"{name} was {_TOLD[event.kind]}, and its release no longer says so"
    else:
        message = f"{name} was published with {' and '.join(_differences(event, now))}"
    return Problem(
        code="PS-403",
        message=f"{message} (entry {event.number} of the publication record)",
        place=place or Place(path),
        hint="take the change back; what was published is amended by an entry in `amendments`, or followed "
        "by a new release; if this `site` was only a trial on your computer, delete `site` and `site.d`",
        severity=Severity.INTEGRITY,
    )


_TOLD = {
    Kind.ANNOUNCED: "published",
    Kind.CORRECTED: "given another summary",
    Kind.RESCHEDULED: "rescheduled",
    Kind.WITHDRAWN: "withdrawn",
    Kind.REPLACED: "replaced",
    Kind.EFFECTIVE: "in force",
}


def _differences(before: Event, now: Event) -> Iterator[str]:
    """What an entry said that the release now says differently, in its author's words."""
    if before.version != now.version:
        yield f"the label {before.version}"
    if before.digest != now.digest:
        yield f"the text {before.digest}"
    if before.occurred != now.occurred and before.occurred:
        yield f"the instant {instants.utc(before.occurred)}"
    found = False
    for field in fields(before.what):
        old, new = getattr(before.what, field.name), getattr(now.what, field.name, None)
        if field.name not in ("texts", "asks", "declaration") and old != new:
            found = True
            said = instants.utc(old) if isinstance(old, datetime) else old
            yield f"`{field.name}: {said}`"
    if not found and (before.digest, before.occurred) == (now.digest, now.occurred):
        yield "other lines in its release"
