"""The tree as Markdown, and its smallest parts by number: what a translator is given, and what comes back.

The words of the nth block are known as ``n``, those of its mth item as ``n_m``, as in the anchors of a page; what
stands deeper has a number for each step. What is written here is read again, so nothing is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import assert_never

from site_builder.markup.parse import parse
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

# Makes the Markdown of a run of words from their number and the words themselves.
Words = Callable[[str, Inlines], str]
# What means something in a paragraph, or would at the start of one.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#&~|!])|(?m:^(\s*)([-+=])|^(\s*[0-9]{1,9})([.)]))")
_DELIMITERS = {Align.NONE: "---", Align.LEFT: ":--", Align.CENTER: ":-:", Align.RIGHT: "--:"}


def leaves(blocks: Blocks) -> Iterator[tuple[str, Inlines]]:
    """The words of each paragraph, heading, item and cell with their number, in reading order."""
    for number, block in enumerate(blocks, start=1):
        yield from _leaves(block, str(number))


def _leaves(block: Block, number: str) -> Iterator[tuple[str, Inlines]]:
    match block:
        case Paragraph(children) | Heading(children=children):
            yield number, children
        case Listing(items=items):
            for index, item in enumerate(items, start=1):
                for place, inner in _numbered(item, f"{number}_{index}"):
                    yield from _leaves(inner, place)
        case Quote(inner_blocks):
            for index, inner in enumerate(inner_blocks, start=1):
                yield from _leaves(inner, f"{number}_{index}")
        case Table(head=head, rows=rows):
            for line, row in enumerate((head, *rows)):
                for column, cell in enumerate(row, start=1):
                    yield f"{number}_{line}_{column}", cell
        case CodeBlock() | Rule():
            pass
        case _:
            assert_never(block)


def _numbered(item: Blocks, number: str) -> Iterator[tuple[str, Block]]:
    """The blocks of an item; the words that it starts with have its own number."""
    for index, block in enumerate(item, start=1):
        yield (number if index == 1 and isinstance(block, Paragraph) else f"{number}_{index}"), block


def write_inlines(inlines: Inlines) -> str:
    """Inline text as Markdown, with as few escapes as it can be read back with.

    Raises ValueError for words that Markdown cannot say.
    """
    for escaped in (False, True):
        source = "".join(_inline(one, escaped=escaped) for one in inlines)
        if read_inlines(source) == inlines:
            return source
    raise ValueError("these words cannot be written as Markdown")


def read_inlines(source: str) -> Inlines | None:
    """The words of one paragraph; None where it is not one."""
    parsed = parse(source, path="")
    match parsed.blocks:
        case [Paragraph(children)] if not parsed.problems:
            return children
        case _:
            return None


def _inline(inline: Inline, *, escaped: bool) -> str:
    match inline:
        case Text(text):
            return _SPECIAL.sub(_escape, text) if escaped else text
        case Code(text):
            marks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
            pad = " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " ") else ""
            return f"{marks}{pad}{text}{pad}{marks}"
        case Break():
            return "\\\n"
        case Emphasis(children):
            return f"*{_inside(children, escaped=escaped)}*"
        case Strong(children):
            return f"**{_inside(children, escaped=escaped)}**"
        case Link(href, children, title):
            return f"[{_inside(children, escaped=escaped)}]({_target(href, title)})"
        case Image(src, alt, title):
            return f"![{alt}]({_target(src, title)})"
        case _:
            assert_never(inline)


def _inside(inlines: Inlines, *, escaped: bool) -> str:
    return "".join(_inline(one, escaped=escaped) for one in inlines)


def _escape(found: re.Match[str]) -> str:
    mark, indent, bullet, figures, dot = found.groups()
    return f"\\{mark}" if mark else f"{indent}\\{bullet}" if bullet else f"{figures}\\{dot}"


def _target(href: str, title: str) -> str:
    name = f"<{href}>" if re.search(r"[\s()]", href) else href
    words = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name} "{words}"' if title else name


def write_blocks(blocks: Blocks, words: Words) -> str:
    """Blocks as Markdown, with the words that ``words`` gives for each run of them; ends without a line end."""
    return "\n\n".join(_written(blocks, [str(number) for number in range(1, len(blocks) + 1)], words))


def _written(blocks: Blocks, numbers: list[str], words: Words) -> Iterator[str]:
    lists = 0
    for index, (block, number) in enumerate(zip(blocks, numbers, strict=True)):
        # A list behind a list would be one with it; another bullet keeps them apart.
        lists = lists + 1 if isinstance(block, Listing) and index and isinstance(blocks[index - 1], Listing) else 0
        yield _block(block, number, words, other=lists % 2 == 1)


def _block(block: Block, number: str, words: Words, *, other: bool) -> str:
    match block:
        case Paragraph(children):
            return words(number, children)
        case Heading(level, children):
            return f"{'#' * level} {words(number, children)}"
        case Listing(items, start):
            tight = all(len(item) == 1 or isinstance(item[-1], Listing) for item in items)
            made = [
                _item(item, f"{number}_{index}", _bullet(start, index, other=other), words, tight=tight)
                for index, item in enumerate(items, start=1)
            ]
            return ("\n" if tight else "\n\n").join(made)
        case Quote(inner):
            numbers = [f"{number}_{index}" for index in range(1, len(inner) + 1)]
            return _indented("\n\n".join(_written(inner, numbers, words)), "> ", "> ")
        case CodeBlock(text):
            marks = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
            return f"{marks}\n{text.rstrip(chr(10))}\n{marks}"
        case Rule():
            return "---"
        case Table():
            return _table(block, number, words)
        case _:
            assert_never(block)


def _bullet(start: int | None, index: int, *, other: bool) -> str:
    if start is None:
        return "* " if other else "- "
    return f"{start + index - 1}{')' if other else '.'} "


def _item(item: Blocks, number: str, bullet: str, words: Words, *, tight: bool) -> str:
    numbers = [place for place, _ in _numbered(item, number)]
    body = ("\n" if tight else "\n\n").join(_written(item, numbers, words))
    return _indented(body, bullet, " " * len(bullet))


def _indented(text: str, first: str, rest: str) -> str:
    head, *tail = text.split("\n")
    return "\n".join([f"{first}{head}", *(f"{rest}{line}".rstrip() for line in tail)])


def _table(table: Table, number: str, words: Words) -> str:
    def row(line: int, cells: tuple[Inlines, ...]) -> str:
        made = (
            words(f"{number}_{line}_{column}", cell).replace("|", "\\|") if cell else ""
            for column, cell in enumerate(cells, start=1)
        )
        return f"| {' | '.join(made)} |"

    delimiters = f"| {' | '.join(_DELIMITERS[align] for align in table.align)} |"
    return "\n".join([row(0, table.head), delimiters, *(row(n, cells) for n, cells in enumerate(table.rows, start=1))])
