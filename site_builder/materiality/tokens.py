"""Text to words that can be compared: each with the form in which spelling habits do not show.

The forms ("keys") of two words are equal where every reader takes them for the same word: case, width,
curly or straight apostrophes, contractions, hyphens. Signs have no key of their own and are compared apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import regex

from site_builder.text import expose


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
_TOKEN = regex.compile(
    rf"""
    (?P<markup>\](?:\([^()\n]{{0,300}}(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]{{0,300}}\]))
  | (?P<template>\{{\{{.*?\}}\}}|\{{%.*?%\}})
  | (?P<email>[\w.+-]+(?:@|\s?[\[(](?:at|AT)[\])]\s?)[\w-]+(?:(?:\.|\s?[\[(](?:dot|DOT)[\])]\s?)\w[\w-]*)+)
  | (?P<address>(?:(?:https?|ftp)://|www\.)[^\s<>\[\]（）【】「」“”"，。；、]*[^\s<>\[\]（）【】「」“”"，。；、.,;:!?)'*]
      |(?:[\p{{L}}\p{{N}}-]+\.)+(?:{_TLD})\b(?:/[^\s<>\[\]（）“”"，。；、]*[^\s<>\[\]（）“”"，。；、.,;:!?)'*])?)
  | (?P<number>\p{{N}}+(?:[.,:]\p{{N}}+)*)
  | (?P<han>[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}])
  | (?P<word>\p{{L}}[\p{{L}}\p{{M}}\p{{N}}]*(?:['’ʼ]\p{{L}}[\p{{L}}\p{{M}}]*)*)
  | (?P<symbol>[%‰&+<>=≥≤°]|\p{{Sc}})
  | (?P<sign>[^\s\ufffc]|\ufffc)
    """,
    regex.VERBOSE | regex.V1,
)
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
# In capitals these are other words: the country, information technology, a health body.
_OTHER_IN_CAPITALS = frozenset({"us", "it", "who", "or", "in", "aids", "may", "id"})


def visible(text: str) -> str:
    """The text without what no reader can see."""
    return "".join(run for run, hidden in expose(text) if not hidden)


@lru_cache(maxsize=32_768)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and signs of a text in order."""
    shouted = text.isupper()
    return tuple(token for found in _TOKEN.finditer(text) for token in _tokens(found, shouted=shouted))


def _tokens(found: regex.Match[str], *, shouted: bool) -> Iterator[Token]:
    sort = Sort[str(found.lastgroup).upper()]
    raw, start, end = found.group(), found.start(), found.end()
    for key in _keys(sort, raw, shouted=shouted):
        yield Token(sort, key, start, end)


def _keys(sort: Sort, raw: str, *, shouted: bool) -> tuple[str, ...]:
    match sort:
        case Sort.WORD:
            return _word(raw, shouted=shouted)
        case Sort.EMAIL:
            plain = regex.sub(r"\s?[\[(]at[\])]\s?", "@", raw, flags=regex.IGNORECASE)
            return (regex.sub(r"\s?[\[(]dot[\])]\s?", ".", plain, flags=regex.IGNORECASE).lower(),)
        case Sort.SYMBOL:
            folded = unicodedata.normalize("NFKC", raw)
            return (_SYMBOLS.get(folded, folded),)
        case Sort.NUMBER:
            return (unicodedata.normalize("NFKC", raw),)
        case Sort.HAN:
            return (_HAN.get(raw, raw),)
        case _:
            return (raw,)


def _word(raw: str, *, shouted: bool) -> tuple[str, ...]:
    word = unicodedata.normalize("NFKC", raw).replace("’", "'").replace("ʼ", "'")
    folded = word.casefold()
    if folded in _WHOLE:
        return _WHOLE[folded]
    if len(word) > 1 and word.isupper() and not shouted and folded in _OTHER_IN_CAPITALS:
        return (word,)
    for ending, full in _CONTRACTIONS.items():
        if folded.endswith(ending) and len(folded) > len(ending):
            return (folded[: -len(ending)], full)
    return (folded,)
