"""The schemas of the files that people write: whatever they refuse can be said in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from site_builder import yamlfile
from site_builder.yamlfile.explain import FORMS, KINDS
from site_builder.yamlfile.schemas import accepts, validator

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


# Files as people write them, with something of each form in the schemas.
FILES = {
    "site": {
        "title": {"en": "Policies"},
        "base_url": "https://policies.example",
        "time_zone": "UTC",
        "locales": ["en", "zh-Hans"],
        "audiences": {"default": {"notice_days": {"material": 30}}},
    },
    "policy": {
        "id": "privacy",
        "terms_type": "Privacy Policy",
        "governing": "en",
        "locales": ["en"],
        "sections": ["scope", "retention"],
    },
    "release": {
        "revision": 2,
        "text": f"c1-sha256-{'0' * 64}",
        "published": "2026-03-01",
        "effective": "2026-04-01",
        "level": "material",
        "changes": ["keep-backups"],
        "summary": {"en": "We say more."},
        "inferred": {"level": "it is the first"},
    },
    "change": {"level": "material", "sections": ["scope"], "summary": {"en": "We say more."}},
    "translation": {"translates": f"c1-sha256-{'0' * 64}", "review": "counsel"},
}
OTHERS: tuple[Any, ...] = (
    None,
    "",
    "x",
    "2026-03-01\n",
    "en",
    0,
    -1,
    10**9,
    True,
    [],
    ["a", "a"],
    [{}],
    {},
    {"x": "y"},
)


def spoiled(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any value of YAML
    """The value with one thing in it taken out, added or made another."""
    yield from OTHERS
    if isinstance(value, dict):
        yield {**value, "unknown": "x"}
        for key, inner in value.items():
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: one} for one in spoiled(inner))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield [*value, inner]
            yield from ([*value[:at], one, *value[at + 1 :]] for one in spoiled(inner))


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_accepted_at_a_glance_is_what_the_schema_allows(name: str) -> None:
    """The quick look accepts the usual file, and nothing that the validator would refuse."""
    assert accepts(name)(FILES[name])
    assert not [*validator(name).iter_errors(FILES[name])]
    wrong = [value for value in spoiled(FILES[name]) if not validator(name).is_valid(value)]
    assert len(wrong) > 20
    assert not [value for value in wrong if accepts(name)(value)]
