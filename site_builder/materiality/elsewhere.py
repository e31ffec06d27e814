"""Sentences that stand elsewhere in the new text than in the old one, and those that are really gone or really new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from site_builder.materiality.edits import Clause, clause_of
from site_builder.materiality.likeness import Likeness
from site_builder.materiality.lines import Line
from site_builder.materiality.matching import Keys
from site_builder.materiality.order import Order
from site_builder.materiality.sentences import Group, Sentence
from site_builder.materiality.spelling import distance
from site_builder.model.change import Head

# A sentence with the line that it stands in.
Placed = tuple[Line, Sentence]

_LEAST_ALIKE = 0.6
_LEAST_WORDS = 4
_LONGEST_SHORT = 40
# Scores: the same words; more or less the same; two short lines of one section that a letter or two tell apart.
_SAME = 9.0
_ALMOST = 1.0


def elsewhere(lost: list[Placed], found: list[Placed], order: Order) -> Iterator[Clause]:
    """Sentences that left one place and came to another, then those that are really gone and really new."""
    here: set[int] = set()
    there: set[int] = set()
    for score, i, j in sorted(_scores(lost, found), key=lambda one: (-one[0], one[1], one[2])):
        if i in here or j in there:
            continue
        here.add(i)
        there.add(j)
        line, other = found[j][0], lost[i][0]
        line = replace(line, was_at=other.was_at, passes=score > _ALMOST and order.passes(line.place, other.place))
        yield clause_of(line, Group([lost[i][1]], [found[j][1]]), moved=score > _ALMOST)
    for i, (line, sentence) in enumerate(lost):
        if i not in here:
            yield clause_of(line, Group([sentence], []))
    for j, (line, sentence) in enumerate(found):
        if j not in there:
            yield clause_of(line, Group([], [sentence]))


def _scores(lost: list[Placed], found: list[Placed]) -> Iterator[tuple[float, int, int]]:
    """How much each lost sentence and each found one have in common, where it is enough to be one sentence."""
    here, there = [one.keys for _, one in lost], [one.keys for _, one in found]
    likeness = Likeness(here, there)
    beside: dict[Head, set[int]] = defaultdict(set)
    for j, (other, _) in enumerate(found):
        beside[other.section].add(j)
    for i, (line, one) in enumerate(lost):
        for score, j in likeness.above(_LEAST_ALIKE, i):
            if here[i] == there[j]:
                yield _SAME + (line.was_at == found[j][0].is_at), i, j
            elif not _is_short(here[i], there[j]):
                yield _ALMOST + score, i, j
        if len(one.text) <= _LONGEST_SHORT:
            for j in likeness.candidates(i, beside[line.section]):
                if here[i] != there[j] and _is_short(here[i], there[j]) and _almost(one.text, found[j][1].text):
                    yield _ALMOST, i, j


def _is_short(one: Keys, two: Keys) -> bool:
    """Whether two sentences have so few words that their letters are compared."""
    return min(len(one), len(two)) < _LEAST_WORDS


def _almost(one: str, two: str) -> bool:
    """Whether two short lines differ by a letter or two: then one is a version of the other, in the same section."""
    short = abs(len(one) - len(two)) <= 2 < len(one) // 2 and len(one) <= _LONGEST_SHORT
    return short and distance(one, two, 2) <= 2
