"""Rules asked before and after the others: what only changed its place, and what is left when all are silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.materiality.edits import Edit, keys
from site_builder.materiality.labels import refers
from site_builder.materiality.lexicon import Lexicon
from site_builder.materiality.lines import Line
from site_builder.materiality.matter import Matter
from site_builder.materiality.prior import ENUMERATED, LISTED, NAMED, subjects_of
from site_builder.materiality.rules_force import is_phone, is_postal
from site_builder.materiality.tokens import Sort
from site_builder.model.finding import Finding
from site_builder.model.policy import Level

# A part of a sentence is long enough to be known again in another place.
_LEAST_MOVED = 3
# A sentence with a list has so many of its signs.
_LEAST_COMMAS = 2
_LIST_SIGN = re.compile(r"[,、;；]|\b(?:and|or)\b")
_BEFORE_MEMBER = (",", "、", ";", "；", " and", " or", "和", "及", "或")
_BEHIND_MEMBER = (",", "、", ";", "；", ".", "。", ")", "）", "and ", "or ", "和", "及", "或", "等")
_ONLY = re.compile(r"\b(?:only|solely|exclusively|except)\b", re.IGNORECASE)
_POSSESSIVE = frozenset({"your", "our", "their", "yours"})
_JOINING = frozenset({"and", "or", "和", "及", "或", "与"})
# Words that may move within a sentence with the part they belong to.
_MOVABLE = frozenset({"connective", "quality"})


def word_order(matter: Matter) -> bool:
    """A part of a sentence, three words or more, stands elsewhere in it, and no word in it turns what it says round.

    Nor is there a party, number, place or name in it ("the buyer pays the seller"), and nothing in the sentence
    before it denies or restricts what comes behind.
    """
    words = matter.world.words
    if words is None or words.language != "en" or not matter.both:
        return False
    if sorted(keys(matter.gone)) != sorted(keys(matter.come)):
        return False
    if max(edit.b - edit.a for edit in matter.edits) < _LEAST_MOVED:
        return False
    weighty = [terms for name, terms in words.forces.items() if name not in _MOVABLE]
    parts = [text for edit in matter.edits for text in matter.clause.words(edit)]
    weighty += [words.classes[name] for name in ("place", "number", "period", "money")]
    parties = {hit.term for text in parts for hit in words.classes["party"].find(text)} - _POSSESSIVE
    if (
        parties
        or any(terms.within(text) for terms in weighty for text in parts)
        or any(word.sort is not Sort.WORD for word in (*matter.gone, *matter.come))
    ):
        return False
    return not any(words.forces["negation"].within(text) or _ONLY.search(text) for text in _whole(matter))


def _whole(matter: Matter) -> tuple[str, str]:
    return matter.clause.old, matter.clause.new


def heading(matter: Matter, words: Lexicon) -> bool:
    """A heading says otherwise what stands under it, and provides nothing itself.

    "No refunds" provides something: a heading with a negation, a number, a condition or a name is judged as a
    sentence is. So is one that goes over to another subject: "Data we collect", "Data we sell".

    Source: the common clause that headings are for convenience; the text under them is compared for itself.
    """
    if not matter.clause.line.heading:
        return False
    if any(words.forces[name].within(matter.text) for name in ("negation", "modality", "quantifier", "condition")):
        return False
    if not matter.both:
        # A heading that comes or goes says of what stands under it to whom and to what it applies.
        governs = [words.classes["party"], words.classes["place"], words.subjects["age"][1]]
        governs += [words.subjects[name][1] for name in ("sale-sharing", "collection", "recipient")]
        return not any(terms.within(matter.text) for terms in governs)
    gone, come = (
        {subject for subject, terms in words.subjects.values() if terms.within(text)}
        for text in (matter.clause.old, matter.clause.new)
    )
    return not gone or not come or bool(gone & come)


def list_item(matter: Matter) -> Iterator[Finding]:
    """An item came into or left a list that is the provision itself: of data, recipients, purposes, bans.

    Source: GDPR Art. 13(1)(e); PIPL Art. 17(1)(2); Colorado 4 CCR 904-3 Rule 6.04.
    """
    line = matter.clause.line
    if matter.both or not line.item or (line.old and line.new):
        return
    known = NAMED if _only_link(line) else LISTED
    prior = [subject for subject in subjects_of(line, matter.world) if subject in known]
    if prior:
        yield matter.finding("list-item", Level.MATERIAL, prior[:2])


def enumeration(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """A member came into or left a list within a sentence, and the sentence is about a material subject.

    "We collect prompts, editor actions, and files": whatever else is named there is collected too.

    Source: as for ``list-item``.
    """
    members = [edit for edit in matter.edits if matter.both and _is_member(matter, edit)]
    if not members:
        return
    kept = f"{matter.clause.old} {matter.clause.new}"
    about = [subject for subject, terms in words.subjects.values() if subject in ENUMERATED and terms.within(kept)]
    if about:
        yield matter.finding("enumeration", Level.MATERIAL, list(dict.fromkeys(about))[:2])


def _is_member(matter: Matter, edit: Edit) -> bool:
    """Whether words that came or went stand between the commas of a list, or behind its "and"."""
    gone, come = matter.clause.removed(edit), matter.clause.added(edit)
    if bool(gone) == bool(come) or all(word.key in _JOINING for word in (*gone, *come)):
        return False
    text, part = (matter.clause.old, gone) if gone else (matter.clause.new, come)
    left, right = text[: part[0].start].rstrip(), text[part[-1].end :].lstrip()
    starts = left.endswith(_BEFORE_MEMBER) or part[0].key in _JOINING
    ends = not right or right.startswith(_BEHIND_MEMBER)
    return starts and ends and len(_LIST_SIGN.findall(text)) >= _LEAST_COMMAS


def _only_link(line: Line) -> bool:
    """Whether an item is a link and nothing else."""
    links = line.new_links if line.new else line.old_links
    return any(words == (line.new or line.old) for words, _ in links)


def reference(matter: Matter) -> bool:
    """A reference leads to another section, and nothing shows that this is the same section under another number.

    A reference to a law is no such reference: "Article 6(1)(f)" and "Article 6(1)(a)" are two legal bases.

    Source: WP260 rev.01 ¶12 (what the reader is referred to has to be the right thing).
    """
    return matter.both and all(refers(matter.clause, edit) for edit in matter.edits)


def contact(matter: Matter) -> bool:
    """A postal address, mailbox or telephone number changed, by which no right is exercised.

    Source: WP260 rev.01 ¶29 names the contact among what has to stay right; that it is right again adapts nothing.
    """
    mailed = any(word.sort is Sort.EMAIL for word in (*matter.gone, *matter.come))
    return is_postal(matter) or is_phone(matter) or mailed


def unproved(matter: Matter) -> Finding:
    """Words changed, nothing proves it editorial, and no material subject is touched: clarifying.

    Source: WP260 rev.01 ¶29: a change is told to readers unless it can have no effect on them.
    """
    return matter.finding("unproved", Level.CLARIFYING)


def unread(matter: Matter) -> Finding:
    """Words changed in a language that the rules do not read, and may say anything: never editorial.

    Figures are figures in every language, and material.
    """
    figures = [word for word in (*matter.gone, *matter.come) if word.sort in (Sort.NUMBER, Sort.SYMBOL)]
    rule, level = ("quantity", Level.MATERIAL) if figures else ("unread-language", Level.CLARIFYING)
    return matter.finding(rule, level)
