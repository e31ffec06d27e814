"""Work that need not be done again: results by the name of everything that they were made from.

A name is the digest of values and never of where they came from, so a result is taken over exactly where making it
again would give the same. What remembers is a door, and may forget.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

from site_builder.model.artifact import Artifact, File, Kept
from site_builder.model.prose import Blocks, Section

T = TypeVar("T")
# So many texts of sections have their names kept: those of a policy with a long history.
_NAMED = 32_768


class Memory(Protocol):
    """What earlier builds made for one policy, or for the site as a whole."""

    def get(self, key: str) -> object:
        """What was put under a name, or None."""
        ...

    def put(self, key: str, value: object) -> None:
        """Remember a value: frozen, and made of nothing but values of ``model`` and of Python's own."""
        ...

    def holds(self, file: Kept) -> bool:
        """Whether the site before still has a file as it was made."""
        ...

    def known(self) -> Mapping[str, object]:
        """All that is remembered, by name; of files, those alone that it holds."""
        ...


class Nothing:
    """Remembers nothing."""

    def get(self, key: str) -> object:  # noqa: ARG002 - the protocol's
        """None."""
        return None

    def put(self, key: str, value: object) -> None:
        """Forget it."""

    def holds(self, file: Kept) -> bool:  # noqa: ARG002 - the protocol's
        """No."""
        return False

    def known(self) -> Mapping[str, object]:
        """Nothing."""
        return {}


class Notebook:
    """A memory that can be sent to another process, and from there back with what came to it.

    ``known`` has what was remembered; of files, only those that the site before still has as they were made.
    """

    __slots__ = ("_known", "new")

    def __init__(self, known: Mapping[str, object]) -> None:
        self._known = known
        self.new: dict[str, object] = {}

    def get(self, key: str) -> object:
        """What was put under a name, or None."""
        if key not in self.new and key in self._known:
            self.new[key] = self._known[key]
        return self.new.get(key)

    def put(self, key: str, value: object) -> None:
        """Remember a value."""
        self.new[key] = value

    def holds(self, file: Kept) -> bool:  # noqa: ARG002 - the protocol's
        """Whoever sent it has looked."""
        return True

    def known(self) -> Mapping[str, object]:
        """All that is remembered."""
        return {**self._known, **self.new}


NOTHING = Nothing()


@dataclass(frozen=True, slots=True)
class Press:
    """Makes files, or takes them over from the site before.

    ``salt`` names what all of them are made from: the program, the theme, the settings of the site.
    """

    memory: Memory
    salt: str

    def file(self, path: str, made_from: object, make: Callable[[], Artifact]) -> File:
        """One file. ``made_from`` has every value that ``make`` uses, beside those that the salt names."""
        if self.memory is NOTHING:
            return make()
        key = fingerprint(self.salt, path, made_from)
        before = self.memory.get(key)
        if isinstance(before, Kept) and self.memory.holds(before):
            return before
        made = make()
        self.memory.put(key, kept(made))
        return made

    def value(self, kind: type[T], made_from: object, make: Callable[[], T]) -> T:
        """One frozen value of a kind; ``made_from`` has every value that ``make`` uses."""
        if self.memory is NOTHING:
            return make()
        key = fingerprint(self.salt, made_from)
        before = self.memory.get(key)
        if isinstance(before, kind):
            return before
        made = make()
        self.memory.put(key, made)
        return made


UNPRESSED = Press(NOTHING, "")


def kept(file: File) -> Kept:
    """A file without its bytes."""
    if isinstance(file, Kept):
        return file
    return Kept(path=file.path, digest=file.digest, size=file.size, schema=file.schema)


def fingerprint(*values: object) -> str:
    """The name of values: equal ones have the same, others another. Sets and mappings have no order.

    Raises TypeError for what is not made of frozen dataclasses, collections and plain values.
    """
    tokens: list[str] = []
    _write(values, tokens.append)
    return hashlib.sha256("".join(tokens).encode("utf-8", "surrogatepass")).hexdigest()


def _write(value: object, add: Callable[[str], None]) -> None:
    match value:
        case str():
            # A member of an enumeration is written as what it is equal to.
            add(f"s{len(value)}:{value}")
        case None | bool() | int():
            add(f"{value!r};")
        case Section():
            add(f"§{len(value.id)}:{value.id}{len(value.title)}:{value.title}{_name_of_blocks(value.blocks)}")
        case tuple() | list():
            _write_all("(", value, add)
        case Mapping():
            _write_all("{", sorted(value.items(), key=_first), add)
        case AbstractSet():
            _write_all("<", sorted(value), add)
        case bytes():
            add(f"b{hashlib.sha256(value).hexdigest()}")
        case Enum():
            add(f"e{type(value).__name__}.{value.name};")
        case date() | timedelta():
            add(f"d{value!r};")
        case _:
            kind = type(value)
            add(f"{kind.__name__}[")
            for name in _fields(cast("Hashable", kind)):
                _write(getattr(value, name), add)
            add("]")


def _write_all(mark: str, values: Iterable[object], add: Callable[[str], None]) -> None:
    add(mark)
    for one in values:
        _write(one, add)
    add(")")


def _first(pair: Any) -> str:  # noqa: ANN401 - an item of any mapping
    return str(pair[0])


@lru_cache(maxsize=256)
def _fields(kind: Hashable) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cast("Any", kind)))


# Versions share what did not change: the very same blocks, as long as they are read in one process.
_names: dict[int, tuple[Blocks, str]] = {}


def _name_of_blocks(blocks: Blocks) -> str:
    known = _names.get(id(blocks))
    if known is None:
        if len(_names) > _NAMED:
            _names.clear()
        tokens: list[str] = []
        _write(blocks, tokens.append)
        known = _names[id(blocks)] = (blocks, hashlib.sha256("".join(tokens).encode()).hexdigest())
    return known[1]
