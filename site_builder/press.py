"""Work that need not be done again: results by the name of everything that they were made from.

A name is the digest of values and never of where they came from, so a result is taken over exactly where making it
again would give the same. What remembers is a door, and may forget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from site_builder.fingerprints import fingerprint
from site_builder.model.artifact import Artifact, File, Kept

T = TypeVar("T")


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

    def close(self) -> None:
        """Keep it and let it go: nothing more is asked of it in this build."""
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

    def close(self) -> None:
        """Nothing is kept."""


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

    def close(self) -> None:
        """Whoever sent it keeps it."""


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
