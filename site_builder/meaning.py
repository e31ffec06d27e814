"""Two wordings of a section that say the same, so that a translation of the one is a translation of the other.

Facts and opinions stand on one floor and do not know each other; here they are put together.
"""

from __future__ import annotations

from collections import Counter

from site_builder import text
from site_builder.compare import compare_outlines
from site_builder.materiality import each_finding
from site_builder.model.finding import Finding
from site_builder.model.outline import Outline, Passage
from site_builder.model.policy import Level
from site_builder.model.prose import Section, Text

# Proved editorial, and yet a translation of the old wording shows what is no longer there: a name, a title, a date, a
# number, or characters that nobody sees.
_SHOWN = frozenset({"rename", "heading", "date-line", "cross-reference", "renumbering", "template", "invisible"})
# Of a section with so many words and signs, and of a shorter one, this part may differ by proofs.
_SHORT = 40
_MOST_DIFFERING = 0.5


def says_the_same(old: Section, new: Section, locale: str) -> bool:
    """Whether rules prove that no reader of the governing ``locale`` could understand anything different.

    A translation of the old wording then translates the new one as well: nothing in it would be written otherwise.
    """
    if _far_apart(old, new):
        return False
    found = each_finding(compare_outlines(_alone(old), _alone(new)), locale)
    return all(one.level is Level.EDITORIAL and not _is_shown(one) for one in found)


def _far_apart(old: Section, new: Section) -> bool:
    """Whether so many words differ that no proof can hold; most wordings of a section are told apart by this."""
    one, two = (
        Counter(word for line in text.plain_blocks(side.blocks) for word in text.words(line)) for side in (old, new)
    )
    differing = (one - two).total() + (two - one).total()
    return differing > _MOST_DIFFERING * max(one.total(), two.total(), _SHORT)


def _is_shown(finding: Finding) -> bool:
    evidence = finding.evidence
    # A reference without words shows the title of the section that it leads to.
    refers = finding.rule == "link" and any(href.startswith("#") for href in (evidence.before, evidence.after))
    return refers or finding.rule in _SHOWN


def _alone(section: Section) -> Outline:
    title = (Text(section.title),)
    passage = Passage(id=section.id, title=title, level=2, blocks=section.blocks, path=(section.title,))
    return Outline(passages=(passage,))
