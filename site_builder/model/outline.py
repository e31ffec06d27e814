"""A text as any file may hold it: headings in a tree, with what stands under each.

This is what ``diff`` compares. A policy's own ``Document`` becomes an outline too (``compare``), so the
comparison knows one form only.
"""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.model.prose import Blocks, Inlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A heading and the blocks up to the next one; ``level`` is 1 to 6.

    ``id`` is the name that its author gave it, and empty in a file that has no names: such a passage is
    known by ``path``, the words of the headings above it and its own. ``number`` is what the page shows
    before the title, where it is not part of the title's words.
    """

    title: Inlines
    level: int
    blocks: Blocks
    path: tuple[str, ...]
    id: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A whole text in reading order. A first passage without a title is what stands before any heading."""

    passages: tuple[Passage, ...]
