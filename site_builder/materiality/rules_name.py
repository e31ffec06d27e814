"""Rules for who is named, and by which way one reaches them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from site_builder.materiality.lexicon import Lexicon, Terms
from site_builder.materiality.matter import Matter, Rule
from site_builder.materiality.prior import subjects_of
from site_builder.materiality.spelling import is_word
from site_builder.materiality.tokens import Sort, Token
from site_builder.model.finding import Finding, Subject
from site_builder.model.policy import Level


def named_party(matter: Matter, lexicon: Lexicon) -> Iterator[Finding]:
    """A name came into a sentence or left it that the other text does not have: a company, product or service.

    Source: GDPR Art. 13(1)(e) (recipients); Colorado Rule 6.04(A); PIPL Art. 23 (name of the recipient).
    """
    if not matter.both or matter.clause.line.heading:
        return
    world = matter.world
    places = lexicon.classes["place"]
    gone = [word for word in _names(matter.clause.old, matter.gone, places) if not world.in_new([word.key])]
    come = [word for word in _names(matter.clause.new, matter.come, places) if not world.in_old([word.key])]
    if gone or come:
        yield matter.finding("named-party", Level.MATERIAL, (Subject.RECIPIENT, Subject.SCOPE))


def _names(text: str, changed: Sequence[Token], places: Terms) -> list[Token]:
    """Words that no dictionary has, and with a capital that no sentence asks for."""
    names: list[Token] = []
    for word in changed:
        raw = text[word.start : word.end]
        inside = any(letter.isupper() for letter in raw[1:]) or (raw[:1].isupper() and word.start > 0)
        word_like = word.sort is Sort.WORD and len(raw) > 2 and raw.isascii() and raw.isalpha()
        if word_like and inside and not is_word(raw.lower()) and not places.within(raw):
            names.append(word)
    return names


def rights_channel(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """The address, form or person for exercising a right changed.

    Source: GDPR Art. 12(2), 13(2)(b) and (d), 38(4); PIPL Art. 17(1)(1) and (3), Art. 50; Colorado Rule 6.04(A)(7).
    """
    if not matter.both:
        return
    mailed = any(word.sort is Sort.EMAIL for word in (*matter.gone, *matter.come))
    if not (mailed or words.classes["channel"].within(" ".join(matter.words()))):
        return
    sentence = f"{matter.clause.old} {matter.clause.new}"
    if words.classes["rights-channel"].within(sentence) or Subject.RIGHTS in subjects_of(
        matter.clause.line, matter.world
    ):
        yield matter.finding("rights-channel", Level.MATERIAL, (Subject.RIGHTS, Subject.CONTACT))


NAME_RULES: Mapping[str, Rule] = {"named-party": named_party, "rights-channel": rights_channel}
