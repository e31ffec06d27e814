"""Proofs that an edit is editorial: no reader could understand anything different.

Each proof is a function of an edit that says yes or no. What none of them proves is not editorial, however
small it looks (WP260 rev.01 ¶29 asks for more than the look of it: what matters is the effect on the reader).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain

from site_builder.materiality import spelling
from site_builder.materiality.edits import Clause, Edit, keys, letters, only
from site_builder.materiality.labels import cross_reference, renumbering
from site_builder.materiality.lexicon import TURNING
from site_builder.materiality.numbers import value
from site_builder.materiality.tokens import Sort, Token
from site_builder.materiality.world import World, host

Proof = Callable[[Clause, Edit, World], bool]

# Joined or parted, these are other words.
_NOT_COMPOUND = frozenset({"maybe", "anyone", "everyone", "already", "altogether", "resign", "resent"})
# Joined to a word, these turn it round or make another one of it: "not able", "a part".
_PREFIXES = frozenset({"not", "no", "a", "un", "in", "dis", "re", "some", "any", "every"})
_SMALL_WORDS = frozenset({"a", "an", "the", "that"})
# Beside these an article or "that" makes another phrase: "a few", "provided that", "the only", "so that".
_LEAN_ON_ARTICLES = frozenset(
    {
        *("few", "little", "number", "lot", "bit", "so", "provided", "except", "now", "such", "given", "only"),
        *("not", "no", "both", "one", "two", "three", "same", "other", "most", "more", "less", "fewer", "hundred"),
        *("many", "save", "but", "if", "notwithstanding"),
    }
)
_EXCHANGED = ({"that", "which"}, {"is", "are"}, {"was", "were"}, {"has", "have"}, {"does", "do"})
_ARTICLES = frozenset({"a", "an"})
_PLURAL_PRONOUNS = frozenset({"i", "we", "you", "they"})
# Participles that no ending makes: what is "made and used" is not "make and used".
_PARTICIPLES = {
    "build": "built",
    "give": "given",
    "hold": "held",
    "keep": "kept",
    "make": "made",
    "sell": "sold",
    "send": "sent",
    "take": "taken",
}
_HERE = frozenset({"here", "click here", "this page", "this link", "link", "点击 此 处", "此 处"})
_NAME = re.compile(r"[a-z]{3,}")


def link(clause: Clause, edit: Edit, world: World) -> bool:
    """An address in the text was repaired on the same host, or became a link on words that stayed; WP260 rev.01 ¶29."""
    gone, come = clause.removed(edit), clause.added(edit)
    spoken = [word for word in (*gone, *come) if word.key != "mailto"]
    if _went_to_other_words(clause, gone, come):
        return True
    if not only(tuple(spoken), Sort.ADDRESS, Sort.MARKUP, Sort.EMAIL) or (_mailed(gone) and _mailed(come)):
        return False
    wrong = any(clause.old[: word.start].endswith("](") for word in gone) and not come
    gone, come = _addresses(gone), _addresses(come)
    if gone and come:
        return {_host(one) for one in gone} == {_host(one) for one in come}
    if wrong:
        return not _exercises(clause, world)  # a link that was written wrong and is gone; its words stay
    links = clause.line.new_links if gone else clause.line.old_links
    known = {href.rstrip("/").removeprefix("mailto:") for _, href in links}
    return all(token.key.rstrip("/") in known for token in (*gone, *come))


def _went_to_other_words(clause: Clause, gone: tuple[Token, ...], come: tuple[Token, ...]) -> bool:
    """Whether a word like "here" came or went because its link stands on other words now."""
    said = " ".join(keys(gone or come))
    if (gone and come) or said not in _HERE:
        return False
    one, two = clause.line.old_links, clause.line.new_links
    mine, others = (one, two) if gone else (two, one)
    return any(words.casefold().strip() == said and href in {to for _, to in others} for words, href in mine)


def _exercises(clause: Clause, world: World) -> bool:
    """Whether a sentence tells how a right is exercised: there the address is the way to it."""
    if world.words is None:
        return True
    return any(world.words.classes["rights-channel"].within(text) for text in (clause.old, clause.new))


def _addresses(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Those that a reader sees; what is left of a link that was written wrong is markup."""
    return tuple(word for word in words if word.sort in (Sort.ADDRESS, Sort.EMAIL))


def _host(address: Token) -> str:
    """The host of an address as it is written in a text, with or without its scheme."""
    return host(address.key if "//" in address.key else f"//{address.key}")


def _mailed(words: tuple[Token, ...]) -> bool:
    return any(word.sort is Sort.EMAIL for word in words)


def template(clause: Clause, edit: Edit, world: World) -> bool:
    """A variable of the site generator came, went, or took the place of words that it is named after."""
    gone, come = clause.removed(edit), clause.added(edit)
    variables = [token for token in (*gone, *come) if token.sort is Sort.TEMPLATE]
    others = [token for token in (*gone, *come) if token.sort is not Sort.TEMPLATE]
    if not variables:
        return False
    if any(word.sort in (Sort.NUMBER, Sort.SYMBOL) for word in others) or _turns(others, world):
        return False
    named = set(chain.from_iterable(_NAME.findall(token.key.lower()) for token in variables))
    return (
        not others
        or bool(named & {token.key for token in others})
        or only(others, Sort.ADDRESS, Sort.EMAIL, Sort.MARKUP)
    )


def _turns(words: list[Token], world: World) -> bool:
    return bool({word.key for word in words} & _turning(world))


def number_form(clause: Clause, edit: Edit, _: World) -> bool:
    """A number is written otherwise: "30", "thirty", "thirty (30)"."""
    gone, come = keys(clause.removed(edit)), keys(clause.added(edit))
    if gone and come:
        return value(gone) is not None and value(gone) == value(come)
    said = value(gone or come)
    if said is None:
        return False
    words, at = (clause.one, edit.a) if gone else (clause.two, edit.c)
    end = edit.b if gone else edit.d
    text = clause.old if gone else clause.new
    left, right = max(at - 2, 0), end + 2
    for near in (words[max(at - 1, 0) : at], words[left:at], words[end : end + 1], words[end:right]):
        # The same number in figures and words, one of the two in brackets.
        if near and value(keys(near)) == said:
            low, high = min(near[0].start, words[at].start), max(near[-1].end, words[end - 1].end)
            if "(" in text[max(low - 1, 0) : high] or "（" in text[max(low - 1, 0) : high]:
                return True
    return False


def repeated_word(clause: Clause, edit: Edit, world: World) -> bool:
    """A word that stood twice by mistake stands once."""
    gone = keys(clause.removed(edit))
    if edit.c != edit.d or not gone or len(gone) > 3 or world.words is None or world.language == "zh":
        return False
    if not only(clause.removed(edit), Sort.WORD) or world.words.forces["negation"].within(" ".join(gone)):
        return False  # "10 10" may be two numbers, and "not not" a yes
    before = keys(clause.one[max(edit.a - len(gone), 0) : edit.a])
    behind = keys(clause.one[edit.b : edit.b + len(gone)])
    return gone in (before, behind)


def article(clause: Clause, edit: Edit, world: World) -> bool:
    """An "a" became "an" or the other way round."""
    return (
        world.language == "en"
        and {*keys(clause.removed(edit)), *keys(clause.added(edit))} == _ARTICLES
        and edit.b - edit.a == 1
    )


def compound(clause: Clause, edit: Edit, world: World) -> bool:
    """A word is written in one or in two: "log in", "login". "Without" and "with out" are two things."""
    gone, come = clause.removed(edit), clause.added(edit)
    words = world.words
    if words is None or not only((*gone, *come), Sort.WORD) or len(gone) == len(come):
        return False
    if any(words.forces[name].within(" ".join(keys(side))) for name in TURNING for side in (gone, come)):
        return False
    if (gone[:1] or come[:1])[0].key in _PREFIXES or (come[:1] or gone[:1])[0].key in _PREFIXES:
        return False
    return letters(gone) == letters(come) and letters(gone) not in _NOT_COMPOUND


def spelled(clause: Clause, edit: Edit, world: World) -> bool:
    """A misspelling was mended, or British spelling became American or the other way round."""
    gone, come = clause.removed(edit), clause.added(edit)
    if world.language != "en" or len(gone) != len(come) or not only((*gone, *come), Sort.WORD):
        return False
    return all(
        old.key == new.key
        or spelling.same_variant(old.key, new.key)
        or (spelling.mended(old.key, new.key, _turning(world)) and not _is_name(clause, old, new, world))
        for old, new in zip(gone, come, strict=True)
    )


def _turning(world: World) -> frozenset[str]:
    return world.words.turning if world.words else frozenset()


def _is_name(clause: Clause, old: Token, new: Token, world: World) -> bool:
    """Whether both words have a capital that no sentence asks for, and the new one is new: then it may be a name."""
    inside = old.start > 0 and clause.old[old.start].isupper() and clause.new[new.start].isupper()
    return inside and not clause.old.isupper() and not world.in_old([new.key])


def grammar(clause: Clause, edit: Edit, world: World) -> bool:
    """An article or "that" came or went; "that" and "which", "is" and "are" took each other's place.

    Not so "a" and "the": "the court" may be another one than "a court"; nor "few" and "a few", "provided" and
    "provided that".
    """
    gone, come = keys(clause.removed(edit)), keys(clause.added(edit))
    if world.language != "en" or not clause.both or len(gone) > 1 or len(come) > 1:
        return False
    if gone and come:
        return {*gone, *come} in _EXCHANGED
    if (gone or come)[0] not in _SMALL_WORDS:
        return False
    words, at, behind = (clause.one, edit.a, edit.b) if gone else (clause.two, edit.c, edit.d)
    near = {word.key for word in (*words[max(at - 1, 0) : at], *words[behind : behind + 1])}
    return not near & _LEAN_ON_ARTICLES and not any(word.sort is Sort.NUMBER for word in words[behind : behind + 1])


def agreement(clause: Clause, edit: Edit, world: World) -> bool:
    """A verb follows its subject: "we stands" became "we stand"; or the participle that it is joined with.

    "All papers make and printed by us" became "made and printed". Behind "we" that may be another time, and no slip.
    """
    gone, come = keys(clause.removed(edit)), keys(clause.added(edit))
    if len(gone) != 1 or len(come) != 1 or not edit.a or world.language != "en":
        return False
    if clause.one[edit.a - 1].key in _PLURAL_PRONOUNS:
        return gone[0] in (come[0] + "s", come[0] + "es")
    beside = keys(clause.one[edit.b : edit.b + 2])
    is_joined = len(beside) == 2 and beside[0] in ("and", "or") and beside[1].endswith("ed")
    return is_joined and _PARTICIPLES.get(gone[0]) == come[0]


def list_connective(clause: Clause, edit: Edit, world: World) -> bool:
    """The "and" or "or" that closes the last item but one came or went, because items did; the list has it still."""
    gone, come = keys(clause.removed(edit)), keys(clause.added(edit))
    if not clause.line.item or (gone and come) or (gone or come) not in {("and",), ("or",)}:
        return False
    if edit.b != len(clause.one) or edit.d != len(clause.two) or not edit.a:
        return False
    return world.closes_alike(clause.line.section, clause.line.was_at, clause.line.is_at)


# In the order in which they are tried; the first that holds names the finding.
PROOFS: dict[str, Proof] = {
    "link": link,
    "template": template,
    "number-form": number_form,
    "repeated-word": repeated_word,
    "article": article,
    "renumbering": renumbering,
    "cross-reference": cross_reference,
    "list-connective": list_connective,
    "compound": compound,
    "spelling": spelled,
    "agreement": agreement,
    "grammar": grammar,
}
# Those that may hold for a sentence of one text alone; all others compare words of both.
ALONE = frozenset({"link", "template", "renumbering"})
