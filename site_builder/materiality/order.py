"""Where the blocks of words of a comparison stand, and past which of them something moved.

"The purposes above" are other purposes when another paragraph stands there, although no word of it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from site_builder.model.change import Comparison, Fate, Op, Piece, SectionChange

# A move, and whether this is the place that it left.
_Mark = tuple[int, bool]
_MOVED = (Fate.MOVED_AWAY, Fate.MOVED_HERE)


@dataclass(slots=True)
class Order:
    """The words of all blocks in one reading order of both texts, their places in it, and what lies in between.

    ``between`` has for each move the range of the blocks past which it went, with those beside both of its places.
    """

    words: list[str] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    between: dict[int, tuple[int, int]] = field(default_factory=dict)

    def place(self, piece: Piece) -> int:
        """Where a block of words of the comparison stands."""
        return self.places[id(piece)]

    def moved(self, move: int) -> tuple[int, int]:
        """The range of blocks past which a move went; an empty one for no move."""
        return self.between.get(move, (0, 0))


def order_of(comparison: Comparison) -> Order:
    """The order of a comparison. It is asked for places only while the comparison is there."""
    order = Order()
    ends: dict[_Mark, tuple[int, int]] = {}
    for place, (piece, marks) in enumerate(_leaves(comparison)):
        order.words.append("".join(span.text for span in piece.spans if span.op is not Op.REMOVED) or _old(piece))
        order.places[id(piece)] = place
        for mark in marks:
            first, _ = ends.get(mark, (place, place))
            ends[mark] = (first, place)
    for (move, is_away), (first, last) in ends.items():
        other = ends.get((move, not is_away))
        if is_away and other is not None:
            order.between[move] = (max(min(first, other[0]) - 1, 0), min(max(last, other[1]) + 2, len(order.words)))
    return order


def _old(piece: Piece) -> str:
    return "".join(span.text for span in piece.spans)


def _leaves(comparison: Comparison) -> Iterator[tuple[Piece, tuple[_Mark, ...]]]:
    for section in comparison.sections:
        marks = _mark(section)
        if section.title is not None:
            yield section.title, marks
        yield from _below(section.pieces, marks)


def _below(pieces: Iterable[Piece], marks: tuple[_Mark, ...]) -> Iterator[tuple[Piece, tuple[_Mark, ...]]]:
    for piece in pieces:
        here = (*marks, *_mark(piece))
        if piece.pieces:
            yield from _below(piece.pieces, here)
        else:
            yield piece, here


def _mark(one: SectionChange | Piece) -> tuple[_Mark, ...]:
    return ((one.move, one.fate is Fate.MOVED_AWAY),) if one.move and one.fate in _MOVED else ()
