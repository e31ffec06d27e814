"""The schemas of the files that people write: whatever they refuse can be said in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from site_builder import yamlfile
from site_builder.yamlfile.explain import FORMS, KINDS

WRITTEN = ("site", "policy", "release", "change", "translation")


def said(schema: object, word: str) -> Iterator[Any]:
    """Everything that a schema demands by that word, at any depth."""
    if isinstance(schema, dict):
        if word in schema and not isinstance(schema[word], dict):
            yield schema[word]
        for one in schema.values():
            yield from said(one, word)
    elif isinstance(schema, list):
        for one in schema:
            yield from said(one, word)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_form_that_is_asked_for_has_words(name: str) -> None:
    """A message can say what a pattern or a type stands for; a new one without words would be a fault of ours."""
    schema = yamlfile.schema_of(name)
    assert set(said(schema, "pattern")) <= KINDS.keys()
    assert set(said(schema, "type")) <= FORMS.keys()
