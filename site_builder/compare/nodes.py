"""Blocks prepared for comparing: one node a block, with its words counted once however often it recurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import assert_never

from site_builder.model.change import Fate, Kind, Op, Piece, Shape, Span, Spans
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
from site_builder.redline import weight
from site_builder.reuse import reusing
from site_builder.text import words

# Stands in a text for what has a place and no words: a link that shows a section's title, a picture.
OBJECT = "\ufffc"


class Node:
    """A block, list item, table row or cell. Equal nodes are those between which a reader sees no difference.

    ``inlines`` belong to a block of words, ``nodes`` to a block of blocks. ``text`` is the words of all its
    leaves, ``bag`` has what each of its words weighs times its number, ``weight`` the sum of that. Both are
    counted when first asked for: most blocks of most documents never are.
    """

    __slots__ = ("_bag", "_hash", "_kept", "_spans", "_weight", "inlines", "nodes", "shape", "text")

    def __init__(self, shape: Shape, inlines: Inlines = (), nodes: tuple[Node, ...] = ()) -> None:
        self.shape = shape
        self.inlines = inlines
        self.nodes = nodes
        self.text: str = "\n".join(node.text for node in nodes) if nodes else text_of(inlines)
        self._hash = hash((shape, self.text, nodes))
        self._bag: Mapping[str, int] | None = None
        self._weight = -1
        self._kept: Piece | None = None
        self._spans: dict[Op, Spans] = {}

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Node)
            and self._hash == other._hash
            and self.shape == other.shape
            and self.inlines == other.inlines
            and self.nodes == other.nodes
        )

    @property
    def bag(self) -> Mapping[str, int]:
        """The weight of each word times how often it is there; white space and signs are not in it."""
        if self._bag is None:
            counted = Counter(chain.from_iterable([words(leaf.text) for leaf in self.leaves()]))
            self._bag = {word: size * n for word, n in counted.items() if (size := weight(word))}
        return self._bag

    @property
    def weight(self) -> int:
        """What all its words weigh."""
        if self._weight < 0:
            self._weight = sum(self.bag.values())
        return self._weight

    @property
    def kept(self) -> Piece:
        """The piece of a block that stands unchanged in both texts."""
        if self._kept is None:
            self._kept = Piece(
                fate=Fate.KEPT,
                before=self.shape,
                after=self.shape,
                old=self.inlines,
                new=self.inlines,
                spans=self.spans(Op.KEPT),
                pieces=tuple(node.kept for node in self.nodes),
            )
        return self._kept

    def spans(self, op: Op) -> Spans:
        """All its words with one fate, the same value each time; nothing for a block of blocks."""
        if op not in self._spans:
            self._spans[op] = (Span(op, self.text),) if self.text and not self.nodes else ()
        return self._spans[op]

    def leaves(self) -> Iterator[Node]:
        """The blocks of words in it, in reading order, itself included."""
        if not self.nodes:
            yield self
        for node in self.nodes:
            yield from node.leaves()


def text_of(inlines: Inlines) -> str:
    """The words of inline text as spans count them: a line break is a line feed, what has no words ``OBJECT``."""
    if len(inlines) == 1 and isinstance(inlines[0], Text):
        return inlines[0].text  # the usual case by far
    return "".join([text for text, _ in runs_of(inlines)])


Run = tuple[str, tuple[Inline, ...]]


def runs_of(inlines: Inlines, around: tuple[Inline, ...] = ()) -> Iterator[Run]:
    """The runs of inline text with the markup around each, outermost first; a leaf is its own last entry."""
    for inline in inlines:
        match inline:
            case Text(text):
                yield text, around
            case Code(text):
                yield text, (*around, inline)
            case Break():
                yield "\n", (*around, inline)
            case Image(alt=alt):
                yield alt or OBJECT, (*around, inline)
            case Link(children=()):
                yield OBJECT, (*around, inline)
            case Emphasis(children) | Strong(children) | Link(children=children):
                yield from runs_of(children, (*around, inline))
            case _:
                assert_never(inline)


def nodes_of(blocks: Blocks) -> tuple[Node, ...]:
    """A node for each block."""
    return tuple(map(node_of, blocks))


@reusing(8_192)
def node_of(block: Block) -> Node:
    """The node of a block; the same one for the same block while it is remembered."""
    match block:
        case Paragraph(children):
            return Node(Shape(kind=Kind.PARAGRAPH), children)
        case Heading(level, children):
            return Node(Shape(kind=Kind.HEADING, number=level), children)
        case CodeBlock(text):
            return Node(Shape(kind=Kind.CODE), (Text(text),))
        case Rule():
            return Node(Shape(kind=Kind.RULE))
        case Quote(children=inner):
            return Node(Shape(kind=Kind.QUOTE), nodes=nodes_of(inner))
        case Listing(items, start):
            return Node(Shape(kind=Kind.LIST, number=start), nodes=tuple(map(_item, items)))
        case Table(align, head, rows):
            return Node(
                Shape(kind=Kind.TABLE),
                nodes=(_row(align, head, header=True), *(_row(align, row, header=False) for row in rows)),
            )
        case _:
            assert_never(block)


def _item(blocks: Blocks) -> Node:
    return Node(Shape(kind=Kind.ITEM), nodes=nodes_of(blocks))


def _row(align: Sequence[Align], cells: Sequence[Inlines], *, header: bool) -> Node:
    return Node(
        Shape(kind=Kind.ROW, header=header),
        nodes=tuple(
            Node(Shape(kind=Kind.CELL, header=header, align=where), cell)
            for where, cell in zip(align, cells, strict=True)
        ),
    )


@lru_cache(maxsize=8_192)
def title_node(title: Inlines) -> Node:
    """The node of a section's title; its level is the section's and no part of it."""
    return Node(Shape(kind=Kind.HEADING), title)


def alike(one: Node, two: Node, least: float = 0.0) -> float:
    """How much of their words two nodes share, by weight: 0 nothing, 1 everything in whatever order.

    Where it cannot be as much as ``least``, words are not looked at, and it is 0.
    """
    both = one.weight + two.weight
    if both == 0:
        return 1.0
    if 2 * min(one.weight, two.weight) / both < least:
        return 0.0
    here, there = one.bag, two.bag
    shared = sum([min(here[word], there[word]) for word in here.keys() & there.keys()])
    return 2 * shared / both
