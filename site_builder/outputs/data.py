"""JSON as every output writes it: what is large has a line for each of its parts, so that people can compare files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from site_builder import routes
from site_builder.model.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Written:
    """A value that is JSON already, so that what recurs in many files is written once."""

    json: str


Value = str | int | bool | None | Written | Sequence["Value"] | Mapping[str, "Value"]


def compact(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """All of a value on one line, for what apps ask for often."""
    return Artifact(
        path=routes.file_of(address), body=f"{_line(_named(address, schema, value))}\n".encode(), schema=schema
    )


def artifact(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """A JSON file that names its schema by a relative link, so that it is right under any prefix."""
    return Artifact(path=routes.file_of(address), body=_lines(_named(address, schema, value)).encode(), schema=schema)


def index(address: str, schema: str, name: str, items: Iterable[tuple[str, Written]]) -> Artifact:
    """The same with one object, of which there can be hundreds of thousands of items: nothing of it is kept twice."""
    body = bytearray(_lines(_named(address, schema, {name: Written("{")})).removesuffix("\n}\n").encode())
    separator = "\n"
    for key, item in items:
        body += f"{separator}  {_line(key)}: {item.json}".encode()
        separator = ",\n"
    body += b"\n }\n}\n"
    return Artifact(path=routes.file_of(address), body=bytes(body), schema=schema)


def lasting(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """A file that is read and written on by later programs: spelled as the first one did, to the byte."""
    body = json.dumps(_named(address, schema, value), ensure_ascii=False, indent=1, allow_nan=False, default=_read)
    return Artifact(path=routes.file_of(address), body=f"{body}\n".encode(), schema=schema)


def written(value: Value) -> Written:
    """The value as JSON, on one line, to stand in several files."""
    return Written(_line(value))


def extended(value: Written, more: Mapping[str, Value]) -> Written:
    """An object that is JSON already, with more names behind its own; neither is empty."""
    added = ",".join([f"{_line(name)}:{_line(one)}" for name, one in more.items()])
    return Written(f"{value.json[:-1]},{added}}}")


def members(value: Mapping[str, Value]) -> dict[str, Value]:
    """An object whose values are JSON as they stand in a file below their names."""
    return {name: Written(_items(one)) for name, one in value.items()}


def _named(address: str, schema: str, value: Mapping[str, Value]) -> dict[str, Value]:
    return {"$schema": routes.relative(address, to=routes.schema(schema)), **value}


def _lines(value: Mapping[str, Value]) -> str:
    """A line for each name, and below it one for each item of a list of values or each name of an object.

    What is deeper stands on one line. ``json`` has its fast writer for one line only.
    """
    names = (f" {_line(name)}: {_items(one)}" for name, one in value.items())
    return "{{\n{}\n}}\n".format(",\n".join(names))


def _items(value: Value) -> str:
    if isinstance(value, dict) and value:
        items = ",\n".join([f"  {_line(name)}: {_line(one)}" for name, one in value.items()])
        return f"{{\n{items}\n }}"
    if isinstance(value, list | tuple) and value and not isinstance(value[0], str):
        items = ",\n  ".join([_line(one) for one in value])
        return f"[\n  {items}\n ]"
    return _line(value)


def _line(value: Value) -> str:
    return value.json if isinstance(value, Written) else _write(value)


def _read(value: object) -> object:
    """What is written already, where it stands deep in another value."""
    if isinstance(value, Written):
        return json.loads(value.json)
    raise TypeError(f"{type(value).__name__} is no JSON")


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_read).encode
