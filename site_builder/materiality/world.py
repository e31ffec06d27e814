"""What a rule may know beside the sentence before it: both texts as wholes, and their language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from site_builder.materiality.lexicon import Lexicon, lexicon
from site_builder.materiality.lines import Texts
from site_builder.materiality.tokens import tokens


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
    def hosts(self) -> frozenset[str]:
        """The hosts that the old text already linked to."""
        return frozenset(host(href) for href in self.texts.old_hrefs)

    def in_old(self, phrase: Sequence[str]) -> bool:
        """Whether the old text has these words in a row."""
        return f" {' '.join(phrase)} " in self.old_keys

    def in_new(self, phrase: Sequence[str]) -> bool:
        """Whether the new text has these words in a row."""
        return f" {' '.join(phrase)} " in self.new_keys


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
