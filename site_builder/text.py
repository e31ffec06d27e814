"""Characters and the canonical form: when two texts are the same text, and the name that follows from it.

The canonical form ``c1`` is the JSON of a document's tree as JsonML [1] (HTML's element names, attributes
only where there are any), serialised as RFC 8785 asks [2]. Every leaf is a string, NFC. The digest of a
text is the SHA-256 of exactly these bytes, so ``/api/v1/texts/{digest}.json`` can be checked with
``sha256sum`` and nothing else. ``tests/cases/canonical`` holds the golden vectors.

[1] http://www.jsonml.org/syntax/
[2] https://www.rfc-editor.org/rfc/rfc8785
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import assert_never

import regex

from site_builder.model.prose import (
    Align,
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Heading,
    Image,
    Inline,
    Inlines,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Section,
    Strong,
    Table,
    Text,
)

CANONICAL_FORM = "c1"
DIGEST = regex.compile(r"c1-sha256-[0-9a-f]{64}")

Json = str | Sequence["Json"] | dict[str, "Json"]

# Scripts that are written without spaces between words, with the punctuation that belongs to them.
_UNSPACED = regex.compile(
    r"[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]"
)
_SPACES = regex.compile(r"[ \t\n\r]+")


def nfc(text: str) -> str:
    """The text in Unicode Normalization Form C (UAX 15)."""
    return unicodedata.normalize("NFC", text)


def collapse(text: str) -> str:
    """The text with every run of white space as one space; a no-break space is a character like any other."""
    return str(_SPACES.sub(" ", text))


def soft_break(before: str, after: str) -> str:
    """What a line break between two characters stands for: nothing between Han or Kana, else a space.

    ``before`` and ``after`` are the neighbouring characters, or empty at the edge of a block.
    """
    if before and after and _UNSPACED.match(before) and _UNSPACED.match(after):
        return ""
    return " "


def plain(inlines: Inlines) -> str:
    """The words of inline text without its markup; a line break is a space."""
    return "".join(_plain(inlines))


def _plain(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                yield text
            case Break():
                yield " "
            case Image(alt=alt):
                yield alt
            case Emphasis(children) | Strong(children) | Link(children=children):
                yield from _plain(children)
            case _:
                assert_never(inline)


def plain_blocks(blocks: Blocks) -> Iterator[str]:
    """The words of each paragraph, heading, list item, cell and code block, in reading order."""
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(children=children):
                yield plain(children)
            case Listing(items=items):
                for item in items:
                    yield from plain_blocks(item)
            case Quote(children=inner):
                yield from plain_blocks(inner)
            case CodeBlock(text):
                yield text
            case Table(head=head, rows=rows):
                for row in (head, *rows):
                    for cell in row:
                        yield plain(cell)
            case Rule():
                pass
            case _:
                assert_never(block)


def jsonml_inline(inline: Inline) -> Json:
    """One piece of inline text as JsonML: a string or ``[name, attributes?, child…]``."""
    match inline:
        case Text(text):
            return text
        case Code(text):
            return ["code", text]
        case Break():
            return ["br"]
        case Emphasis(children):
            return ["em", *map(jsonml_inline, children)]
        case Strong(children):
            return ["strong", *map(jsonml_inline, children)]
        case Link(href, children, title):
            attributes: dict[str, Json] = {"href": href, "title": title} if title else {"href": href}
            return ["a", attributes, *map(jsonml_inline, children)]
        case Image(src, alt, title):
            return ["img", {"alt": alt, "src": src, "title": title} if title else {"alt": alt, "src": src}]
        case _:
            assert_never(inline)


def jsonml(block: Block) -> Json:
    """One block as JsonML."""
    match block:
        case Paragraph(children):
            return ["p", *map(jsonml_inline, children)]
        case Heading(level, children):
            return [f"h{level}", *map(jsonml_inline, children)]
        case Listing(items, start):
            inner: list[Json] = [["li", *map(jsonml, item)] for item in items]
            if start is None:
                return ["ul", *inner]
            return ["ol", {"start": str(start)}, *inner]
        case Quote(blocks):
            return ["blockquote", *map(jsonml, blocks)]
        case CodeBlock(text):
            return ["pre", text]
        case Rule():
            return ["hr"]
        case Table(align, head, rows):
            body = [_row("td", align, row) for row in rows]
            return ["table", ["thead", _row("th", align, head)], ["tbody", *body]]
        case _:
            assert_never(block)


def _row(cell: str, align: tuple[Align, ...], row: tuple[Inlines, ...]) -> Json:
    cells: list[Json] = []
    for where, inlines in zip(align, row, strict=True):
        attributes: list[Json] = [{"align": str(where)}] if where else []
        cells.append([cell, *attributes, *map(jsonml_inline, inlines)])
    return ["tr", *cells]


def _section(section: Section) -> dict[str, Json]:
    blocks: list[Json] = [jsonml(block) for block in section.blocks]
    return {"blocks": blocks, "id": section.id, "title": section.title}


def canonical(document: Document) -> bytes:
    """The canonical form of a whole document: what its digest is taken over."""
    preamble: list[Json] = [jsonml(block) for block in document.preamble]
    sections: list[Json] = [_section(section) for section in document.sections]
    return _serialise(
        {
            "canonical": CANONICAL_FORM,
            "numbering": str(document.numbering),
            "preamble": preamble,
            "sections": sections,
            "title": document.title,
        }
    )


@cache
def digest(document: Document) -> str:
    """The name of a document's text: ``c1-sha256-`` and 64 hexadecimal digits."""
    return _name(canonical(document))


def canonical_section(section: Section) -> bytes:
    """The canonical form of one section by itself: its title and blocks.

    Its id is a name and no part of the text, so a section that is renamed keeps its translations.
    """
    blocks: list[Json] = [jsonml(block) for block in section.blocks]
    return _serialise({"blocks": blocks, "canonical": CANONICAL_FORM, "title": section.title})


@cache
def section_digest(section: Section) -> str:
    """The name of one section's text."""
    return _name(canonical_section(section))


@cache
def heading_digest(title: str, preamble: Blocks) -> str:
    """The name of what stands before the first section: the title of the policy and its preamble."""
    blocks: list[Json] = [jsonml(block) for block in preamble]
    return _name(_serialise({"canonical": CANONICAL_FORM, "preamble": blocks, "title": title}))


def _name(data: bytes) -> str:
    return f"{CANONICAL_FORM}-sha256-{hashlib.sha256(data).hexdigest()}"


def _serialise(value: Json) -> bytes:
    # RFC 8785 for strings, arrays and objects with ASCII keys is what json.dumps does with these arguments.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
