"""Blocks that anybody wrote to blocks that a policy may have and Markdown can spell.

Each step takes markup away and keeps the words: links that lead nowhere, images, breaks where there can be
none, stress that has no spelling. That no word is lost is checked for each block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from site_builder.adopt.steps import Notes, Step
from site_builder.markup import write_block
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
    Strong,
    Table,
    Text,
)
from site_builder.text import collapse, nfc, plain, plain_blocks

# The target of a link as the policy may have it, or nothing.
Resolve = Callable[[str], str]

_WHITE = re.compile(r"\s+")
_EMPTY = (Paragraph(()), Quote(()))
_TOUCHING = re.compile(r"\](?=\[)")


def fit(blocks: Blocks, resolve: Resolve, notes: Notes) -> Blocks:
    """The blocks as they can be published.

    Raises:
        AssertionError: where a word would be lost or invented.
    """
    fitted = tuple(one for block in blocks for one in _Fitting(resolve, notes).block(block))
    if _words(fitted) != _words(blocks):
        raise AssertionError("fitting a text lost or invented words")
    return fitted


def fit_title(title: str, notes: Notes) -> str:
    """A title as it can be published: on one line, and nothing in it that reads as a link."""
    apart = _TOUCHING.sub("] ", collapse(title).strip())
    if apart != title:
        notes.note(Step.BRACKETS, title)
    return apart


def _words(blocks: Blocks) -> str:
    return _WHITE.sub("", "".join(plain_blocks(blocks)))


class _Fitting:
    """One block on its way."""

    def __init__(self, resolve: Resolve, notes: Notes) -> None:
        self.resolve = resolve
        self.notes = notes

    def block(self, block: Block) -> Iterator[Block]:
        """The block as it can be written, or the simpler ones that have its words."""
        cleaned = self._cleaned(block)
        if cleaned in _EMPTY:
            return
        if write_block(cleaned) is not None:
            yield cleaned
            return
        simpler = self._without_stress(cleaned)
        if write_block(simpler) is not None:
            self.notes.note(Step.STRESS, _words((block,)))
            yield simpler
            return
        self.notes.note(Step.FLATTENED, _words((block,)))
        for words in plain_blocks((simpler,)):
            if words.strip():
                yield _spelled(collapse(words).strip())

    def _cleaned(self, block: Block) -> Block:
        match block:
            case Paragraph(children):
                return Paragraph(self._line(children, breaks=True))
            case Heading(level, children):
                return Heading(max(2, level), self._line(children, breaks=False))
            case Listing(items, start):
                return Listing(tuple(self._inside(item) for item in items), start)
            case Quote(children=inside):
                return Quote(self._inside(inside))
            case Table(align, head, rows):
                cells = [tuple(self._line(cell, breaks=False) for cell in row) for row in (head, *rows)]
                return Table(align, cells[0], tuple(cells[1:]))
            case _:
                return block

    def _inside(self, blocks: Blocks) -> Blocks:
        """Blocks in a list item or quotation: each by itself as simple as it must be."""
        out: list[Block] = []
        for block in blocks:
            cleaned = self._cleaned(block)
            if cleaned in _EMPTY:
                continue
            if not isinstance(cleaned, Listing | Quote) and write_block(cleaned) is None:
                self.notes.note(Step.STRESS, _words((block,)))
                cleaned = self._without_stress(cleaned)
            out.append(cleaned)
        return tuple(out)

    def _line(self, spans: Inlines, *, breaks: bool) -> Inlines:
        """Inline text with its runs joined, and no break at its edges or where there may be none."""
        settled = _joined(self._spans(spans, breaks=breaks))
        while settled and isinstance(settled[0], Break):
            settled = settled[1:]
        while settled and isinstance(settled[-1], Break):
            settled = settled[:-1]
        return _trimmed(settled)

    def _spans(self, spans: Inlines, *, breaks: bool) -> Iterator[Inline]:
        for span in spans:
            match span:
                case Text(text):
                    apart = _TOUCHING.sub("] ", nfc(collapse(text)))
                    if "][" in text:
                        self.notes.note(Step.BRACKETS, text)
                    yield Text(apart)
                case Break() if not breaks:
                    self.notes.note(Step.BREAK)
                    yield Text(" ")
                case Image(alt=alt):
                    self.notes.note(Step.IMAGE, span.src)
                    yield Text(alt)
                case Link():
                    yield from self._link(span, breaks=breaks)
                case Emphasis(children) | Strong(children):
                    yield from _hoisted(span, _joined(self._spans(children, breaks=breaks)))
                case _:
                    yield span

    def _link(self, link: Link, *, breaks: bool) -> Iterator[Inline]:
        children = _joined(self._spans(link.children, breaks=breaks))
        target = self.resolve(link.href)
        if not target or not plain(children).strip():
            self.notes.note(Step.TARGET, link.href)
            yield from children
            return
        if link.href.startswith("http:"):
            self.notes.note(Step.HTTP, link.href)
        if write_block(Paragraph((Link(target, (Text("x"),)),))) is None:
            self.notes.note(Step.TARGET, link.href)
            yield from children
            return
        yield from _hoisted(Link(target, children, ""), children)

    def _without_stress(self, block: Block) -> Block:
        match block:
            case Paragraph(children):
                return Paragraph(_bare(children))
            case Heading(level, children):
                return Heading(level, _bare(children))
            case Listing(items, start):
                return Listing(tuple(tuple(map(self._without_stress, item)) for item in items), start)
            case Quote(children=inside):
                return Quote(tuple(map(self._without_stress, inside)))
            case Table(align, head, rows):
                return Table(align, tuple(map(_bare, head)), tuple(tuple(map(_bare, row)) for row in rows))
            case _:
                return block


def _spelled(words: str) -> Block:
    """Words as a paragraph, or as code where even that cannot be spelled."""
    paragraph = Paragraph((Text(words),))
    return paragraph if write_block(paragraph) is not None else CodeBlock(words)


def _hoisted(span: Emphasis | Strong | Link, children: Inlines) -> Iterator[Inline]:
    """A span with the white space and breaks at its edges outside it: Markdown has no spelling for them inside."""
    first, last = 0, len(children)
    while first < last and isinstance(children[first], Break):
        first += 1
    while last > first and isinstance(children[last - 1], Break):
        last -= 1
    inner = children[first:last]
    before = after = ""
    if inner and isinstance(inner[0], Text):
        before = " " if inner[0].text.startswith(" ") else ""
        inner = (Text(inner[0].text.lstrip(" ")), *inner[1:])
    if inner and isinstance(inner[-1], Text):
        after = " " if inner[-1].text.endswith(" ") else ""
        inner = (*inner[:-1], Text(inner[-1].text.rstrip(" ")))
    inner = tuple(one for one in inner if one != Text(""))
    yield from children[:first]
    yield Text(before)
    if inner:
        yield replace(span, children=inner)
    yield Text(after)
    yield from children[last:]


def _joined(spans: Iterable[Inline]) -> Inlines:
    """Spans with neighbours of one kind as one, and none that is empty."""
    out: list[Inline] = []
    for span in spans:
        before = out[-1] if out else None
        match span, before:
            case Text(""), _:
                pass
            case Text(text), Text(earlier):
                out[-1] = Text(collapse(earlier + text))
            case Strong(children), Strong(earlier_ones):
                out[-1] = Strong(_joined(chain(earlier_ones, children)))
            case Emphasis(children), Emphasis(earlier_ones):
                out[-1] = Emphasis(_joined(chain(earlier_ones, children)))
            case _:
                out.append(span)
    return tuple(out)


def _trimmed(spans: Inlines) -> Inlines:
    """Spans without white space at the edges and beside breaks."""
    out = list(spans)
    for index, span in enumerate(out):
        if isinstance(span, Text):
            text = span.text
            if index == 0 or isinstance(out[index - 1], Break):
                text = text.lstrip()
            if index == len(out) - 1 or isinstance(out[index + 1], Break):
                text = text.rstrip()
            out[index] = Text(text)
    return tuple(one for one in out if one != Text(""))


def _bare(spans: Inlines) -> Inlines:
    """Inline text without bold and italic type; breaks and links stay."""

    def flat(inner: Inlines) -> Iterator[Inline]:
        for span in inner:
            match span:
                case Emphasis(children) | Strong(children):
                    yield from flat(children)
                case Link(children=children):
                    yield replace(span, children=_joined(flat(children)))
                case Code(text):
                    yield Text(text)
                case _:
                    yield span

    return _trimmed(_joined(flat(spans)))
