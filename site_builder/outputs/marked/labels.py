"""The words that a redline adds to the words of its two texts. Pages hand in translated ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from site_builder.model.change import ChangeKind

_KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.SECTION_ADDED: "new section",
    ChangeKind.SECTION_REMOVED: "section removed",
    ChangeKind.SECTION_MOVED: "section moved",
    ChangeKind.RETITLED: "new title",
    ChangeKind.RENUMBERED: "new number",
    ChangeKind.REWORDED: "reworded",
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.REPLACED: "replaced",
    ChangeKind.MOVED: "moved",
    ChangeKind.RELINKED: "link changed",
    ChangeKind.RESTYLED: "formatting only",
}


def _with_a_dot(number: str) -> str:
    return f"{number}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Every label; ``{}`` stands where a name, number or address goes in. ``numbered`` writes a section's number."""

    numbered: Callable[[str], str] = _with_a_dot
    no_changes: str = "No changes"
    one_change: str = "1 change"
    changes: str = "{} changes"
    kinds: Mapping[ChangeKind, str] = field(default_factory=lambda: _KINDS)
    opening: str = "Opening"
    permalink: str = "Link to change {}"
    removed_from_here: str = "[removed: "
    added_here: str = "[added: "
    end: str = "]"
    moved_away: str = "Moved: see its new place ({})"
    moved_here: str = "Moved here from its old place ({})"
    link_before: str = "[link of “{}” now leads to {}; before: {}]"
    nowhere: str = "nowhere"
    # From the old to the new, in the direction in which the text is read; no character is mirrored by itself here.
    arrow: str = "→"
    restyled: str = "[formatting changed]"
    reshaped: str = "[form changed]"
    number_before: str = "(before: {})"
    unchanged: str = "unchanged"
    views: str = "Show"
    quoted: str = "“{}”"
    view_redline: str = "Redline"
    view_new: str = "New text"
    view_old: str = "Old text"
    view_sides: str = "Side by side"


ENGLISH = Labels()
