"""The words of a tree without its markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from site_builder.model.prose import (
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
