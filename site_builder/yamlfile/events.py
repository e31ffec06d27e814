"""YAML as a stream of events, which libyaml makes without recursion: its composer crashes on deep nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from site_builder.problems import Place, Problem
from site_builder.yamlfile.file import Path

MAX_DEPTH = 8
MAX_BYTES = 64 * 1024

_FLAT = "settings are flat: check brackets and indents"
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NULLS = ("", "~", "null", "Null", "NULL")


class Reader:
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
        """What is said of a file that is not read at all."""
        return Problem(
            code="PS-116",
            message=f"this file is larger than {MAX_BYTES // 1024} KiB",
            place=Place(self.path),
            hint="text belongs into the Markdown sections; keep this file to its settings",
        )

    def _place(self, mark: Any) -> Place:  # noqa: ANN401 - libyaml's mark, which has no type of its own
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def _problem(self, code: str, message: str, mark: Any, hint: str) -> None:  # noqa: ANN401 - as above
        self.problems.append(Problem(code=code, message=message, place=self._place(mark), hint=hint))

    def compose(self, text: str, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what the file says
        """What the file says; its scalars are typed as its schema has them."""
        self.places[()] = Place(self.path, self.first_line)
        self.text = text
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        documents: list[Any] = []
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents.append(None)
                    if len(documents) > 1:
                        self._problem(
                            "PS-120",
                            "a second YAML document",
                            event.start_mark,
                            "keep one; everything from the second `---` on is not read",
                        )
                        break
                    documents[0] = self._node(next(events), events, (), schema)
        except yaml.MarkedYAMLError as error:
            self.broken = True
            message, hint = _in_words(str(error.problem))
            self._problem("PS-110", message, error.problem_mark or error.context_mark, hint)
        except yaml.YAMLError:
            # libyaml refuses a few characters wherever they stand, and does not say where.
            self.broken = True
            message, hint = _in_words("")
            self.problems.append(Problem(code="PS-110", message=message, place=Place(self.path), hint=hint))
        except _TooDeepError as error:
            self.broken = True
            self._problem("PS-115", f"nested more than {MAX_DEPTH} deep", error.mark, _FLAT)
        return documents[0] if documents else None

    def _node(self, event: Any, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401
        if len(path) > MAX_DEPTH:
            raise _TooDeepError(event.start_mark)
        self._refuse_magic(event, path)
        self.places.setdefault(path, self._place(event.start_mark))
        match event:
            case yaml.MappingStartEvent():
                return self._mapping(events, path, schema)
            case yaml.SequenceStartEvent():
                return self._sequence(events, path, schema)
            case yaml.ScalarEvent():
                self._refuse_escapes(event)
                return _typed(event, schema)
            case _:
                return None

    def _mapping(self, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        first: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._refuse_magic(event, (*path, "?"))
            if not isinstance(event, yaml.ScalarEvent):
                self._problem(
                    "PS-110",
                    "a key must be a word",
                    event.start_mark,
                    "write `key: value`; start a text with [ or { in quotes",
                )
                self._node(event, events, (*path, "?"), {})
                self._node(next(events), events, (*path, "?"), {})
                continue
            key = event.value
            if key == "<<":
                self._problem("PS-113", "a merge key (`<<`)", event.start_mark, "write the keys out")
            if key in out:
                self._problem(
                    "PS-114",
                    f"`{key}` stands here and on line {first[key]}",
                    event.start_mark,
                    "keep the one that is meant",
                )
            self.places[(*path, key)] = self._place(event.start_mark)
            first[key] = self.places[(*path, key)].line
            out[key] = self._node(next(events), events, (*path, key), _below(schema, key))
        return out

    def _sequence(self, events: Iterator[Any], path: Path, schema: Mapping[str, Any]) -> list[Any]:
        out: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            out.append(self._node(event, events, (*path, len(out)), schema.get("items", {})))
        return out

    def _refuse_escapes(self, event: Any) -> None:  # noqa: ANN401 - a scalar event
        """Double quotes can hide a character as an escape, which looking at the file would not show."""
        if event.style != '"' or event.value.isprintable():
            return
        for character in dict.fromkeys(event.value):
            if not (character.isprintable() or character == "\n" or character in self.text):
                message = f"a control character, written as an escape (U+{ord(character):04X})"
                hint = "delete it; a backslash is written twice in double quotes, or once in single ones"
                self._problem("PS-102", message, event.start_mark, hint)

    def is_magic(self, path: Path) -> bool:
        """True below a value that is an alias, or has an anchor or a tag."""
        return any(path[:length] in self.magic for length in range(1, len(path) + 1))

    def _refuse_magic(self, event: Any, path: Path) -> None:  # noqa: ANN401 - any of libyaml's events
        """Note an anchor, alias or tag; the same one only once."""
        known = set(self.magic.values())
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.magic[path] = f"{mark}{event.anchor}"
            if self.magic[path] in known:
                return
            self._problem(
                "PS-111",
                f"an anchor or alias (`{mark}{event.anchor}`)",
                event.start_mark,
                "write the value out; if the word itself starts with & or *, put it in quotes",
            )
        if getattr(event, "tag", None):
            self.magic[path] = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._problem(
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
        "keys of one group start in the same column; a text with quotation marks inside stands in 'other ones'",
    ),
    ("found a tab character", "a tab at the start of the line", "indents are spaces: put two in its place"),
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
