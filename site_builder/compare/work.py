"""One comparison: sections put into one order, blocks paired, moves found, words compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from site_builder.compare.align import Pair, chain
from site_builder.compare.draft import Draft, alone, follow, sequence
from site_builder.compare.finish import edited, finished, whole
from site_builder.compare.moves import find_moves, number_moves
from site_builder.compare.nodes import Node, nodes_of, title_node
from site_builder.compare.sections import Sections, split_number
from site_builder.model.change import Aspect, Comparison, Fate, Head, Op, Piece, SectionChange
from site_builder.model.outline import Passage
from site_builder.redline import Budget


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the merged order: a section's index in the old and in the new text, and what it is here."""

    old: int | None
    new: int | None
    fate: Fate


class Work:
    """One comparison being made."""

    def __init__(self, sections: Sections, budget: Budget) -> None:
        self.sections = sections
        self.old = sections.old
        self.new = sections.new
        self.budget = budget

    def comparison(self) -> Comparison:
        """Compare the sections that are paired, and what stands in no pair."""
        slots = self._order(self.sections.pairs)
        returning = self._returning(slots)
        drafts = [self._drafts(slot, returning) for slot in slots]
        for number, section in enumerate(drafts):
            follow(section)
            for draft in (inner for one in section for inner in one.lone()):
                draft.section = number
        find_moves([draft for section in drafts for draft in section], returning, self.budget)
        moves: dict[Pair, int] = {}
        free = 1
        for slot, section in zip(slots, drafts, strict=True):
            free = self._number(slot, slots, moves, free)
            free = number_moves(section, free)
        return Comparison(
            sections=tuple(self._section(slot, section, moves) for slot, section in zip(slots, drafts, strict=True)),
            moves=free - 1,
        )

    def _order(self, pairs: Sequence[Pair]) -> list[_Slot]:
        """All sections in one order: between two that stay, first what the old text has, then the new."""
        partner, other = dict(pairs), {j: i for i, j in pairs}
        staying = list(pairs)
        if any(one[1] > two[1] for one, two in pairwise(pairs)):
            # What moves is as little text as can be.
            staying = chain([(i, j, 1.0 + _length(self.new[j])) for i, j in pairs])
        slots: list[_Slot] = []
        i = j = 0
        for a, b in (*staying, (len(self.old), len(self.new))):
            for n in range(i, a):
                fate = Fate.MOVED_AWAY if n in partner else Fate.REMOVED
                slots.append(_Slot(n, partner.get(n), fate))
            for n in range(j, b):
                fate = Fate.MOVED_HERE if n in other else Fate.ADDED
                slots.append(_Slot(other.get(n), n, fate))
            if a < len(self.old):
                slots.append(_Slot(a, b, self._fate(a, b)))
            i, j = a + 1, b + 1
        return slots

    def _fate(self, i: int, j: int) -> Fate:
        one, two = self.old[i], self.new[j]
        same = (one.title, one.number, one.level, one.blocks) == (
            two.title,
            two.number,
            two.level,
            two.blocks,
        )
        return Fate.KEPT if same else Fate.CHANGED

    def _returning(self, slots: Sequence[_Slot]) -> Collection[Node]:
        """Blocks that changed sections have equally often in both texts, wherever they stand in them."""
        here: Counter[Node] = Counter()
        there: Counter[Node] = Counter()
        for slot in slots:
            if slot.fate is Fate.KEPT:
                continue
            if slot.old is not None and slot.fate is not Fate.MOVED_HERE:
                here.update(_every(nodes_of(self.old[slot.old].blocks)))
            if slot.new is not None and slot.fate is not Fate.MOVED_AWAY:
                there.update(_every(nodes_of(self.new[slot.new].blocks)))
        return {node for node, count in here.items() if there[node] == count}

    def _drafts(self, slot: _Slot, returning: Collection[Node]) -> list[Draft]:
        match slot.fate:
            case Fate.KEPT | Fate.MOVED_AWAY:
                return []
            case Fate.REMOVED:
                return [alone(node, old=True) for node in self._nodes(self.old, slot.old)]
            case Fate.ADDED:
                return [alone(node, old=False) for node in self._nodes(self.new, slot.new)]
            case _:
                old, new = self._nodes(self.old, slot.old), self._nodes(self.new, slot.new)
                return sequence(old, new, returning, self.budget)

    def _nodes(self, passages: Sequence[Passage], at: int | None) -> tuple[Node, ...]:
        return () if at is None else nodes_of(passages[at].blocks)

    def _number(self, slot: _Slot, slots: Sequence[_Slot], moves: dict[Pair, int], free: int) -> int:
        """Give a moved section its number; those that moved side by side share one."""
        if slot.fate not in (Fate.MOVED_AWAY, Fate.MOVED_HERE) or slot.old is None or slot.new is None:
            return free
        if (slot.old, slot.new) in moves:
            return free
        moved = {(one.old, one.new) for one in slots if one.fate is Fate.MOVED_HERE}
        i, j = slot.old, slot.new
        while (i, j) in moved and (i, j) not in moves:
            moves[i, j] = free
            i, j = i + 1, j + 1
        return free + 1

    def _section(self, slot: _Slot, drafts: Sequence[Draft], moves: dict[Pair, int]) -> SectionChange:
        before = None if slot.old is None else _head(self.old[slot.old], self.sections.old_places[slot.old])
        after = None if slot.new is None else _head(self.new[slot.new], self.sections.new_places[slot.new])
        old = None if slot.old is None else _title(self.old[slot.old])
        new = None if slot.new is None else _title(self.new[slot.new])
        move = 0
        if slot.old is not None and slot.new is not None:
            move = moves.get((slot.old, slot.new), 0)
        match slot.fate:
            case Fate.KEPT:
                pieces = tuple(node.kept for node in self._nodes(self.new, slot.new))
                title = new.kept if new else None
            case Fate.MOVED_AWAY:
                pieces = tuple(whole(node, Fate.REMOVED) for node in self._nodes(self.old, slot.old))
                title = whole(old, Fate.REMOVED) if old else None
            case _:
                pieces = finished(drafts, self.budget)
                title = self._titles(old, new)
        aspects = _aspects(slot.fate, before, after, title, pieces)
        fate = Fate.KEPT if slot.fate is Fate.CHANGED and not aspects else slot.fate
        return SectionChange(
            fate=fate, before=before, after=after, title=title, pieces=pieces, aspects=aspects, move=move
        )

    def _titles(self, old: Node | None, new: Node | None) -> Piece | None:
        if old is None or new is None:
            if old is not None:
                return whole(old, Fate.REMOVED)
            return whole(new, Fate.ADDED) if new is not None else None
        return new.kept if old == new else edited(old, new, self.budget)


def _length(passage: Passage) -> int:
    return sum(len(node.text) for node in nodes_of(passage.blocks))


def _every(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _every(node.nodes)


def _title(passage: Passage) -> Node | None:
    return title_node(passage.title) if passage.title else None


def _head(passage: Passage, index: int) -> Head:
    title = title_node(passage.title).text if passage.title else ""
    number = passage.number or split_number(title)[0]
    return Head(
        id=passage.id,
        path=passage.path,
        title=title,
        number=number,
        typed=not passage.number,
        level=passage.level,
        index=index,
    )


def _aspects(
    fate: Fate, before: Head | None, after: Head | None, title: Piece | None, pieces: Sequence[Piece]
) -> tuple[Aspect, ...]:
    if before is None or fate is Fate.ADDED:
        return (Aspect.ADDED,)
    if after is None or fate is Fate.REMOVED:
        return (Aspect.REMOVED,)
    if fate is Fate.KEPT:
        return ()
    found: dict[Aspect, bool] = {
        Aspect.MOVED: fate in (Fate.MOVED_AWAY, Fate.MOVED_HERE),
        Aspect.RETITLED: _bare(before) != _bare(after),
        Aspect.RENUMBERED: before.number != after.number,
        Aspect.RESTYLED: before.level != after.level,
    }
    if fate is not Fate.MOVED_AWAY:
        for piece in (*(() if title is None else (title,)), *pieces):
            for aspect in _differences(piece, in_title=piece is title):
                found[aspect] = True
    return tuple(aspect for aspect in Aspect if found.get(aspect))


def _bare(head: Head) -> str:
    return split_number(head.title)[1]


def _differences(piece: Piece, *, in_title: bool) -> Iterator[Aspect]:
    """In which respects a block differs; the words of a title are told by retitled and renumbered."""
    if piece.fate is Fate.KEPT:
        return
    if piece.fate in (Fate.MOVED_AWAY, Fate.MOVED_HERE):
        yield Aspect.REORDERED
    if piece.fate is Fate.MOVED_AWAY:
        return
    if piece.targets:
        yield Aspect.RELINKED
    if piece.restyled or (piece.before and piece.after and piece.before != piece.after):
        yield Aspect.RESTYLED
    changed = piece.fate in (Fate.REMOVED, Fate.ADDED) or any(one.op is not Op.KEPT for one in piece.spans)
    if changed and not in_title:
        yield Aspect.REWORDED
    for inner in piece.pieces:
        yield from _differences(inner, in_title=in_title)
