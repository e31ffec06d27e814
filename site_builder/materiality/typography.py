"""Proofs for texts with the same words: what is left between them are signs, spaces and capitals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from site_builder.materiality.capitals import recapitalised
from site_builder.materiality.edits import Clause, Edit
from site_builder.materiality.signs import Weight, signs
from site_builder.materiality.world import World


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two texts apart from their words; an empty ``rule`` means that nothing proves it."""

    rule: str
    weight: Weight
    before: str
    after: str


def white_space(one: Difference) -> bool:
    """Spaces and line breaks are set otherwise."""
    return one.weight is Weight.SPACE


def capitals(one: Difference) -> bool:
    """Small letters became capitals or the other way round, and the word is the same.

    Not so "May" and "may" or "US" and "us", a unit behind a figure (mg, Mg), a term that the text defines with its
    capital; nor any word of a language that the rules do not read ("Sie" and "sie").
    """
    return one.rule == "capitals"


def punctuation(one: Difference) -> bool:
    """Quotes, commas, brackets and dashes are set otherwise, far from any word whose reach they mark.

    Not so a point, minus or slash at a figure; a question mark; a full stop within a sentence; a comma or bracket
    beside "not", "if" or "only", before a relative clause, before "and" behind a negation, or before a qualifier
    that may belong to one or to all of the things before it. In Chinese, no sign of a sentence with a negation or
    condition; in other languages, only quotes, dashes and what ends a text.
    """
    return one.weight is Weight.NOTHING


# In the order in which they are tried, for two texts with the same words; the first that holds names the finding.
TYPOGRAPHY: Mapping[str, Callable[[Difference], bool]] = {
    "white-space": white_space,
    "capitals": capitals,
    "punctuation": punctuation,
}


def differences(clause: Clause, world: World, proved: Collection[Edit] = ()) -> Iterator[Difference]:
    """All that differs in a sentence beside its words, each with the proof that it says nothing, if there is one."""
    for before, after, proof in recapitalised(clause, world):
        yield Difference("capitals" if proof else "", Weight.NOTHING if proof else Weight.PERHAPS, before, after)
    for sign in signs(clause, world.words, proved):
        one = Difference("", sign.weight, sign.before, sign.after)
        rule = next((name for name, proof in TYPOGRAPHY.items() if proof(one)), "")
        yield Difference(rule, sign.weight, sign.before, sign.after)
