"""When one word is another word spelled better: the proof needs a list of words, not a measure of distance.

Distance alone proves nothing: "lessor" is one letter from "lessee", "lawful" two from "unlawful". A slip is a
word that the language does not have, and that is one or two letters from one that it has.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files

# British and American spellings of one word; each pattern on the left is rewritten, then compared.
_VARIANTS = (
    (re.compile(r"is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|er|ers|ing)$"), r"yz\1"),
    (
        re.compile(
            r"^((?:dis|un|mis)?(?:arm|behavi|cand|clam|col|demean|endeav|enam|fav|ferv|flav|glam|harb|hon|hum|lab|misdemean"
            r"|neighb|od|parl|ranc|rig|rum|sav|splend|succ|tum|val|vap|vig))our(s|ed|ing|able|ably|ite|ites|ful|al|ally|hood"
            r"|hoods|ly|er|ers)?$"
        ),
        r"\1or\2",
    ),
    (re.compile(r"(cent|met|lit|fib|theat|calib)re(s)?$"), r"\1er\2"),
    (re.compile(r"(cance|trave|labe|mode|signa|counse|enro|fulfi|insta)l{1,2}(ed|ing|er|ers|ments?|s)?$"), r"\1l\2"),
    (re.compile(r"(licen|defen|offen|practi|preten)c(e|es|ed|ing)$"), r"\1s\2"),
    (re.compile(r"(catalog|dialog|analog)ue(s)?$"), r"\1\2"),
    (re.compile(r"(program)me(s)?$"), r"\1\2"),
    (re.compile(r"(judg|acknowledg)ement(s)?$"), r"\1ment\2"),
    (re.compile(r"^(whil|among)st$"), r"\1"),
    (re.compile(r"^(back|for|to|after)wards$"), r"\1ward"),
    (re.compile(r"^enquir(y|ies|e|ed|es)$"), r"inquir\1"),
)  # fmt: skip
# The letters that go wrong: two of a kind for one, neighbours exchanged, one lost, one too many.
_MOST_LETTERS = 2
_SHORTEST = 4
_DENYING = ("un", "in", "im", "ir", "il", "dis", "non", "mis", "anti", "de", "not")
_ROLES = frozenset({"or", "er", "ee"})


@cache
def _known() -> frozenset[str]:
    text = files("site_builder.materiality.lexicon").joinpath("words.en.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def is_word(word: str) -> bool:
    """Whether the list has the word, in British or American spelling, with or without a plural ending."""
    known = _known()
    return any(form in known for form in (word, variant(word), word.removesuffix("'s"), word.removesuffix("s'")))


def variant(word: str) -> str:
    """The American spelling of a word that has two."""
    for pattern, replacement in _VARIANTS:
        if pattern.search(word):
            changed = str(pattern.sub(replacement, word))
            if changed.removesuffix("s") in _known() or changed in _known():
                return changed
    return word


def same_variant(old: str, new: str) -> bool:
    """Whether both are spellings of one word."""
    return variant(old) == variant(new)


def mended(old: str, new: str, turning: Collection[str] = ()) -> bool:
    """Whether the new word is a word of English, the old one is none, and they differ by a slip of the pen.

    Nothing is proved where a word of ``turning`` ("not", "must", "without") may have been meant as well.
    """
    old, new = old.removesuffix("'s"), new.removesuffix("'s")
    if min(len(old), len(new)) < _SHORTEST or not (old.isascii() and old.isalpha()):
        return False
    if old.endswith(new) or new.endswith(old) or (old[:-2] == new[:-2] and {old[-2:], new[-2:]} <= _ROLES):
        # "unassigned" and "assigned", "assignor" and "assignee" are pairs of words, whatever a list lacks.
        return False
    if is_word(old) or not is_word(new) or _is_denied(old) != _is_denied(new):
        return False
    far = distance(old, new, _MOST_LETTERS)
    return far <= _MOST_LETTERS and not any(one != new and distance(old, one, far) <= far for one in turning)


def _is_denied(word: str) -> bool:
    """Whether a word begins as one that denies what its rest says, right or wrong: "inlawful" is not "lawful"."""
    return any(word.startswith(prefix) and is_word(word[len(prefix) :]) for prefix in _DENYING)


def distance(old: str, new: str, most: int = 1_000) -> int:
    """Letters lost, added, exchanged, and neighbours that changed places (optimal string alignment).

    Where they are more than ``most``, it may be told as any number above it.
    """
    above: list[int] = []
    row = list(range(len(new) + 1))
    for i, letter in enumerate(old, start=1):
        before, above, row = above, row, [i]
        for j, other in enumerate(new, start=1):
            cost = min(row[j - 1] + 1, above[j] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == new[j - 2] and old[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        # A row is made of the two above it and never counts less than both.
        if (least := min(row)) > most and min(above) > most:
            return least
    return row[-1]
