"""A comparison as lines: each block of words that differs, with where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from site_builder.materiality.order import Order
from site_builder.materiality.pointers import introduces
from site_builder.model.change import (
    Comparison,
    Fate,
    Head,
    Kind,
    Piece,
    SectionChange,
    Spans,
    Target,
    after,
    before,
)
from site_builder.model.prose import Emphasis, Image, Inlines, Link, Strong
from site_builder.reuse import reusing
from site_builder.text import plain


@dataclass(frozen=True, slots=True)
class Position:
    """What governs a block of words in one of the texts, the widest first.

    ``headings`` are the titles above it. ``leads`` are the words that introduce each list or table that it stands
    in; behind them a cell has the head of its column and the label of its row. A list below a list is introduced
    by the item that it stands in.
    """

    headings: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block of words as it stands in two texts. ``item`` says that it is in a list or table.

    ``was_at`` and ``is_at`` are where it stood and stands. ``context`` is the words that introduce it. ``numbered``
    says that it stands in a list whose items have numbers, ``reordered`` that its item has another number there, and
    ``passes`` that it moved past a line that points around. ``place`` counts the lines, and ``move`` is the move that
    it is a part of: they say nothing of what a reader sees of it.
    """

    section: Head
    kind: Kind
    old: str
    new: str
    item: bool = False
    title: bool = False
    context: str = ""
    was_at: Position = Position()
    is_at: Position = Position()
    targets: tuple[Target, ...] = ()
    restyled: bool = False
    moved: bool = False
    numbered: bool = False
    reordered: bool = False
    passes: bool = False
    place: int = field(default=0, compare=False)
    move: int = field(default=0, compare=False)
    reshaped: bool = False
    old_links: tuple[tuple[str, str], ...] = ()
    new_links: tuple[tuple[str, str], ...] = ()

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.kind is Kind.HEADING


@dataclass(slots=True)
class Texts:
    """All lines, changed or not, of the old and the new text, and those that differ.

    ``old_closings`` and ``new_closings`` have, by section and position, the words that close items of a list: the
    "or" that makes of all of them alternatives. ``order`` says past what something moved.
    """

    order: Order
    changed: list[Line] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    old_headings: list[str] = field(default_factory=list)
    new_headings: list[str] = field(default_factory=list)
    old_hrefs: set[str] = field(default_factory=set)
    old_ids: set[str] = field(default_factory=set)
    new_ids: set[str] = field(default_factory=set)
    old_closings: dict[tuple[Head, Position], set[str]] = field(default_factory=dict)
    new_closings: dict[tuple[Head, Position], set[str]] = field(default_factory=dict)


def read(comparison: Comparison) -> Texts:
    """Every block of words of both texts."""
    texts = Texts(order=Order(comparison))
    place = 0
    walk = _Walk()
    for section in comparison.sections if comparison.moves else ():
        for _ in _section(section, walk):  # finds where every move began, which may be further down
            pass
    for section in comparison.sections:
        if section.fate is Fate.MOVED_AWAY:
            continue
        texts.old_ids.update(head.id for head in (section.before,) if head is not None and head.id)
        texts.new_ids.update(head.id for head in (section.after,) if head is not None and head.id)
        for line in _section(section, walk):
            if line.old:
                texts.old.append(line.old)
                texts.old_hrefs.update(href for _, href in line.old_links)
            if line.new:
                texts.new.append(line.new)
            if line.heading:
                texts.old_headings.append(line.old)
                texts.new_headings.append(line.new)
            if line.item:
                _close(line.old, texts.old_closings, (line.section, line.was_at))
                _close(line.new, texts.new_closings, (line.section, line.is_at))
            if _differs(line):
                passes = line.moved and texts.order.passes_by_move(line.move)
                texts.changed.append(replace(line, place=place, passes=passes))
            place += 1
    return texts


def _close(item: str, closings: dict[tuple[Head, Position], set[str]], at: tuple[Head, Position]) -> None:
    last = item.rstrip(" .,;").rsplit(" ", 1)[-1].casefold()
    if last in ("and", "or"):
        closings.setdefault(at, set()).add(last)


def _differs(line: Line) -> bool:
    return line.old != line.new or bool(line.targets) or line.restyled or line.moved or line.reshaped


def _section(section: SectionChange, walk: _Walk) -> Iterator[Line]:
    here = section.after or section.before or section.head
    there = section.before or section.after or section.head
    move = section.move if section.fate is Fate.MOVED_HERE else 0
    if section.title is not None and section.fate is not Fate.MOVED_AWAY:
        sides = _Sides(Position(there.path[:-1]), Position(here.path[:-1]), move=move)
        line = _line(section.title, section.head, sides)
        yield replace(line, kind=Kind.HEADING, title=True, reshaped=line.reshaped or here.level != there.level)
    yield from walk.lines(section.pieces, section.head, _Sides(Position(there.path), Position(here.path)))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Where the walk is in both texts. ``move`` is the move inside of which it is, or 0."""

    old: Position
    new: Position
    item: bool = False
    numbered: bool = False
    reordered: bool = False
    move: int = 0

    def below(self, old: str, new: str, *, numbered: bool = False) -> _Sides:
        """Inside a list or table that these words introduce."""
        return replace(
            self,
            old=replace(self.old, leads=(*self.old.leads, old)),
            new=replace(self.new, leads=(*self.new.leads, new)),
            item=True,
            numbered=numbered,
            reordered=False,
        )


@dataclass(frozen=True, slots=True)
class _Walk:
    """The lines of pieces in order; ``sources`` has where each move began, as an earlier walk found it."""

    sources: dict[int, Position] = field(default_factory=dict)

    def lines(self, pieces: Iterable[Piece], head: Head, at: _Sides) -> Iterator[Line]:
        """The lines of blocks that stand at one place."""
        old = new = ""
        for piece in pieces:
            if piece.fate is Fate.MOVED_AWAY:
                self.sources[piece.move] = at.below(old, new).old if _encloses(piece) or introduces(old) else at.old
                old = _words(piece, before) if not piece.pieces else old
                continue
            inside = at
            led = old
            if piece.fate is Fate.MOVED_HERE:
                origin, led = self.sources.get(piece.move, Position()), ""
                if _encloses(piece) or (not piece.pieces and origin.leads and introduces(origin.leads[-1])):
                    origin, led = replace(origin, leads=origin.leads[:-1]), "".join(origin.leads[-1:])
                inside = replace(at, old=origin, move=piece.move, reordered=at.numbered)
            if piece.shape.kind is Kind.TABLE:
                yield from self._table(piece, head, inside.below(led, new))
            elif piece.pieces:
                numbered = piece.shape.number is not None
                below = inside.below(led, new, numbered=numbered) if _encloses(piece) else inside
                yield from self._inner(piece, head, below)
            else:
                line = self._leaf(piece, head, inside)
                yield _led(line, led, new)
                old, new = (line.old if not inside.move else "") or old, line.new or new

    def _inner(self, piece: Piece, head: Head, at: _Sides) -> Iterator[Line]:
        reshaped = _reshaped(piece)
        for line in self.lines(piece.pieces, head, at):
            yield replace(line, reshaped=True) if reshaped else line

    def _leaf(self, piece: Piece, head: Head, at: _Sides) -> Line:
        context = next((lead for lead in reversed((*at.old.leads, *at.new.leads)) if lead), "") if at.item else ""
        return _line(piece, head, at, context)

    def _table(self, piece: Piece, head: Head, at: _Sides) -> Iterator[Line]:
        """The cells of a table; each is governed by the head of its column and the label of its row."""
        tops = next((_Cells(row) for row in piece.pieces if row.shape.header), _Cells(piece))
        for row in piece.pieces:
            inside = at
            if row.fate is Fate.MOVED_AWAY:
                self.sources[row.move] = at.old
                continue
            if row.fate is Fate.MOVED_HERE:
                inside = replace(at, old=self.sources.get(row.move, Position()), move=row.move)
            cells = _Cells(row)
            for cell in row.pieces:
                old, new = cells.labels(cell, tops)
                sides = inside.below(old, new) if not row.shape.header else inside
                for line in self.lines((cell,), head, sides):
                    yield replace(line, context=next(iter(at.new.leads[-1:]), "") or tops.joined)


def _led(line: Line, old: str, new: str) -> Line:
    """A paragraph below words that introduce it: "For children:" governs what stands next, list or not."""
    if not introduces(old) and not introduces(new):
        return line
    was = replace(line.was_at, leads=(*line.was_at.leads, old)) if introduces(old) else line.was_at
    now = replace(line.is_at, leads=(*line.is_at.leads, new)) if introduces(new) else line.is_at
    return replace(line, was_at=was, is_at=now)


class _Cells:
    """The words of a row's cells in both texts."""

    def __init__(self, row: Piece) -> None:
        self.old = [(cell, _words(cell, before)) for cell in row.pieces if cell.before is not None]
        self.new = [(cell, _words(cell, after)) for cell in row.pieces if cell.after is not None]

    @property
    def joined(self) -> str:
        """The words of the whole row, the new ones where there are any."""
        return " | ".join(words for _, words in self.new or self.old if words)

    def labels(self, cell: Piece, tops: _Cells) -> tuple[str, str]:
        """For both texts, what governs a cell: the head of its column, and the label of its row.

        The label itself is governed by what it labels.
        """
        return _label(cell, self.old, tops.old), _label(cell, self.new, tops.new)


def _label(cell: Piece, row: list[tuple[Piece, str]], tops: list[tuple[Piece, str]]) -> str:
    at = next((i for i, (one, _) in enumerate(row) if one is cell), None)
    if at is None:
        return ""
    column = tops[at][1] if at < len(tops) else ""
    others = [words for _, words in (row[:1] if at else row[1:])]
    return " | ".join((column, *others))


def _encloses(piece: Piece) -> bool:
    return piece.shape.kind in (Kind.LIST, Kind.TABLE)


def _words(piece: Piece, side: Callable[[Spans], str]) -> str:
    return " ".join(side(leaf.spans) for leaf in piece.leaves())


def _reshaped(piece: Piece) -> bool:
    return piece.before is not None and piece.after is not None and piece.before != piece.after


def _line(piece: Piece, head: Head, at: _Sides, context: str = "") -> Line:
    kept = piece.fate is Fate.KEPT
    old, links = before(piece.spans), _links_of(piece.old)
    return Line(
        section=head,
        kind=piece.shape.kind,
        old=old,
        new=old if kept else after(piece.spans),
        item=at.item,
        context=context,
        was_at=at.old,
        is_at=at.new,
        targets=piece.targets,
        restyled=piece.restyled,
        moved=at.move > 0,
        move=at.move,
        numbered=at.numbered,
        reordered=at.reordered,
        reshaped=_reshaped(piece),
        old_links=links,
        new_links=links if kept else _links_of(piece.new),
    )


# The words of a block that recurs are the same value.
@reusing(16_384)
def _links_of(inlines: Inlines) -> tuple[tuple[str, str], ...]:
    return tuple(_links(inlines))


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
