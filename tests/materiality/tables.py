"""Cases as files: tables of one-word edits and cases with both texts, all for people without Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from site_builder.compare import compare_outlines
from site_builder.content.loose import outline
from site_builder.materiality import judge
from site_builder.model.finding import Judgement

FOLDER = Path(__file__).parents[1] / "cases" / "materiality"
_EDIT = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Both texts, and what has to come out."""

    locale: str
    before: str
    after: str
    level: str
    rules: tuple[str, ...]
    words: tuple[str, ...]


def judged(before: str, after: str, locale: str | None = None) -> Judgement:
    """What the rules say about two Markdown texts."""
    return judge(compare_outlines(outline(before), outline(after)), locale)


@cache
def cases() -> tuple[Case, ...]:
    """Every case of the YAML files."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for one in yaml.safe_load(path.read_text("utf-8")):
            rules, words = tuple(one.pop("rules")), tuple(one.pop("words"))
            found.append(Case(**one, rules=rules, words=words))
    return tuple(found)


@cache
def verdicts() -> tuple[tuple[Case, Judgement], ...]:
    """Every case with what the rules say about it, found once for all that is asked of it."""
    return tuple((one, judged(one.before, one.after, one.locale)) for one in cases())


def table(name: str) -> list[str]:
    """The lines of a table of edits."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def sides(line: str) -> tuple[str, str]:
    """Both texts of a line: ``{old|new}`` is an edit."""
    old, new = _EDIT.sub(r"\1", line), _EDIT.sub(r"\2", line)
    assert old != new, f"no edit in {line!r}"
    return old, new


def languages() -> list[tuple[str, str]]:
    """Every one-word edit with its language."""
    return [(locale, line) for locale in ("en", "zh") for line in table(f"one-word.{locale}")]
