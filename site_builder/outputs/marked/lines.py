"""A comparison as lines of text for a terminal: what changed, with the blocks around it counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from site_builder.characters import spelled
from site_builder.compare import changes_of
from site_builder.compare.nodes import OBJECT
from site_builder.model.change import Comparison, Fate, Kind, Op, Piece, SectionChange
from site_builder.outputs.marked.labels import ENGLISH, Labels
from site_builder.outputs.marked.notes import aspects_of, count_of, name_of, relinked, words_of

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class _Style:
    """How a run of words begins and ends."""

    removed: tuple[str, str]
    added: tuple[str, str]
    moved: tuple[str, str]
    title: tuple[str, str]
    note: tuple[str, str]


# Struck red, underlined blue, green; bold; dim. Without colour as `git diff --word-diff` writes.
_COLOURED = _Style(
    ("\x1b[31;9m", "\x1b[0m"),
    ("\x1b[94;4m", "\x1b[0m"),
    ("\x1b[32m", "\x1b[0m"),
    ("\x1b[1m", "\x1b[0m"),
    ("\x1b[2m", "\x1b[0m"),
)
_BARE = _Style(("[-", "-]"), ("{+", "+}"), ("", ""), ("", ""), ("", ""))


def visible(text: str) -> str:
    """Text that a terminal can be given: what cannot be seen, escape sequences too, is spelled out."""
    return spelled(text).replace(OBJECT, "□")


def redline_lines(comparison: Comparison, *, colour: bool, labels: Labels = ENGLISH) -> Iterator[str]:
    """The lines of a redline, without line ends."""
    writer = _Writer(_COLOURED if colour else _BARE, labels)
    yield count_of(changes_of(comparison), labels)
    for section in comparison.sections:
        if section.fate is not Fate.KEPT:
            yield ""
            yield from writer.section(section)


class _Writer:
    def __init__(self, style: _Style, labels: Labels) -> None:
        self.style = style
        self.labels = labels

    def _in(self, marks: tuple[str, str], text: str) -> str:
        return f"{marks[0]}{text}{marks[1]}" if text else ""

    def _note(self, text: str) -> str:
        return self._in(self.style.note, visible(text))

    def section(self, section: SectionChange) -> Iterator[str]:
        """A changed section: its title with what happened to it, then its blocks."""
        title = self._in(self.style.title, visible(name_of(section, self.labels)))
        if section.title is not None and section.title.fate is not Fate.KEPT:
            title = self._line(section.title)
        yield f"{title}  {self._note(f'({aspects_of(section)})')}"
        if section.fate is not Fate.MOVED_AWAY:
            yield from self._blocks(section.pieces, _INDENT)

    def _blocks(self, pieces: Sequence[Piece], indent: str, number: int | None = None) -> Iterator[str]:
        """Blocks; in a numbered list, ``number`` is that of the first item."""
        for (fate, move), group in groupby(pieces, key=lambda piece: (piece.fate, piece.move)):
            run = list(group)
            if fate is Fate.KEPT:
                yield indent + self._note(f"… {len(run)} {self.labels.unchanged}")
                number = None if number is None else number + len(run)
                continue
            if move:
                words = self.labels.moved_away if fate is Fate.MOVED_AWAY else self.labels.moved_here
                yield indent + self._in(self.style.moved, visible(words_of(words, move)))
            for piece in run:
                sign = "•" if number is None else f"{number}."
                yield from self._block(piece, indent, sign)
                if number is not None and piece.after is not None:
                    number += 1

    def _block(self, piece: Piece, indent: str, sign: str) -> Iterator[str]:
        match piece.shape.kind:
            case Kind.LIST:
                yield from self._blocks(piece.pieces, indent, piece.shape.number)
            case Kind.TABLE:
                yield from self._blocks(piece.pieces, indent)
            case Kind.QUOTE:
                yield from self._blocks(piece.pieces, f"{indent}> ")
            case Kind.ITEM:
                inner = self._blocks(piece.pieces, "")
                for at, line in enumerate(inner):
                    yield f"{indent}{sign if at == 0 else ' ' * len(sign)} {line}"
            case Kind.ROW:
                yield f"{indent}| {' | '.join(self._line(cell) for cell in piece.pieces)} |"
            case Kind.RULE:
                yield indent + self._note(f"({piece.fate}) ———")
            case _:
                lines = self._words(piece).split("\n")
                yield from (indent + line for line in lines)
                yield from (indent + line for line in self._asides(piece))

    def _asides(self, piece: Piece) -> Iterator[str]:
        labels = self.labels
        for target in piece.targets:
            yield self._note(relinked(target, labels))
        if piece.restyled:
            yield self._note(labels.restyled)
        if piece.before is not None and piece.after is not None and piece.before != piece.after:
            yield self._note(labels.reshaped)

    def _line(self, piece: Piece) -> str:
        return self._words(piece).replace("\n", " ")

    def _words(self, piece: Piece) -> str:
        """The words with their marks; a mark ends with its line, so that no line colours the next."""
        out: list[str] = []
        for span in piece.spans:
            text = visible(span.text)
            match span.op:
                case Op.KEPT if piece.fate is Fate.MOVED_HERE:
                    marks = self.style.moved
                case Op.KEPT:
                    out.append(text)
                    continue
                case Op.REMOVED:
                    marks = self.style.removed
                case _:
                    marks = self.style.added
            out.append("\n".join(self._in(marks, line) for line in text.split("\n")))
        return "".join(out)
