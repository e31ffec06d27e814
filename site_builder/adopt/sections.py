"""The blocks of a text to a title, what stands before the first section, and the sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.adopt.datelines import stated
from site_builder.adopt.steps import Notes, Step
from site_builder.model.prose import Block, Blocks, Emphasis, Heading, Inline, Paragraph, Strong, Text
from site_builder.text import collapse, plain, plain_blocks

# So many headings make a level the one at which a text is divided, however few stand above it.
_ENOUGH = 3
_LONGEST_BOLD = 100
# What a section may weigh, in characters of its words; its file has at most 128 KiB, which is less in Han.
_LARGE = 30_000
_NOT_TITLES = re.compile(r"[.;,!?。；，！？]$")
_TYPED = re.compile(r"(\d{1,3})(?:[.)、．:](?!\d)|(?=\s))[\s\u00a0]*(?=\S)")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section before it has an id. ``typed`` is the number that stood before its title and is no part of it."""

    title: str
    blocks: Blocks
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """A whole text. ``given`` says that the title stood in the text, behind ``before`` blocks of the preamble.

    ``invented`` has the indexes of the parts whose titles the text does not have.
    """

    title: str
    preamble: Blocks
    parts: tuple[Part, ...]
    given: bool
    before: int
    invented: frozenset[int] = frozenset()

    @property
    def numbered(self) -> bool:
        """Whether the numbers of the sections come from their order."""
        return bool(self.parts) and all(part.typed for part in self.parts)


def divide(blocks: Blocks, otherwise: str, notes: Notes) -> Divided:
    """Divide a text; ``otherwise`` is its title where it has none.

    Raises:
        AssertionError: where a word would be lost, invented or moved.
    """
    shaped = tuple(_without_empty(_with_bold_headings(_without_date_headings(blocks, notes), notes)))
    at = _title_at(shaped)
    title = _words(shaped[at]) if at is not None else ""
    if at is not None and _has_markup(shaped[at]):
        notes.note(Step.TITLE_MARKUP, title)
    if at is None:
        notes.note(Step.FILE_TITLE, otherwise)
    rest = shaped if at is None else (*shaped[:at], *shaped[at + 1 :])
    level = _level(rest)
    preamble, parts = _parts(rest, level, notes)
    invented: set[int] = set()
    if not parts:
        notes.note(Step.ONE_SECTION, title or otherwise)
        parts, preamble = [Part(title=title or otherwise, blocks=preamble)], ()
        invented.add(0)
    parts, counted = _not_too_large(parts, notes)
    invented = {index for index, (original, _) in enumerate(counted) if original in invented} | {
        index for index, (_, number) in enumerate(counted) if number > 1
    }
    divided = Divided(
        title=title or otherwise,
        preamble=preamble,
        parts=tuple(_numbered(parts, notes)),
        given=at is not None,
        before=at or 0,
        invented=frozenset(invented),
    )
    _assert_whole(blocks, divided)
    return divided


def _without_date_headings(blocks: Blocks, notes: Notes) -> Blocks:
    """A date line is a line, in whatever type it was set."""
    shaped: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and any(stated(plain(block.children))):
            notes.note(Step.DATE_HEADINGS, plain(block.children))
            shaped.append(Paragraph(block.children))
        else:
            shaped.append(block)
    return tuple(shaped)


def _with_bold_headings(blocks: Blocks, notes: Notes) -> Blocks:
    """Where a text has no headings but a title, its bold lines are they."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    bold = [index for index, block in enumerate(blocks) if _is_bold_line(block)]
    if len(headings) > 1 or len(bold) < _ENOUGH:
        return blocks
    first = 0 if headings or bold[0] > 0 else 1
    shaped = list(blocks)
    for number, index in enumerate(bold):
        block = blocks[index]
        if isinstance(block, Paragraph):
            notes.note(Step.BOLD_HEADINGS, plain(block.children))
            shaped[index] = Heading(2 if number >= first else 1, block.children)
    return tuple(shaped)


def _is_bold_line(block: Block) -> bool:
    if not isinstance(block, Paragraph) or not all(map(_is_bold, block.children)):
        return False
    words = plain(block.children).strip()
    if any(stated(words)):
        return False
    return 0 < len(words) <= _LONGEST_BOLD and not _NOT_TITLES.search(words) and any(map(str.isalpha, words))


def _is_bold(inline: Inline) -> bool:
    match inline:
        case Strong():
            return True
        case Emphasis(children):
            return all(map(_is_bold, children))
        case Text(text):
            return not text.strip()
        case _:
            return False


def _without_empty(blocks: Blocks) -> Iterator[Block]:
    """The blocks without headings that say nothing."""
    return (block for block in blocks if not isinstance(block, Heading) or _words(block))


def _title_at(blocks: Sequence[Block]) -> int | None:
    """Where the title of the whole text stands: the first heading, if nothing above its level comes later.

    Of several headings of level 1 the first is the title where it opens the text, or where there are other
    headings to divide by.
    """
    headings = [(index, block.level) for index, block in enumerate(blocks) if isinstance(block, Heading)]
    if not headings:
        return None
    first, level = headings[0]
    same = sum(other == level for _, other in headings)
    above = any(other < level for _, other in headings)
    deeper = sum(other > level for _, other in headings)
    if above or (level > 1 and (first > 0 or same > 1)):
        return None
    return first if same == 1 or first == 0 or deeper >= same else None


def _level(blocks: Sequence[Block]) -> int:
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    for level in sorted(set(levels)):
        if sum(one <= level for one in levels) >= _ENOUGH:
            return level
    return max(levels, default=1)


def _parts(blocks: Sequence[Block], level: int, notes: Notes) -> tuple[Blocks, list[Part]]:
    preamble: list[Block] = []
    parts: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level <= level:
            if _has_markup(block):
                notes.note(Step.TITLE_MARKUP, _words(block))
            parts.append((_words(block), []))
            continue
        inside = parts[-1][1] if parts else preamble
        if isinstance(block, Heading):
            inside.append(Heading(min(6, block.level - level + 1), block.children))
        else:
            inside.append(block)
    return tuple(preamble), [Part(title=title, blocks=tuple(inside)) for title, inside in parts]


def _not_too_large(parts: Sequence[Part], notes: Notes) -> tuple[list[Part], list[tuple[int, int]]]:
    """The parts, divided where they are too large, with the index of the part that each was and its number in it."""
    out: list[Part] = []
    origin: list[tuple[int, int]] = []
    for index, part in enumerate(parts):
        pieces = [*_pieces(part.blocks)]
        if len(pieces) > 1:
            notes.note(Step.LARGE_SECTION, part.title)
        for number, piece in enumerate(pieces, start=1):
            title = part.title if number == 1 else f"{part.title} ({number})"
            out.append(replace(part, title=title, blocks=piece))
            origin.append((index, number))
    return out, origin


def _pieces(blocks: Blocks) -> Iterator[Blocks]:
    piece: list[Block] = []
    weight = 0
    for block in blocks:
        size = sum(map(len, plain_blocks((block,))))
        if piece and weight + size > _LARGE:
            yield tuple(piece)
            piece, weight = [], 0
        piece.append(block)
        weight += size
    yield tuple(piece)


def _numbered(parts: Sequence[Part], notes: Notes) -> Sequence[Part]:
    """The parts without the numbers before their titles, where these are 1, 2, 3… without a gap."""
    found = [_TYPED.match(part.title) for part in parts]
    if len(parts) < 2 or not all(one and int(one[1]) == n for n, one in enumerate(found, start=1)):
        return parts
    notes.note(Step.TYPED_NUMBERS, parts[0].title)
    return [
        replace(part, title=part.title[one.end() :], typed=one[0])
        for part, one in zip(parts, found, strict=True)
        if one
    ]


def _has_markup(block: Block) -> bool:
    return isinstance(block, Heading) and any(not isinstance(one, Text) for one in block.children)


def _words(block: Block) -> str:
    return collapse(plain(block.children)).strip() if isinstance(block, Heading) else ""


def _assert_whole(blocks: Blocks, divided: Divided) -> None:
    """Every word of the blocks, in their order, is in what was made of them, and no other."""
    was = _squeezed(plain_blocks(blocks))
    if was != _squeezed(_said(divided)):
        raise AssertionError("dividing a text lost, invented or moved words")


def _said(divided: Divided) -> Iterator[str]:
    title = [divided.title] if divided.given else []
    # The title may stand behind blocks of the preamble, or, where there is no section before it, of the first one.
    yield from plain_blocks(divided.preamble[: divided.before])
    if divided.before <= len(divided.preamble):
        yield from title
        title = []
    yield from plain_blocks(divided.preamble[divided.before :])
    for index, part in enumerate(divided.parts):
        if index not in divided.invented:
            yield part.typed + part.title
        if title:
            yield from plain_blocks(part.blocks[: divided.before])
            yield from title
            yield from plain_blocks(part.blocks[divided.before :])
            title = []
        else:
            yield from plain_blocks(part.blocks)


def _squeezed(words: Iterator[str]) -> str:
    return _WHITE.sub("", "".join(words))
