"""Write docs/reference/materiality.md: every rule with its level, what it says and its source."""

from __future__ import annotations

from pathlib import Path

from site_builder.materiality.rules import RULES
from site_builder.model.finding import Subject
from site_builder.model.policy import Level

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "materiality.md"

_HEAD = """\
# How a change is judged

`site-builder diff --format json` says how much a change matters, and why. This page lists every rule; it is written by
`python -m scripts.rules_page` from the rules themselves.

1. The texts are compared, and lines that only say a date are set aside.
2. Sentences are paired, also across paragraphs; those that moved are found.
3. In each pair, every edited word has to be *proved* editorial by one of the rules of the first table.
4. What no proof covers is judged: first by words that turn a sentence round (not, may, all, if, numbers, places), then
   by what it is about. A sentence that came or went whole is told apart if it only points, illustrates or announces.
5. What nothing proves editorial and no rule finds material is clarifying. The level of the comparison is the highest.

English and Chinese are read in full; their words of weight are in `site_builder/materiality/lexicon/en.toml` and
`zh.toml`, and a line can be added there without Python. In other languages the proofs that need no words hold (signs,
spaces, capitals, moves, links, dates, numbering), figures are material, and the rest is never called editorial.

A finding carries the id of its rule, a level, subjects ({subjects}) and the words that prove it, never a sentence:
sentences are made in the reader's language from the catalogues.

Nothing here is legal advice. An author may declare a higher level at any time.

Cases that anybody can add to are in `tests/cases/materiality/`.
"""

_TITLES = {
    Level.EDITORIAL: "Proofs that a change is editorial",
    Level.CLARIFYING: "Rules for what is clarifying",
    Level.MATERIAL: "Rules for what is material",
}


def page() -> str:
    """The page as Markdown."""
    parts = [_HEAD.format(subjects=", ".join(f"`{subject}`" for subject in Subject))]
    for level, title in _TITLES.items():
        parts.append(f"## {title}\n\n| id | rule | source |\n|---|---|---|")
        for rule in RULES.values():
            if rule.level is level:
                text, _, source = rule.text.partition("Source:")
                parts[-1] += f"\n| `{rule.id}` | {_cell(text)} | {_cell(source)} |"
        parts[-1] += "\n"
    return "\n".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
