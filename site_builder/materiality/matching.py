"""Which sentences of two texts are worth comparing: all with all where they are few, else those with a rare word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

# So many pairs of sentences are compared without further thought: 300 with 300.
MOST_PAIRS = 90_000
# A word that more sentences than this have tells none of them from the others.
MOST_WITH_A_WORD = 8

Keys = tuple[str, ...]


class Candidates:
    """For each sentence of the old text those of the new one that may be versions of it, by index.

    ``all`` says that they are all with all. Otherwise there are at most ``MOST_WITH_A_WORD`` pairs for each word of
    ``old`` and one more for each of its sentences, whatever the texts are.
    """

    def __init__(self, old: Sequence[Keys], new: Sequence[Keys]) -> None:
        self.all = len(old) * len(new) <= MOST_PAIRS
        self._every = range(len(new))
        self._old = old
        self._having: dict[str, list[int]] = defaultdict(list)
        self._twins = [] if self.all else _twins(old, new)
        for j, keys in () if self.all else enumerate(new):
            for key in dict.fromkeys(keys):
                self._having[key].append(j)

    def of(self, i: int) -> Collection[int]:
        """The candidates for an old sentence."""
        if self.all:
            return self._every
        rare = (self._having.get(key, ()) for key in set(self._old[i]))
        return {j for some in rare if len(some) <= MOST_WITH_A_WORD for j in some} | self._twins[i]


def candidates(old: Sequence[Keys], new: Sequence[Keys]) -> Iterator[tuple[int, int]]:
    """All pairs of sentences that may be versions of one, by index, in order."""
    near = Candidates(old, new)
    yield from ((i, j) for i in range(len(old)) for j in sorted(near.of(i)))


def _twins(old: Sequence[Keys], new: Sequence[Keys]) -> list[set[int]]:
    """For each old sentence a new one with the same words; where it stands many times, the first meets the first."""
    whole: dict[Keys, list[int]] = defaultdict(list)
    for j, keys in enumerate(new):
        whole[keys].append(j)
    met: dict[Keys, int] = defaultdict(int)
    twins: list[set[int]] = []
    for keys in old:
        nth = met[keys]
        met[keys] += 1
        twins.append(set(whole.get(keys, ())[nth : nth + 1]))
    return twins
