"""The inline tokens of a paragraph, heading or cell as inline text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from site_builder.markup.notes import MAX_DEPTH, Notes
from site_builder.markup.tidy import SOFT, tidy
from site_builder.model.prose import Break, Code, Emphasis, Image, Inline, Inlines, Link, Strong, Text
from site_builder.text import collapse, nfc, plain

_NO_TARGET = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")


def inlines(tokens: Sequence[Token], notes: Notes) -> Inlines:
    """Inline text with its white space settled; what a policy must not contain is noted."""
    return tidy(_spans(notes, iter(tokens), ""))


def _spans(notes: Notes, tokens: Iterator[Token], closing: str, depth: int = 0) -> Inlines:
    spans: list[Inline] = []
    if depth == MAX_DEPTH + 1:
        # Nothing below is read, so that no depth of nesting can exhaust the stack.
        notes.too_deep()
        for _ in tokens:
            pass
    for token in tokens:
        if token.type == closing:
            break
        spans.extend(_span(notes, token, tokens, depth + 1))
    return tuple(spans)


def _span(notes: Notes, token: Token, rest: Iterator[Token], depth: int) -> Iterator[Inline]:
    match token.type:
        case "text" | "text_special":  # the latter is left over in the words of images in images
            _check_brackets(notes, token.content)
            yield Text(nfc(token.content))
        case "softbreak":
            yield Text(SOFT)
        case "hardbreak":
            yield Break()
        case "code_inline":
            yield Code(nfc(token.content))
        case "em_open":
            yield Emphasis(_spans(notes, rest, "em_close", depth))
        case "strong_open":
            yield Strong(_spans(notes, rest, "strong_close", depth))
        case "link_open":
            href, title = str(token.attrs["href"]), nfc(str(token.attrs.get("title", "")))
            notes.refer(href, image=False)
            yield Link(href, _spans(notes, rest, "link_close", depth), title)
        case "image":
            src, title = str(token.attrs["src"]), nfc(str(token.attrs.get("title", "")))
            notes.refer(src, image=True)
            yield Image(src, collapse(plain(_spans(notes, iter(token.children or ()), "", depth))), title)
        case "html_inline":
            notes.refuse_html(token.content)
        case _:
            raise AssertionError(f"CommonMark has no inline token {token.type!r}")


def _check_brackets(notes: Notes, text: str) -> None:
    for found in _NO_TARGET.finditer(text):
        notes.problem(
            "PS-136",
            f"{found[0]} is a link whose target is not given",
            f"write the target behind the words: [{found[1]}](https://example.com), or on a line of its "
            f"own: [{found[2] or found[1]}]: https://example.com",
        )
