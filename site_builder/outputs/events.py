"""The publication record as files: a list of pages, and pages of a hundred entries each.

Every entry is a CloudEvent [1] whose ``timestamp`` and ``data`` also make it a payload of Standard
Webhooks [2]. A page that is full has the same bytes for ever.

[1] https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
[2] https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, assert_never

from site_builder import instants, routes
from site_builder.model.artifact import Artifact, File
from site_builder.model.policy import Level, Mode
from site_builder.model.record import (
    Announced,
    Asked,
    Asks,
    Corrected,
    Effective,
    Event,
    Kind,
    Record,
    Replaced,
    Rescheduled,
    Shown,
    Translated,
    What,
    Withdrawn,
)
from site_builder.model.release import Users
from site_builder.model.version import Status
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.press import NOTHING, UNPRESSED, Memory, Press

PAGE = 100
_TYPE = "policy.version."
_LEVELS = {str(level): level for level in Level}


def record_files(record: Record, press: Press = UNPRESSED) -> Iterator[File]:
    """The list of pages, and the pages. One that was full before is given out as it was read.

    Raises AssertionError where an entry of an earlier page would come out otherwise than it stood there.
    """
    count = -(-len(record.events) // PAGE)
    listed: list[Value] = []
    for page in range(1, count + 1):
        events = record.events[(page - 1) * PAGE : page * PAGE]
        address = routes.api_events(page)
        listed.append(
            {
                "page": page,
                "url": routes.relative(routes.api_events(), to=address),
                "first": events[0].number,
                "last": events[-1].number,
            }
        )
        before = record.pages[page - 1] if page <= len(record.pages) else b""
        make = partial(_page_file, record.stream, page, events, before)
        yield press.file(routes.file_of(address), (record.stream, events, before), make)
    value: dict[str, Value] = {"stream": record.stream, "entries": len(record.events), "pages": listed}
    yield data.artifact(routes.api_events(), "record", value)


def _page_file(stream: str, page: int, events: Sequence[Event], before: bytes) -> Artifact:
    written: list[Value] = [_entry(stream, event) for event in events]
    value: dict[str, Value] = {"stream": stream, "page": page, "events": written}
    made = data.lasting(routes.api_events(page), "events", value)
    if before:
        entries = json.loads(before)["events"]
        if json.loads(made.body)["events"][: len(entries)] != entries:
            raise AssertionError(f"page {page} of the publication record would change")
        if len(entries) == PAGE:
            return Artifact(path=made.path, body=before, schema="events")
    return made


def _entry(stream: str, event: Event) -> Value:
    recorded = instants.utc(event.recorded)
    return {
        "specversion": "1.0",
        "id": str(event.number),
        "source": f"urn:uuid:{stream}",
        "type": f"{_TYPE}{event.kind}",
        "subject": f"{event.policy}/{event.version}",
        "time": recorded,
        "timestamp": recorded,
        "datacontenttype": "application/json",
        "data": {
            "policy": event.policy,
            "version": event.version,
            "revision": event.revision,
            "digest": event.digest,
            "occurred": instants.utc_if_any(event.occurred),
            "reconstructed": event.reconstructed,
            **_what(event.what),
        },
    }


def _what(what: What) -> dict[str, Value]:
    match what:
        case Announced():
            return {
                "effective_at": instants.utc(what.effective),
                "effective_new_users_at": instants.utc_if_any(what.effective_new_users),
                "level": str(what.level),
                "summary": _words(what.summary),
                "group": what.group,
                "declaration": what.declaration,
                "locales": {locale: _shown(shown) for locale, shown in sorted(what.texts.items())},
                **({} if what.asks is None else {"audiences": _asks(what.asks)}),
            }
        case Effective(users=users):
            return {"users": str(users) if users else "all"}
        case Rescheduled(effective=effective, effective_new_users=new_users, reason=reason):
            dates = {"effective_at": instants.utc(effective), "effective_new_users_at": instants.utc_if_any(new_users)}
            return {**dates, "reason": _words(reason)}
        case Corrected(summary=summary, reason=reason):
            return {"summary": _words(summary), "reason": _words(reason)}
        case Withdrawn(reason=reason):
            return {"reason": _words(reason)}
        case Replaced(by=by, by_revision=revision):
            return {"by": by, "by_revision": revision}
        case Translated(locale=locale, shown=shown):
            return {"locale": locale, "text": _shown(shown)}
        case _:
            assert_never(what)


def _words(by_locale: Mapping[str, str]) -> dict[str, Value]:
    return dict(sorted(by_locale.items()))


def _shown(shown: Shown) -> dict[str, Value]:
    return {"digest": shown.digest, "status": str(shown.status), "text_revision": shown.text_revision}


def _asks(asks: Asks) -> dict[str, Value]:
    return {audience: _asked(one) if one else None for audience, one in sorted(asks.items())}


def _asked(asked: Asked) -> dict[str, Value]:
    return {"level": str(asked.level), "mode": str(asked.mode)}


def read_record(read: Callable[[str], bytes | None], memory: Memory = NOTHING) -> Record | None:
    """The record that ``record_files`` wrote; ``read`` gives the bytes at an address. None where there is none.

    ``memory`` has the entries of pages that were read before.

    Raises:
        ValueError: where the bytes are no such record.
    """
    index = read(routes.api_events())
    if index is None:
        if read(routes.api_events(1)) is not None:
            raise ValueError("its list of pages is missing")
        return None
    try:
        return _record(json.loads(index), read, memory)
    except KeyError as error:
        raise ValueError(f"it lacks {error}") from None
    except (TypeError, AttributeError, RecursionError):
        raise ValueError("it is another kind of file") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A page of the record as it was read."""

    stream: str
    events: tuple[Event, ...]


def _record(listed: Any, read: Callable[[str], bytes | None], memory: Memory) -> Record:  # noqa: ANN401 - our JSON
    pages = tuple(_page(read, entry["page"]) for entry in listed["pages"])
    found = [_events(page, memory) for page in pages]
    record = Record(stream=listed["stream"], events=tuple(event for one in found for event in one.events), pages=pages)
    if not record.events or [event.number for event in record.events] != list(range(1, listed["entries"] + 1)):
        raise ValueError("its entries are not numbered 1, 2, 3…")
    if {one.stream for one in found} != {record.stream}:
        raise ValueError("its pages are of different streams")
    return record


def _events(page: bytes, memory: Memory) -> _Read:
    """The entries of a page."""
    name = hashlib.sha256(page).hexdigest()
    known = memory.get(name)
    if isinstance(known, _Read):
        return known
    value: Any = json.loads(page)
    found = _Read(stream=value["stream"], events=tuple(map(_event, value["events"])))
    for event, entry in zip(found.events, value["events"], strict=True):
        # What was published does not change, so what is not understood to the letter must not be written again.
        if json.loads(json.dumps(_entry(found.stream, event))) != entry:
            raise ValueError(f"its entry {event.number} was edited, or is of another program")
    memory.put(name, found)
    return found


def _page(read: Callable[[str], bytes | None], number: int) -> bytes:
    body = read(routes.api_events(number))
    if body is None:
        raise ValueError(f"its page {number} is missing")
    return body


def _event(entry: Any) -> Event:  # noqa: ANN401 - an entry of the JSON that we wrote
    inner = entry["data"]
    kind = Kind(entry["type"].removeprefix(_TYPE))
    return Event(
        number=int(entry["id"]),
        kind=kind,
        policy=inner["policy"],
        version=inner["version"],
        revision=inner["revision"],
        digest=inner["digest"],
        occurred=_instant(inner["occurred"]),
        recorded=datetime.fromisoformat(entry["time"]),
        reconstructed=inner["reconstructed"],
        what=_read_what(kind, inner),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read_what(kind: Kind, inner: Any) -> What:  # noqa: ANN401 - as above
    match kind:
        case Kind.ANNOUNCED:
            return Announced(
                effective=datetime.fromisoformat(inner["effective_at"]),
                effective_new_users=_instant(inner["effective_new_users_at"]),
                level=_LEVELS[inner["level"]],
                summary=inner["summary"],
                group=inner["group"],
                declaration=inner["declaration"],
                texts={locale: _read_shown(one) for locale, one in inner["locales"].items()},
                asks=_read_asks(inner["audiences"]) if "audiences" in inner else None,
            )
        case Kind.EFFECTIVE:
            return Effective(None if inner["users"] == "all" else Users(inner["users"]))
        case Kind.RESCHEDULED:
            return Rescheduled(
                effective=datetime.fromisoformat(inner["effective_at"]),
                effective_new_users=_instant(inner["effective_new_users_at"]),
                reason=inner["reason"],
            )
        case Kind.CORRECTED:
            return Corrected(summary=inner["summary"], reason=inner["reason"])
        case Kind.WITHDRAWN:
            return Withdrawn(reason=inner["reason"])
        case Kind.REPLACED:
            return Replaced(by=inner["by"], by_revision=inner["by_revision"])
        case Kind.TRANSLATION_ADDED | Kind.TRANSLATION_CORRECTED:
            return Translated(locale=inner["locale"], shown=_read_shown(inner["text"]))
        case _:
            assert_never(kind)


def _read_shown(value: Any) -> Shown:  # noqa: ANN401 - as above
    status = Status(value["status"])
    return Shown(digest=value["digest"], status=status, text_revision=value["text_revision"])


def _read_asks(value: Any) -> Asks:  # noqa: ANN401 - as above
    return {
        audience: one and Asked(level=_LEVELS[one["level"]], mode=Mode(one["mode"])) for audience, one in value.items()
    }
