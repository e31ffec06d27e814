"""Words on a redline that belong to neither text, and the list of changes that is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, takewhile

from site_builder.characters import spelled
from site_builder.markup.html import Html, element, escape, join
from site_builder.model.change import Aspect, Change, ChangeKind, Op, SectionChange, Target, after
from site_builder.outputs.marked.labels import Labels
from site_builder.text import words as cut_words

_EXCERPT = 60


def note(words: str, *, hidden: bool = False, name: str = "span") -> Html:
    """A note; a hidden one is for those who hear the page instead of seeing it."""
    kind = "redline-spoken" if hidden else "redline-note"
    return element(name, Html(escape(spelled(words))), class_=kind, data_redline="note")


def words_of(template: str, *values: object) -> str:
    """A label with its values put in; not ``str.format``, which would run what a catalogue says."""
    given = iter(values)
    # A value may have braces itself, and nothing is put into those.
    return re.sub(r"\{\}", lambda place: str(next(given, place[0])), template)


def relinked(target: Target, labels: Labels) -> str:
    """That a link leads elsewhere, in one line: its words can have a line break, and a row of a table has none."""
    after_, before = target.after or labels.nowhere, target.before or labels.nowhere
    return words_of(labels.link_before, " ".join(target.words.split()), after_, before)


def name_of(section: SectionChange, labels: Labels) -> str:
    """What a section is called in notes: its number and title."""
    head = section.head
    title = spelled(head.title.replace("\n", " ")) or labels.opening
    return f"{labels.numbered(head.number)} {title}" if head.number and not head.typed else title


def aspects_of(section: SectionChange) -> str:
    """In which respects a section differs, with the number of its move."""
    return ", ".join(
        f"{aspect} ({section.move})" if aspect is Aspect.MOVED else str(aspect) for aspect in section.aspects
    )


def summary_of(change: Change, labels: Labels) -> str:
    """One change in a line: what it is and, where that is short, its words."""
    kind = labels.kinds[change.kind]
    if change.kind is ChangeKind.RENUMBERED and change.section.before and change.section.after:
        before, after_ = (
            labels.numbered(head.number) if head.number and not head.typed else head.number
            for head in (change.section.before, change.section.after)
        )
        return f"{kind}: {before or '–'} {labels.arrow} {after_ or '–'}"
    if change.kind is ChangeKind.RELINKED:
        target = next(target for piece in change.pieces for leaf in piece.leaves() for target in leaf.targets)
        return f"{kind}: {words_of(labels.quoted, _short(target.words))}"
    if change.kind is ChangeKind.MOVED:
        moved = " ".join(after(leaf.spans) for leaf in change.pieces[0].leaves())
        return f"{kind}: {words_of(labels.quoted, _short(moved))}"
    edits = list(_edits(change))
    if not edits:
        return kind
    removed, added = edits[0]
    if change.kind is ChangeKind.REPLACED:
        added = next((one for _, one in edits if one), "")
    said = f" {labels.arrow} ".join(words_of(labels.quoted, _short(words)) for words in (removed, added) if words)
    return f"{kind}: {said}{' …' if len(edits) > 1 else ''}"


def _edits(change: Change) -> Iterator[tuple[str, str]]:
    """What was removed and what was added, place by place, without places that have white space only."""
    for leaf in (leaf for piece in change.pieces for leaf in piece.leaves()):
        for kept, spans in groupby(leaf.spans, key=lambda span: span.op is Op.KEPT):
            run = list(spans)
            removed = "".join(span.text for span in run if span.op is Op.REMOVED).strip()
            added = "".join(span.text for span in run if span.op is Op.ADDED).strip()
            if not kept and (removed or added):
                yield removed, added


def _short(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= _EXCERPT:
        return spelled(line)
    # Where it is cut, no letter is torn from its accent; only a word that is too long itself can be.
    ends = takewhile(lambda end: end < _EXCERPT, accumulate(map(len, cut_words(line))))
    return spelled(f"{line[: max(ends, default=_EXCERPT - 1)].rstrip()}…")


def count_of(changes: Sequence[Change], labels: Labels) -> str:
    """How many changes there are, in words."""
    if not changes:
        return labels.no_changes
    return labels.one_change if len(changes) == 1 else words_of(labels.changes, len(changes))


def _isolated(summary: str, labels: Labels) -> Html:
    """A summary whose quotations keep their own direction and leave that of the words around them alone."""
    start, end = (re.escape(escape(sign)) for sign in labels.quoted.split("{}"))
    return Html(re.sub(f"{start}.*?{end}", r"<bdi>\g<0></bdi>", escape(summary)))


def changes_note(changes: Sequence[Change], labels: Labels, prefix: str) -> Html:
    """The list of changes, each leading to its place; all of it is a note."""
    title = element("p", Html(escape(count_of(changes, labels))), class_="redline-count")
    lines = [
        element(
            "li",
            element(
                "a",
                element("b", Html(escape(name_of(change.section, labels)))),
                Html(" "),
                _isolated(summary_of(change, labels), labels),
                href=f"#{prefix}change-{change.number}",
            ),
            class_=f"redline-is-{change.kind}",
        )
        for change in changes
    ]
    inner = join((title, element("ol", *lines))) if lines else title
    return element(
        "nav",
        inner,
        class_="redline-changes",
        data_redline="note",
        aria_label=count_of(changes, labels),
    )
