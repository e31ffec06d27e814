"""The schemas of all kinds of files, as they are published and as the reader itself uses them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import jsonschema

from site_builder.yamlfile.accepting import Accepts, accepting


def schema_names() -> tuple[str, ...]:
    """The names of all schemas that ship, sorted."""
    files = resources.files("site_builder.schemas").iterdir()
    ending = ".schema.json"
    return tuple(sorted(f.name.removesuffix(ending) for f in files if f.name.endswith(ending)))


def schema_bytes(name: str) -> bytes:
    """A schema as it is published."""
    return resources.files("site_builder.schemas").joinpath(f"{name}.schema.json").read_bytes()


@cache
def schema_of(name: str) -> dict[str, Any]:
    """A schema as a value."""
    schema: dict[str, Any] = json.loads(schema_bytes(name))
    return schema


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    """What tells how a value differs from a schema."""
    made: jsonschema.Draft202012Validator = _Validator(schema_of(name))
    return made


@cache
def accepts(name: str) -> Accepts:
    """What tells quickly that a value is as a schema asks; where it does not, the validator has to be asked."""
    return accepting(schema_of(name))


def _pattern(
    _validator: object, pattern: str, instance: object, _schema: Mapping[str, Any]
) -> Iterator[jsonschema.ValidationError]:
    """The patterns of schemas are ECMA's, whose `$` is the end; Python's would let a last line feed pass."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern}
)
