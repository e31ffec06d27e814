"""Edits of words as spans of both texts, with the white space between words where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from site_builder.model.change import Op, Span, Spans, after, before
from site_builder.redline.edits import Cut, Edit, cut, edits_between
from site_builder.redline.reading import joined, slid, whole
from site_builder.redline.table import Budget, common_ends

# Less than this share of the letters in common: nothing worth showing was kept.
_LEAST_KEPT = 0.2


def compare_words(old: str, new: str, budget: Budget, *, whole_below: float = _LEAST_KEPT) -> Spans:
    """The spans that turn one text into the other; nothing between equal texts but one kept span.

    Texts of which less than the share ``whole_below`` is common are replaced whole. Raises
    ``AssertionError`` where the result would not be exactly the two texts.
    """
    if old == new:
        return (Span(Op.KEPT, old),) if old else ()
    known = _known(old, new, whole_below)
    if known and budget.pay(known[0].cells):
        return known[0].spans
    spent, budget.short = budget.spent, False
    spans = _compared(old, new, budget, whole_below)
    if not budget.short:
        # Any document that can pay as much comes to the same.
        known[:] = [_Known(spans, budget.spent - spent)]
    return spans


@dataclass(frozen=True, slots=True)
class _Known:
    """The spans of two texts, and what they cost."""

    spans: Spans
    cells: int


# Two wordings of a paragraph meet again in the redline since each version that had the older one.
@lru_cache(maxsize=4_096)
def _known(old: str, new: str, whole_below: float) -> list[_Known]:  # noqa: ARG001 - by what they are known
    return []


def _compared(old: str, new: str, budget: Budget, whole_below: float) -> Spans:
    one, two = cut(old), cut(new)
    edits = joined(slid(edits_between(one.cores, two.cores, budget), one, two), one, two)
    spans = _spans(whole(edits, one, two, whole_below), one, two)
    if before(spans) != old or after(spans) != new:
        raise AssertionError(f"a redline lost or invented words between {old[:80]!r} and {new[:80]!r}")
    return spans


def _spans(edits: list[Edit], one: Cut, two: Cut) -> Spans:
    """The spans of kept words and edits in turn; the white space around an edit belongs to it at first."""
    end = (len(one.cores), len(one.cores), len(two.cores), len(two.cores))
    if not edits or (edits[0][0], edits[0][2]) != (0, 0):
        edits = [(0, 0, 0, 0), *edits]
    if (edits[-1][1], edits[-1][3]) != (end[1], end[3]):
        edits = [*edits, end]
    out: list[Span] = []
    i = j = 0
    for a, b, c, d in edits:
        if a > i:
            _keep(out, one, two, (i, a, j))
        _replace(out, one, two, (a, b, c, d))
        i, j = b, d
    return tuple(out)


def _keep(out: list[Span], one: Cut, two: Cut, words_kept: tuple[int, int, int]) -> None:
    """The words from i to a, kept; where the white space between two of them differs, that is an edit."""
    i, a, j = words_kept
    c = j + a - i
    text = one.text[one.starts[i] : one.ends[a]]
    if text == two.text[two.starts[j] : two.ends[c]]:
        _push(out, Op.KEPT, text)
        return
    for n in range(a - i):
        _push(out, Op.KEPT, one.cores[i + n])
        if i + n + 1 < a:
            _replace(out, one, two, (i + n + 1, i + n + 1, j + n + 1, j + n + 1))


def _replace(out: list[Span], one: Cut, two: Cut, edit: Edit) -> None:
    a, b, c, d = edit
    removed = one.text[one.ends[a] : one.starts[b]]
    added = two.text[two.ends[c] : two.starts[d]]
    gaps = (one.text[one.ends[a] : one.starts[a]], two.text[two.ends[c] : two.starts[c]])
    head = common_ends(*gaps)[0]
    tail = 0
    if a == b or c == d or "\r" in removed + added:
        # One side is white space only. It is kept once: before or behind what the other side has.
        most = min(len(removed), len(added)) - head
    else:
        most = min(one.starts[b] - one.ends[b], two.starts[d] - two.ends[d])
    while tail < most and removed[-1 - tail] == added[-1 - tail] and added[-1 - tail].isspace():
        tail += 1
    _push(out, Op.KEPT, removed[:head])
    _push(out, Op.REMOVED, removed[head : len(removed) - tail])
    _push(out, Op.ADDED, added[head : len(added) - tail])
    _push(out, Op.KEPT, removed[len(removed) - tail :])


def _push(out: list[Span], op: Op, text: str) -> None:
    if not text:
        return
    if out and out[-1].op is op:
        out[-1] = Span(op, out[-1].text + text)
    else:
        out.append(Span(op, text))
