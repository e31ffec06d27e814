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
from collections.abc import Iterator, Mapping
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
        reader.problems += [_explain(error, result) for error in _validator(schema).iter_errors(value)]
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
    return jsonschema.Draft202012Validator(_schema(name))


class _Reader:
    """One walk over the events of a file; every fault is noted and the walk goes on where it can."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.broken = False
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
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        documents: list[Any] = []
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents.append(None)
                    if len(documents) > 1:
                        self.problem("PS-120", "a second YAML document", event.start_mark, "keep only one")
                        break
                    documents[0] = self.node(next(events), events, (), schema)
        except yaml.MarkedYAMLError as error:
            self.broken = True
            mark: Any = error.problem_mark or error.context_mark
            where = f"{error.problem}" + (f" {error.context}" if error.context else "")
            self.problem("PS-110", f"this is not YAML: {where}", mark, "check the quotes, colons and indents")
        except _TooDeepError as error:
            self.broken = True
            self.problem("PS-115", f"nested more than {MAX_DEPTH} deep", error.mark, "settings are flat")
        return documents[0] if documents else None

    def node(self, event: Any, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401
        if len(path) > MAX_DEPTH:
            raise _TooDeepError(event.start_mark)
        self.refuse_magic(event)
        self.places.setdefault(path, self.place(event.start_mark))
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(events, path, schema)
            case yaml.SequenceStartEvent():
                return self.sequence(events, path, schema)
            case yaml.ScalarEvent():
                return _typed(event, schema)
            case _:
                return None

    def mapping(self, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        first: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self.refuse_magic(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.problem("PS-110", "a key must be a word", event.start_mark, "write `key: value`")
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

    def refuse_magic(self, event: Any) -> None:  # noqa: ANN401 - any of libyaml's events
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.problem(
                "PS-111",
                f"an anchor or alias (`{mark}{event.anchor}`)",
                event.start_mark,
                "write the value out; if the word itself starts with & or *, put it in quotes",
            )
        if getattr(event, "tag", None):
            self.problem(
                "PS-112",
                f"a tag (`{event.tag}`)",
                event.start_mark,
                "remove it; if the word itself starts with !, put it in quotes",
            )


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
    if expected == "integer" and event.style is None and _INTEGER.fullmatch(text):
        return int(text)
    if expected == "boolean" and event.style is None and text in ("true", "false"):
        return text == "true"
    if event.style is None and text in _NULLS:
        return None
    return text


def _explain(error: jsonschema.ValidationError, file: YamlFile) -> Problem:
    """A failed schema in an author's words."""
    path: Path = tuple(error.absolute_path)
    name = f"`{path[-1]}`" if path else "this file"
    schema: Any = error.schema
    instance: Any = error.instance
    expected: Any = error.validator_value
    hint = str(schema.get("description", ""))
    code, message = "PS-119", f"{name} is not as expected: {error.message}"
    match error.validator:
        case "additionalProperties":
            known = schema["properties"]
            key = next(key for key in instance if key not in known)
            path = (*path, key)
            near = difflib.get_close_matches(key, known, n=1)
            code, message = "PS-117", f"unknown key `{key}`"
            hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(sorted(known))}"
        case "required":
            # The library reports each missing key on its own and names it only in its message.
            missing = next(key for key in expected if repr(key) in error.message)
            code, message = "PS-118", f"{name} lacks `{missing}`"
            hint = str(schema["properties"][missing].get("description", ""))
        case "enum":
            message = f"{name} is none of the known words"
            hint = f"write one of {', '.join(expected)}"
        case "propertyNames" | "pattern" if error.parent is not None:
            message = f"`{instance}` cannot stand here as a key"
        case "type":
            message = f"{name} is {'empty' if instance is None else f'not {_A[expected]}'}"
            hint = hint or _FORM[expected]
        case "uniqueItems":
            message = f"{name} names something twice"
        case _:
            pass
    return Problem(
        code=code, message=message, place=file.place(*path), hint=hint or "see the schema of this file"
    )


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
