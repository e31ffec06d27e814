"""The words that carry legal weight, by language, from the data files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from site_builder.locales import places
from site_builder.materiality.lexicon.terms import Hit, Index, Terms
from site_builder.model.finding import Subject

__all__ = ["FORCES", "LANGUAGES", "TURNING", "Hit", "Lexicon", "Terms", "lexicon"]

LANGUAGES = ("en", "zh")
TURNING = ("negation", "modality", "quantifier", "condition")
FORCES = ("negation", "modality", "quantifier", "connective", "condition", "quality")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All terms of a language. ``classes`` are period, money, number, party, pointer, example and the like.

    ``turning`` has the single words that turn a sentence round.
    """

    language: str
    forces: Mapping[str, Terms]
    subjects: Mapping[str, tuple[Subject, Terms]]
    topics: Mapping[Subject, Terms]
    classes: Mapping[str, Terms]
    turning: frozenset[str]
    index: Index

    def present(self, text: str) -> AbstractSet[Terms]:
        """Those of all terms that stand in a text."""
        return self.index.hits(text).keys()


_Table = Mapping[str, Mapping[str, str]]


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lexicon of a language that the rules read in full, else None."""
    if language not in LANGUAGES:
        return None
    data = files("site_builder.materiality.lexicon").joinpath(f"{language}.toml").read_text("utf-8")
    tables = cast("Mapping[str, _Table]", tomllib.loads(data))
    index = Index(language)
    topics: dict[Subject, Terms] = {}
    for name, table in tables["subject"].items():
        if "topic" in table:
            topics[Subject(table.get("kind", name))] = index.add(_split(table["topic"]))
    forces = {name: index.add(_split(tables["force"][name]["words"])) for name in FORCES}
    return Lexicon(
        language=language,
        forces=forces,
        subjects={
            name: (Subject(table.get("kind", name)), index.add(_split(table["words"])))
            for name, table in tables["subject"].items()
        },
        topics=topics,
        classes={
            name: _places(index, table) if name == "place" else index.add(_split(table["words"]))
            for name, table in tables["class"].items()
        },
        index=index,
        turning=frozenset(
            word for name in TURNING for word in forces[name].entries if len(word) > 2 and word.isalpha()
        ),
    )


def _split(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(",") if word.strip()]


def _places(index: Index, table: Mapping[str, str]) -> Terms:
    # A name as it is written, or two letters in capitals: "us" and "turkey" are no places.
    return index.add([*places(index.language), *_split(table["words"])], as_written=True)
