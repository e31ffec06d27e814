"""What is different between two texts: facts, which know neither how they are judged nor how they are shown.

Two laws hold for every list of spans here, and ``redline`` and ``compare`` refuse to return one that breaks
them: what is kept and removed, joined, is the old text; what is kept and added, joined, is the new text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from site_builder.model.prose import Align, Inlines


class Op(StrEnum):
    """What happened to a run of words. The values are those of the JSON."""

    KEPT = "="
    REMOVED = "-"
    ADDED = "+"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters with one fate; never empty, never cut inside a grapheme cluster."""

    op: Op
    text: str


Spans = tuple[Span, ...]


def before(spans: Iterable[Span]) -> str:
    """The old text."""
    return "".join([span.text for span in spans if span.op is not Op.ADDED])


def after(spans: Iterable[Span]) -> str:
    """The new text."""
    return "".join([span.text for span in spans if span.op is not Op.REMOVED])


class Kind(StrEnum):
    """What sort of block words stand in. The first five hold words, the others hold blocks."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    CELL = "cell"
    RULE = "rule"
    LIST = "list"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The form of a block apart from its words.

    ``number`` is a heading's level or the number of a list's first item (None: bullets); ``header`` marks
    the first row of a table and its cells; ``align`` is for a cell.
    """

    kind: Kind
    number: int | None = None
    header: bool = False
    align: Align = Align.NONE


class Fate(StrEnum):
    """What became of a block or a section. A moved one stands in both places, under one move number."""

    KEPT = "kept"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED_AWAY = "moved-away"
    MOVED_HERE = "moved-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A link or picture whose words stayed and whose address did not; an empty address means no link."""

    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block as it stands in two texts.

    ``before`` and ``after`` are its shapes, None where the text has no such block. A block of words has
    ``spans`` over its ``text_of`` and the inline text of both sides; a block of blocks has ``pieces``.
    ``restyled`` says that words stayed and their emphasis did not. A piece that was moved away says what
    was there (all its spans removed); the one that was moved here has the edits, kept and removed words
    included.
    """

    fate: Fate
    before: Shape | None
    after: Shape | None
    old: Inlines = ()
    new: Inlines = ()
    spans: Spans = ()
    pieces: tuple[Piece, ...] = ()
    targets: tuple[Target, ...] = ()
    restyled: bool = False
    move: int = 0

    @property
    def shape(self) -> Shape:
        """The shape to show: the new one where there is one."""
        shape = self.after or self.before
        if shape is None:
            raise AssertionError("a piece stands in at least one of the two texts")
        return shape

    @property
    def edited(self) -> bool:
        """Whether anything in it differs, apart from where it stands."""
        return (
            self.fate is Fate.CHANGED
            or bool(self.targets)
            or self.restyled
            or (self.before is not None and self.after is not None and self.before != self.after)
            or any(span.op is not Op.KEPT for span in self.spans)
            or any(piece.fate is not Fate.KEPT for piece in self.pieces)
        )

    def leaves(self) -> Iterator[Piece]:
        """The blocks of words in it, in reading order, itself included."""
        if not self.pieces:
            yield self
        for piece in self.pieces:
            yield from piece.leaves()


class Aspect(StrEnum):
    """In which respect a section differs."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RETITLED = "retitled"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    REORDERED = "reordered"
    RELINKED = "relinked"
    RESTYLED = "restyled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A section's place in one of the texts: the names it goes by there, and its index from 0.

    The number is ``typed`` where its author wrote it into the title, of whose words it then is a part.
    """

    id: str
    path: tuple[str, ...]
    title: str
    number: str
    typed: bool
    level: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """A section as it stands in two texts. ``title`` is None for what stands before any heading."""

    fate: Fate
    before: Head | None
    after: Head | None
    title: Piece | None
    pieces: tuple[Piece, ...]
    aspects: tuple[Aspect, ...] = ()
    move: int = 0

    @property
    def head(self) -> Head:
        """The head to show: the new one where there is one."""
        head = self.after or self.before
        if head is None:
            raise AssertionError("a section stands in at least one of the two texts")
        return head

    def leaves(self) -> Iterator[Piece]:
        """The blocks of words in it, in reading order, the title first."""
        if self.title is not None:
            yield self.title
        for piece in self.pieces:
            yield from piece.leaves()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts side by side: every section of both, in one reading order.

    A section that was moved stands twice (``MOVED_AWAY``, ``MOVED_HERE``). ``moves`` is the highest move
    number; moves count from 1 in reading order.
    """

    sections: tuple[SectionChange, ...]
    moves: int = 0

    @property
    def empty(self) -> bool:
        """Whether a reader could not tell the two texts apart."""
        return all(section.fate is Fate.KEPT for section in self.sections)


class ChangeKind(StrEnum):
    """What sort of change a reader is told of."""

    SECTION_ADDED = "section-added"
    SECTION_REMOVED = "section-removed"
    SECTION_MOVED = "section-moved"
    RETITLED = "retitled"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    MOVED = "moved"
    RELINKED = "relinked"
    RESTYLED = "restyled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is different, as a reader would count.

    ``number`` counts from 1 in reading order. ``pieces`` are the blocks that it is about: none for a change
    of a section as such, several where blocks side by side were added, removed or moved together.
    ``move`` is the number of the move, or 0.
    """

    number: int
    kind: ChangeKind
    section: SectionChange
    pieces: tuple[Piece, ...] = ()
    move: int = 0
