"""The tree of ``model.prose`` to HTML. Nothing is decided here but how HTML spells a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

from site_builder.markup.html import Html, element, escape, join
from site_builder.markup.kept import html_words, shown_words
from site_builder.model.prose import (
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


def _as_written(href: str) -> str:
    return href


def _nothing(_href: str) -> Html:
    return Html("")


def _unmarked(_number: int) -> Html:
    return Html("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What the tree leaves open.

    ``address`` makes the address in the page from a link or image as written. ``label`` gives the words
    of a link that has none. ``marker`` gives the number of a list item as text, so that it can be quoted
    and copied with its item. ``anchor`` gives what stands at the end of the nth block, and its id.
    """

    address: Callable[[str], str] = _as_written
    label: Callable[[str], Html] = _nothing
    marker: Callable[[int], Html] = _unmarked
    anchor: Callable[[str], tuple[str | None, Html]] = lambda _number: (None, Html(""))


def render_blocks(blocks: Blocks, rendering: Rendering, *, prefix: str = "") -> Html:
    """HTML of blocks. The nth block is known to ``anchor`` as ``{prefix}{n}``, its mth item as ``…_{m}``.

    What it shows is compared with the words of the blocks: no page is made that lacks one.
    """
    made = join(_block(block, rendering, f"{prefix}{number}") for number, block in enumerate(blocks, start=1))
    expected = shown_words(
        blocks,
        lambda href: html_words(rendering.label(href).html),
        lambda number: html_words(rendering.marker(number).html),
    )
    if html_words(made.html) != expected:
        raise AssertionError("words were lost between the tree and its HTML")
    return made


def render_inlines(inlines: Inlines, rendering: Rendering) -> Html:
    """HTML of inline text."""
    return join(_inline(inline, rendering) for inline in inlines)


def _block(block: Block, rendering: Rendering, number: str) -> Html:
    identity, permalink = rendering.anchor(number)
    match block:
        case Paragraph(children):
            return element("p", render_inlines(children, rendering), permalink, id=identity)
        case Heading(level, children):
            # A section's title is h2 on the page, so what is written as `##` inside it is h3.
            name = f"h{min(level + 1, 6)}"
            return element(name, render_inlines(children, rendering), permalink, id=identity)
        case Listing(items, start):
            return _listing(items, start, rendering, number)
        case Quote(inner):
            return element("blockquote", *_plain_blocks(inner, rendering), id=identity)
        case CodeBlock(text):
            return element("pre", element("code", Html(escape(text))), id=identity, tabindex="0")
        case Rule():
            return element("hr", void=True)
        case Table():
            return _table(block, rendering, identity)
        case _:
            assert_never(block)


def _plain_blocks(blocks: Blocks, rendering: Rendering) -> Iterator[Html]:
    silent = Rendering(address=rendering.address, label=rendering.label, marker=rendering.marker)
    return (_block(block, silent, "") for block in blocks)


def _listing(items: tuple[Blocks, ...], start: int | None, rendering: Rendering, number: str) -> Html:
    written: list[Html] = []
    for index, item in enumerate(items):
        identity, permalink = rendering.anchor(f"{number}_{index + 1}")
        marker = rendering.marker((start or 0) + index) if start is not None else Html("")
        written.append(element("li", marker, *_item(item, rendering, permalink), id=identity))
    if start is None:
        return element("ul", *written, role="list")
    first = str(start) if start != 1 else None
    return element("ol", *written, role="list", start=first)


def _item(item: Blocks, rendering: Rendering, permalink: Html) -> Iterator[Html]:
    """An item's paragraphs lose their `<p>` where there is only one, as in a tight list."""
    paragraphs = sum(isinstance(block, Paragraph) for block in item)
    for index, block in enumerate(item):
        if isinstance(block, Paragraph) and paragraphs == 1 and index == 0:
            yield render_inlines(block.children, rendering)
            yield permalink
        else:
            yield from _plain_blocks((block,), rendering)


def _table(table: Table, rendering: Rendering, identity: str | None) -> Html:
    def row(name: str, cells: tuple[Inlines, ...]) -> Html:
        scope = "col" if name == "th" else None
        return element(
            "tr",
            *(
                element(
                    name,
                    render_inlines(cell, rendering),
                    scope=scope,
                    class_=f"align-{align}" if align else None,
                )
                for cell, align in zip(cells, table.align, strict=True)
            ),
        )

    head = element("thead", row("th", table.head))
    body = element("tbody", *(row("td", cells) for cells in table.rows)) if table.rows else Html("")
    # A table may be wider than a phone; it scrolls in its own box, which the keyboard can reach.
    return element("div", element("table", head, body, id=identity), class_="table", tabindex="0", role="group")


def _inline(inline: Inline, rendering: Rendering) -> Html:
    match inline:
        case Text(text):
            return Html(escape(text))
        case Code(text):
            return element("code", Html(escape(text)))
        case Break():
            return element("br", void=True)
        case Emphasis(children):
            return element("em", render_inlines(children, rendering))
        case Strong(children):
            return element("strong", render_inlines(children, rendering))
        case Link(href, children, title):
            words = render_inlines(children, rendering) if children else rendering.label(href)
            return element("a", words, href=rendering.address(href), title=title or None)
        case Image(src, alt, title):
            return element("img", void=True, src=rendering.address(src), alt=alt, title=title or None)
        case _:
            assert_never(inline)
