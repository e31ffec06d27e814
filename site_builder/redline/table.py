"""What two sequences have in common, and what finding it may cost.

A longest common subsequence is found in rows of bits [1]: one row a value of the old sequence, one bit a value of the
new one. Its cost is the same whatever the values are, so there is no bad case, and nothing depends on a clock.

[1] H. Hyyrö, Bit-parallel LCS-length computation revisited, AWOCA 2004
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

MOST_CELLS = 25_000_000
CELLS_A_DOCUMENT = 200_000_000


class Budget:
    """What a document may still cost, in cells of comparison tables; ``spent`` counts what it did cost.

    ``short`` is set where a table is refused that another document might have paid.
    """

    def __init__(self, cells: int = CELLS_A_DOCUMENT) -> None:
        self.left = cells
        self.spent = 0
        self.short = False

    def pays(self, rows: int, columns: int) -> bool:
        """Whether a table of this size may be made; if so, it is paid for."""
        cells = rows * columns
        if cells > MOST_CELLS:
            return False
        return self.pay(cells)

    def pay(self, cells: int) -> bool:
        """Pay for so many cells, if there are as many left."""
        if cells > self.left:
            self.short = True
            return False
        self.left -= cells
        self.spent += cells
        return True


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
