"""The blocks of words of a comparison in reading order, each with what governs it in both texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from site_builder.materiality.pointers import introduces
from site_builder.model.change import Fate, Head, Kind, Piece, SectionChange, Spans, after, before


@dataclass(frozen=True, slots=True)
class Position:
    """What governs a block of words in one of the texts, the widest first.

    ``headings`` are the titles above it. ``leads`` are the words that introduce each list or table that it stands
    in; behind them a cell has the head of its column and the label of its row. A list below a list is introduced
    by the item that it stands in.
    """

    headings: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()

    def below(self, words: str) -> Position:
        """The place that these words introduce here."""
        return Position(self.headings, (*self.leads, words))


@dataclass(slots=True)
class Block:
    """A block of words as the walk meets it, changed or not; ``row`` is what introduces a cell."""

    piece: Piece
    section: Head
    kind: Kind
    old: str
    new: str
    at: _Sides
    was_at: Position
    is_at: Position
    reshaped: bool
    title: bool = False
    row: str | None = None

    @property
    def context(self) -> str:
        """The words that introduce it, where it is in a list or table."""
        if self.row is not None or not self.at.item:
            return self.row or ""
        return next((lead for lead in reversed((*self.at.old.leads, *self.at.new.leads)) if lead), "")

    @property
    def differs(self) -> bool:
        """Whether there is anything to say of it."""
        piece = self.piece
        return self.old != self.new or bool(piece.targets) or piece.restyled or self.at.move > 0 or self.reshaped


@dataclass(frozen=True, slots=True)
class _Sides:
    """Where the walk is in both texts. ``move`` is the move inside of which it is, or 0; ``reshaped`` is its list."""

    old: Position
    new: Position
    item: bool = False
    numbered: bool = False
    reordered: bool = False
    move: int = 0
    reshaped: bool = False

    def below(self, old: str, new: str, *, numbered: bool = False) -> _Sides:
        """Inside a list or table that these words introduce."""
        return _Sides(
            self.old.below(old),
            self.new.below(new),
            item=True,
            numbered=numbered,
            move=self.move,
            reshaped=self.reshaped,
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """The blocks of words in pieces, in order; ``sources`` has where each move began, as an earlier walk found it."""

    sources: dict[int, Position] = field(default_factory=dict)

    def section(self, section: SectionChange) -> Iterator[Block]:
        """The title of a section and the blocks of words in it."""
        here = section.after or section.before or section.head
        there = section.before or section.after or section.head
        move = section.move if section.fate is Fate.MOVED_HERE else 0
        if section.title is not None and section.fate is not Fate.MOVED_AWAY:
            sides = _Sides(Position(there.path[:-1]), Position(here.path[:-1]), move=move)
            block = _block(section.title, section.head, sides)
            block.kind, block.title = Kind.HEADING, True
            block.reshaped = block.reshaped or here.level != there.level
            yield block
        yield from self.blocks(section.pieces, section.head, _Sides(Position(there.path), Position(here.path)))

    def blocks(self, pieces: Iterable[Piece], head: Head, at: _Sides) -> Iterator[Block]:
        """The blocks of words in what stands at one place."""
        old = new = ""
        for piece in pieces:
            if piece.fate is Fate.MOVED_AWAY:
                self.sources[piece.move] = at.old.below(old) if _encloses(piece) or introduces(old) else at.old
                old = _words(piece, before) if not piece.pieces else old
                continue
            inside = at
            led = old
            if piece.fate is Fate.MOVED_HERE:
                origin, led = self.sources.get(piece.move, Position()), ""
                if _encloses(piece) or (not piece.pieces and origin.leads and introduces(origin.leads[-1])):
                    origin, led = Position(origin.headings, origin.leads[:-1]), "".join(origin.leads[-1:])
                inside = replace(at, old=origin, move=piece.move, reordered=at.numbered)
            if piece.shape.kind is Kind.TABLE:
                yield from self._table(piece, head, inside.below(led, new))
            elif piece.pieces:
                numbered = piece.shape.number is not None
                below = inside.below(led, new, numbered=numbered) if _encloses(piece) else inside
                yield from self.blocks(piece.pieces, head, replace(below, reshaped=True) if _reshaped(piece) else below)
            else:
                block = _block(piece, head, inside)
                # A paragraph below words that introduce it: "For children:" governs what stands next, list or not.
                if introduces(led):
                    block.was_at = block.was_at.below(led)
                if introduces(new):
                    block.is_at = block.is_at.below(new)
                yield block
                old, new = (block.old if not inside.move else "") or old, block.new or new

    def _table(self, piece: Piece, head: Head, at: _Sides) -> Iterator[Block]:
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
                for block in self.blocks((cell,), head, sides):
                    block.row = next(iter(at.new.leads[-1:]), "") or tops.joined
                    yield block


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
    one, two = piece.before, piece.after
    return one is not two and one is not None and two is not None and one != two


def _block(piece: Piece, head: Head, at: _Sides) -> Block:
    old = before(piece.spans)
    return Block(
        piece=piece,
        section=head,
        kind=piece.shape.kind,
        old=old,
        new=old if piece.fate is Fate.KEPT else after(piece.spans),
        at=at,
        was_at=at.old,
        is_at=at.new,
        reshaped=at.reshaped or _reshaped(piece),
    )
