"""A comparison as lines: each block of words that differs, with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from site_builder.model.change import (
    Comparison,
    Fate,
    Head,
    Kind,
    Piece,
    SectionChange,
    Shape,
    Target,
    after,
    before,
)
from site_builder.model.prose import Emphasis, Image, Inlines, Link, Strong
from site_builder.text import plain

_TITLE = Shape(kind=Kind.HEADING, number=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block of words as it stands in two texts. ``item`` says that it is in a list or table.

    ``context`` is the words that introduce it: the paragraph before its list or the head of its table.
    ``hrefs`` are the addresses of the links in it, old and new.
    """

    section: Head
    kind: Kind
    old: str
    new: str
    item: bool = False
    title: bool = False
    context: str = ""
    targets: tuple[Target, ...] = ()
    restyled: bool = False
    moved: bool = False
    came_from: str = ""
    behind: str = ""
    was_behind: str = ""
    reshaped: bool = False
    old_links: tuple[tuple[str, str], ...] = ()
    new_links: tuple[tuple[str, str], ...] = ()

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.kind is Kind.HEADING


@dataclass(slots=True)
class Texts:
    """All lines, changed or not, of the old and the new text, and those that differ."""

    changed: list[Line] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    old_headings: list[str] = field(default_factory=list)
    new_headings: list[str] = field(default_factory=list)
    old_hrefs: set[str] = field(default_factory=set)


def read(comparison: Comparison) -> Texts:
    """Every block of words of both texts."""
    texts = Texts()
    sources = _sources(comparison)
    for section in comparison.sections:
        for found in _section(section, sources):
            line = replace(found, behind=texts.new[-1] if texts.new else "")
            if line.old:
                texts.old.append(line.old)
                texts.old_hrefs.update(href for _, href in line.old_links)
            if line.new:
                texts.new.append(line.new)
            if line.heading:
                texts.old_headings.append(line.old)
                texts.new_headings.append(line.new)
            if _differs(line):
                texts.changed.append(line)
    return texts


def _differs(line: Line) -> bool:
    return line.old != line.new or bool(line.targets) or line.restyled or line.moved or line.reshaped


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a block stood: the words that introduced it, and those right before it."""

    context: str = ""
    behind: str = ""


def _sources(comparison: Comparison) -> dict[int, _Origin]:
    """By move, where the block stood in the old text."""
    found: dict[int, _Origin] = {}
    for section in comparison.sections:
        _sources_in(section.pieces, section.head.title, section.head.title, found)
    return found


def _sources_in(pieces: Iterable[Piece], context: str, last: str, found: dict[int, _Origin]) -> str:
    above = context
    for piece in pieces:
        if piece.fate is Fate.MOVED_AWAY:
            found[piece.move] = _Origin(above, last)
        if piece.pieces:
            last = _sources_in(piece.pieces, above, last, found)
        elif piece.before is not None and piece.fate is not Fate.MOVED_HERE:
            last = before(piece.spans)
            above = above if piece.shape.kind is Kind.CELL else last
    return last


def _section(section: SectionChange, sources: Mapping[int, _Origin]) -> Iterator[Line]:
    if section.fate is Fate.MOVED_AWAY:
        return
    moved = section.fate is Fate.MOVED_HERE
    head = section.head
    if section.title is not None:
        line = _line(section.title, head, moved=moved)
        levels = {side.level for side in (section.before, section.after) if side is not None}
        yield replace(line, kind=Kind.HEADING, title=True, reshaped=line.reshaped or len(levels) > 1)
    yield from _Walk(head, sources).lines(section.pieces, item=False, context="", source=None)


@dataclass(frozen=True, slots=True)
class _Walk:
    head: Head
    sources: Mapping[int, _Origin]

    def lines(self, pieces: Iterable[Piece], *, item: bool, context: str, source: _Origin | None) -> Iterator[Line]:
        """The lines of pieces; ``source`` introduced them where they stood before, if they moved."""
        above = context
        for piece in pieces:
            if piece.fate is Fate.MOVED_AWAY:
                continue
            origin = self.sources.get(piece.move, _Origin()) if piece.fate is Fate.MOVED_HERE else source
            both = piece.before is not None and piece.after is not None
            if piece.pieces:
                inner = item or piece.shape.kind in (Kind.LIST, Kind.TABLE)
                reshaped = both and piece.before != piece.after
                for line in self.lines(piece.pieces, item=inner, context=above, source=origin):
                    yield replace(line, reshaped=line.reshaped or reshaped)
                continue
            line = _line(piece, self.head, moved=origin is not None)
            inside = item or piece.shape.kind is Kind.CELL
            yield replace(
                line,
                item=inside,
                context=context or above,
                came_from=origin.context if origin else "",
                was_behind=origin.behind if origin else "",
            )
            if not item:
                above = line.new or line.old


def _line(piece: Piece, head: Head, *, moved: bool) -> Line:
    return Line(
        section=head,
        kind=piece.shape.kind,
        old=before(piece.spans),
        new=after(piece.spans),
        targets=piece.targets,
        restyled=piece.restyled,
        moved=moved,
        reshaped=piece.before is not None and piece.after is not None and piece.before != piece.after,
        old_links=tuple(_links(piece.old)),
        new_links=tuple(_links(piece.new)),
    )


def _links(inlines: Inlines) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        match inline:
            case Link(href=href, children=children):
                yield plain(children), href
            case Emphasis(children) | Strong(children):
                yield from _links(children)
            case Image(src=src, alt=alt):
                yield alt, src
            case _:
                pass
