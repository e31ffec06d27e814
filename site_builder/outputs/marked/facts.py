"""A comparison as JSON (``schemas/diff.schema.json``): the facts, for programs and for judging the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from site_builder.compare import changes_of
from site_builder.compare.nodes import OBJECT
from site_builder.model.change import Change, Comparison, Fate, Head, Op, Piece, SectionChange, Span

Json = str | int | bool | None | Sequence["Json"] | dict[str, "Json"]

VERSION = 1


def redline_json(comparison: Comparison) -> dict[str, Json]:
    """The object that the schema describes."""
    changes = changes_of(comparison)
    by_section: dict[int, list[Change]] = {}
    for change in changes:
        by_section.setdefault(id(change.section), []).append(change)
    sections = [one for one in comparison.sections if one.fate is not Fate.MOVED_AWAY]
    return {
        "version": VERSION,
        "equal": comparison.empty,
        "counts": _counts(comparison, changes),
        "sections": [_section(section, by_section.get(id(section), ())) for section in sections],
    }


def _counts(comparison: Comparison, changes: Sequence[Change]) -> dict[str, Json]:
    characters: Counter[Op] = Counter()
    for section in comparison.sections:
        if section.fate is Fate.MOVED_AWAY:
            continue
        for span in _spans(section.pieces if section.title is None else (section.title, *section.pieces), once=True):
            characters[span.op] += len(span.text)
    fates = Counter(section.fate for section in comparison.sections)
    return {
        "changes": len(changes),
        "moves": comparison.moves,
        "sections_added": fates[Fate.ADDED],
        "sections_removed": fates[Fate.REMOVED],
        "sections_moved": fates[Fate.MOVED_HERE],
        "sections_changed": fates[Fate.CHANGED],
        "sections_unchanged": fates[Fate.KEPT],
        "characters_kept": characters[Op.KEPT],
        "characters_removed": characters[Op.REMOVED],
        "characters_added": characters[Op.ADDED],
    }


def _section(section: SectionChange, changes: Iterable[Change]) -> dict[str, Json]:
    titled = section.title is not None
    status = "moved" if section.fate is Fate.MOVED_HERE else str(section.fate)
    return {
        "status": status,
        "aspects": [str(aspect) for aspect in section.aspects],
        "before": _head(section.before),
        "after": _head(section.after),
        "move": section.move or None,
        "title": _written(_leaf(section.title)) if section.title is not None and titled else [],
        "spans": [] if section.fate is Fate.KEPT else _written(_spans(section.pieces)),
        "changes": [_change(change) for change in changes],
    }


def _head(head: Head | None) -> Json:
    if head is None:
        return None
    return {
        "id": head.id or None,
        "path": list(head.path),
        "title": head.title,
        "number": head.number or None,
        "level": head.level,
        "index": head.index,
    }


def _change(change: Change) -> dict[str, Json]:
    targets: list[Json] = [
        {"words": target.words, "before": target.before or None, "after": target.after or None}
        for piece in change.pieces
        for leaf in piece.leaves()
        for target in leaf.targets
    ]
    blocks: list[Json] = [str(piece.shape.kind) for piece in change.pieces]
    spans = (span for piece in change.pieces for span in _ended(piece, once=True))
    return {
        "number": change.number,
        "kind": str(change.kind),
        "blocks": blocks,
        "spans": _written(spans),
        "links": targets,
        "move": change.move or None,
    }


def _spans(pieces: Iterable[Piece], *, once: bool = False) -> Iterator[Span]:
    """The spans of blocks in order, each block ended by a line feed that has the block's own fate.

    ``once`` leaves out the old half of each move and has the edits inside the new half; otherwise what
    moved is removed there and added here, so that both texts are whole.
    """
    for piece in pieces:
        if once and piece.fate is Fate.MOVED_AWAY:
            continue
        yield from _ended(piece, once=once)


def _ended(piece: Piece, *, once: bool) -> Iterator[Span]:
    here = piece.fate is Fate.MOVED_HERE and not once
    if piece.pieces:
        for span in _spans(piece.pieces, once=once):
            if here:
                yield from _arrived(span)
            else:
                yield span
        return
    for span in _leaf(piece):
        if here:
            yield from _arrived(span)
        else:
            yield span
    yield Span(_end(piece, here=here), "\n")


def _end(piece: Piece, *, here: bool) -> Op:
    """The fate of a block's end, which is that of the block as a whole."""
    if piece.after is None:
        return Op.REMOVED
    return Op.ADDED if piece.before is None or here else Op.KEPT


def _arrived(span: Span) -> Iterator[Span]:
    """A span of what came from elsewhere: here all of it is new, and what it lost is not told."""
    if span.op is not Op.REMOVED:
        yield Span(Op.ADDED, span.text)


def _leaf(piece: Piece) -> Iterator[Span]:
    for span in piece.spans:
        text = span.text.replace(OBJECT, "")
        if text:
            yield Span(span.op, text)


def _written(spans: Iterable[Span]) -> list[Json]:
    """Spans as ``[op, text]``, neighbours of one fate joined; between kept ones, removed stands before added."""
    out: list[list[str]] = []
    for span in spans:
        if out and out[-1][0] == span.op:
            out[-1][1] += span.text
        else:
            out.append([str(span.op), span.text])
    return [[op, text] for op, text in out]
