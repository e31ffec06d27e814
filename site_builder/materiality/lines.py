"""A comparison as lines: each block of words that differs, with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from site_builder.materiality.blocks import Block, Position, Walk
from site_builder.materiality.order import Order
from site_builder.model.change import Aspect, Comparison, Fate, Head, Kind, Target
from site_builder.model.prose import Emphasis, Image, Inlines, Link, Strong
from site_builder.reuse import reusing
from site_builder.text import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block of words as it stands in two texts. ``item`` says that it is in a list or table.

    ``was_at`` and ``is_at`` are where it stood and stands. ``context`` is the words that introduce it. ``numbered``
    says that it stands in a list whose items have numbers, ``reordered`` that its item has another number there, and
    ``passes`` that it moved past a line that points around. ``place`` counts the lines, and ``move`` is the move that
    it is a part of: they say nothing of what a reader sees of it.
    """

    section: Head
    kind: Kind
    old: str
    new: str
    item: bool = False
    title: bool = False
    context: str = ""
    was_at: Position
    is_at: Position
    targets: tuple[Target, ...] = ()
    restyled: bool = False
    moved: bool = False
    numbered: bool = False
    reordered: bool = False
    passes: bool = False
    place: int = field(default=0, compare=False)
    move: int = field(default=0, compare=False)
    reshaped: bool = False
    old_links: tuple[tuple[str, str], ...] = ()
    new_links: tuple[tuple[str, str], ...] = ()

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.kind is Kind.HEADING


@dataclass(slots=True)
class Texts:
    """All lines, changed or not, of the old and the new text, and those that differ.

    ``old_closings`` and ``new_closings`` have, by section and position, the words that close items of a list: the
    "or" that makes of all of them alternatives. ``order`` says past what something moved.
    """

    order: Order
    changed: list[Line] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    old_headings: list[str] = field(default_factory=list)
    new_headings: list[str] = field(default_factory=list)
    old_hrefs: set[str] = field(default_factory=set)
    old_ids: set[str] = field(default_factory=set)
    new_ids: set[str] = field(default_factory=set)
    old_closings: dict[tuple[Head, Position], set[str]] = field(default_factory=dict)
    new_closings: dict[tuple[Head, Position], set[str]] = field(default_factory=dict)


def read(comparison: Comparison) -> Texts:
    """Every block of words of both texts."""
    texts = Texts(order=Order(comparison))
    place = 0
    walk = Walk()
    for section in comparison.sections if comparison.moves else ():
        if section.fate is Fate.REMOVED or Aspect.REORDERED in section.aspects:
            for _ in walk.section(section):  # finds where every move began, which may be further down
                pass
    for section in comparison.sections:
        if section.fate is Fate.MOVED_AWAY:
            continue
        texts.old_ids.update(head.id for head in (section.before,) if head is not None and head.id)
        texts.new_ids.update(head.id for head in (section.after,) if head is not None and head.id)
        for block in walk.section(section):
            _take(block, texts)
            if block.differs:
                passes = block.at.move > 0 and texts.order.passes_by_move(block.at.move)
                texts.changed.append(_line(block, place=place, passes=passes))
            place += 1
    return texts


def _take(block: Block, texts: Texts) -> None:
    """Note what others may ask of the texts as wholes."""
    if block.old:
        texts.old.append(block.old)
        texts.old_hrefs.update(href for _, href in _links_of(block.piece.old))
    if block.new:
        texts.new.append(block.new)
    if block.kind is Kind.HEADING:
        texts.old_headings.append(block.old)
        texts.new_headings.append(block.new)
    if block.at.item:
        _close(block.old, texts.old_closings, (block.section, block.was_at))
        _close(block.new, texts.new_closings, (block.section, block.is_at))


def _close(item: str, closings: dict[tuple[Head, Position], set[str]], at: tuple[Head, Position]) -> None:
    last = item.rstrip(" .,;").rsplit(" ", 1)[-1].casefold()
    if last in ("and", "or"):
        closings.setdefault(at, set()).add(last)


def _line(block: Block, *, place: int, passes: bool) -> Line:
    piece, at = block.piece, block.at
    return Line(
        section=block.section,
        kind=block.kind,
        old=block.old,
        new=block.new,
        item=at.item,
        title=block.title,
        context=block.context,
        was_at=block.was_at,
        is_at=block.is_at,
        targets=piece.targets,
        restyled=piece.restyled,
        moved=at.move > 0,
        numbered=at.numbered,
        reordered=at.reordered,
        passes=passes,
        place=place,
        move=at.move,
        reshaped=block.reshaped,
        old_links=_links_of(piece.old),
        new_links=_links_of(piece.old if piece.fate is Fate.KEPT else piece.new),
    )


# The words of a block that recurs are the same value.
@reusing(16_384)
def _links_of(inlines: Inlines) -> tuple[tuple[str, str], ...]:
    return tuple(_links(inlines))


def _links(inlines: Inlines) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        match inline:
            case Link(href=href, children=children):
                yield plain(children), href
            case Emphasis(children) | Strong(children):
                yield from _links(children)
            case Image(src=src, alt=alt):
                yield alt, src
            case _:
                pass
