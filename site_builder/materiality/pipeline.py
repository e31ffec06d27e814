"""The order of the judgement, as a list that can be read aloud.

Lines that only say a date are set aside. The others are cut into sentences, sentences are paired, those left
over are looked for in the rest of the text. In each pair, what is proved editorial is taken away; what is left
is judged by the rules of force, then of subject; and what no rule touches is clarifying.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_builder.materiality.dates import binds, dates, is_date_line
from site_builder.materiality.edits import Clause, Edit, clause_of, keys
from site_builder.materiality.explains import EXPLANATIONS
from site_builder.materiality.lexicon import Lexicon
from site_builder.materiality.lines import Line
from site_builder.materiality.matter import Matter, says_something
from site_builder.materiality.prior import LISTED, NAMED, subjects_of
from site_builder.materiality.proofs import PROOFS, typography
from site_builder.materiality.renames import rename
from site_builder.materiality.rules_name import NAME_RULES
from site_builder.materiality.rules_force import FORCE_RULES, is_postal
from site_builder.materiality.rules_subject import subjects
from site_builder.materiality.sentences import Group, Sentence, alike, pair, sentences
from site_builder.materiality.tokens import Sort, tokens, visible
from site_builder.materiality.world import World, host
from site_builder.model.change import Target
from site_builder.model.finding import Evidence, Finding, Subject
from site_builder.model.policy import Level

_LEAST_ALIKE_ELSEWHERE = 0.6
_LEAST_WORDS_ELSEWHERE = 4


def findings(world: World) -> Iterator[Finding]:
    """Every finding about two texts, in reading order but for sentences that moved."""
    clauses: list[Clause] = []
    lost: list[tuple[Line, Sentence]] = []
    found: list[tuple[Line, Sentence]] = []
    for line in world.texts.changed:
        yield from _markup(line, world)
        if line.old == line.new:
            continue
        if _is_date(line):
            yield from _date(line, world)
            continue
        for group in _groups(line):
            if group.both:
                clauses.append(clause_of(line, group))
            else:
                lost.extend((line, one) for one in group.old)
                found.extend((line, one) for one in group.new)
    for clause in (*clauses, *_elsewhere(lost, found)):
        yield from _judge(clause, world)


def _groups(line: Line) -> list[Group]:
    old, new = sentences(line.old), sentences(line.new)
    # A heading stays the heading of its section, whatever it says.
    return [Group(list(old), list(new))] if line.heading and old and new else pair(old, new)


def _elsewhere(lost: list[tuple[Line, Sentence]], found: list[tuple[Line, Sentence]]) -> Iterator[Clause]:
    """Sentences that left one place and came to another, then those that are really gone and really new."""
    scores: list[tuple[float, int, int]] = []
    for i, (_, one) in enumerate(lost):
        for j, (_, two) in enumerate(found):
            if one.keys == two.keys:
                scores.append((2.0, -i, -j))
            elif min(len(one.keys), len(two.keys)) >= _LEAST_WORDS_ELSEWHERE:
                score = alike(one.keys, two.keys)
                if score >= _LEAST_ALIKE_ELSEWHERE:
                    scores.append((score, -i, -j))
    here: set[int] = set()
    there: set[int] = set()
    for _, i, j in sorted(scores, reverse=True):
        if -i in here or -j in there:
            continue
        here.add(-i)
        there.add(-j)
        line = replace(found[-j][0], came_from=lost[-i][0].context)
        yield clause_of(line, Group([lost[-i][1]], [found[-j][1]]), moved=True)
    for i, (line, sentence) in enumerate(lost):
        if i not in here:
            yield clause_of(line, Group([sentence], []))
    for j, (line, sentence) in enumerate(found):
        if j not in there:
            yield clause_of(line, Group([], [sentence]))


# --- lines ------------------------------------------------------------------------------------------------


def _line_finding(rule: str, level: Level, line: Line, before: str = "", after: str = "") -> Finding:
    return Finding(
        rule=rule,
        level=level,
        evidence=Evidence(section=line.section, before=before, after=after, was=line.old, now=line.new),
    )


def _moved(line: Line, world: World) -> Finding:
    """A line stands elsewhere. An item under other words that introduce it says something else."""
    stays = _same_context(line.came_from, line.context) or _same_context(line.was_behind, line.behind)
    if not line.item or stays or world.words is None:
        return _line_finding("moved", Level.EDITORIAL, line)
    if any(subject in LISTED for subject in (*subjects_of(line, world), *subjects_of(replace(line, context=line.came_from), world))):
        return _line_finding("moved-item", Level.MATERIAL, line, line.came_from, line.context)
    return _line_finding("moved-item", Level.CLARIFYING, line, line.came_from, line.context)


def _same_context(old: str, new: str) -> bool:
    return not old or not new or alike(*(sum((one.keys for one in sentences(text)), ()) for text in (old, new))) >= 0.5


def _markup(line: Line, world: World) -> Iterator[Finding]:
    """Findings about a line that need no look at its words."""
    if line.moved:
        yield _moved(line, world)
    if line.restyled or line.reshaped:
        yield _line_finding("markup", Level.EDITORIAL, line)
    for target in line.targets:
        if "mailto:" in target.before and "mailto:" in target.after:
            yield _line_finding("contact", Level.CLARIFYING, line, target.before, target.after)
        elif not target.after and _leads_to_a_right(target, line, world):
            yield replace(
                _line_finding("rights-channel", Level.MATERIAL, line, target.before, ""), subjects=(Subject.RIGHTS,)
            )
        elif not target.before and host(target.after) and not _is_own(target, line, world):
            yield _line_finding("pointer", Level.CLARIFYING, line, "", target.after)
        else:
            yield _line_finding("link", Level.EDITORIAL, line, target.before, target.after)


def _leads_to_a_right(target: Target, line: Line, world: World) -> bool:
    """Whether words that lost their link were the way to exercise a right."""
    return world.words is not None and world.words.classes["rights-channel"].within(target.words)


def _is_own(target: Target, line: Line, world: World) -> bool:
    """Whether a new link leads where the text already led, or where its own words say."""
    words, href = target.words, target.after
    bare = href.split("//")[-1].rstrip("/").casefold()
    if not href.startswith("http") or bare.split("?")[0][:60] in line.old.casefold():
        return True
    return host(href) in world.hosts or words.casefold().split("//")[-1].rstrip("/") in bare or _named(words, href)


def _named(words: str, href: str) -> bool:
    name = host(href).split(".")[0]
    return bool(name) and name in words.casefold().replace(" ", "")


def _is_date(line: Line) -> bool:
    return (not line.old or is_date_line(line.old)) and (not line.new or is_date_line(line.new))


def _date(line: Line, world: World) -> Iterator[Finding]:
    """A line that says when the text was issued; or from when it binds, where that moves by itself."""
    one, two = dates(line.old), dates(line.new)
    others = [other for other in world.texts.changed if other is not line and _is_date(other) and other.old != other.new]
    issued = [text for text in world.texts.new if is_date_line(text) and not binds(text) and dates(text)]
    alone = binds(line.new or line.old) and set(one) != set(two) and not others and bool(issued)
    first = binds(line.new or line.old) and bool(one) != bool(two) and not issued
    level = Level.CLARIFYING if alone or first else Level.EDITORIAL
    yield _line_finding("effective-date" if level > Level.EDITORIAL else "date-line", level, line, ", ".join(one), ", ".join(two))


# --- clauses ----------------------------------------------------------------------------------------------


def _judge(clause: Clause, world: World) -> Iterator[Finding]:
    if clause.moved:
        yield _moved(clause.line, world)
    if clause.both and not clause.edits:
        yield from _same_words(clause)
        return
    left: list[Edit] = []
    for edit in clause.edits:
        rule = next((name for name, proof in _PROOFS.items() if proof(clause, edit, world)), None)
        if rule is None:
            left.append(edit)
        else:
            yield _clause_finding(rule, Level.EDITORIAL, clause, *clause.words(edit))
    if not left:
        return
    matter = Matter(clause, tuple(left), world)
    if _reordered(matter):
        yield matter.finding("word-order", Level.EDITORIAL)
        return
    yield from _substance(matter)


_PROOFS = PROOFS | {"rename": rename}


def _clause_finding(rule: str, level: Level, clause: Clause, before: str = "", after: str = "") -> Finding:
    return Finding(
        rule=rule,
        level=level,
        evidence=Evidence(section=clause.line.section, before=before, after=after, was=clause.old, now=clause.new),
    )


def _same_words(clause: Clause) -> Iterator[Finding]:
    if clause.old == clause.new:
        return
    rule = typography(clause.old, clause.new, visible=visible)
    if _addresses(clause.old) != _addresses(clause.new):
        yield _clause_finding("contact", Level.CLARIFYING, clause)
    elif rule is None or _stops(clause.old) != _stops(clause.new):
        yield _clause_finding("unproved", Level.CLARIFYING, clause)
    else:
        yield _clause_finding(rule, Level.EDITORIAL, clause)


def _addresses(text: str) -> list[str]:
    """The e-mail addresses of a text as they are written: "a@b.c" can be clicked, "a [at] b" has to be typed."""
    return [text[one.start : one.end].casefold() for one in tokens(text) if one.sort is Sort.EMAIL]


def _stops(text: str) -> list[int]:
    """After how many words a sentence ends, the last one apart: a full stop that moves moves a condition."""
    ends: list[int] = []
    for one in sentences(text):
        ends.append(len(one.words) + (ends[-1] if ends else 0))
    return ends[:-1]


def _reordered(matter: Matter) -> bool:
    """A part of a sentence, three words or more and none of them of weight, stands elsewhere in it."""
    words = matter.world.words
    if words is None or words.language != "en" or not matter.both:
        return False
    if sorted(keys(matter.gone)) != sorted(keys(matter.come)):
        return False
    longest = max((edit.b - edit.a for edit in matter.edits), default=0)
    if longest < 3:
        return False
    for name, terms in words.forces.items():
        if name not in ("connective", "quality") and any(
            terms.within(text) for edit in matter.edits for text in matter.clause.words(edit)
        ):
            return False
    return True


def _substance(matter: Matter) -> Iterator[Finding]:
    world, line = matter.world, matter.clause.line
    words = world.words
    if words is None:
        yield from _unread(matter)
        return
    if not says_something((*matter.gone, *matter.come)):
        yield matter.finding("pointer", Level.CLARIFYING)
        return
    found: list[Finding] = []
    if matter.both:
        for rule in FORCE_RULES.values():
            found.extend(rule(matter, words))
        for rule in NAME_RULES.values():
            found.extend(rule(matter, words))
    if line.heading and not found and _is_label(matter, words):
        yield matter.finding("heading", Level.EDITORIAL)
        return
    if not matter.both:
        name = next((name for name, holds in EXPLANATIONS.items() if holds(matter, words)), None)
        if name:
            yield matter.finding(name, Level.CLARIFYING)
            return
    found.extend(subjects(matter, words))
    if not found and line.item and not (line.old and line.new):
        known = NAMED if _only_link(line) else LISTED
        prior = [subject for subject in subjects_of(line, world) if subject in known]
        if prior:
            found.append(matter.finding("list-item", Level.MATERIAL, prior[:2]))
    if found:
        yield from found
    elif is_postal(matter) or any(word.sort is Sort.EMAIL for word in (*matter.gone, *matter.come)):
        yield matter.finding("contact", Level.CLARIFYING)
    else:
        yield matter.finding("unproved", Level.CLARIFYING)


def _is_label(matter: Matter, words: Lexicon) -> bool:
    """Whether a heading names what stands under it, and provides nothing itself: "No refunds" does."""
    if any(words.forces[name].within(matter.text) for name in ("negation", "modality", "quantifier", "condition")):
        return False
    return matter.both or not words.classes["party"].within(matter.text)


def _only_link(line: Line) -> bool:
    """Whether an item is a link and nothing else."""
    links = line.new_links if line.new else line.old_links
    return any(words == (line.new or line.old) for words, _ in links)


def _unread(matter: Matter) -> Iterator[Finding]:
    """In a language that the rules do not read, figures are still figures; the rest is never editorial."""
    figures = [word for word in (*matter.gone, *matter.come) if word.sort in (Sort.NUMBER, Sort.SYMBOL)]
    if figures:
        yield matter.finding("quantity", Level.MATERIAL)
    else:
        yield matter.finding("unread-language", Level.CLARIFYING)
