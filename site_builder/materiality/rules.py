"""Every rule by its id, with its level and the function whose docstring states it and its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from site_builder.materiality import rules_line, rules_rest
from site_builder.materiality.explains import EXPLANATIONS
from site_builder.materiality.proofs import PROOFS
from site_builder.materiality.renames import rename
from site_builder.materiality.rules_force import FORCE_RULES
from site_builder.materiality.rules_name import NAME_RULES
from site_builder.materiality.rules_subject import SUBJECT_RULES
from site_builder.materiality.typography import TYPOGRAPHY
from site_builder.model.policy import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, the level of its findings, and what it says in English with its source."""

    id: str
    level: Level
    text: str


def _rules(level: Level, functions: Mapping[str, Callable[..., Any]]) -> dict[str, Rule]:
    return {name: Rule(name, level, getdoc(function) or "") for name, function in functions.items()}


RULES: Mapping[str, Rule] = {
    **_rules(
        Level.EDITORIAL,
        {
            **TYPOGRAPHY,
            **PROOFS,
            "rename": rename,
            "word-order": rules_rest.word_order,
            "heading": rules_rest.heading,
            "moved": rules_line.moved,
            "invisible": rules_line.invisible_characters,
            "markup": rules_line.markup,
            "date-line": rules_line.date_line,
        },
    ),
    **_rules(
        Level.CLARIFYING,
        {
            **EXPLANATIONS,
            "effective-date": rules_line.effective_date,
            "order": rules_line.order,
            "reference": rules_rest.reference,
            "contact": rules_rest.contact,
            "unproved": rules_rest.unproved,
            "unread-language": rules_rest.unread,
        },
    ),
    **_rules(
        Level.MATERIAL,
        {
            **FORCE_RULES,
            **NAME_RULES,
            **SUBJECT_RULES,
            "list-item": rules_rest.list_item,
            "enumeration": rules_rest.enumeration,
            "moved-item": rules_line.moved_item,
        },
    ),
}
