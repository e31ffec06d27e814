"""Small letters and capitals of words that stayed: where the one says something else than the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.materiality.edits import Clause
from site_builder.materiality.sentences import sentences
from site_builder.materiality.tokens import Sort, Token
from site_builder.materiality.world import World

# With a capital these are firms.
FIRMS = frozenset(
    {
        *("apple", "amazon", "target", "meta", "visa", "square", "stripe", "slack", "zoom", "windows"),
        *("oracle", "teams"),
        *("edge", "signal", "alphabet", "twitch", "discord", "segment", "intercom", "sentry", "box"),
        *("snowflake", "shell"),
    }
)
# With a capital these are names: of months, countries, people.
_TWO_WORDS = FIRMS | {
    *("may", "march", "august", "polish", "turkey", "china", "chile", "jordan", "japan", "bill", "mark", "will"),
    *("us", "it", "who", "aids", "id", "or", "in"),
}
# Units are no longer: mg and Mg, Gb and GB.
_LONGEST_UNIT = 3


def recapitalised(clause: Clause, world: World) -> Iterator[tuple[str, str, bool]]:
    """Words whose capitals changed, as they stand in both texts, and whether that is proved to say nothing."""
    kept = _kept(clause)
    starts = _starts(clause.old), _starts(clause.new)
    for old, new in kept:
        one, two = clause.old[old.start : old.end], clause.new[new.start : new.end]
        if one == two or one.lower() != two.lower() or old.sort not in (Sort.WORD, Sort.SYMBOL):
            continue
        asked = old.start in starts[0] or new.start in starts[1]
        yield one, two, _says_nothing(one, two, clause, old, world, asked=asked)


def _says_nothing(one: str, two: str, clause: Clause, old: Token, world: World, *, asked: bool) -> bool:
    if world.language not in ("en", "zh"):
        return False  # "Sie" and "sie" are two words of German
    if clause.old.isupper() or clause.new.isupper():
        return True  # a whole line in capitals is set otherwise
    at = clause.one.index(old)
    if at and clause.one[at - 1].sort is Sort.NUMBER and len(one) <= _LONGEST_UNIT:
        return False
    if asked:
        return True  # a sentence asks for the capital
    if one.lower() in _TWO_WORDS:
        return False
    # "Github" and "GitHub" are one name; a defined term without its capital is an ordinary word.
    return one[0] == two[0] or not world.is_defined(one)


def _kept(clause: Clause) -> Iterator[tuple[Token, Token]]:
    """The words that stand in both texts."""
    i = j = 0
    for edit in clause.edits:
        yield from zip(clause.one[i : edit.a], clause.two[j : edit.c], strict=True)
        i, j = edit.b, edit.d
    yield from zip(clause.one[i:], clause.two[j:], strict=True)


def _starts(text: str) -> set[int]:
    """Where the first words of sentences begin."""
    found: set[int] = set()
    at = 0
    for one in sentences(text):
        at = text.index(one.text, at)
        first = re.search(r"\w", one.text)
        if first:
            found.add(at + first.start())
        at += len(one.text)
    return found
