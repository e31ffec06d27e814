"""Random documents, and pairs of them as an author makes them: one is the other, edited.

They are made from a seed and not of nested strategies: a hundred thousand of them take minutes and not hours, and
a failing one is told by its number.
"""

from __future__ import annotations

from random import Random

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
    "privacy", "e-mail", "don't", "1,000.50", "我们", "收集", "个人信息", "สวัสดี", "ข้อมูล", "👨‍👩‍👧", "👍🏽", "🇨🇳🇫🇷",
    "cafe\u0301",
    "é", "किसी", "\u200b", "\u202e", "\x1b[2J", "\x85", "\ufdd0",
    "<b>", "&amp;", '"', "'", "[x]", "*", "\u00a0", "\ufffc",
)  # fmt: skip
SIGNS = ("", "", "", ".", ",", ";", "。", "，", "!")


HREFS = ("https://a.example/", 'https://b.example/?x=1&y="2"', "#id", "javascript:alert(1)")


def versions(seed: int) -> tuple[Outline, Outline]:
    """A text and the next one; now and then the two have nothing to do with each other."""
    random = Random(seed)  # noqa: S311 - for examples, not for secrets
    old = outline(random)
    return old, edited(random, old) if random.random() < 0.8 else outline(random)


def outline(random: Random) -> Outline:
    return Outline(passages=tuple(passage(random) for _ in range(random.randrange(5))))


def passage(random: Random) -> Passage:
    title = inlines(random, 1) or (Text("Title"),)
    name = random.choice(("Scope", "2. Retention", "Rights", "Contact"))
    return Passage(title=title, level=random.randint(1, 4), blocks=blocks(random, 4), path=(name,))


def sentence(random: Random, most: int = 12) -> str:
    gap = random.choice((" ", " ", " ", ""))
    return gap.join(random.choice(WORDS) + random.choice(SIGNS) for _ in range(random.randint(1, most)))


def inlines(random: Random, most: int = 3, depth: int = 0) -> Inlines:
    return tuple(inline(random, depth) for _ in range(random.randint(0, most)))


def inline(random: Random, depth: int) -> Inline:
    sort = random.randrange(14 if depth < 3 else 10)
    match sort:
        case 7:
            return Code(sentence(random, 3))
        case 8:
            return Break()
        case 9:
            return random.choice(
                (Image(random.choice(HREFS), random.choice(("", "a picture"))), Link(random.choice(HREFS), ()))
            )
        case 10:
            return Emphasis(inlines(random, 2, depth + 1) or (Text("so"),))
        case 11:
            return Strong(inlines(random, 2, depth + 1) or (Text("so"),))
        case 12 | 13:
            words = inlines(random, 2, depth + 1) or (Text("here"),)
            return Link(random.choice(HREFS), words, random.choice(("", "t")))
        case _:
            return Text(sentence(random))


def table(random: Random) -> Table:
    width = random.randint(1, 3)
    rows = [tuple(inlines(random, 1) for _ in range(width)) for _ in range(random.randint(1, 4))]
    return Table(tuple(random.choice(list(Align)) for _ in range(width)), rows[0], tuple(rows[1:]))


def blocks(random: Random, most: int, depth: int = 0) -> Blocks:
    return tuple(block(random, depth) for _ in range(random.randint(0, most)))


def block(random: Random, depth: int) -> Block:
    match random.randrange(12 if depth < 2 else 8):
        case 4:
            return Heading(random.randint(2, 6), inlines(random, 1))
        case 5:
            words = sentence(random, 5)
            return CodeBlock(f"{words}\n  {words}")
        case 6:
            return Rule()
        case 7:
            return table(random)
        case 8 | 9 | 10:
            items = tuple(blocks(random, 2, depth + 1) for _ in range(random.randint(1, 3)))
            return Listing(items, random.choice((None, None, 1, 7)))
        case 11:
            return Quote(blocks(random, 2, depth + 1))
        case _:
            return Paragraph(inlines(random))


def edited(random: Random, old: Outline) -> Outline:
    """A text as it is after somebody worked on it: things put elsewhere, taken out, put in, changed inside."""
    passages = list(old.passages)
    if random.random() < 0.4:
        random.shuffle(passages)
    out: list[Passage] = []
    for one in passages:
        match random.choice(("keep", "keep", "edit", "edit", "drop", "new")):
            case "keep":
                out.append(one)
            case "edit":
                inside = [edit(random, inner) for inner in one.blocks]
                if random.random() < 0.4:
                    random.shuffle(inside)
                title = random.choice((one.title, (Text("Another title"),)))
                body = (*blocks(random, 1), *inside)
                out.append(Passage(title=title, level=one.level, blocks=body, path=one.path))
            case "new":
                out.extend((one, passage(random)))
            case _:
                pass
    return Outline(passages=tuple(out))


def edit(random: Random, one: Block) -> Block:
    match one:
        case Paragraph(children) if random.random() < 0.5:
            return Paragraph((*children[: random.randint(0, len(children))], *inlines(random, 2)))
        case Listing(items, start) if random.random() < 0.5:
            return Listing(tuple(random.sample(items, len(items))), start)
        case _:
            return one
