"""YAML with positions, under our own typing. The only room that knows PyYAML and jsonschema.

Every scalar is text until the schema of its file says otherwise, so `no` is a word and `1.10` stays `1.10`.
Anchors, aliases, tags, merge keys and duplicate keys are faults: they let a file say something that its
reader does not see. The file is read as a stream of events, which libyaml makes without recursion, because
its composer crashes on deep nesting.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jsonschema
import yaml

from site_builder.problems import Place, Problem, ProblemError

MAX_DEPTH = 8
MAX_BYTES = 64 * 1024

Path = tuple[str | int, ...]

_FLAT = "settings are flat: check brackets and indents"
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file that fulfils its schema: plain values, and the place of each by its path in them."""

    value: Mapping[str, Any]
    places: Mapping[Path, Place]

    def at(self, *path: str | int) -> Any:  # noqa: ANN401 - the schema says what stands there
        """The value at a path."""
        value: Any = self.value
        for part in path:
            value = value[part]
        return value

    def place(self, *path: str | int) -> Place:
        """Where a value stands, or the nearest one around it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


def read(text: str, *, path: str, schema: str, first_line: int = 1) -> YamlFile:
    """Read one YAML document. ``first_line`` is the line of the file on which ``text`` starts.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    reader = _Reader(path, first_line)
    if len(text.encode()) > MAX_BYTES:
        raise ProblemError([reader.too_large()])
    value = reader.compose(text, _schema(schema))
    result = YamlFile(value if isinstance(value, dict) else {}, reader.places)
    if not reader.broken:
        for error in _validator(schema).iter_errors(value):
            # What an alias or a tag stands for is told; that it has the wrong form as well is no news.
            if reader.is_magic(tuple(error.absolute_path)):
                continue
            # What an alias or a tag stands for is told; that it has the wrong form as well is no news.
            if not reader.is_magic(tuple(error.absolute_path)):
                reader.problems += _explain(error, result)
    if reader.problems:
        raise ProblemError(reader.problems)
    return result


def schema_names() -> tuple[str, ...]:
    """The names of all schemas that ship, sorted."""
    files = resources.files("site_builder.schemas").iterdir()
    ending = ".schema.json"
    return tuple(sorted(f.name.removesuffix(ending) for f in files if f.name.endswith(ending)))


def schema_bytes(name: str) -> bytes:
    """A schema as it is published."""
    return resources.files("site_builder.schemas").joinpath(f"{name}.schema.json").read_bytes()


@cache
def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_bytes(name))
    return schema


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    validator: jsonschema.Draft202012Validator = _Validator(_schema(name))
    return validator


def _pattern(
    _validator: object, pattern: str, instance: object, _schema: Mapping[str, Any]
) -> Iterator[jsonschema.ValidationError]:
    """The patterns of schemas are ECMA's, whose `$` is the end; Python's would let a last line feed pass."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern}
)


class _Reader:
    """One walk over the events of a file; every fault is noted and the walk goes on where it can."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.broken = False
        self.magic: dict[Path, str] = {}
        self.text = ""
        self.places: dict[Path, Place] = {}

    def too_large(self) -> Problem:
        return Problem(
            code="PS-116",
            message=f"this file is larger than {MAX_BYTES // 1024} KiB",
            place=Place(self.path),
            hint="text belongs into the Markdown sections; keep this file to its settings",
        )

    def place(self, mark: Any) -> Place:  # noqa: ANN401 - libyaml's mark, which has no type of its own
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def problem(self, code: str, message: str, mark: Any, hint: str) -> None:  # noqa: ANN401 - as above
        self.problems.append(Problem(code=code, message=message, place=self.place(mark), hint=hint))

    def compose(self, text: str, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what the file says
        self.places[()] = Place(self.path, self.first_line)
        self.text = text
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        documents: list[Any] = []
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents.append(None)
                    if len(documents) > 1:
                        self.problem(
                            "PS-120",
                            "a second YAML document",
                            event.start_mark,
                            "keep one; everything from the second `---` on is not read",
                        )
                        break
                    documents[0] = self.node(next(events), events, (), schema)
        except yaml.MarkedYAMLError as error:
            self.broken = True
            message, hint = _in_words(str(error.problem))
            self.problem("PS-110", message, error.problem_mark or error.context_mark, hint)
        except yaml.YAMLError:
            # libyaml refuses a few characters wherever they stand, and does not say where.
            self.broken = True
            message, hint = _in_words("")
            self.problems.append(Problem(code="PS-110", message=message, place=Place(self.path), hint=hint))
        except _TooDeepError as error:
            self.broken = True
            self.problem("PS-115", f"nested more than {MAX_DEPTH} deep", error.mark, _FLAT)
        return documents[0] if documents else None

    def node(self, event: Any, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401
        if len(path) > MAX_DEPTH:
            raise _TooDeepError(event.start_mark)
        self.refuse_magic(event, path)
        self.places.setdefault(path, self.place(event.start_mark))
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(events, path, schema)
            case yaml.SequenceStartEvent():
                return self.sequence(events, path, schema)
            case yaml.ScalarEvent():
                self.refuse_escapes(event)
                return _typed(event, schema)
            case _:
                return None

    def mapping(self, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        first: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self.refuse_magic(event, (*path, "?"))
            if not isinstance(event, yaml.ScalarEvent):
                self.problem(
                    "PS-110",
                    "a key must be a word",
                    event.start_mark,
                    "write `key: value`; start a text with [ or { in quotes",
                )
                self.node(event, events, (*path, "?"), {})
                self.node(next(events), events, (*path, "?"), {})
                continue
            key = event.value
            if key == "<<":
                self.problem("PS-113", "a merge key (`<<`)", event.start_mark, "write the keys out")
            if key in out:
                self.problem(
                    "PS-114",
                    f"`{key}` stands here and on line {first[key]}",
                    event.start_mark,
                    "keep the one that is meant",
                )
            self.places[(*path, key)] = self.place(event.start_mark)
            first[key] = self.places[(*path, key)].line
            out[key] = self.node(next(events), events, (*path, key), _below(schema, key))
        return out

    def sequence(self, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> list[Any]:
        out: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            out.append(self.node(event, events, (*path, len(out)), schema.get("items", {})))
        return out

    def refuse_escapes(self, event: Any) -> None:  # noqa: ANN401 - a scalar event
        """Double quotes can hide a character as an escape, which looking at the file would not show."""
        if event.style != '"' or event.value.isprintable():
            return
        for character in dict.fromkeys(event.value):
            if not (character.isprintable() or character == "\n" or character in self.text):
                message = f"a control character, written as an escape (U+{ord(character):04X})"
                hint = "delete it; a backslash is written twice in double quotes, or once in single ones"
                self.problem("PS-102", message, event.start_mark, hint)

    def is_magic(self, path: Path) -> bool:
        """True below a value that is an alias, or has an anchor or a tag."""
        return any(path[:length] in self.magic for length in range(1, len(path) + 1))

    def refuse_magic(self, event: Any, path: Path) -> None:  # noqa: ANN401 - any of libyaml's events
        """Note an anchor, alias or tag; the same one only once."""
        known = set(self.magic.values())
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.magic[path] = f"{mark}{event.anchor}"
            if self.magic[path] in known:
                return
            self.problem(
                "PS-111",
                f"an anchor or alias (`{mark}{event.anchor}`)",
                event.start_mark,
                "write the value out; if the word itself starts with & or *, put it in quotes",
            )
        if getattr(event, "tag", None):
            self.magic[path] = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.problem(
                "PS-112",
                f"a tag (`{self.magic[path]}`)",
                event.start_mark,
                "remove it; if the word itself starts with !, put it in quotes",
            )


# What libyaml says, by a part of it, and what it means to somebody who has never heard of a token.
_PARSER_WORDS = (
    (
        "expected ',' or ']'",
        "a list that starts with [ does not end",
        "close it with ], or put the text in quotes",
    ),
    ("expected ',' or '}'", "a group that starts with { does not end", "close it with }, or use quotes"),
    (
        "mapping values are not allowed",
        "a colon where none can stand",
        "put a text that holds a colon in quotes; keys below one another start in the same column",
    ),
    ("unexpected end of stream", "a quotation mark is not closed", "close it where the text ends"),
    ("found unexpected document", "a quotation mark is not closed", "close it where the text ends"),
    (
        "cannot start any token",
        "a value cannot start with this character",
        "put the text in quotes; indents are spaces and never tabs",
    ),
    (
        "could not find expected ':'",
        "a key without its colon",
        "write `key: value`, with a space behind the colon",
    ),
    (
        "expected key",
        "this line does not fit the lines above it",
        "keys of one group start in the same column",
    ),
    (
        "expected '-' indicator",
        "this line does not fit the list above it",
        "items of one list start with `- `",
    ),
    ("expected <document start>", "there is text behind the end of the settings", "check the indent"),
    ("unknown escape", "a \\ that means nothing in double quotes", "write \\\\, or use single quotes"),
    ("tag", "a value cannot start with !", "put the text in quotes"),
    ("alias", "a value cannot start with *", "put the text in quotes"),
    ("anchor", "a value cannot start with &", "put the text in quotes"),
    ("block", "a text block that cannot be read", "after | or >, begin the text on the next line, indented"),
)


def _in_words(problem: str) -> tuple[str, str]:
    """A message and a hint for a fault of the parser."""
    for part, message, hint in _PARSER_WORDS:
        if part in problem:
            return f"this is not YAML: {message}", hint
    return "this is not YAML", "check the quotes, colons and indents of this line and the one above it"


class _TooDeepError(Exception):
    def __init__(self, mark: Any) -> None:  # noqa: ANN401 - libyaml's mark
        super().__init__()
        self.mark = mark


def _below(schema: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    known = schema.get("properties", {}).get(key)
    if known is not None:
        return dict(known)
    rest = schema.get("additionalProperties")
    return rest if isinstance(rest, dict) else {}


def _typed(event: Any, schema: Mapping[str, Any]) -> str | int | bool | None:  # noqa: ANN401 - a scalar event
    """A scalar as its schema has it; what does not fit stays text, and the schema then says so."""
    text: str = event.value
    expected = schema.get("type")
    if expected == "integer" and not event.style and _INTEGER.fullmatch(text):
        return int(text)
    if expected == "boolean" and not event.style and text in ("true", "false"):
        return text == "true"
    if not event.style and text in _NULLS:
        return None
    return text


def _explain(error: jsonschema.ValidationError, file: YamlFile) -> Iterator[Problem]:
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
            code, message = "PS-118", f"{name} lacks `{missing}`"
            hint = f"add `{missing}:`. {schema['properties'][missing].get('description', '')}".strip()
        case "enum":
            message = f"{name} cannot be `{instance}`" if instance else f"{name} is empty"
            if not isinstance(instance, str | None):
                message = f"{name} is not a word"
            hint = _nearest(str(instance), expected, "write one of")
        case "pattern" if "propertyNames" in error.absolute_schema_path:
            path = (*path, instance)
            message, hint = f"`{instance}` cannot stand here as a key", f"write {_KINDS[expected]}"
        case "pattern":
            message, hint = f"{name} cannot be `{instance}`", f"write {_KINDS[expected]}"
        case "type":
            message = f"{name} is {'empty' if instance is None else f'not {_A[expected]}'}"
            hint = _FORM[expected]
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


def _name(path: Path) -> str:
    if not path:
        return "this file"
    words = [part for part in path if isinstance(part, str)]
    return f"`{words[-1]}`" if isinstance(path[-1], str) else f"an entry of `{words[-1]}`"


def _nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"{otherwise}: {', '.join(sorted(known))}"


# What a pattern of the schemas stands for.
_KINDS = {
    "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$": "an id: small letters a to z, digits and hyphens, such as data-retention",
    "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$": "a language tag, such as en, zh-Hans or pt-BR",
    "^c1-sha256-[0-9a-f]{64}$": "a digest as `site-builder check` and `site-builder digest` print it",
    "^https?://[^/\\s?#@]+(/[^\\s?#]*[^/\\s?#])?$": "an address such as https://example.com/legal, without a "
    "slash at the end",
    "^https://\\S+$": "an address that starts with https://",
}
_A = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of keys",
}
_FORM = {
    "string": "write a text, in quotes where it holds a colon followed by a space",
    "integer": "write digits only",
    "boolean": "write true or false",
    "array": "write one item a line, each behind `- `",
    "object": "write one `key: value` a line, indented",
}
