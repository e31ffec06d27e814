"""From when a text was public and from when it applied: what it says itself, else when it was stored.

All of it is inferred, and each date says from what. Two things hold whatever a text says: no version takes
effect before it is public, and none before the one that it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from site_builder.adopt.calendar import Written, read_date
from site_builder.adopt.datelines import Kind, Stated, stated
from site_builder.adopt.past import Moment
from site_builder.adopt.sections import Divided
from site_builder.adopt.steps import Notes, Step
from site_builder.model.prose import Blocks, Break, Heading, Inlines, Listing, Paragraph, Quote, Table
from site_builder.text import plain

# A date line stands at the head of a text, or at its foot.
_HEAD, _FOOT = 15, 3
_FAR = timedelta(days=400)
_KEYS = {
    "effective": Kind.EFFECTIVE,
    "effective date": Kind.EFFECTIVE,
    "effective_date": Kind.EFFECTIVE,
    "effective-date": Kind.EFFECTIVE,
    "effectivedate": Kind.EFFECTIVE,
    "date": Kind.UPDATED,
    "updated": Kind.UPDATED,
    "last updated": Kind.UPDATED,
    "last_updated": Kind.UPDATED,
    "last-updated": Kind.UPDATED,
    "lastupdated": Kind.UPDATED,
    "last modified": Kind.UPDATED,
    "last_modified": Kind.UPDATED,
    "lastmod": Kind.UPDATED,
    "modified": Kind.UPDATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of a version, and from what each was taken; ``said`` is what its text states."""

    published: datetime
    effective: datetime
    published_by: str
    effective_by: str
    said: Mapping[Kind, Stated]


def said_by(divided: Divided, keys: Mapping[str, str]) -> dict[Kind, Stated]:
    """What a text states of its dates: in its front matter, its head or its foot, the first of each kind."""
    found: dict[Kind, Stated] = {}
    for key, value in keys.items():
        date = read_date(value.partition("T")[0]) if key in _KEYS else None
        if date:
            found.setdefault(_KEYS[key], Stated(kind=_KEYS[key], date=date, line=f"{key}: {value}"))
    lines = [*_text_lines(divided)]
    for part in (islice(lines, _HEAD), lines[max(_HEAD, len(lines) - _FOOT) :]):
        for line in part:
            for one in stated(line):
                found.setdefault(one.kind, one)
        if found:
            break
    return found


def _text_lines(divided: Divided) -> Iterator[str]:
    yield divided.title
    yield from _lines(divided.preamble)
    for part in divided.parts:
        yield part.title
        yield from _lines(part.blocks)


def _lines(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(children=children):
                yield from _broken(children)
            case Listing(items=items):
                for item in items:
                    yield from _lines(item)
            case Quote(children=inside):
                yield from _lines(inside)
            case Table(head=head, rows=rows):
                for row in (head, *rows):
                    yield " ".join(map(plain, row))
            case _:
                pass


def _broken(spans: Inlines) -> Iterator[str]:
    """The lines of inline text, as its author broke them."""
    line: list[str] = []
    for span in spans:
        if isinstance(span, Break):
            yield "".join(line)
            line = []
        else:
            line.append(plain((span,)))
    yield "".join(line)


def dates_of(said: Mapping[Kind, Stated], moment: Moment, before: Dates | None, notes: Notes) -> Dates:
    """The dates of a version that was stored at a moment, after the one before it."""
    believed = {kind: one for kind, one in said.items() if _is_near(one, moment, notes)}
    news = {
        kind: one
        for kind, one in believed.items()
        if before is None or kind not in before.said or before.said[kind].date != one.date
    }
    published, published_by = moment.at, moment.source
    least = before.published if before else None
    for one in _by_kind(news, Kind.UPDATED, Kind.EFFECTIVE):
        at = _start(one.date, moment)
        # A text that says that it applied already was public when it began to.
        if at < published and (least is None or at >= least):
            published, published_by = at, _words(one)
            break
    if least is not None and published < least:
        published, published_by = least, "the version before it"
    effective, effective_by = published, published_by
    for one in _by_kind(believed, Kind.EFFECTIVE, Kind.UPDATED):
        at = _start(one.date, moment)
        if at > effective:
            effective, effective_by = at, _words(one)
        elif one.kind is Kind.EFFECTIVE and at == effective:
            effective_by = _words(one)
        if one.kind is Kind.EFFECTIVE:
            break
    if before and effective < before.effective:
        effective, effective_by = before.effective, "the version before it"
    return Dates(
        published=published,
        effective=effective,
        published_by=published_by,
        effective_by=effective_by,
        said=said,
    )


def _by_kind(said: Mapping[Kind, Stated], *kinds: Kind) -> Iterable[Stated]:
    return (said[kind] for kind in kinds if kind in said)


def _is_near(one: Stated, moment: Moment, notes: Notes) -> bool:
    if _start(one.date, moment) - moment.at <= _FAR:
        return True
    notes.note(Step.DATE_DOUBTED, one.line)
    return False


def _start(written: Written, moment: Moment) -> datetime:
    """The instant that a date means: its midnight; of a month in which the text was stored, that instant."""
    at = datetime.combine(written.day, time(), UTC)
    stored = moment.at
    if written.month_only and (stored.year, stored.month) == (at.year, at.month):
        return stored
    return at


def _words(one: Stated) -> str:
    return f'the line "{one.line}" of the text'
