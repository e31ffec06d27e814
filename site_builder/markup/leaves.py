"""The runs of words in a tree, each by its number: what a translator is given, and what comes back.

The words of the nth block are known as ``n``, those of its mth item as ``n_m``, as in the anchors of a page; what
stands deeper has a number for each step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import assert_never

from site_builder.markup.parse import parse
from site_builder.markup.write import write_block
from site_builder.model.prose import (
    Block,
    Blocks,
    CodeBlock,
    Emphasis,
    Heading,
    Inlines,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
)
from site_builder.reuse import reusing

# Gives the words that are to stand where a run of words stood, by its number.
Words = Callable[[str, Inlines], Inlines]


def leaves(blocks: Blocks) -> Iterator[tuple[str, Inlines]]:
    """The words of each paragraph, heading, item and cell with their number, in reading order."""
    found: list[tuple[str, Inlines]] = []

    def take(number: str, words: Inlines) -> Inlines:
        found.append((number, words))
        return words

    replaced(blocks, take)
    yield from found


@reusing(8_192)
def wordless(blocks: Blocks) -> tuple[str, ...]:
    """Where the links lead that have no words of their own, each once."""
    return tuple(dict.fromkeys(href for _, words in leaves(blocks) for href in _wordless(words)))


def _wordless(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Link(href, ()):
                yield href
            case Emphasis(children) | Strong(children) | Link(children=children):
                yield from _wordless(children)
            case _:
                pass


def replaced(blocks: Blocks, words: Words) -> Blocks:
    """The same blocks with other words in them; ``words`` is asked in reading order."""
    return tuple(_block(block, str(number), words) for number, block in enumerate(blocks, start=1))


def _block(block: Block, number: str, words: Words) -> Block:
    match block:
        case Paragraph(children) | Heading(children=children):
            return replace(block, children=words(number, children))
        case Listing(items=items):
            made = (_item(item, f"{number}_{index}", words) for index, item in enumerate(items, start=1))
            return replace(block, items=tuple(made))
        case Quote(inside):
            made_inside = (_block(inner, f"{number}_{index}", words) for index, inner in enumerate(inside, start=1))
            return replace(block, children=tuple(made_inside))
        case Table(head=head, rows=rows):
            first, *rest = (_row(row, f"{number}_{line}", words) for line, row in enumerate((head, *rows)))
            return replace(block, head=first, rows=tuple(rest))
        case CodeBlock() | Rule():
            return block
        case _:
            assert_never(block)


def _item(item: Blocks, number: str, words: Words) -> Blocks:
    """The blocks of an item; the words that it starts with have its own number."""
    return tuple(
        _block(block, number if index == 1 and isinstance(block, Paragraph) else f"{number}_{index}", words)
        for index, block in enumerate(item, start=1)
    )


def _row(row: tuple[Inlines, ...], number: str, words: Words) -> tuple[Inlines, ...]:
    return tuple(words(f"{number}_{column}", cell) for column, cell in enumerate(row, start=1))


def write_inlines(inlines: Inlines) -> str:
    """Inline text as Markdown.

    Raises:
        ValueError: for words that Markdown cannot say.
    """
    written = write_block(Paragraph(inlines)) if inlines else ""
    if written is None:
        raise ValueError("these words cannot be written as Markdown")
    return written


def read_inlines(source: str) -> Inlines | None:
    """The words of one paragraph; None where it is not one."""
    parsed = parse(source, path="")
    match parsed.blocks:
        case [Paragraph(children)] if not parsed.problems:
            return children
        case _:
            return None
