"""What is different between two texts.

``compare`` takes two documents of a policy, ``compare_outlines`` any two texts. Sections are paired first,
then the blocks in them, then words inside a pair of blocks. Nothing here judges or shows anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from site_builder.compare.changes import changes_of
from site_builder.compare.nodes import nodes_of, text_of
from site_builder.compare.sections import heading_name, match_sections, settle_sections
from site_builder.compare.work import Work
from site_builder.model.change import Comparison, Fate, Op, Piece, Span, after, before
from site_builder.model.outline import Outline, Passage
from site_builder.model.prose import Document, Numbering, Text
from site_builder.redline import Budget

__all__ = [
    "OPENING",
    "changes_of",
    "compare",
    "compare_outlines",
    "heading_name",
    "match_sections",
    "outline_of",
    "texts",
]

# The id of what stands before a policy's first section; a section cannot have it (DESIGN §3).
OPENING = "index"

_NO_RENAMES: Mapping[str, Sequence[str]] = {}


def compare(old: Document, new: Document, *, formerly: Mapping[str, Sequence[str]] = _NO_RENAMES) -> Comparison:
    """Compare two documents of a policy, section by section as their ids say.

    ``formerly`` maps the present id of a section to those it had before (``Policy.formerly``). Raises
    ``AssertionError`` where the result would lose or invent a word.
    """
    return compare_outlines(outline_of(old), outline_of(new), formerly=formerly)


def outline_of(document: Document) -> Outline:
    """A document of a policy as an outline: title and preamble first, numbers as the page shows them."""
    opening = Passage(
        id=OPENING,
        title=(Text(document.title),),
        level=1,
        blocks=document.preamble,
        path=(document.title,),
    )
    numbered = document.numbering is Numbering.DECIMAL
    sections = (
        Passage(
            id=section.id,
            title=(Text(section.title),),
            level=2,
            blocks=section.blocks,
            path=(document.title, section.title),
            number=str(number) if numbered else "",
        )
        for number, section in enumerate(document.sections, start=1)
    )
    return Outline(passages=(opening, *sections))


def compare_outlines(
    old: Outline,
    new: Outline,
    *,
    formerly: Mapping[str, Sequence[str]] = _NO_RENAMES,
    budget: Budget | None = None,
) -> Comparison:
    """Compare any two texts. Deterministic; linear but for ``budget``, which a document is given anew."""
    sections = settle_sections(old.passages, new.passages, formerly)
    comparison = Work(sections, budget or Budget()).comparison()
    if texts(comparison) != (_lines(old), _lines(new)):
        raise AssertionError("a comparison lost or invented a block of text")
    return comparison


def texts(comparison: Comparison) -> tuple[list[str], list[str]]:
    """The old and the new text as the facts have them: the words of each block that has any, titles included."""
    old: list[str] = []
    new: list[str] = []
    for section in comparison.sections:
        gone = section.fate is not Fate.MOVED_HERE
        come = section.fate is not Fate.MOVED_AWAY
        pieces = section.pieces if section.title is None else (section.title, *section.pieces)
        for piece in pieces:
            _collect(piece, old if gone else None, new if come else None)
    return old, new


def _collect(piece: Piece, old: list[str] | None, new: list[str] | None) -> None:
    if piece.fate is Fate.MOVED_HERE:
        old = None
    if piece.fate is Fate.MOVED_AWAY:
        new = None
    for inner in piece.pieces:
        _collect(inner, old, new)
    match piece.spans if not piece.pieces else ():
        case (Span(op, text),):  # the usual case by far
            _say(old if op is not Op.ADDED else None, text)
            _say(new if op is not Op.REMOVED else None, text)
        case spans:
            _say(old, before(spans))
            _say(new, after(spans))


def _say(lines: list[str] | None, words: str) -> None:
    if lines is not None and words:
        lines.append(words)


def _lines(outline: Outline) -> list[str]:
    lines: list[str] = []
    for passage in outline.passages:
        _say(lines, text_of(passage.title))
        lines.extend(leaf.text for node in nodes_of(passage.blocks) for leaf in node.leaves() if leaf.text)
    return lines
