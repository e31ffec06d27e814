"""Text to words that can be compared: each with the form in which spelling habits do not show.

The forms ("keys") of two words are equal where every reader takes them for the same word: case, width,
curly or straight apostrophes, contractions, hyphens. Signs have no key of their own and are compared apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from site_builder.characters import expose, lookalikes
from site_builder.reuse import remembering
from site_builder.text import words


class Sort(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    HAN = auto()
    ADDRESS = auto()
    EMAIL = auto()
    TEMPLATE = auto()
    MARKUP = auto()
    SYMBOL = auto()
    SIGN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign: ``text[start:end]``, ``key`` its form for comparing. One word may be two tokens."""

    sort: Sort
    key: str
    start: int
    end: int

    @property
    def counts(self) -> bool:
        """Whether it is a word and not a sign between words."""
        return self.sort is not Sort.SIGN


_TLD = "com|org|net|io|ai|co|gov|edu|eu|cn|uk|us|app|dev|info|de|fr|jp|int|example"
# What a reader takes in as a whole and does not read out word by word.
_WHOLES = re.compile(
    rf"""
    (?P<markup>\](?:\([^()\n]{{0,300}}(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]{{0,300}}\]))
  | (?P<template>\{{\{{.*?\}}\}}|\{{%.*?%\}})
  | (?P<email>[\w.+-]+(?:@|\s?[\[(]at[\])]\s?)[\w-]+(?:(?:\.|\s?[\[(]dot[\])]\s?)\w[\w-]*)+)
  | (?P<address>(?:(?:https?|ftp)://|www\.)[^\s<>\[\]（）【】「」“”"，。；、]*[^\s<>\[\]（）【】「」“”"，。；、.,;:!?)'*]
      |(?:[^\W_][\w-]*\.)+(?:{_TLD})\b(?:/[^\s<>\[\]（）“”"，。；、]*[^\s<>\[\]（）“”"，。；、.,;:!?)'*])?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Without these signs a text has nothing of the kind. The search for them is short, the one above is not.
_SIGNS_OF_WHOLES = ("@", "]", "{", "://")
_LETTERS_OF_WHOLES = ("www.", "at)")
_DOMAIN = re.compile(rf"\.(?:{_TLD})\b", re.IGNORECASE)
_AT = re.compile(r"\s?[\[(]at[\])]\s?", re.IGNORECASE)
_DOT = re.compile(r"\s?[\[(]dot[\])]\s?", re.IGNORECASE)
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_MEANINGFUL_SIGNS = frozenset("%％‰&＆")
# Symbols for Unicode, and signs between words for a reader; a tick, a cross or a tilde says something.
_SILENT = frozenset("`´¨^™®©℠|")
# Han, and kana that are written between Han without spaces.
_HAN_OR_KANA = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# The polite "you" and the second spelling of "account" say nothing else.
_HAN = {"您": "你", "帐": "账", "貳": "贰"}
_SYMBOLS = {"&": "and", "%": "percent", "％": "percent", "＆": "and"}
_CONTRACTIONS = {
    "n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am",
}  # fmt: skip
_WHOLE = {
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "cannot": ("can", "not"),
    "let's": ("let", "us"),
    "it's": ("it", "is"),
    "that's": ("that", "is"),
    "here's": ("here", "is"),
    "there's": ("there", "is"),
    "what's": ("what", "is"),
    "who's": ("who", "is"),
    "per cent": ("percent",),
}
# The kinds of compatibility of UAX 44 in which the other character is the same one, set otherwise.
_FORMS = ("<wide>", "<narrow>", "<compat> 0066 0066", "<compat> 0066 0069", "<compat> 0066 006C", "<font>")
# "doesnt" is two letters from "does", and says the opposite.
_MISSPELT = frozenset(
    f"{verb}nt"
    for verb in (
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "have",
        "has",
        "had",
        "should",
        "would",
        "could",
        "must",
    )
)
# In capitals these are other words: the country, information technology, a health body.
_OTHER_IN_CAPITALS = frozenset({"us", "it", "who", "or", "in", "aids", "may", "id"})


@lru_cache(maxsize=8_192)
def as_seen(text: str, *, latin: bool) -> str:
    """The text as a reader sees it: without what cannot be seen, each letter as the one that it is taken for."""
    shown = "".join(run for run, hidden in expose(text) if not hidden)
    return "".join(run for _, run in lookalikes(shown, latin=latin))


@lru_cache(maxsize=8_192)
def disguises(text: str, *, latin: bool) -> tuple[str, ...]:
    """The characters of a text that nobody sees, or takes for others, in order."""
    hidden = [run for run, unseen in expose(text) if unseen]
    return (*hidden, *(run for run, other in lookalikes(text, latin=latin) if run != other))


@remembering(8_192)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and signs of a text in order."""
    return tuple([Token(sort, key, at + start, at + end) for at, some in _runs(text) for sort, key, start, end in some])


@lru_cache(maxsize=8_192)
def keys_of(text: str) -> tuple[str, ...]:
    """The words of a text, without signs, in the form in which they are compared."""
    return tuple([key for _, some in _runs(text) for sort, key, _, _ in some if sort is not Sort.SIGN])


# Sort, key, and where it stands in what it is cut from.
_Part = tuple[Sort, str, int, int]


def _runs(text: str) -> Iterator[tuple[int, Iterable[_Part]]]:
    """What a text is cut into, each behind the place where it begins."""
    shouted = text.isupper()
    at = 0
    for found in _WHOLES.finditer(text) if _may_have_wholes(text) else ():
        for word in words(text[at : found.start()]):
            yield at, _parts(word, shouted)
            at += len(word)
        sort = Sort[str(found.lastgroup).upper()]
        yield at, [(sort, key, 0, len(found.group())) for key in _keys(sort, found.group(), shouted=shouted)]
        at = found.end()
    for word in words(text[at:]):
        yield at, _parts(word, shouted)
        at += len(word)


def _may_have_wholes(text: str) -> bool:
    if any(sign in text for sign in _SIGNS_OF_WHOLES):
        return True
    small = text.lower()
    return any(letters in small for letters in _LETTERS_OF_WHOLES) or _DOMAIN.search(text) is not None


# A text has few words, and those of a policy are nearly the same in each of its versions.
@lru_cache(maxsize=16_384)
def _parts(word: str, shouted: bool) -> tuple[_Part, ...]:  # noqa: FBT001 - what is remembered is told by position
    """The tokens of a word; one with a hyphen is its parts."""
    found: list[_Part] = []
    part = 0
    for piece in _HYPHENS.split(word) if len(word) > 1 else (word,):
        if piece and not piece.isspace():
            sort = _sort(piece)
            found.extend((sort, key, part, part + len(piece)) for key in _keys(sort, piece, shouted=shouted))
        part += len(piece) + 1
    return tuple(found)


def _sort(word: str) -> Sort:
    if _HAN_OR_KANA.match(word):
        return Sort.HAN
    if word[0].isnumeric():
        return Sort.NUMBER
    if word[0] in _MEANINGFUL_SIGNS or (unicodedata.category(word[0])[0] == "S" and word[0] not in _SILENT):
        return Sort.SYMBOL
    # A mark or letter by itself is part of a word in scripts that are cut by character.
    return Sort.WORD if unicodedata.category(word[0])[0] in "LM" else Sort.SIGN


def _keys(sort: Sort, raw: str, *, shouted: bool) -> tuple[str, ...]:
    match sort:
        case Sort.WORD:
            return _word(raw, shouted=shouted)
        case Sort.EMAIL:
            plain = _AT.sub("@", raw)
            return (_DOT.sub(".", plain).lower(),)
        case Sort.SYMBOL:
            folded = _folded(raw)
            return (_SYMBOLS.get(folded, folded),)
        case Sort.NUMBER:
            return (_folded(raw),)
        case Sort.HAN:
            return (_HAN.get(raw, raw),)
        case _:
            return (raw,)


def _folded(raw: str) -> str:
    """The characters of a word without their width and ligatures; "10²" is not "102"."""
    return "".join(
        unicodedata.normalize("NFKC", one) if unicodedata.decomposition(one).startswith(_FORMS) else one for one in raw
    )


def _word(raw: str, *, shouted: bool) -> tuple[str, ...]:
    word = _folded(raw).replace("’", "'").replace("ʼ", "'")
    folded = word.lower()
    if folded in _MISSPELT:
        return (folded[:-2], "not")
    if folded in _WHOLE:
        return _WHOLE[folded]
    if len(word) > 1 and word.isupper() and not shouted and folded in _OTHER_IN_CAPITALS:
        return (word,)
    for ending, full in _CONTRACTIONS.items():
        if folded.endswith(ending) and len(folded) > len(ending):
            return (folded[: -len(ending)], full)
    return (folded,)
