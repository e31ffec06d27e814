"""Terms, and where they stand in a text: it is read once, word by word, for all terms of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

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
_WORD = re.compile(r"[^\W_]+")
_CHARACTER = re.compile(r".", re.DOTALL)
_SPACES = re.compile(r"[\s-]+")
# What a reader takes for one letter and ``str.lower`` does not, or not for one letter; and both apostrophes.
_SMALL = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"), ("’", "'"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text: ``text[start:end]``; ``term`` is the form that is compared."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A set of terms that can be looked for; of two that overlap, the one that starts first, then the longer.

    ``index`` has them beside all others of their language.
    """

    index: Index
    entries: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every term in the text, in order."""
        return self.index.hits(text).get(self, ())

    def within(self, text: str) -> bool:
        """Whether the text has any of the terms."""
        return self in self.index.hits(text)

    def entry(self, form: str) -> str:
        """The line of the lexicon that a form belongs to, so that "terminates" and "termination" are one."""
        if form in self.entries:
            entry = form if form.removesuffix("s") not in self.entries else form.removesuffix("s")
        else:
            entry = next((stem for stem in self.stems if form.startswith(stem)), form)
        return self.synonyms.get(entry, entry)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A term behind its first word: further words, each with what parts it from the one before; and signs at the end.

    ``rank`` is its place among all terms, a longer one of the same set before a shorter one. ``second`` is its second
    word in small letters. ``stem`` says that its last word may go on with any letters, ``as_written`` that capitals
    count, ``plain`` that it is its first word and nothing else.
    """

    terms: Terms
    rank: int
    first: str
    rest: tuple[tuple[str, str], ...] = ()
    second: str = ""
    signs: str = ""
    stem: bool = False
    as_written: bool = False
    plain: bool = False


class Index:
    """All terms of a language by their first words, in Chinese by their first characters."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._by_character = language == "zh"
        self._unit = _CHARACTER if self._by_character else _WORD
        self._firsts: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        self._size = 0
        # Every rule asks for the terms of every sentence, and a sentence comes or goes in many comparisons.
        self.hits = lru_cache(maxsize=4_096)(self._hits)
        self._begun = lru_cache(maxsize=16_384)(self._beginning)

    def add(self, words: Iterable[str], *, as_written: bool = False) -> Terms:
        """A set of terms. ``*`` at the end of one stands for any letters, a space for spaces and hyphens.

        Raises ValueError for a term that does not begin with a letter or figure.
        """
        # Longest first, so that "may not" is found before "may".
        ordered = sorted(set(words), key=lambda word: (-len(word), word))
        terms = Terms(self) if self._by_character else _english(self, ordered)
        for word in ordered:
            entry = self._entry(terms, word, as_written=as_written)
            among = self._stems if entry.stem and not entry.rest else self._firsts
            among.setdefault(_in_small_letters(entry.first), []).append(entry)
        return terms

    def _entry(self, terms: Terms, word: str, *, as_written: bool) -> _Entry:
        self._size += 1
        said = word if as_written else _in_small_letters(word)
        if self._by_character:
            second = _in_small_letters(said[1:2])
            return _Entry(terms, self._size, said[:1], second=second, signs=said[1:], as_written=as_written)
        bare, _, rest_ = said.partition("*")
        parts = re.split(r"([^\W_]+)", bare)
        if parts[0] or rest_ or len(parts) < 3:
            raise ValueError(f"{word!r}: a term begins with a letter or figure")
        rest = tuple(zip(parts[2:-1:2], parts[3::2], strict=True))
        return _Entry(
            terms=terms,
            rank=self._size,
            first=parts[1],
            rest=rest,
            second=_in_small_letters(rest[0][1]) if rest else "",
            signs=parts[-1],
            stem=said.endswith("*"),
            as_written=as_written,
            plain=not rest and not parts[-1] and not as_written,
        )

    def _hits(self, text: str) -> Mapping[Terms, tuple[Hit, ...]]:
        """What stands in a text of all terms; those that do not stand there are left out."""
        small = _in_small_letters(text)
        units = [found.span() for found in self._unit.finditer(small)]
        words = [small[start:end] for start, end in units]
        found: dict[Terms, list[Hit]] = {}
        for at, (word, following) in enumerate(zip(words, [*words[1:], ""], strict=False)):
            for entry in self._begun(word):
                if not following.startswith(entry.second):
                    continue
                known = found.get(entry.terms)
                start, end = units[at]
                if known is not None and start < known[-1].end:
                    continue
                if not entry.plain:
                    end = self._end(entry, text if entry.as_written else small, units[at : at + len(entry.rest) + 1])
                if end:
                    hit = Hit(start, end, _term(entry.terms, text[start:end]))
                    if known is None:
                        found[entry.terms] = [hit]
                    else:
                        known.append(hit)
        return {terms: tuple(hits) for terms, hits in found.items()}

    def _beginning(self, word: str) -> tuple[_Entry, ...]:
        """The terms that may begin with a word, in the order in which they are tried."""
        stems = (self._stems.get(word[:length], ()) for length in range(1, len(word) + 1))
        found = [*self._firsts.get(word, ()), *(one for some in stems for one in some if _goes_on(one.first, word))]
        return tuple(sorted(found, key=lambda one: one.rank))

    def _end(self, entry: _Entry, text: str, units: Sequence[tuple[int, int]]) -> int:
        """Where a term ends whose first word may be the first of the units; 0 if something else stands there."""
        start, end = units[0]
        if len(units) <= len(entry.rest) or (entry.as_written and not text.startswith(entry.first, start)):
            return 0
        for number, (gap, word) in enumerate(entry.rest, start=1):
            begin, stop = units[number]
            said = text[begin:stop]
            goes_on = entry.stem and number == len(entry.rest) and _goes_on(word, said)
            if (said != word and not goes_on) or not _parts(gap, text[end:begin]):
                return 0
            end = stop
        if not text.startswith(entry.signs, end):
            return 0
        end += len(entry.signs)
        return 0 if not self._by_character and text[end : end + 1].isalnum() else end


def _english(index: Index, words: Iterable[str]) -> Terms:
    whole = [word for word in words if not word.endswith("*")]
    stems = [word.removesuffix("*") for word in words if word.endswith("*")]
    return Terms(index, frozenset(map(_form, whole)), tuple(map(_form, stems)), _SYNONYMS)


def _goes_on(stem: str, word: str) -> bool:
    """Whether a word is a stem and any letters, and no figures."""
    return word.startswith(stem) and not any(map(str.isdecimal, word[len(stem) :]))


def _parts(gap: str, between: str) -> bool:
    """Whether what stands between two words of a text is what parts them in a term."""
    return between == gap or (" " in gap and _gap(gap).fullmatch(between) is not None)


@lru_cache(maxsize=64)
def _gap(gap: str) -> re.Pattern[str]:
    return re.compile(_SPACES.pattern.join(map(re.escape, gap.split(" "))))


def _in_small_letters(text: str) -> str:
    """The text with a small letter in the place of each capital; every character stays where it is."""
    for letter, small in () if text.isascii() else _SMALL:
        text = text.replace(letter, small)
    return text.lower()


@lru_cache(maxsize=16_384)
def _term(terms: Terms, said: str) -> str:
    return terms.entry(_form(said))


def _form(term: str) -> str:
    return _SPACES.sub(" ", term.casefold().replace("’", "'"))
