"""JSON as every output writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from site_builder import routes
from site_builder.model.artifact import Artifact

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]


def compact(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """The same without white space, for what apps ask for often."""
    return _written(address, schema, value, None, (",", ":"))


def artifact(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """A JSON file that names its schema by a relative link, so that it is right under any prefix."""
    return _written(address, schema, value, 1, (",", ": "))


def _written(
    address: str, schema: str, value: Mapping[str, Value], indent: int | None, separators: tuple[str, str]
) -> Artifact:
    named = {"$schema": routes.relative(address, to=routes.schema(schema)), **value}
    body = json.dumps(named, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False) + "\n"
    return Artifact(path=routes.file_of(address), body=body.encode(), schema=schema)
