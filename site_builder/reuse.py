"""What was made of a value need not be made again: results are remembered by the value that they were made of.

A paragraph recurs in dozens of versions. Where it is read, equal values become one object (``Same``); what is made of
such a value is then known by its identity (``reusing``), which costs one look-up whatever its size, while hashing a
tree costs as much as walking it. A value that was never made the same is made anew: slower, and never wrong.

Memory is bounded: a table that is full becomes the older one, and what nobody asked for since is forgotten. Texts of
one policy recur in it, and hardly in another one: ``forget`` lets go what was made of those of the last.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

_T = TypeVar("_T")
_H = TypeVar("_H", bound=Hashable)
_V = TypeVar("_V")
_Rest = TypeVarTuple("_Rest")
# So many bytes of results that are weighed, and no more than twice as many, are remembered by a table.
_HEAVY = 4_000_000
# What empties each table of this process.
_TABLES: list[Callable[[], None]] = []


def forget() -> None:
    """Let go all that was made of texts, before the texts of another policy. What is asked for again is made again."""
    for empty in _TABLES:
        empty()


def letting_go(empty: Callable[[], None]) -> None:
    """Have something else emptied as well when what was made of texts is let go."""
    _TABLES.append(empty)


class Same(Generic[_H]):
    """Gives one object for all values that are equal, as long as it is remembered."""

    __slots__ = ("_most", "_new", "_old", "made", "reused")

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: dict[_H, _H] = {}
        self._old: dict[_H, _H] = {}
        self.made = self.reused = 0

    def __call__(self, value: _H, /) -> _H:
        """The first of the values that are equal to this one."""
        known = self._new.get(value)
        if known is not None:
            self.reused += 1
            return known
        known = self._old.get(value)
        if known is None:
            self.made += 1
            known = value
        else:
            self.reused += 1
        if len(self._new) >= self._most:
            self._old, self._new = self._new, {}
        self._new[known] = known
        return known

    def cache_clear(self) -> None:
        """Forget all, as ``functools`` calls it."""
        self._new, self._old = {}, {}
        self.made = self.reused = 0


class Reusing(Generic[_T, *_Rest, _V]):
    """A function of a value, and of what can be hashed beside it, that makes each result once.

    ``made`` and ``reused`` count what it was asked for.
    """

    __slots__ = ("__wrapped__", "_most", "_new", "_old", "_weigh", "_weight", "made", "reused")

    def __init__(self, make: Callable[[_T, *_Rest], _V], most: int, weigh: Callable[..., int] | None = None) -> None:
        self.__wrapped__ = make
        self._most = most
        self._weigh = weigh
        self._weight = 0
        # The value stands beside its result, so that its identity stays its own.
        self._new: dict[Hashable, tuple[_T, _V]] = {}
        self._old: dict[Hashable, tuple[_T, _V]] = {}
        self.made = self.reused = 0

    def __call__(self, value: _T, /, *rest: *_Rest) -> _V:
        """What the function makes, or made, of the value."""
        key = (id(value), rest)
        known = self._new.get(key)
        if known is not None:
            self.reused += 1
            return known[1]
        known = self._old.get(key)
        if known is None:
            self.made += 1
            known = (value, self.__wrapped__(value, *rest))
        else:
            self.reused += 1
        if len(self._new) >= self._most or self._weight >= _HEAVY:
            self._old, self._new = self._new, {}
            self._weight = 0
        if self._weigh is not None:
            self._weight += self._weigh(known[1])
        self._new[key] = known
        return known[1]

    def forget(self) -> None:
        """Forget all, and go on counting."""
        self._new, self._old = {}, {}
        self._weight = 0

    def cache_clear(self) -> None:
        """Forget all, as ``functools`` calls it."""
        self.forget()
        self.made = self.reused = 0


def reusing(
    most: int, *, weigh: Callable[..., int] | None = None
) -> Callable[[Callable[[_T, *_Rest], _V]], Reusing[_T, *_Rest, _V]]:
    """Remember up to twice as many results of a function by the identity of its first argument.

    Of results that can be large, ``weigh`` says how many bytes they have, and fewer are remembered where they are.
    """

    def of(make: Callable[[_T, *_Rest], _V]) -> Reusing[_T, *_Rest, _V]:
        table = Reusing(make, most, weigh)
        _TABLES.append(table.forget)
        return table

    return of


def remembering(most: int) -> Callable[[Callable[..., _V]], _lru_cache_wrapper[_V]]:
    """Remember so many results of a function by all of its arguments, as ``functools.lru_cache`` does."""

    def of(make: Callable[..., _V]) -> _lru_cache_wrapper[_V]:
        table = lru_cache(maxsize=most)(make)
        _TABLES.append(table.cache_clear)
        return table

    return of
