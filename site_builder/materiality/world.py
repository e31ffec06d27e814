"""What a rule may know beside the sentence before it: both texts as wholes, and their language."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import cast
from urllib.parse import urlsplit

from site_builder.materiality.blocks import Position
from site_builder.materiality.lexicon import Lexicon, lexicon
from site_builder.materiality.lines import Texts
from site_builder.materiality.tokens import keys_of
from site_builder.model.change import Head

Keys = tuple[str, ...]

# The label of a section or item, and how much of its words names it.
_LABELLED = re.compile(
    r"[*_#\s(]*(?:section|article|clause|part|§|第)?\s*([0-9]{1,3}(?:\.[0-9]{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})(?:[.):、．]|条|节)+\s*",
    re.IGNORECASE,
)
_WORDS_OF_TITLE = 8
# A term with a capital in quotes, in brackets or before or behind the words by which terms are defined.
_DEFINED = re.compile(
    r"[(（][^()（）]{0,40}[\"“「]([A-Z][^\"”」]{1,60})[\"”」]|[\"“「]([A-Z][^\"”」]{1,60})[\"”」][^.;]{0,60}?"
    r"\b(?:means?|refers?|includes?|shall|has|have|is|are)\b|\b(?:say|mean|call(?:ed)?|as)\s+[\"“「]([A-Z][^\"”」]{1,60})[\"”」]"
)


# What a rule asked about the texts as wholes: the name of the question, and what it is about.
Question = tuple[Hashable, ...]


class World(ABC):
    """Both texts as wholes, for a rule about a sentence: it can ask about them, and what it ``asked`` is noted.

    The same sentence comes or goes in many comparisons, and is judged once for all in which its rules were answered
    the same (``pipeline``). So no such rule may see the texts otherwise than by a question. ``language`` is ``en``,
    ``zh`` or another, whose words the rules do not know.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.asked: dict[Question, Hashable] = {}

    @abstractmethod
    def answer(self, question: Question) -> Hashable:
        """The answer to a question about these texts."""

    def _ask(self, *question: Hashable) -> Hashable:
        answer = self.asked[question] = self.answer(question)
        return answer

    @property
    def words(self) -> Lexicon | None:
        """The lexicon of the language, if there is one."""
        return lexicon(self.language)

    @property
    def headings(self) -> frozenset[Keys]:
        """The headings of both texts, as they are compared."""
        return cast("frozenset[Keys]", self._ask("headings"))

    @property
    def titles(self) -> frozenset[Keys]:
        """The headings of the new text without their numbers."""
        return cast("frozenset[Keys]", self._ask("titles"))

    def renumbered(self, old: str, new: str) -> bool:
        """Whether what is labelled ``old`` in the old text is labelled ``new`` in the new one."""
        return bool(self._ask("renumbered", old, new))

    def is_defined(self, word: str) -> bool:
        """Whether a word belongs to a term that is defined: there, its capital says which sense it has."""
        return bool(self._ask("is_defined", _singular(word.casefold())))

    def in_old(self, phrase: Sequence[str]) -> bool:
        """Whether the old text has these words in a row."""
        return bool(self._ask("in_old", tuple(phrase)))

    def in_new(self, phrase: Sequence[str]) -> bool:
        """Whether the new text has these words in a row."""
        return bool(self._ask("in_new", tuple(phrase)))

    def defines(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether each text has its name between quotes, as definitions have it."""
        return bool(self._ask("defines", tuple(old), tuple(new)))

    def closes_alike(self, section: Head, was: Position, now: Position) -> bool:
        """Whether the words that close items of a list are the same in both texts."""
        return bool(self._ask("closes_alike", section, was, now))


class Whole(World):
    """Both texts as wholes, for rules about a line and for answers."""

    def __init__(self, texts: Texts, language: str) -> None:
        super().__init__(language)
        self.texts = texts
        self._answers: dict[Question, Hashable] = {}

    def answer(self, question: Question) -> Hashable:
        """The answer to a question, found once."""
        if question not in self._answers:
            name, *about = question
            self._answers[question] = _ANSWERS[name](self, *about)
        return self._answers[question]

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the old text already linked to."""
        return frozenset(host(href) for href in self.texts.old_hrefs)

    @cached_property
    def _old_keys(self) -> str:
        return _joined(self.texts.old)

    @cached_property
    def _new_keys(self) -> str:
        return _joined(self.texts.new)

    @cached_property
    def _old_labels(self) -> dict[str, set[Keys]]:
        return _labels(self.texts.old)

    @cached_property
    def _new_labels(self) -> dict[str, set[Keys]]:
        return _labels(self.texts.new)

    @cached_property
    def _terms(self) -> frozenset[str]:
        """The words of the terms that either text defines, in the singular and in small letters."""
        return frozenset(word for line in (*self.texts.old, *self.texts.new) for word in _terms_in(line))

    def _headings(self) -> frozenset[Keys]:
        lines = (*self.texts.old_headings, *self.texts.new_headings)
        return frozenset(keys_of(line) for line in lines if line)

    def _titles(self) -> frozenset[Keys]:
        return frozenset(keys_of(_LABELLED.sub("", line)) for line in self.texts.new_headings if line)

    def _renumbered(self, old: str, new: str) -> bool:
        return bool(self._old_labels.get(old, set()) & self._new_labels.get(new, set()))

    def _is_defined(self, word: str) -> bool:
        return word in self._terms

    def _in_old(self, phrase: Keys) -> bool:
        return f" {' '.join(phrase)} " in self._old_keys

    def _in_new(self, phrase: Keys) -> bool:
        return f" {' '.join(phrase)} " in self._new_keys

    def _defines(self, old: Keys, new: Keys) -> bool:
        return _quotes(old, self.texts.old) and _quotes(new, self.texts.new)

    def _closes_alike(self, section: Head, was: Position, now: Position) -> bool:
        return self.texts.old_closings.get((section, was)) == self.texts.new_closings.get((section, now))


_ANSWERS: Mapping[Hashable, Callable[..., Hashable]] = {
    "headings": Whole._headings,  # noqa: SLF001 - the answers are told apart from the questions
    "titles": Whole._titles,  # noqa: SLF001
    "renumbered": Whole._renumbered,  # noqa: SLF001
    "is_defined": Whole._is_defined,  # noqa: SLF001
    "in_old": Whole._in_old,  # noqa: SLF001
    "in_new": Whole._in_new,  # noqa: SLF001
    "defines": Whole._defines,  # noqa: SLF001
    "closes_alike": Whole._closes_alike,  # noqa: SLF001
}


def _quotes(name: Keys, lines: Sequence[str]) -> bool:
    pattern = re.compile(
        r"[\"“「]\s*(?:the\s+)?" + r"[\s-]+".join(map(re.escape, name)) + r"\s*[,.]?[\"”」]", re.IGNORECASE
    )
    return any(pattern.search(line) for line in lines)


def _labels(lines: Sequence[str]) -> dict[str, set[Keys]]:
    """By label, the first words of what is labelled so: "4. Payment" has the label 4."""
    found: dict[str, set[Keys]] = {}
    for line in lines:
        label, rest = _label(line)
        if rest:
            found.setdefault(label, set()).add(rest)
    return found


# Lines stand in many versions.
@lru_cache(maxsize=8_192)
def _label(line: str) -> tuple[str, Keys]:
    match = _LABELLED.match(line)
    return (match[1].casefold(), keys_of(line[match.end() :])[:_WORDS_OF_TITLE]) if match else ("", ())


@lru_cache(maxsize=8_192)
def _terms_in(line: str) -> tuple[str, ...]:
    return tuple(_singular(key) for one in _DEFINED.findall(line) for key in keys_of(" ".join(one)))


def _singular(word: str) -> str:
    return word.removesuffix("s")


def host(href: str) -> str:
    """The registered part of an address, or nothing for a relative one."""
    try:
        name = urlsplit(href).hostname or ""
    except ValueError:
        return ""
    return ".".join(name.split(".")[-2:])


def _joined(lines: Sequence[str]) -> str:
    # A sign of its own between lines, so that no phrase is found across two of them.
    return " " + " | ".join(map(_joined_keys, lines)) + " "


@lru_cache(maxsize=8_192)
def _joined_keys(line: str) -> str:
    return " ".join(keys_of(line))
