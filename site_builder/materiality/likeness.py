"""How much two sentences have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import chain

from site_builder.materiality.matching import Candidates, Keys
from site_builder.reuse import remembering

# With more sentences than this, those that share a word are looked up by their words.
_FEW = 8
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "not",
        "of",
        "on",
        "or",
        "our",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "these",
        "they",
        "this",
        "those",
        "to",
        "us",
        "was",
        "we",
        "were",
        "will",
        "with",
        "you",
        "your",
        "的",
        "了",
        "和",
        "与",
        "或",
        "及",
        "您",
        "你",
        "我",
        "们",
        "在",
        "是",
    ]
)
# A word that a sentence has twice stands there a second time with a number, so that what two sentences share is what
# is in both sets.
_Word = str | tuple[str, int]


@remembering(8_192)
def bag(keys: Keys) -> Counter[str]:
    """Words that say something, counted; all words where a sentence has no other. Not to be changed."""
    counted = Counter(key for key in keys if key not in _FUNCTION_WORDS)
    return counted or Counter(keys)


def alike(old: Keys, new: Keys) -> float:
    """How much two sentences share, 0 to 1."""
    one, two = _words(old), _words(new)
    return _share(len(one & two), len(one) + len(two))


class Likeness:
    """How much each sentence of one text shares with those of another one that are worth comparing with it."""

    def __init__(self, old: Sequence[Keys], new: Sequence[Keys]) -> None:
        self._near = Candidates(old, new)
        self._old = old
        self._new = _text(tuple(new))

    def candidates(self, i: int, among: AbstractSet[int]) -> Collection[int]:
        """Of some new sentences those that are worth comparing with an old one."""
        return among if self._near.all else among & set(self._near.of(i))

    def above(self, least: float, i: int) -> Iterable[tuple[float, int]]:
        """The new sentences that share at least so much with an old one, each behind how much it is, 0 to 1."""
        keys = self._old[i]
        return self._new.above(least, keys) if self._near.all else self._new.among(self._near.of(i), least, keys)


class _Text:
    """The sentences of a text, to be asked how much they share with others."""

    def __init__(self, sentences: tuple[Keys, ...]) -> None:
        self._words = [*map(_words, sentences)]
        self.above = lru_cache(maxsize=2_048)(self._above)

    def _above(self, least: float, keys: Keys) -> tuple[tuple[float, int], ...]:
        """Of all sentences those that share at least so much with another one."""
        mine = _words(keys)
        if not mine or len(self._words) <= _FEW:
            return self.among(range(len(self._words)), least, keys)
        # Most of them share no word.
        shared = Counter(chain.from_iterable(self._having.get(word, ()) for word in mine))
        return self._at_least(least, len(mine), shared)

    def among(self, some: Iterable[int], least: float, keys: Keys) -> tuple[tuple[float, int], ...]:
        """Of some sentences those that share at least so much with another one."""
        mine = _words(keys)
        return self._at_least(least, len(mine), {j: len(mine & self._words[j]) for j in some})

    def _at_least(self, least: float, mine: int, shared: Mapping[int, int]) -> tuple[tuple[float, int], ...]:
        scores = ((_share(both, mine + len(self._words[j])), j) for j, both in shared.items())
        return tuple([one for one in scores if one[0] >= least])

    @cached_property
    def _having(self) -> Mapping[_Word, Sequence[int]]:
        """By word, the sentences that have it."""
        having: dict[_Word, list[int]] = defaultdict(list)
        for j, words in enumerate(self._words):
            for word in words:
                having[word].append(j)
        return having


# What is new since one version is nearly always what is new since the one before it.
_text = remembering(16)(_Text)


@remembering(8_192)
def _words(keys: Keys) -> frozenset[_Word]:
    counted = bag(keys)
    return frozenset((*counted, *((word, n) for word, count in counted.items() for n in range(1, count))))


def _share(both: int, total: int) -> float:
    return 2 * both / total if total else 1.0
