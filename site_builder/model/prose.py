"""Text with structure: what a policy says, apart from how any file spells it.

The tree keeps what a reader can perceive and nothing else: no bullet character, no line wrapping, no
fence style. So two spellings of one text are one value, and the digest of a text (``text.digest``) is
the digest of this tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters, NFC, with single spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words set as code; white space inside counts."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Important words."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to ``href``; to ``#id`` and without words, it shows that section's number and title."""

    href: str
    children: Inlines
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture and the words that stand for it."""

    src: str
    alt: str
    title: str = ""


Inline = Text | Code | Break | Emphasis | Strong | Link | Image
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; ``level`` is 2 to 6, since 1 is the section's own title."""

    level: int
    children: Inlines


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; ``start`` is the number of its first item, or None where the items have bullets."""

    items: tuple[Blocks, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    children: Blocks


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines set as code, kept as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts."""


class Align(StrEnum):
    """Where the words of a table column stand."""

    NONE = ""
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as ``align`` has entries."""

    align: tuple[Align, ...]
    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


Block = Paragraph | Heading | Listing | Quote | CodeBlock | Rule | Table
Blocks = tuple[Block, ...]


class Numbering(StrEnum):
    """How sections are numbered; the numbers come from their order and are never typed."""

    DECIMAL = "decimal"
    NONE = "none"


class Numerals(StrEnum):
    """How the number of a section is written, where sections have numbers; it is no part of the text."""

    DECIMAL = "decimal"
    NATIVE = "native"
    PARENTHESES = "parentheses"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One provision, with an id that its author gave and that never changes."""

    id: str
    title: str
    blocks: Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One policy in one locale. ``locale`` is a canonical BCP 47 tag."""

    policy: str
    locale: str
    title: str
    preamble: Blocks
    sections: tuple[Section, ...]
    numbering: Numbering
