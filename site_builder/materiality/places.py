"""When two places of a text govern alike what stands in them: the same list, or a section that says no more.

"We do not:" makes of the item below it the opposite of what "We do:" makes of it, and "For users in the EU" keeps
a sentence from everybody else. So what stands elsewhere says the same only where it is introduced alike.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from site_builder.materiality.blocks import Position
from site_builder.materiality.likeness import alike
from site_builder.materiality.sentences import sentences
from site_builder.materiality.world import World

# So much of the words that introduce a list has to stay, that it is the same list.
_SAME_LEAD = 0.75
_FORCES = ("negation", "modality", "quantifier", "condition", "quality")
# Headings speak to the reader in these words whatever they are about.
_PRONOUNS = frozenset({"we", "us", "our", "you", "your", "yours", "they", "their", "我们", "你", "您"})
# What ends a sentence; words that end otherwise are part of what stands above them.
_ENDS = (".", "!", "?", "。", "！", "？", "…")
# So begins a sentence that says something about the one before it.
_POINTS_BACK = frozenset(
    {
        *("this", "these", "that", "those", "it", "they", "such", "however", "otherwise", "instead", "but", "same"),
        *("then", "therefore", "except", "unless", "nor", "neither", "which"),
        *("该", "此", "这", "上", "前", "其", "但", "否", "除", "因", "故"),
    }
)


def governs_alike(was: Position, now: Position, text: str, world: World) -> bool:
    """Whether what stands at both places is introduced alike."""
    if world.words is None:
        return was == now
    if len(was.leads) != len(now.leads):
        return False
    if not all(_same_lead(one, two, world) for one, two in zip(was.leads, now.leads, strict=True)):
        return False
    gone, come = set(was.headings) - set(now.headings), set(now.headings) - set(was.headings)
    if _turning(" | ".join(sorted(gone)), world) != _turning(" | ".join(sorted(come)), world):
        return False
    # A sentence stands by itself; a few words say something only together with the heading above them.
    return bool("".join(was.leads)) or text.rstrip('"”’」』)） ').endswith(_ENDS) or not (gone or come)


def turned_round(was: Position, now: Position, world: World) -> bool:
    """Whether one of two places turns round, or keeps from somebody, what the other one says to all."""
    one, two = (_turning(" | ".join((*at.leads, *at.headings[-1:])), world) for at in (was, now))
    return world.words is not None and one != two


def points_back(text: str, world: World) -> bool:
    """Whether a sentence begins with words that mean the one before it; in a language that is not read, it may."""
    keys = sentences(text)[0].keys if sentences(text) else ()
    return world.words is None or (bool(keys) and keys[0] in _POINTS_BACK)


def _same_lead(old: str, new: str, world: World) -> bool:
    one, two = (tuple(chain.from_iterable(part.keys for part in sentences(text))) for text in (old, new))
    if one == two:
        return True
    return bool(one and two) and alike(one, two) >= _SAME_LEAD and _turning(old, world) == _turning(new, world)


def _turning(text: str, world: World) -> Counter[str]:
    """The words of a heading or introduction that keep what stands below it from somebody, or turn it round."""
    words = world.words
    if words is None:
        return Counter(text.split())
    terms = [*(words.forces[name] for name in _FORCES), words.classes["place"], words.classes["party"]]
    terms.append(words.subjects["age"][1])
    return Counter(hit.term for one in terms for hit in one.find(text) if hit.term not in _PRONOUNS)
