"""JSON as every output writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from json.encoder import encode_basestring

from site_builder import routes
from site_builder.model.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Written:
    """A value that is JSON already, in lines, so that what recurs in many files is written once."""

    json: str


Value = str | int | bool | None | Written | Sequence["Value"] | Mapping[str, "Value"]


def compact(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """The same without white space, for what apps ask for often."""
    named = _named(address, schema, value)
    body = json.dumps(named, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_read)
    return Artifact(path=routes.file_of(address), body=f"{body}\n".encode(), schema=schema)


def artifact(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """A JSON file that names its schema by a relative link, so that it is right under any prefix."""
    body = _in_lines(_named(address, schema, value), "\n") + "\n"
    return Artifact(path=routes.file_of(address), body=body.encode(), schema=schema)


def written(value: Value) -> Written:
    """The value as JSON, to stand in several files."""
    return Written(_in_lines(value, "\n"))


def _read(value: object) -> object:
    """What is written already, for who writes it in another form."""
    if isinstance(value, Written):
        return json.loads(value.json)
    raise TypeError(f"{type(value).__name__} is no JSON")


def _named(address: str, schema: str, value: Mapping[str, Value]) -> dict[str, Value]:
    return {"$schema": routes.relative(address, to=routes.schema(schema)), **value}


def _in_lines(value: Value, line: str) -> str:
    """What ``json.dumps`` writes with an indent of one, which it writes in Python and a generator a level.

    ``line`` is the start of the line on which the value ends. In JSON, a line feed stands between values only, so
    what is ``Written`` is moved to its depth by a replacement.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        if not value:
            return "{}"
        inner = f"{line} "
        items = [f"{encode_basestring(key)}: {_in_lines(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{line}}}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        inner = f"{line} "
        if type(value[0]) is type(value[-1]) is str:
            # Usually all of it is words: a run of a redline, the names of a path.
            with suppress(TypeError):
                return f"[{inner}{f',{inner}'.join(map(encode_basestring, value))}{line}]"
        return f"[{inner}{f',{inner}'.join([_in_lines(one, inner) for one in value])}{line}]"
    if isinstance(value, Written):
        return value.json.replace("\n", line)
    return json.dumps(value, allow_nan=False)
