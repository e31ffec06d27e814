"""TypeScript types of the JSON that apps read, made from its schemas.

Only what the schemas of this program use is understood; whatever else they come to use fails here and not in an app.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Schema = Mapping[str, Any]

_PLAIN = {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}
# What narrows values or explains them, and makes no other type.
_SAID = frozenset({"$schema", "$id", "$defs", "title", "description", "pattern", "format", "propertyNames", "required"})
_OF_OBJECTS = frozenset({"properties", "additionalProperties"})
_BOUNDS = frozenset(
    {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties"}
)
_HEAD = """\
// Types of the files below /api/v1/, made from the schemas in /schemas/v1/. Files may have more members than these,
// and words that stand here as `string` may come to have other values: ignore what you do not know.
"""


class UnknownSchemaError(Exception):
    """A schema uses a word that has no type here."""


def declarations(schemas: Iterable[tuple[str, Schema]]) -> str:
    """A module of types, one for each schema and each of its named parts, in their order."""
    lines = [_HEAD]
    for name, schema in schemas:
        lines.append(_declared(name, schema, name))
        lines += [_declared(f"{name}-{part}", one, name) for part, one in schema.get("$defs", {}).items()]
    return "".join(lines)


def _declared(name: str, schema: Schema, owner: str) -> str:
    return f"\n{_said(schema, '')}export type {_title(name)} = {_type(schema, owner, '')};\n"


def _title(name: str) -> str:
    # Some of the files are called like types that TypeScript has: Record, Text.
    return "Policy" + "".join(part.title() for part in name.split("-"))


def _of_kind(schema: Schema, kind: str) -> Schema:
    """The schema for values of one type; ``properties`` are said of objects only."""
    rest = {name: value for name, value in schema.items() if kind == "object" or name not in _OF_OBJECTS}
    return {**rest, "type": kind}


def _type(schema: Schema, owner: str, margin: str) -> str:
    """A schema of the file ``owner`` as a type; ``margin`` is that of the line on which it starts."""
    words = schema.keys() - _SAID - _BOUNDS
    match schema:
        case {"$ref": str(link)}:
            file, _, part = link.partition("#/$defs/")
            return _title(f"{file.removesuffix('.schema.json') or owner}-{part}")
        case {"anyOf": options} | {"oneOf": options}:
            return " | ".join(_type(one, owner, margin) for one in options)
        case {"enum": values}:
            return " | ".join(json.dumps(value, ensure_ascii=False) for value in values)
        case {"const": value}:
            return json.dumps(value, ensure_ascii=False)
        case {"type": "array"} if words <= {"type", "items", "prefixItems"}:
            return _array(schema, owner, margin)
        case {"type": "object"} if words <= {"type", "properties", "additionalProperties"}:
            return _object(schema, owner, margin)
        case {"type": [*kinds]}:
            # One of several: what else is said of it holds for those of them that it can hold for.
            return " | ".join(_type(_of_kind(schema, str(kind)), owner, margin) for kind in kinds)
        case {"type": str(kind)} if words == {"type"} and kind in _PLAIN:
            return _PLAIN[kind]
        case _ if not words:
            return "unknown"
        case _:
            raise UnknownSchemaError(f"no type for {', '.join(sorted(words))}")


def _array(schema: Schema, owner: str, margin: str) -> str:
    first = [_type(one, owner, margin) for one in schema.get("prefixItems", ())]
    items = schema.get("items")
    # A type may name itself behind `[]`, which it may not in `Array<…>`.
    rest = f"({_type(items, owner, margin) if items else 'unknown'})[]"
    if not first:
        return rest
    closed = items is False or schema.get("maxItems") == len(first)
    return f"[{', '.join(first if closed else [*first, f'...{rest}'])}]"


def _object(schema: Schema, owner: str, margin: str) -> str:
    inner = f"{margin}  "
    required = schema.get("required", ())
    members = [
        f"{_said(one, inner)}{inner}{_name(name)}{'' if name in required else '?'}: {_type(one, owner, inner)};\n"
        for name, one in schema.get("properties", {}).items()
    ]
    rest = schema.get("additionalProperties")
    if members:
        return f"{{\n{''.join(members)}{margin}}}"
    # An index signature may name itself, which `Record` may not.
    return f"{{ [name: string]: {_type(rest, owner, margin) if rest else 'unknown'} }}"


def _name(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _said(schema: Schema, margin: str) -> str:
    """What a schema says of itself, as a comment."""
    words = schema.get("description", "").replace("*/", "* /")
    return f"{margin}/** {words} */\n" if words else ""
