"""Which words of two texts are kept, removed, added.

A table of more than ``MOST_CELLS`` cells is not made, nor one that the budget of the document cannot pay: then
sentences are compared in place of words, and then nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from site_builder.redline.table import Budget, common, common_ends
from site_builder.reuse import remembering
from site_builder.text import words

SENTENCE_ENDS = frozenset(".!?。！？…؟।")

# An edit replaces old words [0]:[1] by new words [2]:[3]; edits are in order and never touch.
Edit = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as words (``cores``) with white space between them.

    ``starts[n]`` is where the nth word starts and ``ends[n]`` where the one before it ends; ``weights`` and
    ``counts`` are running sums of letters and of words that have letters.
    """

    text: str
    cores: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    weights: tuple[int, ...]
    counts: tuple[int, ...]


@remembering(2_048)
def cut(text: str) -> Cut:
    """A text, cut into words."""
    cores: list[str] = []
    starts: list[int] = []
    ends = [0]
    at = 0
    for word in words(text):
        if not word.isspace():
            cores.append(word)
            starts.append(at)
            ends.append(at + len(word))
        at += len(word)
    starts.append(at)
    sizes = [weight(core) for core in cores]
    return Cut(
        text,
        tuple(cores),
        tuple(starts),
        tuple(ends),
        tuple(accumulate(sizes, initial=0)),
        tuple(accumulate(map(_count, cores, sizes), initial=0)),
    )


def _count(core: str, size: int) -> int:
    return _by_character(core) if size else 0


@lru_cache(maxsize=32_768)
def weight(word: str) -> int:
    """How much a word counts: its letters, two for a character that is a word by itself, 0 for a comma."""
    if not any(map(str.isalnum, word)):
        return 0
    return len(word) * _by_character(word)


def _by_character(word: str) -> int:
    """1 for a word of letters, 2 for one character of a script without spaces: it says as much as two."""
    return 2 if word[0] >= "\u0e00" and len(word) <= 2 else 1


def edits_between(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Edit]:
    """The edits that turn one sequence of words into the other."""
    head, tail = common_ends(old, new)
    one, two = old[head : len(old) - tail], new[head : len(new) - tail]
    if not one or not two:
        inner: Iterable[Edit] = [(0, len(one), 0, len(two))] if one or two else []
    elif budget.pays(len(one), len(two)):
        inner = _between(common(one, two), len(one), len(two))
    else:
        inner = _by_sentence(one, two, budget)
    return [(a + head, b + head, c + head, d + head) for a, b, c, d in inner]


def _by_sentence(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterable[Edit]:
    """Sentences in place of words; a run of changed sentences is compared by words if it can be paid."""
    one, two = _sentences(old), _sentences(new)
    if not budget.pays(len(one), len(two)):
        return [(0, len(old), 0, len(new))]
    starts = list(accumulate(map(len, one), initial=0))
    others = list(accumulate(map(len, two), initial=0))
    edits: list[Edit] = []
    for a, b, c, d in _between(common(one, two), len(one), len(two)):
        i, j = starts[a], others[c]
        inside, across = old[i : starts[b]], new[j : others[d]]
        if inside and across and budget.pays(len(inside), len(across)):
            finer = _between(common(inside, across), len(inside), len(across))
            edits.extend((p + i, q + i, r + j, s + j) for p, q, r, s in finer)
        else:
            edits.append((i, starts[b], j, others[d]))
    return edits


def _sentences(cores: Sequence[str]) -> list[tuple[str, ...]]:
    sentences: list[tuple[str, ...]] = []
    start = 0
    for at, core in enumerate(cores, start=1):
        if core in SENTENCE_ENDS or at == len(cores):
            sentences.append(tuple(cores[start:at]))
            start = at
    return sentences


def _between(pairs: Iterable[tuple[int, int]], rows: int, columns: int) -> Iterable[Edit]:
    """The edits between kept pairs of words."""
    i = j = 0
    for a, b in (*pairs, (rows, columns)):
        if a > i or b > j:
            yield i, a, j, b
        i, j = a + 1, b + 1
