"""Words in, words out: what is read must hold every word of its source, and what is rendered every word read.

Markdown can lose text without a sound: below the parser's nesting limit, in the cells of a table row that has
more of them than the head, in a line that happens to read as the target of a link.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from markdown_it.token import Token

from site_builder.model.prose import (
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Image,
    Inlines,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)
from site_builder.text import nfc

Label = Callable[[str], str]
Marker = Callable[[int], str]

_LEAVES = ("inline", "fence", "code_block", "html_block")
# What stands before the words of a line: quotation marks, bullets and numbers of list items.
_MARKERS = re.compile(r"^(?:[ \t>]|[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$))*")
_WORD = re.compile(r"[^\W_]")
_NOT_WORDS = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Lost:
    """Words that would vanish: the line of the source, counted from 0, what stands there, what to do."""

    line: int
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What a run of words says, where its links and images lead, and the characters of its tokens (``squeezed``)."""

    inlines: Inlines
    targets: tuple[tuple[str, bool], ...]
    words: str


# Under this, an inline token has what was read of its words before (``Heard``), and then it has no children.
HEARD = "heard"
_TARGET_HINT = r"Markdown takes `[word]: …` for the target of a link: where text is meant, put \ before the ["
_CELL_HINT = "a row has as many cells as the head of its table: join cells, or give the head another"
_FENCE_HINT = "nothing behind ``` is shown: leave it away, or put it into the block"
_DEEP_HINT = "Markdown leaves it out: make it a paragraph of its own"


def lost(source: str, tokens: Sequence[Token], env: Mapping[str, Any], targets: set[str]) -> Iterator[Lost]:
    """The words of the source that are in no token, and targets of links that no link uses."""
    lines = source.split("\n")
    covered = bytearray(len(lines) + 1)
    for token in tokens:
        if token.type in _LEAVES and token.map:
            covered[token.map[0] : token.map[1]] = b"\1" * (token.map[1] - token.map[0])
            if token.type == "fence" and token.info.strip():
                yield Lost(token.map[0], token.info.strip(), _FENCE_HINT)
    for reference in (*env.get("references", {}).values(), *env.get("duplicate_refs", ())):
        start, end = reference["map"]
        covered[start:end] = b"\1" * (end - start)
        if reference["href"] not in targets:
            yield Lost(start, lines[start].strip(), _TARGET_HINT)
    for number, line in enumerate(lines):
        if not covered[number] and _WORD.search(_MARKERS.sub("", line)):
            yield Lost(number, line.strip(), _DEEP_HINT)
    yield from _lost_cells(lines, tokens)


def _lost_cells(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Lost]:
    """Rows of tables with more cells than the head has."""
    at, kept = -1, ""
    for token in tokens:
        if token.type == "tr_open" and token.map:
            at, kept = token.map[0], ""
        elif token.type == "inline" and at >= 0:
            kept += token.content
        elif token.type == "tr_close":
            if _NOT_WORDS.sub("", kept) != _NOT_WORDS.sub("", lines[at]):
                yield Lost(at, lines[at].strip(), _CELL_HINT)
            at = -1


def token_words(tokens: Sequence[Token]) -> str:
    """All characters of the text of tokens but white space."""
    return squeezed("".join(_token_words(tokens)))


def _token_words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline", "fence", "code_block"):
            yield nfc(token.content)
        elif HEARD in token.meta:
            yield token.meta[HEARD].words
        elif token.children:
            yield from _token_words(token.children)


def squeezed(words: str) -> str:
    """The words without white space."""
    return "".join(words.split())


def html_words(markup: str) -> str:
    """All characters that a reader of HTML sees, but white space."""
    return squeezed(html.unescape(_TAG.sub("", markup)))


def shown_words(blocks: Blocks, label: Label, marker: Marker) -> str:
    """What a page must show: ``label`` gives the words of links without any, ``marker`` those of numbers."""
    return squeezed("".join(_blocks(blocks, label, marker)))


def _blocks(blocks: Blocks, label: Label, marker: Marker) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, label, marker)


def _block(block: Block, label: Label, marker: Marker) -> Iterator[str]:
    match block:
        case Paragraph(children) | Heading(children=children):
            yield from _inlines(children, label)
        case Listing(items, start):
            for index, item in enumerate(items):
                if start is not None:
                    yield marker(start + index)
                yield from _blocks(item, label, marker)
        case Quote(children=inside):
            yield from _blocks(inside, label, marker)
        case CodeBlock(text):
            yield text
        case Table(head=head, rows=rows):
            for cell in chain(head, *rows):
                yield from _inlines(cell, label)
        case Rule():
            pass


def _inlines(spans: Inlines, label: Label) -> Iterator[str]:
    for span in spans:
        match span:
            case Text(text) | Code(text):
                yield text
            case Emphasis(children) | Strong(children):
                yield from _inlines(children, label)
            case Link(href, children):
                yield from _inlines(children, label) if children else (label(href),)
            case Break() | Image():
                pass
