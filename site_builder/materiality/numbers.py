"""Numbers in figures and in words: when two are the same number."""

from __future__ import annotations

import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_HAN = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def value(words: tuple[str, ...]) -> float | None:
    """What a number in figures or words says, if the words are one number and nothing else."""
    if len(words) == 1 and _FIGURES.fullmatch(words[0]):
        return float(words[0].replace(",", ""))
    if words and all(word in _HAN or word in _HAN_UNITS for word in words):
        return _han(words)
    total = 0
    for word in words:
        if word == "hundred":
            total = max(total, 1) * 100
        elif word == "thousand":
            total = max(total, 1) * 1000
        elif word in _VALUES:
            total += _VALUES[word]
        elif word != "and":
            return None
    return float(total) if words and any(word in _VALUES or word == "hundred" for word in words) else None


def _han(words: tuple[str, ...]) -> float:
    total = digit = 0
    for word in words:
        if word in _HAN:
            digit = _HAN[word]
        else:
            total += max(digit, 1) * _HAN_UNITS[word]
            digit = 0
    return float(total + digit)
