"""A comparison as Markdown for a pull request: the blocks in Markdown, the words in it as inline HTML.

Emphasis written with asterisks breaks as soon as a mark begins in the middle of a word, so what stands
inside a block is HTML that GitHub and CommonMark let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from site_builder.characters import spelled, visible
from site_builder.compare import changes_of
from site_builder.markup.html import Html, element, escape, join
from site_builder.model.change import Comparison, Fate, Kind, Op, Piece, SectionChange
from site_builder.outputs.marked.labels import ENGLISH, Labels
from site_builder.outputs.marked.notes import aspects_of, count_of, name_of, relinked, summary_of, words_of
from site_builder.outputs.marked.weave import Weaving, safe_address, weave

# The marks around what moved, outermost first: a block can move out of a section that moved itself.
Marks = tuple[Op, ...]
_MOVED: Mapping[Fate, Marks] = {Fate.MOVED_AWAY: (Op.REMOVED,), Fate.MOVED_HERE: (Op.ADDED,)}

_TAG = re.compile(r"(<[^>]*>)")
# A number sign that belongs to an entity is none.
_SIGNS = re.compile(r"[\\`*_\[\]|~]|(?<!&)#")
# What would begin a list, a rule, a heading or a table at the start of a line.
_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")


def redline_markdown(comparison: Comparison, labels: Labels = ENGLISH) -> str:
    """Markdown of the list of changes and of every changed section, whole."""
    return "\n\n".join(redline_blocks(comparison, labels)) + "\n"


def redline_blocks(comparison: Comparison, labels: Labels = ENGLISH) -> list[str]:
    """The same, block by block, for those who cannot show all of it: no block says half of something."""
    changes = changes_of(comparison)
    out = [f"**{count_of(changes, labels)}**"]
    if changes:
        lines = (f"{name_of(one.section, labels)}: {summary_of(one, labels)}" for one in changes)
        out.append("\n".join(f"{at}. {_escaped(escape(line))}" for at, line in enumerate(lines, start=1)))
    writer = _Writer(labels)
    for section in comparison.sections:
        if section.fate is not Fate.KEPT:
            out.extend(writer.section(section))
    return out


def words_in_markdown(words: str) -> str:
    """Any words as they can stand inside a line of Markdown: nothing in them is markup, and all of it is seen."""
    return _escaped(escape(visible(words)))


def _escaped(html: str) -> str:
    """Inline HTML as it can stand in Markdown: signs between tags are escaped, tags are left alone."""
    parts = _TAG.split(html)
    parts[::2] = [_SIGNS.sub(lambda sign: f"\\{sign.group()}", part) for part in parts[::2]]
    return _START.sub(_unstarted, "".join(parts).replace("\n", " "))


def _unstarted(start: re.Match[str]) -> str:
    sign = start.group(2)
    return f"{start.group(1)}&#{ord(sign[0])};{sign[1:]}"


def _mark(op: Op, words: Html) -> Html:
    return element("del" if op is Op.REMOVED else "ins", words)


def _note(words: str) -> Html:
    return element("sup", Html(escape(spelled(words))), data_redline="note")


class _Writer:
    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.weaving = Weaving(address=safe_address, label=lambda _href: Html(""), mark=_mark)

    def section(self, section: SectionChange) -> Iterator[str]:
        """The blocks of a section, its heading first."""
        about = aspects_of(section)
        inside = _MOVED.get(section.fate, ())
        if section.title is None:
            title = _note(f"{self.labels.opening}: {about}")
        else:
            title = join((self._words(section.title, inside), _note(about)))
        yield f"{'#' * max(2, section.head.level)} {_escaped(title.html)}"
        yield from self._blocks(section.pieces, inside)

    def _blocks(self, pieces: Sequence[Piece], inside: Marks) -> Iterator[str]:
        for at, piece in enumerate(pieces):
            written = self._block(piece, inside)
            if at and piece.shape.kind is Kind.LIST and pieces[at - 1].shape.kind is Kind.LIST:
                # Two lists in a row would be read as one.
                yield "<!-- -->"
            if written:
                yield written

    def _block(self, piece: Piece, inside: Marks) -> str:
        inside = (*inside, *_MOVED.get(piece.fate, ()))
        match piece.shape.kind:
            case Kind.LIST:
                return self._list(piece, inside)
            case Kind.QUOTE:
                inner = self._told(piece, "\n\n".join(self._blocks(piece.pieces, inside)))
                return _indented(inner, "> ", "> ")
            case Kind.TABLE:
                return self._told(piece, self._table(piece, inside))
            case Kind.RULE:
                return "***" if piece.fate is Fate.KEPT else _note(f"{piece.fate}: ———").html
            case Kind.CODE:
                return f"<pre>{self._words(piece, inside).html}</pre>"
            case Kind.HEADING:
                level = "#" * min(6, (piece.shape.number or 2) + 1)
                return f"{level} {_escaped(self._words(piece, inside).html)}"
            case _:
                return _escaped(self._words(piece, inside).html)

    def _told(self, piece: Piece, inner: str) -> str:
        """A block of blocks with what is to be said about it in front."""
        return "\n\n".join([*(_escaped(one.html) for one in self._asides(piece)), inner])

    def _asides(self, piece: Piece) -> Iterator[Html]:
        labels = self.labels
        if piece.move:
            away = piece.fate is Fate.MOVED_AWAY
            yield _note(words_of(labels.moved_away if away else labels.moved_here, piece.move))
        for target in piece.targets:
            yield _note(relinked(target, labels))
        if piece.restyled:
            yield _note(labels.restyled)

    def _words(self, piece: Piece, inside: Marks) -> Html:
        # What was added inside something that moved here is marked once more within.
        unmarked = Op.REMOVED if Op.REMOVED in inside[-1:] else Op.KEPT
        words = weave(piece.spans, piece.old, piece.new, self.weaving, unmarked) if piece.spans else Html("")
        for op in reversed(inside if words else ()):
            words = _mark(op, words)
        return join((words, *self._asides(piece)))

    def _list(self, piece: Piece, inside: Marks) -> str:
        items: list[str] = []
        number = piece.shape.number
        for item in piece.pieces:
            inner = self._item(item, inside)
            sign = "- " if number is None else f"{number}. "
            items.append(_indented(inner, sign, " " * len(sign)))
            if number is not None and item.after is not None and item.fate is not Fate.MOVED_AWAY:
                number += 1
        return self._told(piece, "\n".join(items))

    def _item(self, item: Piece, inside: Marks) -> str:
        inside = (*inside, *_MOVED.get(item.fate, ()))
        return self._told(item, "\n\n".join(self._blocks(item.pieces, inside))) or "&nbsp;"

    def _table(self, piece: Piece, inside: Marks) -> str:
        width = max(len(row.pieces) for row in piece.pieces)
        rows = [self._row(row, inside, width) for row in piece.pieces]
        if not piece.pieces[0].shape.header:
            rows.insert(0, "|" + "  |" * width)
        return "\n".join((rows[0], "|" + " --- |" * width, *rows[1:]))

    def _row(self, row: Piece, inside: Marks, width: int) -> str:
        inside = (*inside, *_MOVED.get(row.fate, ()))
        cells = [_escaped(self._words(cell, inside).html) for cell in row.pieces]
        if cells and row.move:
            cells[0] = "".join(_escaped(one.html) for one in self._asides(row)) + cells[0]
        cells.extend("" for _ in range(width - len(cells)))
        return f"| {' | '.join(cells)} |"


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((rest + line).rstrip() for line in lines[1:])])
