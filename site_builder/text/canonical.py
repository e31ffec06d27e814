"""The canonical form: when two texts are the same text, and the name that follows from it.

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
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

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
    Numbering,
    Paragraph,
    Quote,
    Rule,
    Section,
    Strong,
    Table,
    Text,
)
from site_builder.reuse import reusing

CANONICAL_FORM = "c1"
DIGEST = re.compile(r"c1-sha256-[0-9a-f]{64}")

Json = str | Sequence["Json"] | dict[str, "Json"]


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
    heading = heading_piece(document.title, document.preamble)
    return join_pieces(document.numbering, heading, map(section_piece, document.sections))


@dataclass(frozen=True, slots=True)
class HeadingPiece:
    """Title and preamble as they stand in the canonical form of a document."""

    title: bytes
    preamble: bytes


def heading_piece(title: str, preamble: Blocks) -> HeadingPiece:
    """What a document's canonical form has of its title and preamble."""
    return HeadingPiece(_serialise(title), _serialise([jsonml(block) for block in preamble]))


@reusing(2_048)
def section_piece(section: Section) -> bytes:
    """What a document's canonical form has of one section."""
    return _serialise(_section(section))


def join_pieces(numbering: Numbering, heading: HeadingPiece, sections: Iterable[bytes]) -> bytes:
    """The canonical form of the document that has these pieces, so that a piece is serialised once."""
    return b"".join(
        [
            b'{"canonical":"%b","numbering":"%b","preamble":' % (CANONICAL_FORM.encode(), numbering.encode()),
            heading.preamble,
            b',"sections":[',
            b",".join(sections),
            b'],"title":',
            heading.title,
            b"}",
        ]
    )


@reusing(1_024)
def digest(document: Document) -> str:
    """The name of a document's text: ``c1-sha256-`` and 64 hexadecimal digits."""
    return name_of(canonical(document))


def canonical_section(section: Section) -> bytes:
    """The canonical form of one section by itself: its title and blocks.

    Its id is a name and no part of the text, so a section that is renamed keeps its translations.
    """
    blocks: list[Json] = [jsonml(block) for block in section.blocks]
    return _serialise({"blocks": blocks, "canonical": CANONICAL_FORM, "title": section.title})


@reusing(8_192)
def section_digest(section: Section) -> str:
    """The name of one section's text."""
    return name_of(canonical_section(section))


@lru_cache(maxsize=4096)
def heading_digest(title: str, preamble: Blocks) -> str:
    """The name of what stands before the first section: the title of the policy and its preamble."""
    blocks: list[Json] = [jsonml(block) for block in preamble]
    return name_of(_serialise({"canonical": CANONICAL_FORM, "preamble": blocks, "title": title}))


def name_of(data: bytes) -> str:
    """The name of a text from its canonical form."""
    return f"{CANONICAL_FORM}-sha256-{hashlib.sha256(data).hexdigest()}"


def _serialise(value: Json) -> bytes:
    # RFC 8785 for strings, arrays and objects with ASCII keys is what json.dumps does with these arguments.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
