"""What a rule may know beside the sentence before it: both texts as wholes, and their language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from urllib.parse import urlsplit

from site_builder.materiality.lexicon import Lexicon, lexicon
from site_builder.materiality.lines import Texts
from site_builder.materiality.pointers import points_around
from site_builder.materiality.tokens import tokens

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


@dataclass(frozen=True)
class World:
    """Both texts as wholes; ``language`` is ``en``, ``zh`` or another, whose words the rules do not know."""

    texts: Texts
    language: str

    @property
    def words(self) -> Lexicon | None:
        """The lexicon of the language, if there is one."""
        return lexicon(self.language)

    @cached_property
    def old_keys(self) -> str:
        """All words of the old text, each between spaces."""
        return _joined(self.texts.old)

    @cached_property
    def new_keys(self) -> str:
        """All words of the new text, each between spaces."""
        return _joined(self.texts.new)

    @cached_property
    def headings(self) -> frozenset[tuple[str, ...]]:
        """The headings of both texts, as they are compared."""
        lines = (*self.texts.old_headings, *self.texts.new_headings)
        return frozenset(_keys(line) for line in lines if line)

    @cached_property
    def titles(self) -> frozenset[tuple[str, ...]]:
        """The headings of the new text without their numbers."""
        return frozenset(_keys(_LABELLED.sub("", line)) for line in self.texts.new_headings if line)

    def renumbered(self, old: str, new: str) -> bool:
        """Whether what is labelled ``old`` in the old text is labelled ``new`` in the new one."""
        return bool(self._old_labels.get(old, set()) & self._new_labels.get(new, set()))

    @cached_property
    def _old_labels(self) -> dict[str, set[tuple[str, ...]]]:
        return _labels(self.texts.old)

    @cached_property
    def _new_labels(self) -> dict[str, set[tuple[str, ...]]]:
        return _labels(self.texts.new)

    @cached_property
    def pointers(self) -> list[int]:
        """How many of the blocks before each place, and before the end, mean what stands above or below them."""
        return [*accumulate(map(points_around, self.texts.blocks), initial=0)]

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the old text already linked to."""
        return frozenset(host(href) for href in self.texts.old_hrefs)

    @cached_property
    def defined(self) -> frozenset[str]:
        """The words of the terms that either text defines, in the singular and in small letters."""
        found = (one for line in (*self.texts.old, *self.texts.new) for one in _DEFINED.findall(line))
        return frozenset(_singular(key) for one in found for key in _keys(" ".join(one)))

    def is_defined(self, word: str) -> bool:
        """Whether a word belongs to a term that is defined: there, its capital says which sense it has."""
        return _singular(word.casefold()) in self.defined

    def in_old(self, phrase: Sequence[str]) -> bool:
        """Whether the old text has these words in a row."""
        return f" {' '.join(phrase)} " in self.old_keys

    def in_new(self, phrase: Sequence[str]) -> bool:
        """Whether the new text has these words in a row."""
        return f" {' '.join(phrase)} " in self.new_keys


def _labels(lines: Sequence[str]) -> dict[str, set[tuple[str, ...]]]:
    """By label, the first words of what is labelled so: "4. Payment" has the label 4."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in lines:
        match = _LABELLED.match(line)
        rest = _keys(line[match.end() :])[:_WORDS_OF_TITLE] if match else ()
        if match and rest:
            found.setdefault(match[1].casefold(), set()).add(rest)
    return found


def _singular(word: str) -> str:
    return word.removesuffix("s")


def host(href: str) -> str:
    """The registered part of an address, or nothing for a relative one."""
    try:
        name = urlsplit(href).hostname or ""
    except ValueError:
        return ""
    return ".".join(name.split(".")[-2:])


def _keys(text: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(text) if token.counts)


def _joined(lines: Sequence[str]) -> str:
    # A sign of its own between lines, so that no phrase is found across two of them.
    return " " + " | ".join(" ".join(_keys(line)) for line in lines) + " "
