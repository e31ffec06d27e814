"""When two wordings of a section say the same, so that a translation of one is a translation of the other."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator

from site_builder import text
from site_builder.model.prose import (
    Block,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Section,
    Strong,
    Table,
)

# Symbols that Unicode counts as punctuation, and that say something.
_SPOKEN = frozenset("%‰§&#@*/\\")


def sense(section: Section) -> str:
    """A name that two wordings share of which a reader could not understand anything different.

    Until the levels of changes are judged by rules, that is: the same words in the same order, whatever the
    punctuation, the markup and the addresses of links that lead outside this policy. Judged levels will fit
    here too: the wordings of a section follow one another, and each step that is editorial stays in a class.
    """
    lines = (section.title, *text.plain_blocks(section.blocks))
    words = (word for line in lines for word in _spoken(text.words(line)))
    said = "\0".join((*words, *_references(section.blocks)))
    return hashlib.sha256(said.encode()).hexdigest()


def _spoken(words: tuple[str, ...]) -> Iterator[str]:
    """What is said: a sign before a figure is a part of it, as in `.5` and `-5`."""
    for word, after in zip(words, (*words[1:], ""), strict=True):
        if not _is_silent(word) or (not word.isspace() and after[:1].isdecimal()):
            yield word


def _is_silent(word: str) -> bool:
    """Whether a word is punctuation or space; a symbol (a currency, per cent, a section sign) is not."""
    return all(unicodedata.category(character)[0] in "PZC" and character not in _SPOKEN for character in word)


def _references(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The sections that are referred to: a reference without words shows the name of what it leads to."""
    for block in blocks:
        match block:
            case Paragraph(children) | Heading(children=children):
                yield from _in_line(children)
            case Listing(items=items):
                for item in items:
                    yield from _references(item)
            case Quote(children=inner):
                yield from _references(inner)
            case Table(head=head, rows=rows):
                for row in (head, *rows):
                    for cell in row:
                        yield from _in_line(cell)
            case _:
                pass


def _in_line(inlines: tuple[Inline, ...]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Link(href, children):
                if href.startswith("#"):
                    yield href
                yield from _in_line(children)
            case Emphasis(children) | Strong(children):
                yield from _in_line(children)
            case _:
                pass
