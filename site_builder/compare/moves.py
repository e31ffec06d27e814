"""What left one place and came to another: blocks that found no partner where they stood."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from site_builder.compare.draft import Draft, sequence
from site_builder.compare.nodes import Node, alike
from site_builder.model.change import Kind
from site_builder.redline import Budget

# A block that moved and was reworded must have so much in common with what it was.
_LEAST_ALIKE = 0.6
# Letters that a block needs so that meeting it elsewhere is no accident: equal, and only alike.
_LEAST_WEIGHT = 16
_LEAST_WEIGHT_ALIKE = 30
# A word that more blocks than this have in common tells nothing about which is which.
_RARE = 4
_CANDIDATES = 8
_REWORDED = (frozenset({Kind.ITEM, Kind.ROW}), frozenset({Kind.PARAGRAPH, Kind.CODE}))


def find_moves(drafts: Iterable[Draft], returning: Collection[Node], budget: Budget) -> None:
    """Give each lone draft that moved its mate; what is largest moves whole."""
    lone = [inner for draft in drafts for inner in draft.lone()]
    gone = [draft for draft in lone if draft.new is None]
    come = [draft for draft in lone if draft.old is None]
    if not gone or not come:
        return
    _same(gone, come)
    for kinds in _REWORDED:
        _reworded(
            [draft for draft in gone if _may_move(draft, kinds)],
            [draft for draft in come if _may_move(draft, kinds)],
            returning,
            budget,
        )


def _may_move(draft: Draft, kinds: frozenset[Kind]) -> bool:
    node = draft.node
    return node.shape.kind in kinds and node.weight >= _LEAST_WEIGHT_ALIKE and not draft.settled


def _height(node: Node) -> int:
    return 1 + max(map(_height, node.nodes), default=0)


def _same(gone: Sequence[Draft], come: Sequence[Draft]) -> None:
    places: defaultdict[Node, list[Draft]] = defaultdict(list)
    for draft in come:
        places[draft.node].append(draft)
    leaving = [draft for draft in gone if draft.node in places and draft.node.shape.kind is not Kind.CELL]
    for draft in sorted(leaving, key=lambda one: (-one.node.weight, -_height(one.node))):
        if draft.settled:
            continue
        free = (one for one in places[draft.node] if not one.settled and _near_enough(draft, one))
        mate = next(free, None)
        if mate is not None:
            draft.mate, mate.mate = mate, draft
            places[draft.node].remove(mate)


def _near_enough(one: Draft, two: Draft) -> bool:
    return one.node.weight >= _LEAST_WEIGHT or one.section == two.section


def best_matches(old: Sequence[Node], new: Sequence[Node], least: float) -> list[tuple[int, int]]:
    """Pairs of nodes that share at least ``least``, the most alike first, each node once.

    Only nodes with a rare word in common are looked at, at most eight for each, so the cost is linear.
    """
    spread = Counter(word for node in new for word in node.bag)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, node in enumerate(new):
        for word in node.bag:
            if spread[word] <= _RARE:
                holders[word].append(at)
    found: list[tuple[float, int, int]] = []
    for at, node in enumerate(old):
        met: Counter[int] = Counter()
        for word, weight in node.bag.items():
            for other in holders.get(word, ()):
                met[other] += weight
        for other, _ in sorted(met.items(), key=lambda one: (-one[1], one[0]))[:_CANDIDATES]:
            score = alike(node, new[other], least)
            if score >= least:
                found.append((-score, at, other))
    taken: set[int] = set()
    given: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, at, other in sorted(found):
        if at not in taken and other not in given:
            taken.add(at)
            given.add(other)
            pairs.append((at, other))
    return pairs


def _reworded(gone: Sequence[Draft], come: Sequence[Draft], returning: Collection[Node], budget: Budget) -> None:
    nodes = ([draft.node for draft in gone], [draft.node for draft in come])
    for i, j in best_matches(*nodes, _LEAST_ALIKE):
        one, two = gone[i], come[j]
        if one.settled or two.settled or one.node.shape.kind is not two.node.shape.kind:
            continue
        one.mate, two.mate = two, one
        if two.node.nodes and one.node.nodes:
            two.parts = _inside(one.node, two.node, returning, budget)


def _inside(old: Node, new: Node, returning: Collection[Node], budget: Budget) -> list[Draft]:
    if old.shape.kind is Kind.ROW:
        most = max(len(old.nodes), len(new.nodes))
        cells = [(n if n < len(old.nodes) else None, n if n < len(new.nodes) else None) for n in range(most)]
        return [Draft(None if i is None else old.nodes[i], None if j is None else new.nodes[j]) for i, j in cells]
    return sequence(old.nodes, new.nodes, returning, budget)


def number_moves(drafts: Sequence[Draft], first: int = 1) -> int:
    """Number the moves in reading order from ``first``; what moved side by side is one move.

    Returns the next free number.
    """
    number = first
    for draft in _in_order(drafts):
        if draft.mate is None or draft.move:
            continue
        draft.move = draft.mate.move = number
        here, there = draft, draft.mate
        while (pair := _next_to(here, there)) is not None:
            here, there = pair
            here.move = there.move = number
        number += 1
    return number


def _in_order(drafts: Iterable[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        yield draft
        if draft.mate is None:
            yield from _in_order(draft.parts)


def _next_to(here: Draft, there: Draft) -> tuple[Draft, Draft] | None:
    """What stands behind both halves of a move, where it moved along."""
    one, two = here.following, there.following
    if one is None or two is None or one.mate is not two or one.move:
        return None
    return one, two
