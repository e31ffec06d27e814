"""What is longest in common is not yet what reads well: fewer and longer marks, at places where one expects them.

``slid`` puts an insertion where a sentence or clause begins, ``joined`` gives up common words that stand alone
between changed ones, and ``whole`` gives up a pair that has almost nothing in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from site_builder.redline.edits import SENTENCE_ENDS, Cut, Edit

# Kept words between two changes are given up where they weigh less than both and are not more than these.
_MOST_WORDS_GIVEN_UP = 4
_CLAUSE_ENDS = frozenset(',;:，；：、،؛–—()（）"“”')


def slid(edits: Sequence[Edit], one: Cut, two: Cut) -> list[Edit]:
    """Move each pure insertion or removal along equal words to where it reads best."""
    out: list[Edit] = []
    for number, (a, b, c, d) in enumerate(edits):
        floor = out[-1][1] if out else 0
        ceiling = edits[number + 1][0] if number + 1 < len(edits) else len(one.cores)
        cores, start, end = (one.cores, a, b) if c == d else (two.cores, c, d)
        pure = a == b or c == d
        shift = _best_shift(cores, start, end, a - floor, ceiling - b) if pure else 0
        edit = (a + shift, b + shift, c + shift, d + shift)
        if out and out[-1][1] == edit[0] and out[-1][3] == edit[2]:
            edit = (out[-1][0], edit[1], out.pop()[2], edit[3])
        out.append(edit)
    return out


def _best_shift(cores: Sequence[str], start: int, end: int, back: int, on: int) -> int:
    low = 0
    while -low < back and cores[start + low - 1] == cores[end + low - 1]:
        low -= 1
    high = 0
    while high < on and cores[start + high] == cores[end + high]:
        high += 1

    def reads(shift: int) -> tuple[int, int]:
        edges = _edge(cores, start + shift) + _edge(cores, end + shift)
        return edges, -abs(shift)

    return max(range(low, high + 1), key=reads)


def _edge(cores: Sequence[str], at: int) -> int:
    """How good a place is to begin or end a mark: 3 at a sentence, 2 at a clause, 1 before such a sign."""
    if at in (0, len(cores)) or cores[at - 1] in SENTENCE_ENDS:
        return 3
    if cores[at - 1] in _CLAUSE_ENDS:
        return 2
    return int(cores[at] in SENTENCE_ENDS or cores[at] in _CLAUSE_ENDS)


def joined(edits: Iterable[Edit], one: Cut, two: Cut) -> list[Edit]:
    """Give up what was kept between two edits where it is too little to help a reader."""
    out: list[Edit] = []
    for edit in edits:
        joined = edit
        while out and _distracts(out[-1], joined, one, two):
            previous = out.pop()
            joined = (previous[0], joined[1], previous[2], joined[3])
        out.append(joined)
    return out


def _distracts(left: Edit, right: Edit, one: Cut, two: Cut) -> bool:
    kept = one.weights[right[0]] - one.weights[left[1]]
    number = one.counts[right[0]] - one.counts[left[1]]
    least = min(_size(left, one, two), _size(right, one, two))
    if number == 0:
        # Only signs between two edits; the end of a sentence is worth keeping.
        return least > 0 and not SENTENCE_ENDS.intersection(one.cores[left[1] : right[0]])
    return number <= _MOST_WORDS_GIVEN_UP and kept <= least


def _size(edit: Edit, one: Cut, two: Cut) -> int:
    a, b, c, d = edit
    return max(one.weights[b] - one.weights[a], two.weights[d] - two.weights[c])


def whole(edits: list[Edit], one: Cut, two: Cut, least: float) -> list[Edit]:
    """One edit of everything where less than the share ``least`` is common, else the edits as they are."""
    removed = sum(one.weights[b] - one.weights[a] for a, b, _, _ in edits)
    most = max(one.weights[-1], two.weights[-1])
    if most and (one.weights[-1] - removed) / most < least:
        return [(0, len(one.cores), 0, len(two.cores))]
    return edits
