"""Which block of one text is which of the other, where both keep their order.

First what is equal, the weightiest first; then, in the gaps between, what is alike. What finds no partner
here may have moved (``moves``) or is removed or added.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from site_builder.compare.nodes import Node, alike
from site_builder.model.change import Kind
from site_builder.redline import Budget, common, common_ends

Pair = tuple[int, int]
Candidate = tuple[int, int, float]

# In gaps of more pairs than this, a block is compared only with blocks about as far into the gap.
_ALL_PAIRS = 4_096
_REACH = 16
# How much two blocks must share to be one block reworded; containers are looked into, so less will do.
_LEAST = {Kind.LIST: 0.2, Kind.TABLE: 0.2, Kind.QUOTE: 0.2, Kind.ROW: 0.3}
_LEAST_ALIKE = 0.4
_ALONE = 0.25
_LEAVES = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.CODE})


def chain(candidates: Sequence[Candidate]) -> list[Pair]:
    """The pairs that can stand together in order, with the highest sum of scores.

    Scores are positive. Ties fall to the pair that comes first. Costs n log n.
    """
    columns = sorted({new for _, new, _ in candidates})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(columns) + 1)
    before: list[int] = []
    ordered = sorted(candidates, key=lambda one: (one[0], -one[1]))
    for number, (_, new, score) in enumerate(ordered):
        column = bisect_left(columns, new)
        total, last = _highest(best, column)
        before.append(last)
        at = column + 1
        while at < len(best):
            if total + score > best[at][0]:
                best[at] = (total + score, number)
            at += at & -at
    _, at = _highest(best, len(columns))
    pairs: list[Pair] = []
    while at >= 0:
        pairs.append(ordered[at][:2])
        at = before[at]
    pairs.reverse()
    return pairs


def _highest(best: Sequence[tuple[float, int]], count: int) -> tuple[float, int]:
    """The best chain that ends in one of the first ``count`` columns (a Fenwick tree of maxima)."""
    found = (0.0, -1)
    while count:
        if best[count][0] > found[0]:
            found = best[count]
        count -= count & -count
    return found


def align(old: Sequence[Node], new: Sequence[Node], returning: Collection[Node], budget: Budget) -> list[Pair]:
    """The pairs of blocks that are one block in both texts, in order.

    ``returning`` are nodes that stand in both texts equally often: they wait for their equals and are not
    paired with what is only alike.
    """
    pairs: list[Pair] = []
    for a, b, c, d in _gaps(_equals(old, new, budget), len(old), len(new), pairs):
        pairs.extend((a + i, c + j) for i, j in _alikes(old[a:b], new[c:d], returning))
    return sorted(pairs)


def _gaps(pairs: Sequence[Pair], rows: int, columns: int, met: list[Pair]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches between pairs that have blocks on both sides; the pairs themselves go into ``met``."""
    i = j = 0
    for a, b in (*pairs, (rows, columns)):
        if a > i and b > j:
            yield i, a, j, b
        if a < rows:
            met.append((a, b))
        i, j = a + 1, b + 1


def _equals(old: Sequence[Node], new: Sequence[Node], budget: Budget) -> list[Pair]:
    head, tail = common_ends(old, new)
    pairs = [(n, n) for n in range(head)]
    one, two = old[head : len(old) - tail], new[head : len(new) - tail]
    if one and two:
        inner: list[Pair] = []
        for a, b, c, d in _gaps(_landmarks(one, two), len(one), len(two), inner):
            if budget.pays(b - a, d - c):
                inner.extend((a + i, c + j) for i, j in common(one[a:b], two[c:d]))
        pairs.extend((head + i, head + j) for i, j in sorted(inner))
    pairs.extend((len(old) - n, len(new) - n) for n in range(tail, 0, -1))
    return pairs


def _landmarks(old: Sequence[Node], new: Sequence[Node]) -> list[Pair]:
    """The heaviest chain of blocks that stand once in each: what moves is then as little text as can be."""
    here, there = Counter(old), Counter(new)
    place = {node: at for at, node in enumerate(new) if there[node] == 1}
    return chain(
        [(at, place[node], node.weight + 1.0) for at, node in enumerate(old) if here[node] == 1 and node in place]
    )


def _alikes(old: Sequence[Node], new: Sequence[Node], returning: Collection[Node]) -> list[Pair]:
    alone = len(old) == len(new) == 1
    found: list[Candidate] = []
    for i, one in enumerate(old):
        if one in returning:
            continue
        if len(old) * len(new) <= _ALL_PAIRS:
            reach = range(len(new))
        else:
            middle = i * len(new) // len(old)
            reach = range(max(0, middle - _REACH), min(len(new), middle + _REACH + 1))
        scores = ((i, j, _kinship(one, new[j], alone=alone)) for j in reach if new[j] not in returning)
        found.extend(one for one in scores if one[2] > 0)
    return chain(found)


def _kinship(one: Node, two: Node, *, alone: bool) -> float:
    """How surely two blocks are one block reworded; 0 where they are not. ``alone``: there is no other."""
    if one.shape.kind is not two.shape.kind:
        if {one.shape.kind, two.shape.kind} <= _LEAVES:
            return max(0.0, alike(one, two, 0.75) - 0.75)
        return 0.0
    least = _LEAST.get(one.shape.kind, _ALONE if alone else _LEAST_ALIKE)
    if alone and one.shape.kind in (Kind.HEADING, Kind.ROW, Kind.CELL, Kind.RULE):
        least = 0.0
    score = alike(one, two, least)
    return score - least + 0.1 if score >= least else 0.0
