"""Proof that a name is another name of the same thing.

A product or defined term that is renamed changes nothing. A recipient that is exchanged for another does, and
looks the same in a redline. So the old name has to be gone and the new one to be new, in the whole document,
and the two have to share a word of the name, or both to be defined terms of their text.
"""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.materiality.capitals import FIRMS
from site_builder.materiality.edits import Clause, Edit
from site_builder.materiality.spelling import is_word
from site_builder.materiality.tokens import Sort, Token
from site_builder.materiality.world import World

_SMALL = frozenset({"a", "an", "the", "for", "of", "and", "our", "your", "to"})
_STREETS = frozenset(
    {"street", "road", "avenue", "lane", "drive", "boulevard", "square", "way", "floor", "suite", "city"}
)
# "Plan A" and "Section O" are labelled, not named.
_LONGEST_LABEL = 2
_DOCUMENTS = frozenset(
    {
        *("policy", "policies", "terms", "agreement", "notice", "statement", "addendum", "guidelines"),
        *("license", "licence"),
        *("contract", "conditions", "schedule", "appendix", "annex", "code", "principles", "standards"),
        *("rules", "page"),
    }
)
_INSIDE = frozenset({"for", "of", "the"})
_PRONOUNS = frozenset({"we", "you", "our", "your", "us", "i", "they", "their", "it", "this", "these", "if"})
_ENTITY = frozenset(
    {"inc", "llc", "ltd", "limited", "gmbh", "corp", "corporation", "company", "sarl", "bv", "ag", "plc", "pty"}
)


def rename(clause: Clause, edit: Edit, world: World) -> bool:
    """A product, service, document or defined term has a new name throughout."""
    if not clause.both or world.words is None or world.language != "en":
        return False
    old = _name(clause, _Side(clause.old, clause.one), _Side(clause.new, clause.two), edit, flip=False)
    new = _name(clause, _Side(clause.new, clause.two), _Side(clause.old, clause.one), edit, flip=True)
    if not old or not new or not (_capital(clause.old, old) and _capital(clause.new, new)):
        return False
    if _PRONOUNS & {word.key for word in (*clause.removed(edit), *clause.added(edit))}:
        return False
    edited = [(clause.old, word) for word in clause.removed(edit)] + [(clause.new, word) for word in clause.added(edit)]
    if (
        not any(_starts_big(text, word) for text, word in edited if word.start)
        and edit.a != edit.b
        and edit.c != edit.d
    ):
        return False
    one = tuple(token.key for token in old)
    two = tuple(token.key for token in new)
    big_one = [key for key in one if key not in _SMALL]
    big_two = [key for key in two if key not in _SMALL]
    if one == two or not big_one or not big_two or not _may_be_renamed(clause, old, new, world):
        return False
    if big_one == big_two:
        return True
    if world.in_new(one) or world.in_old(two):
        return False
    shared = set(big_one) & set(big_two)
    if shared and not _is_other_firm(clause, old, new, world):
        return True
    return world.defines(one, two)


def _is_other_firm(clause: Clause, old: tuple[Token, ...], new: tuple[Token, ...], world: World) -> bool:
    """Whether only words like "cloud" are shared, and the rest has a name of its own: that is another firm's cloud."""
    shared = {word.key for word in old} & {word.key for word in new} - _SMALL
    words = world.words
    handed_on = words is not None and any(
        words.subjects[name][1].within(text)
        for name in ("recipient", "transfer", "sale-sharing")
        for text in (clause.old, clause.new)
    )
    if any(not is_word(key) for key in shared) or _DOCUMENTS & {old[-1].key, new[-1].key}:
        return False
    gone = [clause.old[one.start : one.end] for one in old if one.key not in shared and not world.in_new([one.key])]
    come = [clause.new[one.start : one.end] for one in new if one.key not in shared and not world.in_old([one.key])]
    names = [one for one in (*gone, *come) if one[:1].isupper()]
    return any(handed_on or not is_word(one.lower()) or one.lower() in FIRMS for one in names)


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    words: tuple[Token, ...]


def _name(clause: Clause, side: _Side, other: _Side, edit: Edit, *, flip: bool) -> tuple[Token, ...]:
    """The edited words with those beside them that belong to a name, without small words at the ends.

    A word belongs to it if it is edited as well, or has a capital in one of the two texts; a small word, if
    such a word stands behind it. A sign ends a name.
    """
    kept: dict[int, int] = {}
    i = j = 0
    for one in clause.edits:
        kept.update(zip(range(i, one.a), range(j, one.c), strict=True))
        i, j = one.b, one.d
    kept.update(zip(range(i, len(clause.one)), range(j, len(clause.two)), strict=True))
    if flip:
        kept = {mine: yours for yours, mine in kept.items()}
    words = side.words
    start, end = (edit.c, edit.d) if flip else (edit.a, edit.b)

    def joined(at: int) -> bool:
        return at + 1 < len(words) and not side.text[words[at].end : words[at + 1].start].strip(" -\u00a0")

    def belongs(at: int) -> bool:
        if words[at].sort is not Sort.WORD or words[at].key in _PRONOUNS:
            return False
        twin = kept.get(at)
        return twin is None or _starts_big(side.text, words[at]) or _starts_big(other.text, other.words[twin])

    while start > 0 and joined(start - 1):
        if belongs(start - 1):
            start -= 1
        elif words[start - 1].key in _INSIDE and start > 1 and joined(start - 2) and belongs(start - 2):
            start -= 2
        else:
            break
    while 0 < end < len(words) and joined(end - 1) and belongs(end):
        end += 1
    while start < end and words[start].key in _SMALL:
        start += 1
    while start < end and words[end - 1].key in _SMALL:
        end -= 1
    return words[start:end]


def _starts_big(text: str, word: Token) -> bool:
    return text[word.start].isupper() or text[word.start].isdigit()


def _capital(text: str, name: tuple[Token, ...]) -> bool:
    """A capital that no sentence asks for: one behind the first word."""
    return any(_starts_big(text, word) for word in name if word.start)


def _may_be_renamed(clause: Clause, old: tuple[Token, ...], new: tuple[Token, ...], world: World) -> bool:
    """Nothing in the words that differ is a number, a place, a company or a word that carries weight."""
    lexicon = world.words
    if lexicon is None or len(old) > 8 or len(new) > 8:
        return False
    shared = {word.key for word in old} & {word.key for word in new}
    for text, name in ((clause.old, old), (clause.new, new)):
        for word in name:
            if word.key in shared or word.key in _SMALL:
                continue
            raw = text[word.start : word.end]
            weighty = any(terms.within(raw) for terms in lexicon.forces.values())
            weighty = weighty or any(terms.within(raw) for _, terms in lexicon.subjects.values())
            if (
                word.sort is not Sort.WORD
                or len(raw) <= _LONGEST_LABEL
                or word.key in _ENTITY | _STREETS
                or weighty
                or lexicon.classes["place"].within(raw)
            ):
                return False
        whole = text[name[0].start : name[-1].end]
        if any(lexicon.subjects[subject][1].within(whole) for subject in ("transfer", "recipient", "controller")):
            return False
    return True
