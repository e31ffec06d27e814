"""Rules for what a change is about: one for each subject, all of one form."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.materiality.lexicon import Lexicon
from site_builder.materiality.matter import Matter
from site_builder.model.finding import Finding
from site_builder.model.policy import Level


def subjects(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Words of a material subject came, went or were exchanged."""
    for name, (subject, terms) in words.subjects.items():
        gone, come = matter.touched(terms)
        if gone or come:
            yield matter.finding(name, Level.MATERIAL, (subject,), before=gone, after=come)
