"""Any Markdown or plain text to the tree of ``model.prose``, for comparing what others wrote.

Nothing is refused. Front matter, comments, scripts and styles are no text; other tags are dropped and
their words kept. That no word is lost on the way is checked each time (``_conserved``).

In a history the same paragraph comes again and again, so inline text is parsed once a wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html import unescape
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.markup.blocks import same_block
from site_builder.markup.loose_inlines import BLOCK_TAGS, References, read_inlines
from site_builder.markup.parsers import blocks_alone
from site_builder.model.prose import (
    Align,
    Block,
    Blocks,
    CodeBlock,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from site_builder.text import collapse, nfc, plain_blocks

_NESTING = 200
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^[\w\"'][\w .\"'-]*\s*[:=]", re.MULTILINE)
_UNREAD = r"<!--.*?(?:-->|\Z)|<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!\[CDATA\[|\]\]>|<\?.*?\?>|<![a-z][^>]*>"
_TAG = re.compile(rf"{_UNREAD}|</?([a-z][\w-]*)(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(r"\r\n?")
# Behind an empty line, what is not indented and no item of a list belongs to nothing that stands before it, but for
# code between fences and for HTML that an empty line does not end.
_PART = re.compile(r"(?<=\n)[ \t]*\n(?=[^\s\d*+-])")
_ENDLESS = re.compile(r"\n {0,3}(?:```|~~~|<(?:[!?]|(?:script|pre|style|textarea)\b))", re.IGNORECASE)
_LINE_OF_WORDS = re.compile(r"([^\W\d_](?:[^\n]*\S)?)[ \t\n]*")


@cache
def _parser() -> MarkdownIt:
    return blocks_alone(_NESTING)


def parse_loose(source: str) -> Blocks:
    """Read Markdown or plain text; a heading at the top level has the level it was written with.

    Raises ``AssertionError`` where the tree would not have every word of the source.
    """
    text = _without_front_matter(source)
    parts = parts_of(_LINE_END.sub("\n", text).replace("\0", "\ufffd"))
    references = _references(parts)
    blocks: list[Block] = []
    for part in parts:
        read = _read(part, references if "[" in part else ())
        if read is None:
            # The parser drops what is nested deeper, so such a file is read without its markup.
            return _as_plain(text)
        blocks.extend(read)
    return tuple(blocks)


def parts_of(text: str) -> list[str]:
    """The text in parts that say the same side by side as each by itself, but for the targets of links.

    Versions of a text have most of them in common, so a part is read once.
    """
    parts: list[str] = []
    start = 0
    endless = _ENDLESS.search(f"\n{text}")
    last = endless.start() if endless else len(text)
    for found in _PART.finditer(text, 0, last):
        parts.append(text[start : found.end()])
        start = found.end()
    return [*parts, text[start:]]


def _references(parts: Sequence[str]) -> References:
    """The targets of links that a file gives; of several with one label, the first one counts."""
    found: dict[str, tuple[str, str, str]] = {}
    for part in parts:
        if "]:" in part:
            for one in _targets(part):
                found.setdefault(one[0], one)
    return tuple(found.values())


@lru_cache(maxsize=1_024)
def _targets(part: str) -> References:
    environment: dict[str, object] = {}
    _parser().block.parse(part, _parser(), environment, [])
    found = cast("dict[str, dict[str, str]]", environment.get("references", {}))
    return tuple((label, one.get("href", ""), one.get("title", "")) for label, one in found.items())


@lru_cache(maxsize=8_192)
def _read(part: str, references: References) -> Blocks | None:
    """The blocks of a part of a file; None where they are nested too deep."""
    if alone := _LINE_OF_WORDS.fullmatch(part):
        # What begins with a letter and is one line cannot be anything but a paragraph: the usual case by far.
        inlines, heard = read_inlines(alone[1], references)
        paragraph = (same_block(Paragraph(inlines)),) if inlines else ()
        _conserved((heard,), paragraph)
        return paragraph
    tokens: list[Token] = []
    _parser().block.parse(part, _parser(), {}, tokens)
    if any(token.level >= _NESTING - 1 for token in tokens):
        return None
    reader = _Reader(tokens, references)
    blocks = reader.read()
    _conserved(reader.heard, blocks)
    return blocks


def _without_front_matter(source: str) -> str:
    found = _FRONT_MATTER.match(source)
    if found and (_KEY.search(found.group(2)) or not found.group(2).strip()):
        return source[found.end() :]
    return source


def _as_plain(text: str) -> Blocks:
    return tuple(
        Paragraph((Text(collapse(nfc(part)).strip(" ")),)) for part in re.split(r"\n\s*\n", text) if part.strip()
    )


def _conserved(heard: Sequence[str], blocks: Blocks) -> None:
    """Compare what the tokens say with what the tree says, white space apart."""
    said = nfc("".join("".join(heard).split()))
    kept = nfc("".join("".join(plain_blocks(blocks)).split()))
    if said != kept:
        raise AssertionError(f"reading lost or invented words: {len(said)} characters heard, {len(kept)} kept")


class _Reader:
    """One walk over the block tokens. ``heard`` gathers the words of each token as it comes."""

    def __init__(self, tokens: Sequence[Token], references: References) -> None:
        self.tokens = tokens
        self.references = references
        self.at = 0
        self.heard: list[str] = []

    def read(self) -> Blocks:
        """All blocks of the file."""
        blocks: list[Block] = []
        while self.at < len(self.tokens):
            blocks.extend(map(same_block, self._block()))
        return tuple(blocks)

    def _next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _until(self, closing: str) -> Blocks:
        blocks: list[Block] = []
        while self.tokens[self.at].type != closing:
            blocks.extend(map(same_block, self._block()))
        self.at += 1
        return tuple(blocks)

    def _inlines(self) -> Inlines:
        token = self._next()
        self.at += 1
        references = self.references if "[" in token.content else ()
        inlines, heard = read_inlines(token.content, references)
        self.heard.append(heard)
        return inlines

    def _block(self) -> Iterator[Block]:
        token = self._next()
        match token.type:
            case "paragraph_open":
                inlines = self._inlines()
                if inlines:
                    yield Paragraph(inlines)
            case "heading_open":
                yield Heading(int(token.tag[1]), self._inlines())
            case "bullet_list_open":
                yield Listing(self._items("bullet_list_close"))
            case "ordered_list_open":
                yield Listing(self._items("ordered_list_close"), int(token.attrs.get("start", 1)))
            case "blockquote_open":
                yield Quote(self._until("blockquote_close"))
            case "fence" | "code_block":
                self.heard.append(token.content)
                yield CodeBlock(nfc(token.content.rstrip("\n")))
            case "hr":
                yield Rule()
            case "table_open":
                yield self._table()
            case "html_block":
                yield from self._html(token.content)
            case _:
                raise AssertionError(f"CommonMark with tables has no block token {token.type!r}")

    def _items(self, closing: str) -> tuple[Blocks, ...]:
        items: list[Blocks] = []
        while self._next().type != closing:
            items.append(self._until("list_item_close"))
        return tuple(items)

    def _table(self) -> Table:
        rows: list[tuple[Inlines, ...]] = []
        align: list[Align] = []
        while (token := self._next()).type != "table_close":
            if token.type != "tr_open":
                continue
            row: list[Inlines] = []
            while (cell := self._next()).type != "tr_close":
                if not rows:
                    align.append(_ALIGN[str(cell.attrs.get("style", ""))])
                row.append(self._inlines())
            rows.append(tuple(row))
        return Table(tuple(align), rows[0], tuple(rows[1:]))

    def _html(self, source: str) -> Iterator[Block]:
        """The words of a block of HTML, a paragraph wherever a block element begins or ends."""
        self.heard.append(unescape(_TAG.sub("", source)))
        for part in _TAG.sub(_edge, source).split("\x00"):
            words = collapse(nfc(unescape(part))).strip(" ")
            if words:
                yield Paragraph((Text(words),))


def _edge(tag: re.Match[str]) -> str:
    name = (tag.group(2) or "").lower()
    return "\x00" if name in BLOCK_TAGS or name == "br" else ""


_ALIGN = {"": Align.NONE} | {f"text-align:{align}": align for align in Align if align}
