"""Which section is which, through all versions of a policy, and the id that each keeps.

A section is the one that it was if its heading says so, or else its words (``compare.match_sections``). What
was gone and comes back under the same heading gets its id back. People can decide otherwise: every heading is
written down with its id where it first appears, and what is written down there is heeded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from site_builder.adopt.names import section_id
from site_builder.adopt.sections import Part
from site_builder.compare import heading_name, match_sections
from site_builder.model.outline import Passage
from site_builder.model.prose import Text

# A revision, a heading, and which of several sections with that heading in it, from 1.
Appearance = tuple[int, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A heading that a section has from a revision on, and the section's id."""

    id: str
    since: int
    heading: str
    nth: int = 1

    @property
    def appearance(self) -> Appearance:
        """Where it stands."""
        return (self.since, self.heading, self.nth)


class Sections:
    """The sections of one policy, version by version, with their ids."""

    def __init__(self, decided: Iterable[Named]) -> None:
        self.decided: Mapping[Appearance, str] = {one.appearance: one.id for one in decided}
        self.named: list[Named] = []
        self._ids: tuple[str, ...] = ()
        self._passages: tuple[Passage, ...] = ()
        # The last heading of every id there ever was, and the id that last had each name.
        self._heading: dict[str, str] = {}
        self._by_name: dict[str, str] = {}

    def next(self, parts: Sequence[Part], revision: int) -> tuple[str, ...]:
        """The ids of the sections of the next version, in their order; each comes once."""
        passages = tuple(_passage(part) for part in parts)
        pairs = match_sections(self._passages, passages, {}) if self._passages else []
        seen: Counter[str] = Counter()
        places: list[Appearance] = []
        for part in parts:
            seen[part.title] += 1
            places.append((revision, part.title, seen[part.title]))
        ids: dict[int, str] = {}
        self._take(ids, ((new, self.decided[place]) for new, place in enumerate(places) if place in self.decided))
        self._take(ids, ((new, self._ids[old]) for old, new in pairs))
        back = ((new, self._by_name.get(heading_name(part.title), "")) for new, part in enumerate(parts))
        self._take(ids, ((new, one) for new, one in back if one and one not in self._ids))
        for new, part in enumerate(parts):
            if new not in ids:
                ids[new] = section_id(part.title, new + 1, self._heading.keys() | set(ids.values()))
        for new, place in enumerate(places):
            self._write_down(ids[new], place)
        self._ids = tuple(ids[new] for new in range(len(parts)))
        self._passages = passages
        return self._ids

    @staticmethod
    def _take(ids: dict[int, str], found: Iterable[tuple[int, str]]) -> None:
        for new, one in found:
            if new not in ids and one not in ids.values():
                ids[new] = one

    def _write_down(self, one: str, place: Appearance) -> None:
        revision, heading, nth = place
        if self._heading.get(one) != heading or place in self.decided:
            self.named.append(Named(id=one, since=revision, heading=heading, nth=nth))
        self._heading[one] = heading
        self._by_name[heading_name(heading)] = one


def _passage(part: Part) -> Passage:
    return Passage(title=(Text(part.title),), level=2, blocks=part.blocks, path=(part.title,))
