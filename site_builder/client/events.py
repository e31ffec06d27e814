"""Following the publication record: each entry once, in order, and a stop at what is not understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from site_builder.client.rules import Json

KINDS = frozenset(
    {
        "announced",
        "corrected",
        "effective",
        "replaced",
        "rescheduled",
        "translation-added",
        "translation-corrected",
        "withdrawn",
    }
)
_TYPE = "policy.version."


class UnknownKindError(Exception):
    """An entry of a kind that this client does not know: what it means for users cannot be guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far the record was read. Another stream is read from its start."""

    stream: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry: its number, what happened, and its data as the record has it."""

    number: int
    kind: str
    data: Json


def read_events(cursor: Cursor, index: Json, page: Callable[[int], Json]) -> Iterator[tuple[Cursor, Happening]]:
    """What is new behind a cursor, each entry with the cursor to keep once it has been dealt with.

    ``index`` is `/api/v1/events/index.json`, ``page`` gives a page by its number. A record that is shorter than
    what was read of it is an older answer, and nothing comes. Raises UnknownKindError at the first entry that
    this version does not know; the cursor of the entry before is the one to keep.
    """
    stream = str(index["stream"])
    seen = cursor.entry if stream == cursor.stream else 0
    for listed in index["pages"]:
        if int(listed["last"]) <= seen:
            continue
        value = page(int(listed["page"]))
        if value["stream"] != stream:
            return
        for entry in value["events"]:
            number = int(entry["id"])
            if number == seen + 1:
                yield Cursor(stream=stream, entry=number), _happening(number, entry)
                seen = number


def _happening(number: int, entry: Any) -> Happening:  # noqa: ANN401 - an entry of the record
    kind = str(entry["type"]).removeprefix(_TYPE)
    if kind not in KINDS:
        raise UnknownKindError(
            f"entry {number} of the publication record is of the kind {entry['type']!r}, which this client does not "
            "know; use a newer policy-site-builder, nothing behind this entry was read"
        )
    return Happening(number=number, kind=kind, data=entry["data"])
