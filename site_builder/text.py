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
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    Numbering,
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

# A word is letters and digits with what holds them together (don't, 1,000.50, e-mail); scripts without
# spaces between words go by character. Everything else is a run of white space or one character.
_BY_CHARACTER = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}_]--[{_BY_CHARACTER}]]\p{{M}}*+"
_WORD = regex.compile(
    rf"{_LETTER}(?:{_LETTER}|['’\u2010\u2011-](?={_LETTER})|(?<=\p{{N}})[.,:](?=\p{{N}}))*+"
    r"|[ \t\r\n]++|.",
    regex.DOTALL | regex.V1,
)
_ASCII_WORD = re.compile(r"\w(?:\w|['-](?=\w)|(?<=[0-9])[.,:](?=[0-9]))*|[ \t\r\n]+|.", re.DOTALL | re.ASCII)
_JOINING = regex.compile(r"[^\p{GCB=Other}\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}]|\p{ExtPict}\u200d", regex.V1)
_CLUSTER = regex.compile(r"\X")
# Characters that take no place or change the direction of others: format controls, fillers, tags, selectors.
_INVISIBLE = regex.compile(
    r"[\p{Cc}\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2028\u2029\u3164\uFFA0"
    r"\uFE00-\uFE0F\U000E0100-\U000E01EF]"
)


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


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """The text cut into words, runs of white space and single characters; joined they are the text.

    A grapheme cluster (UAX 29) is never cut, so no accent, emoji or conjunct is torn from its base.
    """
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text))
    cut: list[str] = _WORD.findall(text)
    if not _JOINING.search(text):
        return tuple(cut)
    edges = set(_cluster_edges(text))
    whole: list[str] = []
    at = 0
    for piece in cut:
        if at in edges or not whole:
            whole.append(piece)
        else:
            whole[-1] += piece
        at += len(piece)
    return tuple(whole)


def _cluster_edges(text: str) -> Iterator[int]:
    for cluster in _CLUSTER.finditer(text):
        yield cluster.start()


def expose(text: str) -> tuple[tuple[str, bool], ...]:
    """The text as runs, and whether each is one character that a reader cannot see.

    Tabs and line feeds count as seen, and so do the joiners and selectors inside an emoji or a word,
    where they shape what is shown.
    """
    if text.isascii() and text.isprintable():
        return ((text, False),)
    runs: list[tuple[str, bool]] = []
    seen = 0
    for found in _INVISIBLE.finditer(text):
        if found.group() in "\t\n" or _shapes(text, found.start()):
            continue
        if found.start() > seen:
            runs.append((text[seen : found.start()], False))
        runs.append((found.group(), True))
        seen = found.end()
    if seen < len(text):
        runs.append((text[seen:], False))
    return tuple(runs)


_PICTURE = regex.compile(r"[\p{ExtPict}\p{Emoji_Modifier}\uFE0F]")
_JOINED_SCRIPT = regex.compile(r"[\p{Arab}\p{Deva}\p{Beng}\p{Mlym}\p{Sinh}\p{Knda}\p{Telu}\p{Taml}]")


def _shapes(text: str, at: int) -> bool:
    """Whether a joiner or selector changes how its neighbours look."""
    before = text[at - 1 : at]
    match text[at]:
        case "\u200d":
            return bool(before and (_PICTURE.match(before) or _JOINED_SCRIPT.match(before)))
        case "\u200c":
            return bool(before and _JOINED_SCRIPT.match(before))
        case "\ufe0f" | "\ufe0e":
            return bool(before and (_PICTURE.match(before) or before in "#*0123456789"))
        case _:
            return False


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


@lru_cache(maxsize=4096)
def digest(document: Document) -> str:
    """The name of a document's text: ``c1-sha256-`` and 64 hexadecimal digits."""
    return name_of(canonical(document))


def canonical_section(section: Section) -> bytes:
    """The canonical form of one section by itself: its title and blocks.

    Its id is a name and no part of the text, so a section that is renamed keeps its translations.
    """
    blocks: list[Json] = [jsonml(block) for block in section.blocks]
    return _serialise({"blocks": blocks, "canonical": CANONICAL_FORM, "title": section.title})


@lru_cache(maxsize=4096)
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
