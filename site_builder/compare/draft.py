"""A comparison while it is being made: which block became which, before words are compared.

Drafts are the one thing here that changes: ``find_moves`` finds mates for those that stand alone. When
nothing changes any more, ``finished`` makes the frozen pieces of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from site_builder.compare.align import align
from site_builder.compare.nodes import Node
from site_builder.model.change import Kind, Shape
from site_builder.redline import Budget


class Draft:
    """A block of the old text, of the new one, or one of each that are the same block.

    ``mate`` is the other half of a move and ``move`` its number. ``parts`` are the blocks inside, in merged
    order; ``parent`` is what it stands in and ``following`` what stands behind it there. ``section`` counts
    the sections of the comparison.
    """

    __slots__ = ("following", "mate", "move", "new", "old", "parent", "parts", "section")

    def __init__(self, old: Node | None, new: Node | None, parts: Sequence[Draft] = ()) -> None:
        self.old = old
        self.new = new
        self.parts = parts
        self.mate: Draft | None = None
        self.move = 0
        self.parent: Draft | None = None
        self.section = 0
        self.following: Draft | None = None
        for part in parts:
            part.parent = self
        follow(parts)

    @property
    def node(self) -> Node:
        """The block itself, the new one where there are two."""
        node = self.new or self.old
        if node is None:
            raise AssertionError("a draft holds at least one block")
        return node

    @property
    def lonely(self) -> bool:
        """Whether it stands in one of the texts only."""
        return self.old is None or self.new is None

    @property
    def settled(self) -> bool:
        """Whether it moved, itself or with what it stands in."""
        at: Draft | None = self
        while at is not None:
            if at.mate is not None:
                return True
            at = at.parent
        return False

    def lone(self) -> Iterator[Draft]:
        """Every draft in it that stands in one text only, what holds before what is held."""
        if self.lonely:
            yield self
        for part in self.parts:
            yield from part.lone()


def follow(drafts: Sequence[Draft]) -> None:
    """Tell each draft what stands behind it."""
    for one, two in pairwise(drafts):
        one.following = two


def alone(node: Node, *, old: bool) -> Draft:
    """The draft of a block that only one of the texts has, with all that is in it."""
    parts = [alone(inner, old=old) for inner in node.nodes]
    return Draft(node, None, parts) if old else Draft(None, node, parts)


def sequence(old: Sequence[Node], new: Sequence[Node], returning: Collection[Node], budget: Budget) -> list[Draft]:
    """The blocks of two texts in one order: between two that stand in both, first the old, then the new."""
    out: list[Draft] = []
    i = j = 0
    for a, b in (*align(old, new, returning, budget), (len(old), len(new))):
        out.extend(alone(node, old=True) for node in old[i:a])
        out.extend(alone(node, old=False) for node in new[j:b])
        if a < len(old):
            out.append(both(old[a], new[b], returning, budget))
        i, j = a + 1, b + 1
    return out


def both(old: Node, new: Node, returning: Collection[Node], budget: Budget) -> Draft:
    """The draft of a block that stands in both texts."""
    if old == new or not (old.nodes or new.nodes):
        return Draft(old, new)
    if old.shape.kind is Kind.TABLE:
        return _table(old, new, returning, budget)
    return Draft(old, new, sequence(old.nodes, new.nodes, returning, budget))


def _table(old: Node, new: Node, returning: Collection[Node], budget: Budget) -> Draft:
    """Rows are paired as blocks are, their cells by columns; a table's first row is its head in both."""
    columns = _columns(old, new, budget)
    rows = [_row(old.nodes[0], new.nodes[0], columns)]
    i = j = 1
    pairs = align(old.nodes[1:], new.nodes[1:], returning, budget)
    for a, b in (*((a + 1, b + 1) for a, b in pairs), (len(old.nodes), len(new.nodes))):
        rows.extend(alone(node, old=True) for node in old.nodes[i:a])
        rows.extend(alone(node, old=False) for node in new.nodes[j:b])
        if a < len(old.nodes):
            rows.append(_row(old.nodes[a], new.nodes[b], columns))
        i, j = a + 1, b + 1
    return Draft(old, new, rows)


Columns = Sequence[tuple[int | None, int | None]]


def _columns(old: Node, new: Node, budget: Budget) -> Columns:
    """Which column is which: by place where both tables have as many, else by what stands in them."""
    width, other = len(old.nodes[0].nodes), len(new.nodes[0].nodes)
    if width == other:
        return [(n, n) for n in range(width)]
    merged: list[tuple[int | None, int | None]] = []
    i = j = 0
    for a, b in (*align(_turned(old), _turned(new), (), budget), (width, other)):
        merged.extend((n, None) for n in range(i, a))
        merged.extend((None, n) for n in range(j, b))
        if a < width:
            merged.append((a, b))
        i, j = a + 1, b + 1
    return merged


def _turned(table: Node) -> list[Node]:
    shape = Shape(kind=Kind.ROW)
    return [Node(shape, nodes=tuple(row.nodes[n] for row in table.nodes)) for n in range(len(table.nodes[0].nodes))]


def _row(old: Node, new: Node, columns: Columns) -> Draft:
    if old == new:
        return Draft(old, new)
    return Draft(
        old,
        new,
        [Draft(None if i is None else old.nodes[i], None if j is None else new.nodes[j]) for i, j in columns],
    )
