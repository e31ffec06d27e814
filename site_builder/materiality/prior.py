"""What a section is about, from its id, its titles and the words that introduce a list.

A prior: it says what an item of a list is about that does not say so itself ("Acme Inc." under "Subprocessors").
It never lowers a level.
"""

from __future__ import annotations

from functools import lru_cache

from site_builder.materiality.lexicon import lexicon
from site_builder.materiality.lines import Line
from site_builder.materiality.world import World
from site_builder.model.finding import Subject

# Where a list is the very provision: what is in it is collected, shared, forbidden.
LISTED = frozenset(
    {
        Subject.DATA_CATEGORY,
        Subject.PURPOSE,
        Subject.LEGAL_BASIS,
        Subject.RECIPIENT,
        Subject.SALE_SHARING,
        Subject.TRANSFER,
        Subject.RETENTION,
        Subject.RIGHTS,
        Subject.PROHIBITED_CONDUCT,
        Subject.OBLIGATION,
        Subject.AGE,
        Subject.FEE,
        Subject.LIABILITY,
        Subject.TERMINATION,
        Subject.SECURITY,
    }
)

# What lists within sentences enumerate; to whom a text applies is written so as well.
ENUMERATED = (
    LISTED
    - {Subject.RETENTION, Subject.OBLIGATION, Subject.FEE, Subject.LIABILITY, Subject.TERMINATION, Subject.SECURITY}
) | {Subject.SCOPE}
# Where even a bare name says everything: under "Subprocessors" it is a recipient, under "Refunds" a link.
NAMED = frozenset({Subject.DATA_CATEGORY, Subject.RECIPIENT, Subject.SALE_SHARING, Subject.TRANSFER})


def subjects_of(line: Line, world: World) -> tuple[Subject, ...]:
    """The subjects of the section that a line stands in, the nearest words first."""
    words = world.words
    if words is None:
        return ()
    places = [line.context, line.section.title, line.section.id.replace("-", " "), *reversed(line.section.path)]
    return tuple(dict.fromkeys(subject for place in places if place for subject in _subjects_in(place, words.language)))


# Every line of a section asks for its titles.
@lru_cache(maxsize=4_096)
def _subjects_in(place: str, language: str) -> tuple[Subject, ...]:
    words = lexicon(language)
    if words is None:
        return ()
    present = words.present(place)
    return tuple(subject for subject, terms in words.topics.items() if terms in present)
