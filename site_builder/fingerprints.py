"""The names of values: equal ones have the same, others another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import partial
from typing import Any, TypeVar

from site_builder.model.finding import Judgement
from site_builder.model.policy import Policy
from site_builder.model.prose import Document, Section
from site_builder.reuse import letting_go

_T = TypeVar("_T")
# So many values have their names kept: the sections of a policy with a long history, and what is said of its versions.
_NAMED = 8_192
# So many of those that are large and belong to one redline.
_FEW = 64


def fingerprint(*values: object) -> str:
    """The name of values: equal ones have the same, others another. Sets and mappings have no order.

    Raises TypeError for what is not made of frozen dataclasses, collections and plain values.
    """
    tokens: list[str] = []
    _write(values, tokens.append)
    return _digest(tokens)


# Writes a value, whatever it is, as tokens that no other value has.
_Add = Callable[[str], None]
_Writer = Callable[[Any, _Add], None]


def _write(value: object, add: _Add) -> None:
    kind = type(value)
    (_WRITERS.get(kind) or _writer(kind))(value, add)


def _writer(kind: type) -> _Writer:
    """What writes values of a kind; found out once."""
    if is_dataclass(kind):
        names = tuple(one.name for one in fields(kind))
        found: _Writer = partial(_write_fields, f"{kind.__name__}[", names)
    else:
        found = next((write for base, write in _OF_BASES if issubclass(kind, base)), _refuse)
    _WRITERS[kind] = found
    return found


def _write_str(value: str, add: _Add) -> None:
    # A member of an enumeration is written as what it is equal to.
    add(f"s{len(value)}:{value}")


def _write_fields(start: str, names: tuple[str, ...], value: object, add: _Add) -> None:
    add(start)
    for name in names:
        _write(getattr(value, name), add)
    add("]")


def _write_all(mark: str, values: Iterable[object], add: _Add) -> None:
    add(mark)
    for one in values:
        _write(one, add)
    add(")")


def _first(pair: Any) -> str:  # noqa: ANN401 - an item of any mapping
    return str(pair[0])


def _refuse(value: object, _add: _Add) -> None:
    raise TypeError(f"{type(value).__name__} is no value")


# Versions share what did not change, and pages what they show of a version: the very same values, as long as they are
# made in one process. Each is written once, and known by its identity from then on.
_Names = dict[int, tuple[object, str]]
_names: _Names = {}
_few: _Names = {}
# Those of another policy are others.
letting_go(_names.clear)
letting_go(_few.clear)


def _write_name(names: _Names, most: int, write: _Writer, value: object, add: _Add) -> None:
    known = names.get(id(value))
    if known is None:
        tokens: list[str] = []
        write(value, tokens.append)
        if len(names) >= most:
            names.clear()
        known = names[id(value)] = (value, f"#{_digest(tokens)}")
    add(known[1])


_write_tuple = partial(_write_all, "(")


def _write_section(section: Section, add: _Add) -> None:
    add(f"§{len(section.id)}:{section.id}{len(section.title)}:{section.title}")
    _write_name(_names, _NAMED, _write_tuple, section.blocks, add)


def _digest(tokens: Iterable[str]) -> str:
    return hashlib.sha256("".join(tokens).encode("utf-8", "surrogatepass")).hexdigest()


_OF_BASES: tuple[tuple[type, _Writer], ...] = (
    (str, _write_str),
    (int, lambda value, add: add(f"{int(value)};")),
    (Mapping, lambda value, add: _write_all("{", sorted(value.items(), key=_first), add)),
    (AbstractSet, lambda value, add: _write_all("<", sorted(value), add)),
    (tuple, _write_tuple),
    (list, _write_tuple),
    (bytes, lambda value, add: add(f"b{hashlib.sha256(value).hexdigest()}")),
    (Enum, lambda value, add: add(f"e{type(value).__name__}.{value.name};")),
    (date, lambda value, add: add(f"d{value!r};")),
    (timedelta, lambda value, add: add(f"d{value!r};")),
)
_WRITERS: dict[type, _Writer] = {
    bool: lambda value, add: add(f"{value!r};"),
    type(None): lambda value, add: add(f"{value!r};"),
    Section: _write_section,
}


def named_once(kind: type[_T]) -> type[_T]:
    """Have values of a class, each of which is in many fingerprints, written once and then known by their identity."""
    _WRITERS[kind] = partial(_write_name, _names, _NAMED, _writer(kind))
    return kind


def named_for_now(kind: type[_T]) -> type[_T]:
    """The same for values that are large and asked for by a few files, one after the other."""
    _WRITERS[kind] = partial(_write_name, _few, _FEW, _writer(kind))
    return kind


for _kind in (Document, Policy):
    named_once(_kind)
named_for_now(Judgement)
