"""Sentences with one thing turned round in them, as somebody would who wants it to pass for a correction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutation:
    """A sentence and what it was made to say; ``material`` says that nothing less will do."""

    what: str
    before: str
    after: str
    material: bool


_MODALS = ("may", "will", "must", "shall", "can", "should")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?![\w/-]|[.,]\d)")
_NEGATIONS = re.compile(r"\b(?:not|never|no|without|cannot|nor|neither)\b", re.IGNORECASE)
_PARTIES = {"we": "you", "you": "we", "your": "our", "our": "your"}
_HAN_TURNS = {
    "可以": "必须",
    "必须": "可以",
    "应当": "可以",
    "有权": "无权",
    "不会": "会",
    "或": "且",
    "之前": "之后",
    "所有": "部分",
}
_HAN_DENIALS = ("不", "未", "无", "非")


def english(sentence: str) -> Iterator[Mutation]:
    """What can be done to an English sentence."""
    words = list(_WORD.finditer(sentence))
    for found in words:
        start, end, key = found.start(), found.end(), found[0].casefold()
        before, word, after = sentence[:start], found[0], sentence[end:]
        if key in _MODALS:
            other = _MODALS[(_MODALS.index(key) + 1) % len(_MODALS)]
            yield Mutation("a modal for another", sentence, f"{before}{other}{after}", material=True)
            if not after.lstrip().startswith(("not ", "not,")):
                yield Mutation("a denial came", sentence, f"{before}{word} not{after}", material=True)
                yield Mutation("a denial went", f"{before}{word} not{after}", sentence, material=True)
        if key in _PARTIES:
            yield Mutation("a party for another", sentence, f"{before}{_PARTIES[key]}{after}", material=True)
        if key in ("and", "or"):
            other = {"and": "or", "or": "and"}[key]
            yield Mutation("a connective for another", sentence, f"{before}{other}{after}", material=True)
        if key in ("all", "any", "only", "if", "unless", "until", "except"):
            yield Mutation("a quantifier or condition went", sentence, f"{before}{after.lstrip()}", material=True)
    for found in _NEGATIONS.finditer(sentence):
        before, word, after = sentence[: found.start()], found[0], sentence[found.end() :]
        yield Mutation("a denial was struck", sentence, f"{before}~~{word}~~{after}", material=True)
        yield Mutation("a denial in brackets", sentence, f"{before}({word}){after}", material=False)
        if not after.startswith((",", ".", ";", ":", ")")):
            yield Mutation("a comma behind a denial", sentence, f"{before}{word},{after}", material=False)
        if before.strip() and not before.rstrip().endswith((",", ".", ";", ":", "(", "“", '"')):
            yield Mutation("a comma before a denial", sentence, f"{before.rstrip()}, {word}{after}", material=False)
    yield from figures(sentence)


def figures(sentence: str) -> Iterator[Mutation]:
    """What can be done to the figures of a sentence in any language."""
    for found in _NUMBER.finditer(sentence):
        before, number, after = sentence[: found.start()], found[0], sentence[found.end() :]
        for what, other in (
            ("a figure more", f"{number}0"),
            ("a minus", f"-{number}"),
            ("a point before", f".{number}"),
            ("another figure", str(int(number) + 1)),
            ("a power", f"{number}²"),
            ("less than", f"< {number}"),
        ):
            yield Mutation(what, sentence, f"{before}{other}{after}", material=False)
        if len(number) > 1:
            yield Mutation("a point within", sentence, f"{before}{number[0]}.{number[1:]}{after}", material=False)


def chinese(sentence: str) -> Iterator[Mutation]:
    """What can be done to a Chinese sentence."""
    for word, other in _HAN_TURNS.items():
        if word in sentence:
            yield Mutation(f"{word} → {other}", sentence, sentence.replace(word, other, 1), material=True)
    for denial in _HAN_DENIALS:
        if denial in sentence:
            yield Mutation(f"{denial} went", sentence, sentence.replace(denial, "", 1), material=True)
            for where, other in (("behind", f"{denial}，"), ("before", f"，{denial}")):
                comma = sentence.replace(denial, other, 1)
                yield Mutation(f"a comma {where} {denial}", sentence, comma, material=False)
    for verb in ("会", "收集", "使用", "共享", "提供", "保存"):
        if verb in sentence and f"不{verb}" not in sentence:
            yield Mutation(f"不 before {verb}", sentence, sentence.replace(verb, f"不{verb}", 1), material=True)
    yield from figures(sentence)
