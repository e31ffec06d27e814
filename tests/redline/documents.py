"""Random documents, and pairs of them as an author makes them: one is the other, edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from site_builder.model.outline import Outline, Passage
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

# Few words, so that texts share many; among them what is easily torn or unseen.
WORDS = (
    "we", "may", "not", "share", "your", "data", "with", "partners", "30", "days", "for", "the", "law", "asks",
    "privacy", "e-mail", "don't", "1,000.50", "我们", "收集", "个人信息", "สวัสดี", "ข้อมูล", "👨‍👩‍👧", "👍🏽", "🇨🇳🇫🇷", "cafe\u0301",
    "é", "किसी", "\u200b", "\u202e", "<b>", "&amp;", '"', "'", "[x]", "*", "\u00a0", "\ufffc",
)  # fmt: skip
T = TypeVar("T")
SIGNS = ("", "", "", ".", ",", ";", "。", "，", "!")


@st.composite
def sentences(draw: st.DrawFn, most: int = 12) -> str:
    words = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS)), min_size=1, max_size=most))
    gap = draw(st.sampled_from((" ", " ", " ", "")))
    return gap.join(word + sign for word, sign in words)


texts = sentences().map(Text)
hrefs = st.sampled_from(("https://a.example/", 'https://b.example/?x=1&y="2"', "#id", "javascript:alert(1)"))


def inlines(most: int = 3, least: int = 0) -> st.SearchStrategy[Inlines]:
    def deeper(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
        children = st.lists(inner, min_size=1, max_size=2).map(tuple)
        return st.one_of(
            children.map(Emphasis), children.map(Strong), st.builds(Link, hrefs, children, st.sampled_from(("", "t")))
        )

    leaf: st.SearchStrategy[Inline] = st.one_of(
        texts,
        texts,
        texts,
        sentences(3).map(Code),
        st.just(Break()),
        st.builds(Image, hrefs, st.sampled_from(("", "a picture of data"))),
        hrefs.map(lambda href: Link(href, ())),
    )
    return st.lists(st.recursive(leaf, deeper, max_leaves=4), min_size=least, max_size=most).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    row = st.tuples(*[inlines(1)] * width)
    align = tuple(draw(st.sampled_from(Align)) for _ in range(width))
    return Table(align, draw(row), tuple(draw(st.lists(row, max_size=3))))


def blocks(most: int = 4) -> st.SearchStrategy[Blocks]:
    leaf: st.SearchStrategy[Block] = st.one_of(
        inlines().map(Paragraph),
        inlines().map(Paragraph),
        st.builds(Heading, st.integers(2, 6), inlines(1)),
        sentences(5).map(lambda words: CodeBlock(f"{words}\n  {words}")),
        st.just(Rule()),
        tables(),
    )

    def deeper(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        few = st.lists(inner, min_size=0, max_size=2).map(tuple)
        items = st.lists(few, min_size=1, max_size=3).map(tuple)
        return st.one_of(st.builds(Listing, items, st.sampled_from((None, None, 1, 7))), few.map(Quote))

    return st.lists(st.recursive(leaf, deeper, max_leaves=5), max_size=most).map(tuple)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    title = draw(inlines(1, least=1))
    level = draw(st.integers(1, 4))
    name = draw(st.sampled_from(("Scope", "2. Retention", "Rights", "Contact")))
    return Passage(title=title, level=level, blocks=draw(blocks()), path=(name,))


outlines = st.lists(passages(), max_size=4).map(lambda some: Outline(passages=tuple(some)))


@st.composite
def edited(draw: st.DrawFn, old: Outline) -> Outline:
    """A text as it is after somebody worked on it: things put elsewhere, taken out, put in, changed inside."""
    out: list[Passage] = []
    for passage in _shuffled(draw, old.passages):
        match draw(st.sampled_from(("keep", "keep", "edit", "edit", "drop", "new"))):
            case "keep":
                out.append(passage)
            case "edit":
                inside = tuple(_edit(draw, block) for block in _shuffled(draw, passage.blocks))
                extra = draw(blocks(1))
                title = draw(st.sampled_from((passage.title, (Text("Another title"),))))
                out.append(Passage(title=title, level=passage.level, blocks=(*extra, *inside), path=passage.path))
            case "new":
                out.extend((passage, draw(passages())))
    return Outline(passages=tuple(out))


def _shuffled(draw: st.DrawFn, values: Sequence[T]) -> Sequence[T]:
    return draw(st.permutations(values)) if draw(st.booleans()) else values


def _edit(draw: st.DrawFn, block: Block) -> Block:
    match block:
        case Paragraph(children) if draw(st.booleans()):
            return Paragraph((*children[: draw(st.integers(0, len(children)))], *draw(inlines(2))))
        case Listing(items, start):
            return Listing(tuple(_shuffled(draw, items)), start)
        case _:
            return block


@st.composite
def versions(draw: st.DrawFn) -> tuple[Outline, Outline]:
    """A text and the next one; now and then the two have nothing to do with each other."""
    old = draw(outlines)
    return old, draw(st.one_of(edited(old), edited(old), edited(old), outlines))
