"""Rules for sentences that came or went whole and provide nothing: they point, illustrate or announce.

Each makes a change clarifying. None of them holds for a sentence that says what must, may not or will be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_builder.materiality.lexicon import Lexicon
from site_builder.materiality.matter import Matter

# So far into a sentence its first words show what kind it is.
_OPENING = 26


def pointer(matter: Matter, words: Lexicon) -> bool:
    """A sentence that tells where more can be read.

    Source: WP260 rev.01 ¶35–36 (layered notices): a new layer or link to one tells nothing that was not told.
    """
    terms = words.classes["pointer"]
    return terms.within(matter.text[:_OPENING]) or (terms.within(matter.text) and not _provides(matter, words))


def example(matter: Matter, words: Lexicon) -> bool:
    """A sentence that gives an example of what stands before it.

    Source: WP260 rev.01 ¶12: concrete examples make a text clear. An example that names new data or recipients
    in the middle of a sentence is no such sentence.
    """
    return words.classes["example"].within(matter.text[:_OPENING]) and not _provides(matter, words)


def banner(matter: Matter, words: Lexicon) -> bool:
    """A notice that announces a coming or past update of the text itself.

    Source: WP260 rev.01 ¶30: the notice of a change is not the change.
    """
    return words.classes["banner"].within(matter.text) and not words.forces["negation"].within(matter.text)


def _provides(matter: Matter, words: Lexicon) -> bool:
    return words.forces["negation"].within(matter.text) or words.forces["modality"].within(matter.text)


EXPLANATIONS: Mapping[str, Callable[[Matter, Lexicon], bool]] = {
    "example": example,
    "pointer": pointer,
    "banner": banner,
}
