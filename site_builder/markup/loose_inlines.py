"""The inline text of any file: tags are dropped and their words kept, and no link is refused."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html import unescape
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.markup.parsers import inlines_alone, is_plain
from site_builder.markup.tidy import tidy
from site_builder.model.prose import Break, Code, Emphasis, Image, Inline, Inlines, Link, Strong, Text
from site_builder.text import collapse, nfc, plain

# Tags between which words do not touch, whatever the source looks like.
BLOCK_TAGS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section summary table tbody td "
        "tfoot th thead title tr ul",
    )
)
_HREF = re.compile(r"<a\s[^>]*?\bhref\s*=\s*(?P<href>\"[^\"]*\"|'[^']*'|[^\s\"'>]+)[^>]*>", re.IGNORECASE)
_END_OF_LINK = re.compile(r"</a\s*>", re.IGNORECASE)
_NESTING = 200

# The label, address and title of each target of links that a file gives.
References = tuple[tuple[str, str, str], ...]


@cache
def _parser() -> MarkdownIt:
    return inlines_alone(_NESTING)


@lru_cache(maxsize=32_768)
def read_inlines(content: str, references: References) -> tuple[Inlines, str]:
    """Inline text, and the words that its tokens say."""
    if is_plain(content):
        return tidy((Text(nfc(content)),)), content
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
    elif name in BLOCK_TAGS:
        yield Text(" ")
