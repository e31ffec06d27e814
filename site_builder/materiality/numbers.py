"""Numbers in figures and in words: when two are the same number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = {word: n for n, word in enumerate(_UNITS)}
_TEN = {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_BIG = {"thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_HAN = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_BIG = {"万": 10_000, "亿": 100_000_000}
# A point before three figures is a thousand in half of the world; such a number is only equal to itself.
_FIGURES = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:\.(?:[0-9]{1,2}|[0-9]{4,}))?")


def value(words: Sequence[str]) -> Decimal | None:
    """What a number in figures or words says, if the words are one number and nothing else."""
    if len(words) == 1 and _FIGURES.fullmatch(words[0]):
        return Decimal(words[0].replace(",", ""))
    number = _han("".join(words)) if words and all(map(_is_han, words)) else _english(list(words))
    return None if number is None else Decimal(number)


def _english(words: list[str]) -> int | None:
    """A number as it is said: a group below a thousand before each of the big units, the greatest first."""
    total, least = 0, 10**12
    while words:
        cut = next((i for i, word in enumerate(words) if word in _BIG), len(words))
        group = _below_thousand(words[:cut])
        unit = _BIG[words[cut]] if cut < len(words) else 1
        if group is None or unit >= least:
            return None
        total, least, words = total + group * unit, unit, words[cut + 1 :]
        if words[:1] == ["and"]:
            words = words[1:]
            if not words:
                return None
    return total if least < 10**12 else None


def _below_thousand(words: list[str]) -> int | None:
    match words:
        case [one] if one in _ONES or one in _TEN:
            return _ONES.get(one, _TEN.get(one))
        case [ten, one] if ten in _TEN and 0 < _ONES.get(one, 0) < 10:
            return _TEN[ten] + _ONES[one]
        case ["hundred", *rest]:
            return _hundreds(1, rest)
        case [one, "hundred", *rest] if 0 < _ONES.get(one, 0) < 10:
            return _hundreds(_ONES[one], rest)
        case _:
            return None


def _hundreds(number: int, rest: list[str]) -> int | None:
    rest = rest[1:] if rest[:1] == ["and"] else rest
    more = _below_thousand(rest) if rest else 0
    return None if more is None or "hundred" in rest else 100 * number + more


def _is_han(word: str) -> bool:
    return word in _HAN or word in _HAN_UNITS or word in _HAN_BIG


def _han(text: str) -> int | None:
    """A Chinese number: 三十, 一百二十, 十二万; figures in a row (二〇二四) are a number as well."""
    if len(text) > 1 and all(one in _HAN for one in text):
        return int("".join(str(_HAN[one]) for one in text)) if "两" not in text else None
    total = group = digit = 0
    for one in text:
        if one in _HAN:
            digit = _HAN[one]
        elif one in _HAN_UNITS:
            group += max(digit, 1) * _HAN_UNITS[one]
            digit = 0
        else:
            total += max(group + digit, 1) * _HAN_BIG[one]
            group = digit = 0
    return total + group + digit
