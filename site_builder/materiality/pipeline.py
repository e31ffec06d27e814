"""The order of the judgement, as a list that can be read aloud.

Lines that only say a date are set aside. The others are cut into sentences, sentences are paired, those left
over are looked for in the rest of the text. In each pair, what is proved editorial is taken away; what is left
is judged by the rules of force, then of subject; and what no rule touches is clarifying.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.materiality.edits import Clause, Edit, clause_of
from site_builder.materiality.elsewhere import Placed, elsewhere
from site_builder.materiality.explains import EXPLANATIONS
from site_builder.materiality.lexicon import Lexicon
from site_builder.materiality.lines import Line
from site_builder.materiality.matter import Matter, says_something
from site_builder.materiality.places import points_back
from site_builder.materiality.pointers import points_around
from site_builder.materiality.proofs import ALONE, PROOFS
from site_builder.materiality.renames import rename
from site_builder.materiality.rules_force import FORCE_RULES
from site_builder.materiality.rules_line import (
    date_line,
    dated,
    hidden,
    invisible_characters,
    is_date,
    moved,
    shuffled,
    whole_line,
)
from site_builder.materiality.rules_name import NAME_RULES
from site_builder.materiality.rules_rest import (
    contact,
    enumeration,
    heading,
    list_item,
    reference,
    unproved,
    unread,
    word_order,
)
from site_builder.materiality.rules_subject import SUBJECT_RULES
from site_builder.materiality.sentences import Group, pair, sentences
from site_builder.materiality.signs import Weight
from site_builder.materiality.tokens import Sort, as_seen, tokens
from site_builder.materiality.typography import TYPOGRAPHY, differences
from site_builder.materiality.world import Question, Whole, World
from site_builder.model.change import Kind
from site_builder.model.finding import Evidence, Finding
from site_builder.model.policy import Level
from site_builder.reuse import remembering

# So many verdicts about one clause are kept, for texts around it that answered otherwise.
_MOST_VERDICTS = 4


def findings(world: Whole) -> Iterator[Finding]:
    """Every finding about two texts, in reading order but for sentences that moved."""
    clauses: list[Clause] = []
    lost: list[Placed] = []
    found: list[Placed] = []
    for line in world.texts.changed:
        yield from whole_line(line, world)
        if invisible_characters(line, world):
            yield hidden(line, world)
        line = _as_seen(line, world)  # noqa: PLW2901 - judged is what a reader sees
        if line.old == line.new:
            continue
        if is_date(line):
            yield date_line(line, world)
            continue
        groups = _groups(line)
        if _shuffled(line, groups):
            yield moved(line, world) if _free(line, world) else shuffled(line)
        for group in groups:
            if group.both:
                clauses.append(clause_of(line, group))
            else:
                lost.extend((line, one) for one in group.old)
                found.extend((line, one) for one in group.new)
    for clause in (*clauses, *elsewhere(lost, found, world.texts.order)):
        yield from _judged(clause, world)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was found about a clause, and what its rules had been answered about the texts around it."""

    asked: tuple[tuple[Question, Hashable], ...]
    findings: tuple[Finding, ...]


# The same change stands in the redline of two neighbours and in all redlines since earlier versions.
@remembering(4_096)
def _verdicts(line: Line, old: str, new: str, moved: bool, language: str) -> list[_Verdict]:  # noqa: ARG001, FBT001 - by what they are known
    return []


def _judged(clause: Clause, world: World) -> tuple[Finding, ...]:
    """The findings about a clause: those of an earlier comparison, where its rules would be answered the same."""
    if clause.old == clause.new and not clause.moved:
        return ()  # most sentences of a line that changed
    verdicts = _verdicts(clause.line, clause.old, clause.new, clause.moved, world.language)
    for one in verdicts:
        if all(world.answer(question) == answer for question, answer in one.asked):
            return one.findings
    world.asked.clear()
    found = tuple(_judge(clause, world))
    verdicts.append(_Verdict(tuple(world.asked.items()), found))
    del verdicts[:-_MOST_VERDICTS]
    return found


def _as_seen(line: Line, world: World) -> Line:
    latin = world.words is not None
    old, new = as_seen(line.old, latin=latin), as_seen(line.new, latin=latin)
    return line if (old, new) == (line.old, line.new) else replace(line, old=old, new=new)


def _groups(line: Line) -> tuple[Group, ...]:
    # A heading stays the heading of its section, whatever it says, and a cell the cell of its row and column.
    return _paired(line.old, line.new, line.heading or line.kind is Kind.CELL)


# The same block is compared since each version that had its older wording. The groups are not to be changed.
@remembering(2_048)
def _paired(before: str, after: str, whole: bool) -> tuple[Group, ...]:  # noqa: FBT001 - what is remembered is told by position
    old, new = sentences(before), sentences(after)
    return (Group(list(old), list(new)),) if whole and old and new else tuple(pair(old, new))


def _shuffled(line: Line, groups: Sequence[Group]) -> bool:
    """Whether sentences of a block changed places in it."""
    order = [one.text for one in sentences(line.old)]
    places = [order.index(one.text) for group in groups if group.both for one in group.old]
    return places != sorted(places)


def _free(line: Line, world: World) -> bool:
    """Whether no sentence of a block means another one of it, so that they can stand in any order."""
    if any(points_around(text) for text in (line.old, line.new)):
        return False
    return not any(points_back(one.text, world) for text in (line.old, line.new) for one in sentences(text)[1:])


def _judge(clause: Clause, world: World) -> Iterator[Finding]:
    if clause.moved:
        yield moved(clause.line, world)
    left: list[Edit] = []
    proved: list[Edit] = []
    proofs = _PROOFS if clause.both else _PROOFS_ALONE
    for edit in clause.edits:
        rule = next((name for name, proof in proofs.items() if proof(clause, edit, world)), None)
        if rule is None:
            left.append(edit)
            continue
        if rule in _KEEPS_SIGNS:
            proved.append(edit)
        yield _clause_finding(rule, Level.EDITORIAL, clause, *clause.words(edit))
    if clause.both:
        yield from _between_words(clause, world, proved)
    if not left:
        return
    matter = Matter(clause, tuple(left), world)
    if when := dated(matter):
        yield when
        return
    if word_order(matter):
        yield matter.finding("word-order", Level.EDITORIAL)
        return
    yield from _substance(matter)


_PROOFS = {**PROOFS, "rename": rename}
_PROOFS_ALONE = {name: proof for name, proof in _PROOFS.items() if name in ALONE}
# Proofs of words: the signs around them are as they were. A number in brackets or a link brings signs of its own.
_KEEPS_SIGNS = frozenset({"repeated-word", "article", "compound", "spelling", "agreement", "grammar", "rename"})


def _clause_finding(rule: str, level: Level, clause: Clause, before: str = "", after: str = "") -> Finding:
    return Finding(
        rule=rule,
        level=level,
        evidence=Evidence(section=clause.line.section, before=before, after=after, was=clause.old, now=clause.new),
    )


def _between_words(clause: Clause, world: World, proved: list[Edit]) -> Iterator[Finding]:
    """What differs in a sentence beside its words; proofs are told only where nothing else differs."""
    if clause.old == clause.new:
        return
    found = list(differences(clause, world, proved))
    unproved_ones = [one for one in found if not one.rule]
    for one in unproved_ones:
        rule, level = _GRAVE.get(one.weight, ("unproved", Level.CLARIFYING))
        if world.words is None and level is Level.CLARIFYING:
            rule = "unread-language"
        yield _clause_finding(rule, level, clause, one.before, one.after)
    if clause.edits or unproved_ones:
        return
    if _addresses(clause.old) != _addresses(clause.new):
        yield _clause_finding("contact", Level.CLARIFYING, clause)
        return
    rule = next((name for name in TYPOGRAPHY if found and all(one.rule == name for one in found)), "punctuation")
    if rule == "white-space" and "".join(clause.old.split()) != "".join(clause.new.split()):
        rule = "punctuation"  # "do not" became "don't"
    yield _clause_finding(rule, Level.EDITORIAL, clause)


_GRAVE = {Weight.FIGURE: ("quantity", Level.MATERIAL), Weight.REACH: ("sign", Level.MATERIAL)}


def _addresses(text: str) -> list[str]:
    """The e-mail addresses of a text as they are written: "a@b.c" can be clicked, "a [at] b" has to be typed."""
    return [text[one.start : one.end].casefold() for one in tokens(text) if one.sort is Sort.EMAIL]


def _substance(matter: Matter) -> Iterator[Finding]:
    """What rules say about the words that nothing proved editorial; where all are silent, it is clarifying."""
    words = matter.world.words
    if words is None:
        yield unread(matter)
    elif not says_something((*matter.gone, *matter.come)):
        yield matter.finding("pointer", Level.CLARIFYING)
    elif reference(matter):
        yield matter.finding("reference", Level.CLARIFYING)
    elif found := [*_by_rule(matter, words)]:
        yield from found
    elif contact(matter):
        yield matter.finding("contact", Level.CLARIFYING)
    else:
        yield unproved(matter)


def _by_rule(matter: Matter, words: Lexicon) -> Iterator[Finding]:
    """Force first, then names; then what only labels or explains; then subjects, and what a list is about."""
    exchanged = [one for rule in (*FORCE_RULES.values(), *NAME_RULES.values()) for one in rule(matter, words)]
    if not exchanged and heading(matter, words):
        yield matter.finding("heading", Level.EDITORIAL)
        return
    explanation = next((name for name, holds in EXPLANATIONS.items() if holds(matter, words)), None)
    if explanation and not matter.both:
        yield matter.finding(explanation, Level.CLARIFYING)
        return
    named = (rule for name, rule in SUBJECT_RULES.items() if words.subjects[name][1] in matter.present)
    about = [one for rule in named for one in rule(matter, words)]
    yield from (*exchanged, *about)
    if not exchanged and not about:
        yield from list_item(matter)
        yield from enumeration(matter, words)
