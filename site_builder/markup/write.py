"""The tree of ``model.prose`` to Markdown: the way back of ``parse``, with a proof.

Not every tree can be written: CommonMark has no spelling for stress that ends between a quotation mark and a
letter. So nothing is handed out that was not read again and found to be the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
from site_builder.text import soft_break

# A line may not have more than 20,000 characters; a new one begins behind the end of a clause when it has this many.
_LONG = 8_000
_ALWAYS = re.compile(r"[\\`*\[\]<]|&(?=#|\w+;)|(?<![^\W_])_|_(?![^\W_])")
_EVERYTHING = re.compile(r"[!-/:-@\[-`{-~]")
_LINE_START = re.compile(r"(?m)^(?:(?=[#>~+|=:-])|(\d{1,9})(?=[.)](?:\s|$)))")
_BREAKS = re.compile(r"(?<=[.;,:]) (?=[A-Za-z])|(?<=[。；，：])(?=[\u4e00-\u9fff])")
_TICKS = re.compile(r"`+")
_IN_TARGET = re.compile(r"[\\<>]")
_IN_TITLE = re.compile(r"[\\\"&]")
_RULES = {Align.NONE: "---", Align.LEFT: ":---", Align.CENTER: ":---:", Align.RIGHT: "---:"}


@dataclass(frozen=True, slots=True)
class _Style:
    """One way to spell: the signs of stress, and which characters get a backslash."""

    emphasis: str
    strong: str
    escaped: re.Pattern[str]


_STYLES = (
    _Style("_", "**", _ALWAYS),
    _Style("*", "**", _ALWAYS),
    _Style("*", "__", _ALWAYS),
    _Style("_", "**", _EVERYTHING),
    _Style("*", "**", _EVERYTHING),
)


@lru_cache(maxsize=32_768)
def write_block(block: Block) -> str | None:
    """Markdown that reads as exactly this block, or None where there is none that we know."""
    written = ""
    for style in _STYLES:
        before, written = written, _join([block], style)
        if written != before:
            read = parse(written, path="")
            if not read.problems and read.blocks == (block,):
                return written
    return None


def write_blocks(blocks: Blocks) -> str:
    """Markdown that reads as exactly these blocks, with a line feed at its end unless there is none.

    Raises:
        ValueError: where one of them cannot be written (``write_block``).
    """
    parts: list[str] = []
    second = False
    for index, block in enumerate(blocks):
        written = write_block(block)
        if written is None:
            raise ValueError(f"block {index} cannot be written")
        # Two lists in a row are one to Markdown, unless their signs differ.
        second = not second and index > 0 and _are_one(blocks[index - 1], block)
        if second:
            written = _other_signs(block)
        parts.append(written)
    if not parts:
        return ""
    whole = "\n\n".join(parts) + "\n"
    read = parse(whole, path="")
    if read.problems or read.blocks != blocks:
        raise ValueError("the blocks cannot stand together")
    return whole


def _are_one(before: Block, block: Block) -> bool:
    if not (isinstance(before, Listing) and isinstance(block, Listing)):
        return False
    return (before.start is None) == (block.start is None)


def _other_signs(block: Block) -> str:
    for style in _STYLES:
        written = _block(block, style, second=True)
        read = parse(written, path="")
        if not read.problems and read.blocks == (block,):
            return written
    raise ValueError("a second list cannot be written")


def _join(blocks: Sequence[Block], style: _Style) -> str:
    parts: list[str] = []
    second = False
    for index, block in enumerate(blocks):
        second = not second and index > 0 and _are_one(blocks[index - 1], block)
        parts.append(_block(block, style, second=second))
    return "\n\n".join(parts)


def _block(block: Block, style: _Style, *, second: bool = False) -> str:
    match block:
        case Paragraph(children):
            return _started(_inlines(children, style))
        case Heading(level, children):
            words = _inlines(children, style)
            closing = re.sub(r"(#+)$", lambda found: "\\" + found[1], words)
            return f"{'#' * level} {closing}".rstrip(" ")
        case Listing():
            return _listing(block, style, second=second)
        case Quote(children=inside):
            lines = _join(inside, style).split("\n")
            return "\n".join(f"> {line}" if line else ">" for line in lines)
        case CodeBlock(text):
            longest = max((len(run) for run in _TICKS.findall(text)), default=0)
            fence = "`" * max(3, longest + 1)
            return f"{fence}\n{text}\n{fence}" if text else f"{fence}\n{fence}"
        case Rule():
            return "___"
        case Table():
            return _table(block, style)
        case _:
            assert_never(block)


def _listing(block: Listing, style: _Style, *, second: bool) -> str:
    items: list[str] = []
    for number, item in enumerate(block.items, start=block.start or 0):
        sign = ("*" if second else "-") if block.start is None else f"{number}{')' if second else '.'}"
        indent = " " * (len(sign) + 1)
        inside = _join(item, style)
        lines = [line and f"{indent}{line}" for line in inside.split("\n")]
        items.append(f"{sign} " + "\n".join(lines)[len(indent) :] if inside else sign)
    plain = all(len(item) <= 1 and all(isinstance(one, Paragraph) for one in item) for item in block.items)
    return ("\n" if plain else "\n\n").join(items)


def _table(block: Table, style: _Style) -> str:
    rows = [[_cell(cell, style) for cell in row] for row in (block.head, *block.rows)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"| {' | '.join(_RULES[align] for align in block.align)} |", *lines[1:]])


def _cell(spans: Inlines, style: _Style) -> str:
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", _inlines(spans, style))


def _started(words: str) -> str:
    """A paragraph in which no line reads as the start of anything else, and none is too long."""
    lines = "\n".join(map(_wrapped, words.split("\n")))
    return _LINE_START.sub(lambda found: (found[1] or "") + "\\", lines)


def _wrapped(line: str) -> str:
    if len(line) <= _LONG:
        return line
    parts: list[str] = []
    start = 0
    for found in _BREAKS.finditer(line):
        if found.end() - start > _LONG and soft_break(line[found.start() - 1], line[found.end()]) == found[0]:
            parts.append(line[start : found.start()])
            start = found.end()
    return "\n".join([*parts, line[start:]])


def _inlines(spans: Iterable[Inline], style: _Style) -> str:
    out: list[str] = []
    for span in spans:
        written = _inline(span, style)
        if isinstance(span, Link | Image) and out and out[-1].endswith("!"):
            out[-1] = f"{out[-1][:-1]}\\!"
        out.append(written)
    return "".join(out)


def _inline(span: Inline, style: _Style) -> str:
    match span:
        case Text(text):
            return _backslashed(style.escaped, text)
        case Code(text):
            longest = max((len(run) for run in _TICKS.findall(text)), default=0)
            ticks = "`" * (longest + 1)
            padded = text[:1] in ("`", " ") or text[-1:] in ("`", " ")
            return f"{ticks} {text} {ticks}" if padded and text.strip(" ") else f"{ticks}{text}{ticks}"
        case Break():
            return "\\\n"
        case Emphasis(children):
            return f"{style.emphasis}{_inlines(children, style)}{style.emphasis}"
        case Strong(children):
            return f"{style.strong}{_inlines(children, style)}{style.strong}"
        case Link(href, children, title):
            return f"[{_inlines(children, style)}]({_target(href)}{_title(title)})"
        case Image(src, alt, title):
            return f"![{_backslashed(style.escaped, alt)}]({_target(src)}{_title(title)})"
        case _:
            assert_never(span)


def _target(href: str) -> str:
    if re.fullmatch(r"[^\s()<>\\*_`\[\]]+", href):
        return href
    return f"<{_backslashed(_IN_TARGET, href)}>"


def _title(title: str) -> str:
    return f' "{_backslashed(_IN_TITLE, title)}"' if title else ""


def _backslashed(what: re.Pattern[str], text: str) -> str:
    return what.sub(r"\\\g<0>", text)
