"""Schemas as functions that accept or do not: for the usual file, which is right, at a small part of the cost.

Only the validator of the library says what is wrong with a value. It is asked about whatever is not accepted here, so
this may refuse too much, and must never accept what the library would not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Accepts = Callable[[Any], bool]

_TYPES: Mapping[str, Accepts] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
}
# What says nothing of a value.
_SILENT = frozenset({"$schema", "$id", "title", "description"})


def accepting(schema: Mapping[str, Any]) -> Accepts:
    """A function that is true of values only that the schema allows; of one with other keywords, never."""
    made = [_made(keyword, schema) for keyword in schema if keyword not in _SILENT]
    checks = tuple(check for check in made if check is not None)
    if len(checks) < len(made):
        return lambda _value: False
    return lambda value: all(check(value) for check in checks)


def _made(keyword: str, schema: Mapping[str, Any]) -> Accepts | None:
    asked = schema[keyword]
    match keyword:
        case "type":
            return _TYPES.get(asked) if isinstance(asked, str) else None
        case "enum":
            return lambda value: isinstance(value, str) and value in asked
        case "pattern":
            # As the validator reads patterns: `$` is the end, and no line feed may stand behind it.
            search = re.compile(re.sub(r"\$\Z", r"\\Z", asked)).search
            return lambda value: isinstance(value, str) and search(value) is not None
        case "minimum":
            return lambda value: isinstance(value, int) and value >= asked
        case "maximum":
            return lambda value: isinstance(value, int) and value <= asked
        case "minLength" | "minItems" | "minProperties":
            return lambda value: isinstance(value, str | list | dict) and len(value) >= asked
        case "maxLength" | "maxItems":
            return lambda value: isinstance(value, str | list) and len(value) <= asked
        case "uniqueItems":
            return lambda value: (
                not asked or (all(isinstance(one, str) for one in value) and len({*value}) == len(value))
            )
        case _:
            return _made_below(keyword, schema)


def _made_below(keyword: str, schema: Mapping[str, Any]) -> Accepts | None:
    """What is asked of the parts of a value."""
    asked = schema[keyword]
    match keyword:
        case "required":
            return lambda value: isinstance(value, dict) and all(key in value for key in asked)
        case "items":
            item = accepting(asked)
            return lambda value: isinstance(value, list) and all(map(item, value))
        case "propertyNames":
            name = accepting(asked)
            return lambda value: isinstance(value, dict) and all(map(name, value))
        case "properties":
            known = {key: accepting(below) for key, below in asked.items()}
            return lambda value: (
                isinstance(value, dict) and all(check(value[key]) for key, check in known.items() if key in value)
            )
        case "additionalProperties":
            named = frozenset(schema.get("properties", ()))
            rest = accepting(asked) if isinstance(asked, dict) else lambda _value: bool(asked)
            return lambda value: isinstance(value, dict) and all(rest(value[key]) for key in value if key not in named)
        case _:
            return None
