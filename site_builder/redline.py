"""Two texts, word by word: which words are kept, removed, added.

The longest common subsequence of the words is found in rows of bits [1]: one row a word of the old text,
one bit a word of the new one. Its cost is the same whatever the words are, so there is no bad case, and
nothing depends on a clock. A table of more than ``MOST_CELLS`` cells is not made, nor one that the budget
of the document cannot pay: then sentences are compared in place of words, and then nothing.

What is longest is not yet what reads well. ``_slide`` puts an insertion where a sentence or clause begins,
and ``_join`` gives up common words that stand alone between changed ones, so that few and longer runs
remain.

[1] H. Hyyrö, Bit-parallel LCS-length computation revisited, AWOCA 2004
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from site_builder.model.change import Op, Span, Spans, after, before
from site_builder.text import words

MOST_CELLS = 25_000_000
CELLS_A_DOCUMENT = 200_000_000

# Kept words between two changes are given up where they weigh less than both and are not more than these.
_MOST_WORDS_GIVEN_UP = 4
# Less than this share of the letters in common: nothing worth showing was kept.
_LEAST_KEPT = 0.2
_SENTENCE_ENDS = frozenset(".!?。！？…؟।")
_CLAUSE_ENDS = frozenset(',;:，；：、،؛–—()（）"“”')


class Budget:
    """What a document may still cost, in cells of comparison tables; ``spent`` counts what it did cost."""

    def __init__(self, cells: int = CELLS_A_DOCUMENT) -> None:
        self.left = cells
        self.spent = 0

    def pays(self, rows: int, columns: int) -> bool:
        """Whether a table of this size may be made; if so, it is paid for."""
        cells = rows * columns
        if cells > MOST_CELLS or cells > self.left:
            return False
        self.left -= cells
        self.spent += cells
        return True


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text as words (``cores``) and the white space before each (``gaps``, one more than words).

    ``starts[n]`` is where the nth word starts and ``ends[n]`` where the one before it ends; ``weights`` and
    ``counts`` are running sums of letters and of words that have letters.
    """

    text: str
    cores: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    weights: tuple[int, ...]
    counts: tuple[int, ...]


@lru_cache(maxsize=16_384)
def _cut(text: str) -> _Cut:
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
    return _Cut(
        text,
        tuple(cores),
        tuple(starts),
        tuple(ends),
        tuple(accumulate(sizes, initial=0)),
        tuple(accumulate(map(_count, cores, sizes), initial=0)),
    )


def _count(core: str, size: int) -> int:
    return _by_character(core) if size else 0


def weight(word: str) -> int:
    """How much a word counts: its letters, two for a character that is a word by itself, 0 for a comma."""
    if not any(map(str.isalnum, word)):
        return 0
    return len(word) * _by_character(word)


def _by_character(word: str) -> int:
    """1 for a word of letters, 2 for one character of a script without spaces: it says as much as two."""
    return 2 if word[0] >= "\u0e00" and len(word) <= 2 else 1


# An edit replaces old words [0]:[1] by new words [2]:[3]; edits are in order and never touch.
_Edit = tuple[int, int, int, int]


def compare_words(old: str, new: str, budget: Budget, *, whole_below: float = _LEAST_KEPT) -> Spans:
    """The spans that turn one text into the other; nothing between equal texts but one kept span.

    Texts of which less than the share ``whole_below`` is common are replaced whole. Raises
    ``AssertionError`` where the result would not be exactly the two texts.
    """
    if old == new:
        return (Span(Op.KEPT, old),) if old else ()
    one, two = _cut(old), _cut(new)
    edits = _join(_slide(_edits(one.cores, two.cores, budget), one, two), one, two)
    spans = _spans(_whole(edits, one, two, whole_below), one, two)
    if before(spans) != old or after(spans) != new:
        raise AssertionError(f"a redline lost or invented words between {old[:80]!r} and {new[:80]!r}")
    return spans


def _edits(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[_Edit]:
    head, tail = common_ends(old, new)
    one, two = old[head : len(old) - tail], new[head : len(new) - tail]
    if not one or not two:
        inner: Iterable[_Edit] = [(0, len(one), 0, len(two))] if one or two else []
    elif budget.pays(len(one), len(two)):
        inner = _between(common(one, two), len(one), len(two))
    else:
        inner = _by_sentence(one, two, budget)
    return [(a + head, b + head, c + head, d + head) for a, b, c, d in inner]


def common_ends(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many values two sequences share at their start, and behind that at their end."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _by_sentence(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterable[_Edit]:
    """Sentences in place of words; a run of changed sentences is compared by words if it can be paid."""
    one, two = _sentences(old), _sentences(new)
    if not budget.pays(len(one), len(two)):
        return [(0, len(old), 0, len(new))]
    starts = list(accumulate(map(len, one), initial=0))
    others = list(accumulate(map(len, two), initial=0))
    edits: list[_Edit] = []
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
        if core in _SENTENCE_ENDS or at == len(cores):
            sentences.append(tuple(cores[start:at]))
            start = at
    return sentences


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """A longest common subsequence, as pairs of indices in order.

    Row n has a zero bit at column m where the mth new value adds one to the length of what the first n old
    values have in common with the first m new ones.
    """
    columns: dict[Hashable, int] = {}
    for at, value in enumerate(new):
        columns[value] = columns.get(value, 0) | (1 << at)
    every = (1 << len(new)) - 1
    row = every
    rows: list[int] = []
    for value in old:
        mask = columns.get(value, 0)
        if mask:
            both = row & mask
            row = ((row + both) | (row - both)) & every
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    i, j = len(old), len(new)
    while i and j:
        if old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif rows[i - 1] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
    pairs.reverse()
    return pairs


def _between(pairs: Iterable[tuple[int, int]], rows: int, columns: int) -> Iterable[_Edit]:
    """The edits between kept pairs of words."""
    i = j = 0
    for a, b in (*pairs, (rows, columns)):
        if a > i or b > j:
            yield i, a, j, b
        i, j = a + 1, b + 1


def _slide(edits: Sequence[_Edit], one: _Cut, two: _Cut) -> list[_Edit]:
    """Move each pure insertion or removal along equal words to where it reads best."""
    out: list[_Edit] = []
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
    if at in (0, len(cores)) or cores[at - 1] in _SENTENCE_ENDS:
        return 3
    if cores[at - 1] in _CLAUSE_ENDS:
        return 2
    return int(cores[at] in _SENTENCE_ENDS or cores[at] in _CLAUSE_ENDS)


def _join(edits: Iterable[_Edit], one: _Cut, two: _Cut) -> list[_Edit]:
    """Give up what was kept between two edits where it is too little to help a reader."""
    out: list[_Edit] = []
    for edit in edits:
        joined = edit
        while out and _distracts(out[-1], joined, one, two):
            previous = out.pop()
            joined = (previous[0], joined[1], previous[2], joined[3])
        out.append(joined)
    return out


def _distracts(left: _Edit, right: _Edit, one: _Cut, two: _Cut) -> bool:
    kept = one.weights[right[0]] - one.weights[left[1]]
    number = one.counts[right[0]] - one.counts[left[1]]
    least = min(_size(left, one, two), _size(right, one, two))
    if number == 0:
        # Only signs between two edits; the end of a sentence is worth keeping.
        return least > 0 and not _SENTENCE_ENDS.intersection(one.cores[left[1] : right[0]])
    return number <= _MOST_WORDS_GIVEN_UP and kept <= least


def _size(edit: _Edit, one: _Cut, two: _Cut) -> int:
    a, b, c, d = edit
    return max(one.weights[b] - one.weights[a], two.weights[d] - two.weights[c])


def _whole(edits: list[_Edit], one: _Cut, two: _Cut, least: float) -> list[_Edit]:
    removed = sum(one.weights[b] - one.weights[a] for a, b, _, _ in edits)
    most = max(one.weights[-1], two.weights[-1])
    if most and (one.weights[-1] - removed) / most < least:
        return [(0, len(one.cores), 0, len(two.cores))]
    return edits


def _spans(edits: list[_Edit], one: _Cut, two: _Cut) -> Spans:
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


def _keep(out: list[Span], one: _Cut, two: _Cut, words_kept: tuple[int, int, int]) -> None:
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


def _replace(out: list[Span], one: _Cut, two: _Cut, edit: _Edit) -> None:
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
