"""Plain text to blocks: numbered headings, bullets, paragraphs, and the paragraph breaks that pasting lost.

Such a text has no markup, so a character is nothing but itself. What is read as structure is what a reader of
the text would take for it: a short numbered line by itself is a heading, a line that starts with a bullet is a
list item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_builder.adopt.datelines import stated
from site_builder.adopt.steps import Notes, Step
from site_builder.model.prose import Block, Blocks, Heading, Listing, Paragraph, Text
from site_builder.text import collapse, nfc, soft_break

_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ \t]+\S|(?:=+|-{3,})[ \t]*$|[*+-][ \t]+\S|\|.*\|[ \t]*$|```)|\]\(|\*\*\S|(?<!\w)__\S|<[a-z]+[ >]",
    re.MULTILINE,
)
_BULLET = re.compile(r"^[ \t]*[•◦‣⁃▪●○·∙–—*-][ \t\u00a0]+(?=\S)")
_NUMBERED = re.compile(r"^[ \t]*(\d{1,3})[.)、．][ \t\u00a0]*(?=\S)(.*)$")
_TITLE_END = re.compile(r"[.;,:。；，：]$")
_LONGEST_TITLE = 100
# A sentence that starts right behind another: the break between their paragraphs was lost. What follows is
# a capital and a word, so that `example.com`, `e.g.` and `U.S.A.` stay whole.
_LOST = re.compile(r"(?<=[a-z\d)\]”\"][.!?:])(?=[A-Z][a-z]+[ ,’'])|(?<=[a-z]\))(?=[A-Z][a-z]+ [a-z])")
_ITEM = re.compile(r"\((\d{1,2})\)[ ]?")


def is_plain(text: str, path: str) -> bool:
    """Whether a text is plain: its name says so, or it has nothing that Markdown would read as markup."""
    if path.lower().endswith((".txt", ".text")):
        return not re.search(r"^#{1,6}[ \t]+\S", text, re.MULTILINE)
    return not _MARKDOWN.search(text) and any(_NUMBERED.match(line) for line in text.split("\n"))


def read_plain(text: str, notes: Notes) -> Blocks:
    """The blocks of a plain text. A title and its sections are headings of level 1 and 2."""
    groups = [part.split("\n") for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", nfc(text).strip("\n \t")) if part.strip()]
    titles = _headings(groups)
    blocks: list[Block] = []
    for index, lines in enumerate(groups):
        if index in titles:
            level = 1 if titles[index] == 0 else 2
            blocks.append(Heading(level, (Text(collapse(" ".join(lines)).strip(" ")),)))
        else:
            blocks.extend(_group(lines, notes))
    return tuple(blocks)


def _headings(groups: Sequence[Sequence[str]]) -> dict[int, int]:
    """The groups that are headings, each with its number; the title has none.

    Numbered lines count from 1 without a gap, so that a numbered provision is not taken for a heading.
    """
    found: dict[int, int] = {}
    expected = 1
    for index, lines in enumerate(groups):
        if len(lines) != 1 or len(lines[0]) > _LONGEST_TITLE:
            continue
        number = _NUMBERED.match(lines[0])
        if number and int(number[1]) == expected and not _TITLE_END.search(number[2].strip()):
            found[index] = expected
            expected += 1
        elif index == 0 and not number and not _BULLET.match(lines[0]) and not any(stated(lines[0])):
            found[index] = 0
    return found


def _group(lines: Sequence[str], notes: Notes) -> Iterator[Block]:
    """Lines between empty ones: a paragraph, or items of a list with what leads to them."""
    said: list[str] = []
    items: list[str] = []
    for line in lines:
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line))
        elif items and line[:1] in (" ", "\t"):
            items[-1] = _joined(items[-1], line)
        elif items or any(stated(line)):
            # A line below a list goes on with the text; a date line is a line by itself.
            yield from _flush(said, items, notes)
            said, items = ([], []) if any(stated(line)) else ([line], [])
            if any(stated(line)):
                yield Paragraph((Text(collapse(line).strip(" ")),))
        else:
            said.append(line)
    yield from _flush(said, items, notes)


def _flush(said: Sequence[str], items: Sequence[str], notes: Notes) -> Iterator[Block]:
    if said:
        whole = said[0].strip(" \t")
        for line in said[1:]:
            whole = _joined(whole, line)
        yield from _paragraphs(collapse(whole), notes)
    if items:
        yield Listing(tuple((Paragraph((Text(collapse(item).strip(" ")),)),) for item in items))


def _joined(before: str, line: str) -> str:
    line = line.strip(" \t")
    return before + soft_break(before[-1:], line[:1]) + line


def _paragraphs(words: str, notes: Notes) -> Iterator[Block]:
    """A paragraph, or the several that it was before its breaks were lost."""
    at = 0
    for found in _LOST.finditer(words):
        notes.note(Step.LOST_BREAK, words[max(0, found.start() - 20) : found.start() + 20])
        yield from _with_list(words[at : found.start()], notes)
        at = found.start()
    yield from _with_list(words[at:], notes)


def _with_list(words: str, notes: Notes) -> Iterator[Block]:
    """A paragraph; a run of (1) (2) (3) that follows a colon without a space is the list that it was."""
    found = [*_ITEM.finditer(words)]
    numbers = [int(one[1]) for one in found]
    apart = all(words[one.start() - 1 : one.start()] in (":", ";", ",", ".") for one in found)
    if len(found) < 2 or numbers != [*range(1, len(found) + 1)] or not apart:
        yield Paragraph((Text(words.strip(" ")),))
        return
    notes.note(Step.INLINE_LIST, words[found[0].start() - 10 : found[0].start() + 30])
    ends = [*(one.start() for one in found[1:]), len(words)]
    if found[0].start():
        yield Paragraph((Text(words[: found[0].start()].strip(" ")),))
    yield Listing(
        tuple((Paragraph((Text(words[one.end() : end].strip(" ")),)),) for one, end in zip(found, ends, strict=True)),
        1,
    )
