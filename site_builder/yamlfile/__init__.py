"""YAML with positions, under our own typing. The only room that knows PyYAML and jsonschema.

Every scalar is text until the schema of its file says otherwise, so `no` is a word and `1.10` stays `1.10`.
Anchors, aliases, tags, merge keys and duplicate keys are faults: they let a file say something that its
reader does not see.
"""

from __future__ import annotations

import json

from site_builder.problems import ProblemError
from site_builder.yamlfile.events import MAX_BYTES, Reader
from site_builder.yamlfile.explain import explain
from site_builder.yamlfile.file import Path, YamlFile
from site_builder.yamlfile.schemas import accepts, schema_bytes, schema_names, schema_of, validator

__all__ = ["Path", "YamlFile", "quoted", "read", "schema_bytes", "schema_names", "schema_of"]


def quoted(words: str) -> str:
    """A text as YAML reads it back: a JSON string is one."""
    return json.dumps(words, ensure_ascii=False)


def read(text: str, *, path: str, schema: str, first_line: int = 1) -> YamlFile:
    """Read one YAML document. ``first_line`` is the line of the file on which ``text`` starts.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    reader = Reader(path, first_line)
    if len(text.encode()) > MAX_BYTES:
        raise ProblemError([reader.too_large()])
    value = reader.compose(text, schema_of(schema))
    result = YamlFile(value if isinstance(value, dict) else {}, reader.places)
    if not reader.broken and (reader.magic or not accepts(schema)(value)):
        for error in validator(schema).iter_errors(value):
            # What an alias or a tag stands for is told; that it has the wrong form as well is no news.
            if not reader.is_magic(tuple(error.absolute_path)):
                reader.problems += explain(error, result)
    if reader.problems:
        raise ProblemError(reader.problems)
    return result
