"""The words that carry legal weight, by language, from the data files beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import cast

from site_builder.locales import places
from site_builder.model.finding import Subject

# Terms of the law that are used for each other; an exchange of one for the other is no change of subject.
_SYNONYMS = {
    "personal information": "personal data",
    "personally identifiable": "personal data",
    "sensitive information": "sensitive data",
    "sub processor": "subprocessor",
    "cannot": "not",
    **{
        f"{verb}n't": "not"
        for verb in [
            "do",
            "does",
            "did",
            "wo",
            "ca",
            "is",
            "are",
            "was",
            "were",
            "should",
            "would",
            "could",
            "must",
            "have",
            "has",
        ]
    },
}
LANGUAGES = ("en", "zh")
_OPENING = re.compile(r"(?<![^\W_])(?=(..))", re.DOTALL)
# Letters that patterns take for i, s and k without regard to case, and ``str.lower`` does not.
_LIKE_ASCII = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})
TURNING = ("negation", "modality", "quantifier", "condition")
FORCES = ("negation", "modality", "quantifier", "connective", "condition", "quality")


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text: ``text[start:end]``; ``term`` is the form that is compared."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A set of terms that can be looked for; of two that overlap, the one that starts first, then the longer.

    ``pattern`` is for a text in small letters, or for one ``as_written``. ``starts`` has how the terms begin, so that
    a text in which nothing begins so need not be searched: with one letter or two, in Chinese with a character; it is
    None where that cannot be told.
    """

    pattern: re.Pattern[str] | None
    starts: frozenset[str] | None = None
    as_written: bool = False
    entries: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every term in the text, in order."""
        return _hits(self, text)

    def entry(self, form: str) -> str:
        """The line of the lexicon that a form belongs to, so that "terminates" and "termination" are one."""
        if form in self.entries:
            entry = form if form.removesuffix("s") not in self.entries else form.removesuffix("s")
        else:
            entry = next((stem for stem in self.stems if form.startswith(stem)), form)
        return self.synonyms.get(entry, entry)

    def within(self, text: str) -> bool:
        """Whether the text has any of the terms."""
        return bool(_hits(self, text))


def _hits(terms: Terms, text: str) -> tuple[Hit, ...]:
    searched = _searched(text)
    found = searched.hits.get(terms)
    if found is None:
        found = searched.hits[terms] = tuple(searched.find(terms))
    return found


class _Searched:
    """A text in which terms are looked for: in small letters, how its words begin there, and what was found in it.

    A pattern without regard to case tries each of its hundred terms in full at every word, one for small letters only
    those with the right first letter.
    """

    __slots__ = ("hits", "small", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.small = _in_small_letters(text)
        self.starts = frozenset((*(found[1] for found in _OPENING.finditer(self.small)), *self.small))
        self.hits: dict[Terms, tuple[Hit, ...]] = {}

    def find(self, terms: Terms) -> Iterator[Hit]:
        """Every one of the terms, in order."""
        if terms.pattern is None or (terms.starts is not None and terms.starts.isdisjoint(self.starts)):
            return
        for found in terms.pattern.finditer(self.text if terms.as_written else self.small):
            start, end = found.span()
            yield Hit(start, end, terms.entry(_form(self.text[start:end])))


# Every rule asks for the terms of every sentence, and a sentence comes or goes in many comparisons.
_searched = lru_cache(maxsize=2_048)(_Searched)


def _in_small_letters(text: str) -> str:
    """The text with small letters in the places of capitals, as a pattern without regard to case takes them."""
    return text.lower() if text.isascii() else text.translate(_LIKE_ASCII).lower()


def _form(term: str) -> str:
    return re.sub(r"[\s-]+", " ", term.casefold().replace("’", "'"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All terms of a language. ``classes`` are period, money, number, party, pointer, example and the like."""

    language: str
    forces: Mapping[str, Terms]
    subjects: Mapping[str, tuple[Subject, Terms]]
    topics: Mapping[Subject, Terms]
    classes: Mapping[str, Terms]

    @property
    def turning(self) -> frozenset[str]:
        """The single words that turn a sentence round."""
        return frozenset(
            word for name in TURNING for word in self.forces[name].entries if len(word) > 2 and word.isalpha()
        )


_Table = Mapping[str, Mapping[str, str]]


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lexicon of a language that the rules read in full, else None."""
    if language not in LANGUAGES:
        return None
    data = files("site_builder.materiality.lexicon").joinpath(f"{language}.toml").read_text("utf-8")
    tables = cast("Mapping[str, _Table]", tomllib.loads(data))
    topics: dict[Subject, Terms] = {}
    for name, table in tables["subject"].items():
        if "topic" in table:
            topics[Subject(table.get("kind", name))] = _terms(language, _split(table["topic"]))
    return Lexicon(
        language=language,
        forces={name: _terms(language, _split(tables["force"][name]["words"])) for name in FORCES},
        subjects={
            name: (Subject(table.get("kind", name)), _terms(language, _split(table["words"])))
            for name, table in tables["subject"].items()
        },
        topics=topics,
        classes={
            name: _places(language, table) if name == "place" else _terms(language, _split(table["words"]))
            for name, table in tables["class"].items()
        },
    )


def _split(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(",") if word.strip()]


def _terms(language: str, words: Iterable[str], *, case: bool = False) -> Terms:
    """Longest first, so that "may not" is found before "may"."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    if not ordered:
        return Terms(None)
    # A letter like "é" may have other small letters than its capital, and is left to the pattern.
    plain = all(one.isascii() or one.lower() == one.upper() for word in ordered for one in word)
    small = plain and not case
    written = [word.lower() for word in ordered] if small else ordered
    starts = frozenset(_start(_in_small_letters(word), language) for word in ordered) if plain or case else None
    flags = re.NOFLAG if small or case else re.IGNORECASE
    if language == "zh":
        return Terms(re.compile("|".join(map(re.escape, written)), flags), starts, not small)
    body = "|".join(map(_pattern, written))
    return Terms(
        pattern=re.compile(rf"(?<![^\W_])(?:{body})(?![^\W_])", flags),
        starts=starts,
        as_written=not small,
        entries=frozenset(_form(word) for word in ordered if not word.endswith("*")),
        stems=tuple(_form(word.removesuffix("*")) for word in ordered if word.endswith("*")),
        synonyms=_SYNONYMS,
    )


def _start(word: str, language: str) -> str:
    """How a word begins; a space or apostrophe in its second place may stand for other signs."""
    return word[:1] if language == "zh" or not word[1:2].isalnum() else word[:2]


def _pattern(word: str) -> str:
    stem = word.endswith("*")
    body = re.escape(word.removesuffix("*")).replace("\\ ", " ")
    body = body.replace(" ", r"[\s-]+").replace("'", "['’]")
    return body + r"[^\W\d_]*" if stem else body


def _places(language: str, table: Mapping[str, str]) -> Terms:
    # A name as it is written, or two letters in capitals: "us" and "turkey" are no places.
    return _terms(language, [*places(language), *_split(table["words"])], case=True)
