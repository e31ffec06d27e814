"""Text to sentences, and which sentence of the old text is which of the new one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.materiality.likeness import Likeness, bag
from site_builder.materiality.tokens import Sort, Token, tokens
from site_builder.redline import common
from site_builder.reuse import remembering

# What stands in a text without being said: addresses, variables, what is left of a broken link.
NOT_SAID = frozenset({Sort.ADDRESS, Sort.TEMPLATE, Sort.MARKUP})
# Two sentences are versions of one where they share so much of their words.
LEAST_ALIKE = 0.45
# The same, where a block has no other sentence that it could be a version of.
_LEAST_ALIKE_ALONE = 0.34
# A sentence that was split off or joined on brings so much of its words from its neighbour.
_LEAST_INSIDE = 0.7
# A full stop ends a sentence where a capital, a bracket or a digit follows, but not behind an abbreviation.
_END = re.compile(r"[.!?][\"”’')\]]*(?P<space>\s+)(?=[\"“‘'(\[]*(?P<next>[^\W_]))|[。！？；][”’」』）]*(?=\S)|\n+")
_ABBREVIATION = re.compile(
    r"(?<![^\W_])(?:e\.g|i\.e|etc|inc|ltd|co|corp|no|art|sec|vs|mr|ms|dr|st|jr|u\.s|u\.k|ex)\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, with its words (signs left out) in the form in which they are compared."""

    text: str

    @property
    def words(self) -> tuple[Token, ...]:
        """The tokens that are words."""
        return _words(self.text)

    @property
    def keys(self) -> tuple[str, ...]:
        """Its words as they are compared, without addresses where it has other words."""
        return _keys(self.text)


@remembering(8_192)
def _keys(text: str) -> tuple[str, ...]:
    said = tuple(word.key for word in _words(text) if word.sort not in NOT_SAID)
    return said or tuple(word.key for word in _words(text))


@remembering(8_192)
def _words(text: str) -> tuple[Token, ...]:
    return tuple(token for token in tokens(text) if token.counts)


@remembering(4_096)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a block of words; nothing without a word is one."""
    parts: list[str] = []
    at = 0
    for found in _END.finditer(text):
        if found["next"] and (found["next"].islower() or _ABBREVIATION.search(text[at : found.start() + 1])):
            continue
        parts.append(text[at : found.end()])
        at = found.end()
    parts.append(text[at:])
    return tuple(Sentence(part.strip()) for part in parts if part.strip())


@dataclass(slots=True)
class Group:
    """Sentences of the old and the new text that say one thing; one side may be empty."""

    old: list[Sentence]
    new: list[Sentence]

    @property
    def both(self) -> bool:
        """Whether it stands in both texts."""
        return bool(self.old and self.new)


def pair(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Group]:
    """Groups in the order of the new text, those of the old text alone where they stood."""
    same = common([one.keys for one in old], [one.keys for one in new])
    partner = dict(same)
    taken = set(partner.values())
    free = [i for i in range(len(old)) if i not in partner]
    open_ = [j for j in range(len(new)) if j not in taken]
    here, there = [old[i].keys for i in free], [new[j].keys for j in open_]
    likeness = Likeness(here, there)
    alike_enough = (
        (score, -abs(free[a] - open_[b]), free[a], open_[b])
        for a in range(len(here))
        for score, b in likeness.above(LEAST_ALIKE, a)
    )
    for _, _, i, j in sorted(alike_enough, reverse=True):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    lone = [i for i in free if i not in partner]
    other = [j for j in open_ if j not in taken]
    if len(lone) == len(other) == 1 and _overlap(old[lone[0]].keys, new[other[0]].keys) >= _LEAST_ALIKE_ALONE:
        partner[lone[0]] = other[0]
    return _joined(_groups(old, new, partner))


def _overlap(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """How much two sentences share, every word counted: in a short one, small words are most of it."""
    shared = (Counter(old) & Counter(new)).total()
    return 2 * shared / max(len(old) + len(new), 1)


def _groups(old: Sequence[Sentence], new: Sequence[Sentence], partner: dict[int, int]) -> list[Group]:
    source = {j: i for i, j in partner.items()}
    groups: list[Group] = []
    i = 0
    for j, sentence in enumerate(new):
        if j not in source:
            groups.append(Group([], [sentence]))
            continue
        while i < source[j]:
            if i not in partner:
                groups.append(Group([old[i]], []))
            i += 1
        i = max(i, source[j] + 1) if i == source[j] else i
        groups.append(Group([old[source[j]]], [sentence]))
    groups.extend(Group([old[k]], []) for k in range(i, len(old)) if k not in partner)
    return groups


def _joined(groups: list[Group]) -> list[Group]:
    """Give a lone sentence to the neighbour that has its words: one was split in two, or two made one."""
    out: list[Group] = []
    for group in groups:
        if out and _belongs(group, out[-1]):
            _merge(out[-1], group)
        elif out and not out[-1].both and group.both and _belongs(out[-1], group):
            last = out.pop()
            group.old[:0], group.new[:0] = last.old, last.new
            out.append(group)
        else:
            out.append(group)
    return out


def _belongs(lone: Group, pair_: Group) -> bool:
    if lone.both or not pair_.both:
        return False
    mine = bag(tuple(key for one in (*lone.old, *lone.new) for key in one.keys))
    old = bag(tuple(key for one in pair_.old for key in one.keys))
    new = bag(tuple(key for one in pair_.new for key in one.keys))
    spare = new - old if lone.old else old - new
    return mine.total() > 1 and (mine & spare).total() >= _LEAST_INSIDE * mine.total()


def _merge(into: Group, group: Group) -> None:
    into.old.extend(group.old)
    into.new.extend(group.new)
