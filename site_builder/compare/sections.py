"""Which section is which: by the id that its author gave it, or else by its headings, then by its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from site_builder.compare.align import Pair, chain
from site_builder.compare.moves import best_matches
from site_builder.compare.nodes import Node, alike, nodes_of, title_node
from site_builder.model.change import Kind, Shape
from site_builder.model.outline import Passage
from site_builder.model.prose import Heading

# What stands before a title and counts: "3.", "2.1", "(a)", "IV.", "Article 5", "Section 3 -", "§ 4".
_NUMBER = re.compile(
    r"(?:(?:article|section|part|chapter|clause|annex|appendix|schedule|§)\s*)?"
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6}|[a-z])[.):]+|\d{1,3}(?:\.\d{1,3})*(?=\s)"
    r"|(?:article|section|part|chapter|clause|annex|appendix|schedule|§)\s*(?:\d[\d.]*|[ivxlc]+|[a-z])\b)"
    r"[\s:.\-–—]*|第?[一二三四五六七八九十百\d]+[、条章节.．]\s*",
    re.IGNORECASE,
)
_LEAST_ALIKE = 0.5
_LEAST_BETWEEN = 0.25


def split_number(title: str) -> tuple[str, str]:
    """The number that a title starts with, if any, and the rest: "3." and "Retention" of "3. Retention"."""
    found = _NUMBER.match(title)
    if found is None or found.end() == len(title):
        return "", title
    return title[: found.end()].strip(), title[found.end() :]


@lru_cache(maxsize=32_768)
def heading_name(title: str) -> str:
    """A title without its number, as sections without ids are known by it."""
    return " ".join(split_number(title)[1].casefold().split()).strip(" .:#*")


@lru_cache(maxsize=8_192)
def _node(passage: Passage) -> Node:
    """A whole section as one node, for counting the words it shares with another."""
    return Node(Shape(kind=Kind.QUOTE), nodes=(title_node(passage.title), *nodes_of(passage.blocks)))


def match_sections(old: Sequence[Passage], new: Sequence[Passage], formerly: Mapping[str, Sequence[str]]) -> list[Pair]:
    """The pairs of sections that are one section in both texts, in the order of the old one.

    With ids, only ids count; ``formerly`` has the earlier ids of a present one. Without, a section's key is
    its heading path and which of several with that path it is; what is left over is paired by its own
    heading, then by its words.
    """
    if any(one.id for one in (*old, *new)):
        before = {former: now for now, ids in formerly.items() for former in ids}
        present = {one.id for one in new}
        here = [one.id if one.id in present else before.get(one.id, one.id) for one in old]
        return _by_key(here, [one.id for one in new])
    matched = _Matched(old, new)
    matched.by_key(
        [tuple(map(heading_name, one.path)) for one in old], [tuple(map(heading_name, one.path)) for one in new]
    )
    matched.by_key([heading_name(_own(one)) for one in old], [heading_name(_own(one)) for one in new])
    matched.by_words()
    matched.between()
    return sorted(matched.pairs)


def _own(passage: Passage) -> str:
    return passage.path[-1] if passage.path else ""


def _by_key(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    place = {key: at for at, key in enumerate(new)}
    return [(at, place[key]) for at, key in enumerate(old) if key in place]


class _Matched:
    """Sections paired so far, and those that are left on either side."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self.old = old
        self.new = new
        self.pairs: list[Pair] = []
        self.here = list(range(len(old)))
        self.there = list(range(len(new)))

    def take(self, pairs: Sequence[Pair]) -> None:
        """Pair these."""
        self.pairs.extend(pairs)
        here, there = {i for i, _ in pairs}, {j for _, j in pairs}
        self.here = [i for i in self.here if i not in here]
        self.there = [j for j in self.there if j not in there]

    def by_key(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Pair those that have the same key; of several, the equal ones first, then in their order."""
        groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for i in self.here:
            groups[old[i]][0].append(i)
        for j in self.there:
            groups[new[j]][1].append(j)
        pairs: list[Pair] = []
        for here, there in groups.values():
            if len(here) == len(there) == 1:
                pairs.append((here[0], there[0]))
            elif here and there:
                pairs.extend(self._of_several(here, there))
        self.take(pairs)

    def _of_several(self, here: list[int], there: list[int]) -> list[Pair]:
        scores = [
            (a, b, 4.0 if self.old[i].blocks == self.new[j].blocks else 1.0 + self._alike(i, j))
            for a, i in enumerate(here)
            for b, j in enumerate(there)
            if abs(a - b) <= max(8, abs(len(here) - len(there)))
        ]
        return [(here[a], there[b]) for a, b in chain(scores)]

    def _alike(self, i: int, j: int) -> float:
        return alike(_node(self.old[i]), _node(self.new[j]))

    def by_words(self) -> None:
        """Pair what shares most of its words."""
        if not self.here or not self.there:
            return
        nodes = ([_node(self.old[i]) for i in self.here], [_node(self.new[j]) for j in self.there])
        self.take([(self.here[a], self.there[b]) for a, b in best_matches(*nodes, _LEAST_ALIKE)])

    def between(self) -> None:
        """Pair a section with the only one that stands in its place, if they share anything to speak of."""
        partner = dict(self.pairs)
        others = set(self.there)
        pairs: list[Pair] = []
        for i in self.here:
            j = partner.get(i - 1, -1) + 1 if i else 0
            lone = j in others and (i + 1 == len(self.old) or i + 1 in partner)
            if lone and self._alike(i, j) >= _LEAST_BETWEEN:
                pairs.append((i, j))
                others.discard(j)
        self.take(pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The sections to compare, the index of each in its text, and which is which."""

    old: tuple[Passage, ...]
    new: tuple[Passage, ...]
    old_places: tuple[int, ...]
    new_places: tuple[int, ...]
    pairs: tuple[Pair, ...]


def settle_sections(old: Sequence[Passage], new: Sequence[Passage], formerly: Mapping[str, Sequence[str]]) -> Sections:
    """Pair sections; where a heading was put into a section or taken out, nothing else is to have moved.

    Without ids, a section that has no partner and stands behind one whose partner has most of its blocks is
    read as a part of that one, its heading a heading inside it.
    """
    pairs = match_sections(old, new, formerly)
    if any(one.id for one in (*old, *new)):
        absorbed_old: dict[int, int] = {}
        absorbed_new: dict[int, int] = {}
    else:
        absorbed_old = _absorbed(old, new, dict(pairs))
        absorbed_new = _absorbed(new, old, {j: i for i, j in pairs})
    here, places = _joined(old, absorbed_old)
    there, others = _joined(new, absorbed_new)
    index = {place: at for at, place in enumerate(places)}
    other = {place: at for at, place in enumerate(others)}
    return Sections(
        old=here,
        new=there,
        old_places=places,
        new_places=others,
        pairs=tuple((index[i], other[j]) for i, j in pairs),
    )


def _absorbed(passages: Sequence[Passage], others: Sequence[Passage], partner: Mapping[int, int]) -> dict[int, int]:
    """For each section that is read as a part of an earlier one, that one's index."""
    found: dict[int, int] = {}
    for at, passage in enumerate(passages):
        before = found.get(at - 1, at - 1)
        if at in partner or before not in partner or not passage.blocks or not passage.title:
            continue
        present = set(nodes_of(others[partner[before]].blocks))
        nodes = nodes_of(passage.blocks)
        weight = sum(node.weight for node in nodes)
        if sum(node.weight for node in nodes if node in present) > weight / 2:
            found[at] = before
    return found


def _joined(passages: Sequence[Passage], absorbed: Mapping[int, int]) -> tuple[tuple[Passage, ...], tuple[int, ...]]:
    out: dict[int, Passage] = {}
    for at, passage in enumerate(passages):
        if at in absorbed:
            into = out[absorbed[at]]
            heading = Heading(passage.level, passage.title)
            out[absorbed[at]] = replace(into, blocks=(*into.blocks, heading, *passage.blocks))
        else:
            out[at] = passage
    return tuple(out.values()), tuple(out)
