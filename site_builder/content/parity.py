"""Whether a translation has what its original has: the same blocks, items, links, references and numbers.

A translator may have to differ: a reason in the front matter (``differs: {numbers: …}``) says so, and is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from site_builder import text
from site_builder.content.translations import read_translated
from site_builder.model.policy import Policy
from site_builder.model.prose import (
    Block,
    Blocks,
    Code,
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
from site_builder.problems import Place, Problem, ProblemError

_NUMBER = re.compile(r"\d+(?:[.,'’٫٬ \u00a0\u202f]\d+)*")
# A month is a word in one language and a figure in another, and so are "one" and "both".
_SMALL = 12


class Aspect(StrEnum):
    """In what a translation can differ, as ``differs`` in its front matter names it."""

    BLOCKS = "blocks"
    ITEMS = "items"
    LINKS = "links"
    REFERENCES = "references"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs, in the nth block (0 where it is the whole text), and what there is on each side."""

    aspect: Aspect
    block: int
    original: str
    translation: str


def differences(original: Blocks, translation: Blocks) -> Iterator[Difference]:
    """Everything in which a translation differs from what it translates, but its words."""
    structure = tuple(_structure(original, translation))
    yield from structure
    if structure:
        # The blocks do not belong together, so the text is compared as a whole.
        yield from _content(original, translation, 0)
        return
    for number, (old, new) in enumerate(zip(original, translation, strict=True), start=1):
        yield from _content((old,), (new,), number)


def check_parity(
    policy: Policy, data: bytes, path: str, original: tuple[str | None, Blocks | None]
) -> Iterator[Problem]:
    """Say in what a translated file differs from the text that it translates; ``original`` is its digest and blocks.

    Of one that translates another text nothing is said, nor of one that cannot be read: that is told already.
    """
    digest, blocks = original
    try:
        translated = read_translated(policy, data, path=path)
    except ProblemError:
        return
    if blocks is None or translated.translates != digest:
        return
    lines = translated.prose.lines
    for one in differences(blocks, translated.prose.blocks):
        if one.aspect not in translated.differs:
            line = lines[one.block - 1] if 0 < one.block <= len(lines) else 0
            yield problem(one, Place(path, line), policy.governing)


def problem(one: Difference, place: Place, governing: str) -> Problem:
    """What to say of a difference."""
    where = f" in block {one.block}" if one.block else ""
    return Problem(
        code="PS-144",
        message=f"other {one.aspect} than in {governing}{where}: {one.original} there, {one.translation} here",
        place=place,
        hint=f"make them the same; where the language needs it otherwise, add `differs: {{{one.aspect}: <why>}}` "
        "to the front matter",
    )


def _structure(original: Blocks, translation: Blocks) -> Iterator[Difference]:
    for number, (old, new) in enumerate(zip(original, translation, strict=False), start=1):
        if _kind(old) != _kind(new):
            yield Difference(aspect=Aspect.BLOCKS, block=number, original=_name(old), translation=_name(new))
            return
        if _shape(old) != _shape(new):
            yield Difference(aspect=Aspect.ITEMS, block=number, original=_size(old), translation=_size(new))
    if len(original) != len(translation):
        counts = (f"{len(blocks)} {'block' if len(blocks) == 1 else 'blocks'}" for blocks in (original, translation))
        first, second = counts
        yield Difference(aspect=Aspect.BLOCKS, block=0, original=first, translation=second)


def _kind(block: Block) -> tuple[str, int]:
    level = block.level if isinstance(block, Heading) else 0
    numbered = int(isinstance(block, Listing) and block.start is not None)
    return type(block).__name__, level or numbered


def _name(block: Block) -> str:
    names = {
        Paragraph: "a paragraph",
        Heading: "a heading",
        Listing: "a list",
        Quote: "a quotation",
        CodeBlock: "code",
        Rule: "a rule",
        Table: "a table",
    }
    name = names[type(block)]
    if isinstance(block, Listing):
        return f"{name} with numbers" if block.start is not None else f"{name} with bullets"
    return f"{name} of level {block.level}" if isinstance(block, Heading) else name


def _shape(block: Block) -> object:
    """Everything about a block but its words, as something to compare."""
    match block:
        case Listing(items, start):
            return start, tuple(tuple(map(_shape, item)) for item in items)
        case Quote(inner):
            return tuple(map(_shape, inner))
        case Table(head=head, rows=rows):
            return len(head), len(rows)
        case CodeBlock(words):
            return words
        case _:
            return _kind(block)


def _size(block: Block) -> str:
    match block:
        case Listing(items=items, start=start):
            first = "" if start in (None, 1) else f" from {start} on"
            inner = sum(isinstance(one, Listing) for item in items for one in item)
            deeper = f" and {inner} lists in them" if inner else ""
            return f"{len(items)} {'item' if len(items) == 1 else 'items'}{first}{deeper}"
        case Table(head=head, rows=rows):
            return f"{len(head)} columns and {len(rows)} rows"
        case Quote(children=inner):
            return f"{len(inner)} blocks in the quotation"
        case _:
            return _name(block)


def _content(original: Blocks, translation: Blocks, block: int) -> Iterator[Difference]:
    old, new = (Counter(_hrefs(blocks)) for blocks in (original, translation))
    for aspect in (Aspect.LINKS, Aspect.REFERENCES):
        before, after = (_only(found, aspect) for found in (old, new))
        if before != after:
            yield Difference(
                aspect=aspect, block=block, original=_said(before - after), translation=_said(after - before)
            )
    figures, others = (Counter(numbers(" ".join(text.plain_blocks(blocks)))) for blocks in (original, translation))
    lost, new_ones = figures - others, others - figures
    added = Counter({number: count for number, count in new_ones.items() if lost or int(number) > _SMALL})
    if lost or added:
        yield Difference(aspect=Aspect.NUMBERS, block=block, original=_said(lost), translation=_said(added))


def _only(found: Counter[str], aspect: Aspect) -> Counter[str]:
    inside = aspect is Aspect.REFERENCES
    return Counter({href: count for href, count in found.items() if href.startswith("#") == inside})


def _said(found: Counter[str]) -> str:
    return ", ".join(sorted(found.elements())) or "nothing"


def numbers(words: str) -> Iterator[str]:
    """The numbers in figures of any script, without what parts their digits.

    >>> list(numbers("1,000 days, ٣٠ يومًا, 2026年1月28日"))
    ['1000', '30', '2026', '1', '28']
    """
    for found in _NUMBER.finditer(words):
        digits = (str(unicodedata.digit(one)) for one in found[0] if one.isdigit() and unicodedata.digit(one, -1) >= 0)
        plain = "".join(digits).lstrip("0")
        yield plain or "0"


def _hrefs(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(children=children):
                yield from _in_line(children)
            case Listing(items=items):
                for item in items:
                    yield from _hrefs(item)
            case Quote(children=inner):
                yield from _hrefs(inner)
            case Table(head=head, rows=rows):
                for row in (head, *rows):
                    for cell in row:
                        yield from _in_line(cell)
            case _:
                pass


def _in_line(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Link(href, children):
                yield href
                yield from _in_line(children)
            case Emphasis(children) | Strong(children):
                yield from _in_line(children)
            case Code(words) if words:
                yield f"`{words}`"
            case _:
                pass
