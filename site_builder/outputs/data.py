"""JSON as every output writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from site_builder import routes
from site_builder.model.artifact import Artifact

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]


def artifact(address: str, schema: str, value: Mapping[str, Value]) -> Artifact:
    """A JSON file that names its schema by a relative link, so that it is right under any prefix."""
    named = {"$schema": routes.relative(address, to=routes.schema(schema)), **value}
    body = json.dumps(named, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return Artifact(path=routes.file_of(address), body=body.encode(), schema=schema)
