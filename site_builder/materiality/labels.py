"""Proofs about the labels of sections and items: what was only numbered otherwise, and what refers to it."""

from __future__ import annotations

import re

from site_builder.materiality.edits import Clause, Edit, keys
from site_builder.materiality.tokens import Sort, Token
from site_builder.materiality.world import World

_LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxlc]{1,6})\Z")
_REFERENCES = frozenset(
    {
        *("section", "sections", "clause", "clauses", "article", "articles", "paragraph", "paragraphs", "part"),
        *("annex", "exhibit", "schedule", "appendix", "chapter", "step", "item", "§", "第", "条", "节", "款", "项"),
    }
)
# What the articles of a law are followed by.
_LAWS = frozenset(
    {
        *("gdpr", "act", "regulation", "directive", "law", "code", "ccpa", "cpra", "lgpd", "pipl", "statute"),
        *("eu", "usc"),
        *("convention", "treaty", "rules", "法", "条例", "constitution", "ordinance", "rome", "brussels", "dsa", "dma"),
    }
)
_NAME_BEHIND = 8
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_HAN_LABEL = frozenset("零一二三四五六七八九十百")


def refers(clause: Clause, edit: Edit) -> bool:
    """Whether an edit exchanges the number by which a section, and not the article of a law, is referred to."""
    gone, come = clause.removed(edit), clause.added(edit)
    if not edit.a or len(gone) != 1 or not _is_label(gone) or not come or not _is_label(come[:1]):
        return False
    at = edit.a - 1
    while at > 0 and edit.a - at <= 3 and _is_label(clause.one[at : at + 1]):
        at -= 1
    return clause.one[at].key in _REFERENCES and not any(word.key in _LAWS for word in _behind(clause, edit))


def _behind(clause: Clause, edit: Edit) -> tuple[Token, ...]:
    return clause.two[edit.d : edit.d + _NAME_BEHIND]


def cross_reference(clause: Clause, edit: Edit, world: World) -> bool:
    """The number of a section is given otherwise, because sections were renumbered.

    What has the one number in the old text has to have the other one in the new text, or to be named beside it.
    "Article 6 of the Regulation" is no reference to a section.
    """
    if not refers(clause, edit):
        return False
    gone, come = clause.removed(edit), clause.added(edit)
    named = keys(come[1:])
    if named:
        return any(named == heading[-len(named) :] for heading in world.headings)
    said = f" {' '.join(keys(_behind(clause, edit)))} "
    return (
        world.renumbered(gone[0].key, come[0].key)
        or any(len(heading) > 1 and f" {' '.join(heading)} " in said for heading in world.titles)
        or _link_kept_its_title(clause, gone[0].key, come[0].key)
    )


def _link_kept_its_title(clause: Clause, old: str, new: str) -> bool:
    """Whether the reference is a link, and its anchor is the old one but for the number: #l-payment, #k-payment."""
    for target in clause.line.targets:
        one, two = (href.rpartition("#")[2] for href in (target.before, target.after))
        if one.partition("-")[::2] == (old, two.partition("-")[2]) and two.startswith(f"{new}-"):
            return True
    return False


def renumbering(clause: Clause, edit: Edit, world: World) -> bool:
    """The number or letter at the start of a line, heading or item changed, came or went."""
    gone, come = clause.removed(edit), clause.added(edit)
    if edit.a or edit.c or not _is_label(gone) or not _is_label(come):
        return False
    line = clause.line
    starts = (not gone or line.old.lstrip("*_#( （[").startswith(_raw(clause.old, gone))) and (
        not come or line.new.lstrip("*_#( （[").startswith(_raw(clause.new, come))
    )
    text, words = (clause.new, come) if come else (clause.old, gone)
    sign = text[words[-1].end : words[-1].end + 1]
    if sign in {".", ")", "）", "、", "．", ":", "："}:
        return starts
    if _is_dotted(gone or come) and _is_dotted(come or gone) and _starts_text(text[words[-1].end :]):
        return starts and not _counts(text[words[-1].end :], world)
    figures = all(word.sort is Sort.NUMBER for word in (*gone, *come))
    return starts and figures and line.heading and not _counts(text[words[-1].end :], world)


def _is_dotted(words: tuple[Token, ...]) -> bool:
    """Whether words are a label like 3.8, which needs no sign behind it."""
    return len(words) == 1 and "." in words[0].key


def _starts_text(behind: str) -> bool:
    """Whether what stands behind a label begins as a sentence or heading does."""
    word = behind.lstrip()[:1]
    return bool(word) and behind[:1].isspace() and (word.isupper() or not word.isascii())


def _counts(behind: str, world: World) -> bool:
    """Whether a number counts what stands behind it: "30 day refunds" has no number 30."""
    words = world.words
    return words is None or any(words.classes[name].within(behind[:14]) for name in ("period", "money"))


def _is_label(words: tuple[Token, ...]) -> bool:
    if words and all(word.key in _HAN_LABEL or _FIGURES.fullmatch(word.key) for word in words):
        return len(words) <= 3
    return all(_LABEL.match(word.key) for word in words) and len(words) <= 2


def _raw(text: str, words: tuple[Token, ...]) -> str:
    return text[words[0].start : words[-1].end]
