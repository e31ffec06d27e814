"""Any Markdown or plain text to the tree of ``model.prose``, for comparing what others wrote.

Nothing is refused. Front matter, comments, scripts and styles are no text; other tags are dropped and
their words kept. That no word is lost on the way is checked each time (``_conserved``).

In a history the same paragraph comes again and again, so inline text is parsed once a wording.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html import unescape
from itertools import accumulate
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.markup.blocks import same_block
from site_builder.markup.tidy import tidy
from site_builder.model.prose import (
    Align,
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
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
    Strong,
    Table,
    Text,
)
from site_builder.text import collapse, nfc, plain, plain_blocks

_NESTING = 200
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^[\w\"'][\w .\"'-]*\s*[:=]", re.MULTILINE)
_UNREAD = r"<!--.*?(?:-->|\Z)|<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!\[CDATA\[|\]\]>|<\?.*?\?>|<![a-z][^>]*>"
_TAG = re.compile(rf"{_UNREAD}|</?([a-z][\w-]*)(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>", re.IGNORECASE | re.DOTALL)
# Tags between which words do not touch, whatever the source looks like.
_BLOCK_TAGS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section summary table tbody td "
        "tfoot th thead title tr ul",
    )
)

_HREF = re.compile(r"<a\s[^>]*?\bhref\s*=\s*(?P<href>\"[^\"]*\"|'[^']*'|[^\s\"'>]+)[^>]*>", re.IGNORECASE)
_END_OF_LINK = re.compile(r"</a\s*>", re.IGNORECASE)

References = tuple[tuple[str, str, str], ...]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def parse_loose(source: str) -> Blocks:
    """Read Markdown or plain text; a heading at the top level has the level it was written with.

    Raises ``AssertionError`` where the tree would not have every word of the source.
    """
    text = _without_front_matter(source)
    environment: dict[str, object] = {}
    tokens = _block_parser().parse(text, environment)
    if any(token.level >= _NESTING - 1 for token in tokens):
        # The parser drops what is nested deeper, so such a file is read without its markup.
        return _as_plain(text)
    reader = _Reader(tokens, _references(environment))
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


def _references(environment: dict[str, object]) -> References:
    found = cast("dict[str, dict[str, str]]", environment.get("references", {}))
    return tuple((label, one.get("href", ""), one.get("title", "")) for label, one in found.items())


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
        inlines, heard = _read_inlines(token.content, references)
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
    return "\x00" if name in _BLOCK_TAGS or name == "br" else ""


_ALIGN = {"": Align.NONE} | {f"text-align:{align}": align for align in Align if align}


@lru_cache(maxsize=32_768)
def _read_inlines(content: str, references: References) -> tuple[Inlines, str]:
    """Inline text, and the words that its tokens say."""
    known = {label: {"href": href, "title": title} for label, href, title in references}
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(content, parser, {"references": known}, tokens)
    heard: list[str] = []
    return tidy(_spans(_Tokens(tokens), "", heard)), "".join(heard)


class _Tokens:
    """The tokens still to come, and the script or style whose end is awaited."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.rest = deque(tokens)
        self.unread = ""

    def __iter__(self) -> Iterator[Token]:
        while self.rest:
            yield self.rest.popleft()


def _spans(tokens: _Tokens, closing: str, heard: list[str]) -> Inlines:
    spans: list[Inline] = []
    for token in tokens:
        if token.type == closing:
            break
        spans.extend(_span(token, tokens, heard))
    return tuple(spans)


def _span(token: Token, tokens: _Tokens, heard: list[str]) -> Iterator[Inline]:
    match token.type:
        case "html_inline":
            yield from _anchor(token.content, tokens, heard) or _tag(token.content, tokens)
        case "softbreak":
            yield Text("\n")
        case "hardbreak":
            yield Break()
        case "em_open":
            yield Emphasis(_spans(tokens, "em_close", heard))
        case "strong_open":
            yield Strong(_spans(tokens, "strong_close", heard))
        case "link_open":
            # A link without words is an anchor or a slip; there is nothing in it to compare.
            words = _spans(tokens, "link_close", heard)
            if words:
                yield Link(str(token.attrs["href"]), words, nfc(str(token.attrs.get("title", ""))))
        case _ if tokens.unread:
            pass
        case "text" | "text_special":
            heard.append(token.content)
            yield Text(nfc(token.content))
        case "code_inline":
            heard.append(token.content)
            yield Code(nfc(token.content))
        case "image":
            alt = collapse(plain(tidy(_spans(_Tokens(token.children or ()), "", heard))))
            yield Image(str(token.attrs["src"]), alt, nfc(str(token.attrs.get("title", ""))))
        case _:
            raise AssertionError(f"CommonMark has no inline token {token.type!r}")


def _anchor(source: str, tokens: _Tokens, heard: list[str]) -> Inlines:
    """A link that is written in HTML, if this is where one begins and it ends before what it stands in."""
    found = _HREF.match(source)
    if tokens.unread or found is None:
        return ()
    inside: list[Token] = []
    for token in tokens.rest:
        if token.type == "html_inline" and _END_OF_LINK.match(token.content):
            break
        inside.append(token)
    depths = [*accumulate((token.nesting for token in inside), initial=0)]
    if len(inside) == len(tokens.rest) or min(depths) < 0 or depths[-1] != 0:
        return ()  # it does not end, or emphasis crosses its edge
    for _ in range(len(inside) + 1):
        tokens.rest.popleft()
    words = _spans(_Tokens(inside), "", heard)
    href = unescape(found["href"].strip("\"'"))
    return (Link(href, words),) if words and href else words


def _tag(source: str, tokens: _Tokens) -> Iterator[Inline]:
    found = re.match(r"<(/?)([A-Za-z][\w-]*)", source)
    name = found.group(2).lower() if found else ""
    closes = bool(found and found.group(1))
    if name in ("script", "style"):
        tokens.unread = "" if closes and tokens.unread == name else tokens.unread or ("" if closes else name)
    elif tokens.unread:
        return
    elif name == "br":
        yield Break()
    elif name in _BLOCK_TAGS:
        yield Text(" ")
