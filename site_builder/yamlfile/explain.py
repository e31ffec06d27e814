"""What a schema says against a file, in an author's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonschema

from site_builder.problems import Problem
from site_builder.yamlfile.file import Path, YamlFile


def explain(error: jsonschema.ValidationError, file: YamlFile) -> Iterator[Problem]:
    """A failed schema in an author's words."""
    path: Path = tuple(error.absolute_path)
    schema: Any = error.schema
    instance: Any = error.instance
    expected: Any = error.validator_value
    name = _name(path)
    code, hint = "PS-119", str(schema.get("description", ""))
    match error.validator:
        case "additionalProperties":
            known = schema["properties"]
            for key in (key for key in instance if key not in known):
                hint = _nearest(key, known, "known here")
                place = file.place(*path, key)
                yield Problem(code="PS-117", message=f"unknown key `{key}`", place=place, hint=hint)
            return
        case "required":
            # The library reports each missing key on its own and names it only in its message.
            missing = next(key for key in expected if repr(key) in error.message)
            if missing in _meant(instance, schema["properties"]):
                return  # it is there, mistyped, and told as an unknown key
            code, message = "PS-118", f"{name} lacks `{missing}`"
            hint = f"add `{missing}:`. {schema['properties'][missing].get('description', '')}".strip()
        case "enum":
            message = _no_choice(name, instance)
            hint = _nearest(str(instance), expected, "write one of")
        case "pattern" if "propertyNames" in error.absolute_schema_path:
            path = (*path, instance)
            message, hint = f"`{instance}` cannot stand here as a key", f"write {KINDS[expected]}"
        case "pattern":
            message, hint = f"{name} cannot be `{instance}`", f"write {KINDS[expected]}"
        case "type":
            message = f"{name} is {'empty' if instance is None else f'not {_A[expected]}'}"
            hint = FORMS[expected]
        case "uniqueItems":
            twice = next(item for index, item in enumerate(instance) if item in instance[:index])
            path = (*path, len(instance) - 1 - instance[::-1].index(twice))
            message, hint = f"{name} has `{twice}` twice", "keep one of them"
        case "minLength" | "minItems" | "minProperties":
            message = f"{name} is empty"
        case "maxItems":
            message, hint = f"{name} has {len(instance):,} entries", f"at most {expected:,} can be kept"
        case _:
            limit = "least" if error.validator == "minimum" else "most"
            message, hint = f"{name} cannot be {instance:,}", f"write {expected:,} at {limit}"
    yield Problem(code=code, message=message, place=file.place(*path), hint=hint or "write something there")


def _no_choice(name: str, instance: object) -> str:
    if instance and not isinstance(instance, str):
        return f"{name} is not a word"
    return f"{name} cannot be `{instance}`" if instance else f"{name} is empty"


def _name(path: Path) -> str:
    if not path:
        return "this file"
    words = [part for part in path if isinstance(part, str)]
    return f"`{words[-1]}`" if isinstance(path[-1], str) else f"an entry of `{words[-1]}`"


def _nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    near = _near(word, known)
    return f"did you mean `{near[0]}`?" if near else f"{otherwise}: {', '.join(sorted(known))}"


def _meant(instance: Iterable[str], known: Mapping[str, object]) -> set[str]:
    """The keys for which the unknown ones stand, as far as one can tell."""
    return {near for key in instance if key not in known for near in _near(key, known)}


def _near(word: str, known: Iterable[str]) -> list[str]:
    """The known word that is most like this one, if any is."""
    return difflib.get_close_matches(word, known, n=1)


# What a pattern of the schemas stands for.
KINDS = {
    "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$": "an id: small letters a to z, digits and hyphens, such as data-retention",
    "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$": "a language tag, such as en, zh-Hans or pt-BR",
    "^c1-sha256-[0-9a-f]{64}$": "a digest as `site-builder check` and `site-builder digest` print it",
    "^https?://[^/\\s?#@]+(/[^\\s?#]*[^/\\s?#])?$": "an address such as https://example.com/legal, without a "
    "slash at the end",
    "^https://\\S+$": "an address that starts with https://",
    "^(mailto:|https://|tel:)\\S+$": "an address such as mailto:privacy@example.com or https://example.com/contact",
    "\\S": "some words",
}
_A = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of keys",
}
FORMS = {
    "string": "write a text, in quotes where it holds a colon followed by a space",
    "integer": "write digits only",
    "boolean": "write true or false",
    "array": "write one item a line, each behind `- `",
    "object": "write one `key: value` a line, indented",
}
