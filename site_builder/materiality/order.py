"""Past which blocks of words something moved, and whether one of them means what stands above or below it.

"The purposes above" are other purposes when another paragraph stands there, although no word of it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from site_builder.materiality.pointers import points_around
from site_builder.model.change import Comparison, Fate, Piece, SectionChange, after, before

# A move, and whether this is the place that it left.
_Mark = tuple[int, bool]
_MOVED = (Fate.MOVED_AWAY, Fate.MOVED_HERE)


class Order:
    """The blocks of words of both texts in one reading order; looked at only where something moved."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def passes(self, one: int, other: int) -> bool:
        """Whether between two blocks one points around; counted as a reader meets them, without what was moved away."""
        first, last = sorted((self._here[one], self._here[other]))
        return self._points(first, last + 1)

    def passes_by_move(self, move: int) -> bool:
        """Whether what moved went past a block that points around; those beside both of its places count as well."""
        first, end = self._between.get(move, (0, 0))
        return self._points(first, end)

    def _points(self, first: int, end: int) -> bool:
        return self._pointers[first] < self._pointers[max(first, end)]

    @cached_property
    def _blocks(self) -> tuple[tuple[Piece, tuple[_Mark, ...]], ...]:
        return tuple(_leaves(self._comparison))

    @cached_property
    def _here(self) -> tuple[int, ...]:
        return tuple(at for at, (_, marks) in enumerate(self._blocks) if not any(is_away for _, is_away in marks))

    @cached_property
    def _pointers(self) -> tuple[int, ...]:
        """How many of the blocks before each place, and before the end, point around."""
        words = (after(piece.spans) or before(piece.spans) for piece, _ in self._blocks)
        return tuple(accumulate(map(points_around, words), initial=0))

    @cached_property
    def _between(self) -> dict[int, tuple[int, int]]:
        ends: dict[_Mark, tuple[int, int]] = {}
        for place, (_, marks) in enumerate(self._blocks):
            for mark in marks:
                ends[mark] = (ends.get(mark, (place, place))[0], place)
        return {
            move: (max(min(first, there[0]) - 1, 0), min(max(last, there[1]) + 2, len(self._blocks)))
            for (move, is_away), (first, last) in ends.items()
            if is_away and (there := ends.get((move, False))) is not None
        }


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
