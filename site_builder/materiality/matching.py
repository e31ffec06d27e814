"""Which sentences of two texts are worth comparing: all with all where they are few, else those with a rare word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

# So many pairs of sentences are compared without further thought: 300 with 300.
MOST_PAIRS = 90_000
# A word that more sentences than this have tells none of them from the others.
MOST_WITH_A_WORD = 8

Keys = tuple[str, ...]


def candidates(old: Sequence[Keys], new: Sequence[Keys]) -> Iterator[tuple[int, int]]:
    """Pairs of sentences that may be versions of one, by index, in order.

    There are at most ``MOST_PAIRS`` of them, or ``MOST_WITH_A_WORD`` for each word of ``old`` and one more for each
    of its sentences, whatever the texts are.
    """
    if len(old) * len(new) <= MOST_PAIRS:
        yield from ((i, j) for i in range(len(old)) for j in range(len(new)))
        return
    whole: dict[Keys, list[int]] = defaultdict(list)
    having: dict[str, list[int]] = defaultdict(list)
    for j, keys in enumerate(new):
        whole[keys].append(j)
        for key in dict.fromkeys(keys):
            having[key].append(j)
    met: dict[Keys, int] = defaultdict(int)
    for i, keys in enumerate(old):
        near = {j for key in set(keys) if len(having[key]) <= MOST_WITH_A_WORD for j in having[key]}
        # The same sentence many times over meets its twins one by one.
        same, nth = whole.get(keys, []), met[keys]
        met[keys] += 1
        yield from ((i, j) for j in sorted(near | set(same[nth : nth + 1])))
