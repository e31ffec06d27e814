"""Two versions of a sentence, word by word: which words were replaced by which.

The words are compared by their keys (``tokens``), so that case, quotes and hyphens make no edit here; what is
left of them is the matter of ``proofs.typography``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from site_builder.materiality.lines import Line
from site_builder.materiality.sentences import Group
from site_builder.materiality.tokens import Sort, Token, tokens
from site_builder.redline import common

# A table of words larger than this is not made (DESIGN §8): what lies between the common ends is replaced.
_MOST_CELLS = 9_000_000


@dataclass(frozen=True, slots=True)
class Edit:
    """Old words ``a:b`` gave way to new words ``c:d``; one of the two may be empty."""

    a: int
    b: int
    c: int
    d: int


@dataclass(frozen=True)
class Clause:
    """One or more sentences in both texts, or in one of them, and the words that differ.

    ``moved`` says that the old one stood elsewhere.
    """

    line: Line
    old: str
    new: str
    moved: bool = False

    @cached_property
    def one(self) -> tuple[Token, ...]:
        """The words of the old text."""
        return tuple(token for token in tokens(self.old) if token.counts)

    @cached_property
    def two(self) -> tuple[Token, ...]:
        """The words of the new text."""
        return tuple(token for token in tokens(self.new) if token.counts)

    @property
    def both(self) -> bool:
        """Whether it stands in both texts."""
        return bool(self.old and self.new)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The words that differ, in order."""
        return tuple(_edits([token.key for token in self.one], [token.key for token in self.two]))

    def removed(self, edit: Edit) -> tuple[Token, ...]:
        """The old words of an edit."""
        return self.one[edit.a : edit.b]

    def added(self, edit: Edit) -> tuple[Token, ...]:
        """The new words of an edit."""
        return self.two[edit.c : edit.d]

    def words(self, edit: Edit) -> tuple[str, str]:
        """The words of an edit as they stand in the texts."""
        return _cut(self.old, self.removed(edit)), _cut(self.new, self.added(edit))


def clause_of(line: Line, group: Group, *, moved: bool = False) -> Clause:
    """The clause of a group of sentences."""
    return Clause(
        line=line,
        old=" ".join(one.text for one in group.old),
        new=" ".join(one.text for one in group.new),
        moved=moved,
    )


def _cut(text: str, words: Sequence[Token]) -> str:
    return text[words[0].start : words[-1].end] if words else ""


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[Edit]:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    one, two = old[head : len(old) - tail], new[head : len(new) - tail]
    pairs = common(one, two) if one and two and len(one) * len(two) <= _MOST_CELLS else []
    i = j = 0
    for a, b in (*pairs, (len(one), len(two))):
        if a > i or b > j:
            yield Edit(i + head, a + head, j + head, b + head)
        i, j = a + 1, b + 1


def letters(words: Sequence[Token]) -> str:
    """The keys of words, joined."""
    return "".join(word.key for word in words)


def keys(words: Sequence[Token]) -> tuple[str, ...]:
    """The keys of words."""
    return tuple(word.key for word in words)


def only(words: Sequence[Token], *sorts: Sort) -> bool:
    """Whether all words are of these sorts."""
    return all(word.sort in sorts for word in words)
