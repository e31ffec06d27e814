"""The facts of a comparison as a list of changes, each as a reader would count it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from site_builder.model.change import (
    Aspect,
    Change,
    ChangeKind,
    Comparison,
    Fate,
    Kind,
    Op,
    Piece,
    SectionChange,
)

_LONE = frozenset({Fate.REMOVED, Fate.ADDED})
_Found = tuple[ChangeKind, tuple[Piece, ...], int]


def changes_of(comparison: Comparison) -> tuple[Change, ...]:
    """Every change in reading order. A move is one change, told at its new place."""
    found: list[Change] = []
    told: set[int] = set()
    for section in comparison.sections:
        for kind, pieces, move in _in_section(section):
            if move and move in told:
                continue
            told.add(move)
            found.append(Change(number=len(found) + 1, kind=kind, section=section, pieces=pieces, move=move))
    return tuple(found)


def _in_section(section: SectionChange) -> Iterator[_Found]:
    match section.fate:
        case Fate.KEPT | Fate.MOVED_AWAY:
            return
        case Fate.ADDED:
            yield ChangeKind.SECTION_ADDED, (), 0
            yield from _arrivals(section.pieces)
        case Fate.REMOVED:
            yield ChangeKind.SECTION_REMOVED, (), 0
        case _:
            if section.fate is Fate.MOVED_HERE:
                yield ChangeKind.SECTION_MOVED, (), section.move
            yield from _heading(section)
            yield from _among(section.pieces)


def _heading(section: SectionChange) -> Iterator[_Found]:
    title = section.title
    if Aspect.RETITLED in section.aspects and title is not None:
        yield ChangeKind.RETITLED, (title,), 0
    elif Aspect.RENUMBERED in section.aspects:
        yield ChangeKind.RENUMBERED, () if title is None or title.fate is Fate.KEPT else (title,), 0
    elif title is not None and title.fate is not Fate.KEPT:
        yield _kind(title), (title,), 0
    elif section.before and section.after and section.before.level != section.after.level:
        yield ChangeKind.RESTYLED, (), 0


def _arrivals(pieces: Iterable[Piece]) -> Iterator[_Found]:
    """What moved into a part that is otherwise new."""
    for move, group in groupby(pieces, key=lambda piece: piece.move):
        run = tuple(group)
        if move and run[0].fate is Fate.MOVED_HERE:
            yield ChangeKind.MOVED, run, move
        else:
            for piece in run:
                yield from _arrivals(piece.pieces)


def _among(pieces: Sequence[Piece]) -> Iterator[_Found]:
    """The changes among blocks side by side; those that only one text has are told together."""
    for (lone, move), group in groupby(pieces, key=_sort):
        run = tuple(group)
        if move:
            if run[0].fate is Fate.MOVED_HERE:
                yield ChangeKind.MOVED, run, move
        elif lone:
            # What moved into or out of them is told as a move.
            fates = {piece.fate for piece in run if not _emptied(piece)}
            if fates:
                yield _lone_kind(fates), run, 0
            yield from _arrivals(run)
        else:
            for piece in run:
                yield from _inside(piece)


def _sort(piece: Piece) -> tuple[bool, int]:
    return piece.fate in _LONE, piece.move


def _emptied(piece: Piece) -> bool:
    """Whether all that it held has moved."""
    moved = (Fate.MOVED_AWAY, Fate.MOVED_HERE)
    return bool(piece.pieces) and all(inner.fate in moved or _emptied(inner) for inner in piece.pieces)


def _lone_kind(fates: set[Fate]) -> ChangeKind:
    if fates == _LONE:
        return ChangeKind.REPLACED
    return ChangeKind.ADDED if Fate.ADDED in fates else ChangeKind.REMOVED


def _inside(piece: Piece) -> Iterator[_Found]:
    if piece.fate is Fate.KEPT:
        return
    if piece.shape.kind is Kind.ROW or not piece.pieces:
        yield _kind(piece), (piece,), 0
        return
    if piece.before != piece.after:
        yield ChangeKind.RESTYLED, (piece,), 0
    yield from _among(piece.pieces)


def _kind(piece: Piece) -> ChangeKind:
    leaves = tuple(piece.leaves())
    if any(span.op is not Op.KEPT for leaf in leaves for span in leaf.spans):
        return ChangeKind.REWORDED
    return ChangeKind.RELINKED if any(leaf.targets for leaf in leaves) else ChangeKind.RESTYLED
