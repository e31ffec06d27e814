"""Rules for a line as a whole: what stands elsewhere, leads elsewhere, or only says a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from site_builder.materiality.dates import (
    besides_dates,
    binds,
    date_spans,
    dates,
    is_copyright,
    is_date_line,
    says_when,
)
from site_builder.materiality.lines import Line
from site_builder.materiality.matter import Matter
from site_builder.materiality.places import governs_alike, points_back, turned_round
from site_builder.materiality.pointers import introduces, points_around
from site_builder.materiality.prior import LISTED, subjects_of
from site_builder.materiality.tokens import disguises
from site_builder.materiality.world import Whole, World, host
from site_builder.model.change import Target
from site_builder.model.finding import Evidence, Finding, Subject
from site_builder.model.policy import Level

# The words of a name, where they are long enough to tell one from another.
_NAME = re.compile(r"[^\W\d_]{4,}")
# The number or letter in front of an anchor: "6-additional-terms".
_LABEL = re.compile(r"^(?:[a-z]|[0-9]{1,3})-")


def _line_finding(rule: str, level: Level, line: Line, before: str = "", after: str = "") -> Finding:
    return Finding(
        rule=rule,
        level=level,
        evidence=Evidence(section=line.section, before=before, after=after, was=line.old, now=line.new),
    )


def moved(line: Line, world: World) -> Finding:
    """A line or sentence stands elsewhere, and says there what it said before: what governs it governs alike.

    Source: WP260 rev.01 ¶29: what counts is what the reader is told.
    """
    text = line.new or line.old
    free = not introduces(text) and (line.item or line.heading or not points_back(text, world))
    if not free or not governs_alike(line.was_at, line.is_at, text, world):
        return moved_item(line, world)
    # A sentence that came from another item into one of a numbered list has another number as well.
    is_numbered = line.reordered or (line.numbered and not line.moved)
    if is_numbered or line.passes or points_around(text):
        return order(line)
    return _line_finding("moved", Level.EDITORIAL, line)


def order(line: Line) -> Finding:
    """An item of a numbered list has another number, or a line stands above what it stood below, where that counts.

    The numbers may be those of steps or ranks, and others may refer to them. "The purposes above" are those that
    stand above, whichever they are: so it matters where a line stands that says "above", "below" or "the following",
    and past which such line another one moved.

    Source: WP260 rev.01 ¶29 and ¶12: what counts is what the reader is told, and the order is a part of it.
    """
    return _line_finding("order", Level.CLARIFYING, line)


def shuffled(line: Line) -> Finding:
    """Sentences of a block changed places, and one of them means the sentence before it."""
    return _line_finding("unproved", Level.CLARIFYING, line)


def moved_item(line: Line, world: World) -> Finding:
    """What stood under one introduction stands under another one, where it says something else.

    From "we never collect" to "we collect", from the column "EU" to the column "US", from "for children" to "for
    all": material, and wherever one of the two places has a material subject. Clarifying elsewhere.

    Source: WP260 rev.01 ¶29; Colorado 4 CCR 904-3 Rule 6.04.
    """
    was, now = (" · ".join([*filter(None, one.leads)] or one.headings[-1:]) for one in (line.was_at, line.is_at))
    there = replace(line, context=was)
    about = [subject for subject in (*subjects_of(line, world), *subjects_of(there, world)) if subject in LISTED]
    level = Level.MATERIAL if about or turned_round(line.was_at, line.is_at, world) else Level.CLARIFYING
    found = _line_finding("moved-item", level, line, was, now)
    return replace(found, subjects=tuple(dict.fromkeys(about))[:2])


def whole_line(line: Line, world: Whole) -> Iterator[Finding]:
    """Findings about a line that need no look at its words."""
    if line.moved:
        yield moved(line, world)
    elif _left_its_parent(line) and not governs_alike(line.was_at, line.is_at, ".", world):
        yield moved_item(line, world)
    if line.restyled or line.reshaped:
        yield markup(line)
    for target in line.targets:
        yield leads_elsewhere(target, line, world)


def _left_its_parent(line: Line) -> bool:
    """Whether a section under "For users in the EU" came to stand beside it, or the other way round."""
    return line.title and len(line.was_at.headings) != len(line.is_at.headings)


def markup(line: Line) -> Finding:
    """Emphasis, the level of a heading or the form of a list changed, and no word did."""
    return _line_finding("markup", Level.EDITORIAL, line)


def invisible_characters(line: Line, world: World) -> bool:
    """Characters that nobody sees, or that are taken for other letters, came, went or changed, whatever else did.

    Where nothing else did, no reader can see a change, and yet programs read another text: a search, a screen
    reader, the address of a link. Judged is what is seen.

    Source: Unicode TR36, UTS 39 and the "Trojan Source" paper (2021): told apart, because it may be an attack.
    """
    return _disguises(line.old, world) != _disguises(line.new, world)


def hidden(line: Line, world: World) -> Finding:
    """The finding about a line with characters that nobody sees, or takes for others, by their numbers."""
    was, now = (
        "".join(f"⟦U+{ord(character):04X}⟧" for run in _disguises(text, world) for character in run)
        for text in (line.old, line.new)
    )
    return _line_finding("invisible", Level.EDITORIAL, line, was, now)


def _disguises(text: str, world: World) -> tuple[str, ...]:
    return disguises(text, latin=world.words is not None)


def leads_elsewhere(target: Target, line: Line, world: Whole) -> Finding:
    """Words that stayed lead to another address.

    An address that was repaired is editorial, on the same host, on one with the same name, or where its own words
    name the other one; elsewhere somebody else may answer there, and it is clarifying. One on words by which a
    right is exercised that leads to another host is material. A reference that leads to another section of the text
    is clarifying. One on words that had none is a pointer, and clarifying, where it leads to a third party; a
    mailbox that was exchanged is clarifying. Words that were the way to exercise a right and lead nowhere now are
    material.

    Source: WP260 rev.01 ¶29, ¶35 (links to layers of a notice); GDPR Art. 12(2).
    """
    if "mailto:" in target.before and "mailto:" in target.after:
        return _line_finding("contact", Level.CLARIFYING, line, target.before, target.after)
    away = host(target.before) and host(target.after) and host(target.before) != host(target.after)
    if (not target.after or away) and _leads_to_a_right(target, world):
        found = _line_finding("rights-channel", Level.MATERIAL, line, target.before, target.after)
        return replace(found, subjects=(Subject.RIGHTS,))
    if _refers_elsewhere(target, world):
        return _line_finding("reference", Level.CLARIFYING, line, target.before, target.after)
    if away and not _of_the_same_name(target):
        return _line_finding("pointer", Level.CLARIFYING, line, target.before, target.after)
    if not target.before and host(target.after) and not _is_own(target, line, world):
        return _line_finding("pointer", Level.CLARIFYING, line, "", target.after)
    return _line_finding("link", Level.EDITORIAL, line, target.before, target.after)


def _leads_to_a_right(target: Target, world: World) -> bool:
    """Whether words that lost their link were the way to exercise a right."""
    return world.words is not None and world.words.classes["rights-channel"].within(target.words)


def _refers_elsewhere(target: Target, world: Whole) -> bool:
    """Whether a reference within the text leads to another of its sections: one that both texts have."""
    one, two = target.before.removeprefix("#"), target.after.removeprefix("#")
    if not (target.before.startswith("#") and target.after.startswith("#")) or one == two:
        return False
    if _LABEL.sub("", one) == _LABEL.sub("", two):
        return False  # the section with that title, by its right number
    new = world.texts.new_ids | {_slug(heading) for heading in world.texts.new_headings}
    old = world.texts.old_ids | {_slug(heading) for heading in world.texts.old_headings}
    return one in new or two in old


def _slug(heading: str) -> str:
    """The anchor that a heading without an id of its own has on most sites."""
    return re.sub(r"[^\w\s-]", "", heading.casefold()).strip().replace(" ", "-")


def _is_own(target: Target, line: Line, world: Whole) -> bool:
    """Whether a new link leads where the text already led, or where its own words say."""
    words, href = target.words, target.after
    bare = href.split("//")[-1].rstrip("/").casefold()
    if not href.startswith("http") or bare.split("?")[0][:60] in line.old.casefold():
        return True
    return host(href) in world.hosts or words.casefold().split("//")[-1].rstrip("/") in bare or _says(words, href)


def _of_the_same_name(target: Target) -> bool:
    """Whether another host has the name of the old one, or is called as the link's own words say."""
    one, two = (_NAME.findall(host(href).split(".")[0].casefold()) for href in (target.before, target.after))
    is_akin = any(old.startswith(new) or new.startswith(old) for old in one for new in two)
    address = target.after.split("//")[-1].split("/")[0].casefold()
    is_called_so = set(_NAME.findall(target.words.casefold())) & set(_NAME.findall(address))
    return is_akin or bool(is_called_so) or _says(target.words, target.after)


def _says(words: str, href: str) -> bool:
    name = host(href).split(".")[0]
    return bool(name) and name in words.casefold().replace(" ", "")


def is_date(line: Line) -> bool:
    """Whether a line says a date and nothing else, in whichever of the texts it stands; its other words stayed."""
    if not all(is_date_line(text) for text in (line.old, line.new) if text):
        return False
    if line.old and line.new and (is_copyright(line.old) or is_copyright(line.new)):
        return besides_dates(line.old) == besides_dates(line.new)
    return True


def dated(matter: Matter) -> Finding | None:
    """In a sentence that says when the text was issued or takes effect, the date changed and nothing else.

    Source: as for ``date_line``.
    """
    clause = matter.clause
    if not matter.both or not (says_when(clause.old) and says_when(clause.new)):
        return None
    for text, words in ((clause.old, matter.gone), (clause.new, matter.come)):
        spans = date_spans(text)
        if not all(any(start <= word.start and word.end <= end for start, end in spans) for word in words):
            return None
    if binds(clause.new):
        return matter.finding("effective-date", Level.CLARIFYING)
    return matter.finding("date-line", Level.EDITORIAL)


def date_line(line: Line, world: Whole) -> Finding:
    """A line that says when the text was issued or takes effect, or a year of copyright, and nothing else.

    Source: WP260 rev.01 ¶29: a date tells that the text changed; it is not the change.
    """
    was, now = ", ".join(dates(line.old)), ", ".join(dates(line.new))
    if effective_date(line, world):
        return _line_finding("effective-date", Level.CLARIFYING, line, was, now)
    return _line_finding("date-line", Level.EDITORIAL, line, was, now)


def effective_date(line: Line, world: Whole) -> bool:
    """The date from which the text binds moves while that of its issue stays, or is set for the first time.

    Source: WP260 rev.01 ¶29–31 (notice well before a change takes effect); EU P2B Regulation Art. 3(2).
    """
    if not binds(line.new or line.old):
        return False
    one, two = dates(line.old), dates(line.new)
    changed = [
        other for other in world.texts.changed if other is not line and other.old != other.new and is_date(other)
    ]
    issued = any(is_date_line(text) and not binds(text) and dates(text) for text in world.texts.new)
    if issued:
        return set(one) != set(two) and not changed
    return bool(one) != bool(two)
