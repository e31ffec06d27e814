"""The canonical form, and what makes two texts the same text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import text
from site_builder.content import read_section
from site_builder.model.prose import Document, Numbering, Paragraph, Section, Text

VECTORS = sorted((Path(__file__).parent / "cases" / "canonical").glob("*.txt"))


def section_of(source: str) -> Section:
    prose = read_section(source.encode(), path="case.md")
    return Section(id="case", title=prose.title, blocks=prose.blocks)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_spelling_of_a_text_has_the_canonical_form_of_its_vector(path: Path) -> None:
    spellings, canonical, digest = path.read_text().split("\n====\n")
    for spelling in spellings.split("\n----\n"):
        section = section_of(spelling.replace("␍", "\r") + "\n")
        assert text.canonical_section(section).decode() == canonical
        assert text.section_digest(section) == digest.strip()


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 13


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("# A\n\nx y", "# A\n\nx\u00a0y"),  # a no-break space is a character
        ("# A\n\nx", "# A\n\n*x*"),
        ("# A\n\nx", "# a\n\nx"),
        ("# A\n\nx\n\ny", "# A\n\nx y"),
        ("# A\n\n- x", "# A\n\n1. x"),
        ("# A\n\n1. x", "# A\n\n2. x"),
        ("# A\n\n[x](https://a.example)", "# A\n\n[x](https://b.example)"),
        ("# A\n\nx", "# A\n\n`x`"),
        ("# A\n\nwe", "# A\n\nwе"),  # the second has a Cyrillic letter
    ],
)
def test_what_a_reader_can_tell_apart_has_another_digest(one: str, other: str) -> None:
    assert text.section_digest(section_of(one)) != text.section_digest(section_of(other))


def document(**changes: object) -> Document:
    sections = (Section(id="scope", title="Scope", blocks=(Paragraph((Text("All."),)),)),)
    values: dict[str, object] = {
        "policy": "privacy",
        "locale": "en",
        "title": "Privacy",
        "preamble": (),
        "sections": sections,
        "numbering": Numbering.DECIMAL,
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]


def test_the_digest_is_the_sha256_of_the_canonical_bytes() -> None:
    body = text.canonical(document())
    assert text.digest(document()) == "c1-sha256-" + hashlib.sha256(body).hexdigest()
    assert text.DIGEST.fullmatch(text.digest(document()))


def test_the_canonical_form_of_a_document_is_golden() -> None:
    expected = (
        '{"canonical":"c1","numbering":"decimal","preamble":[],"sections":'
        '[{"blocks":[["p","All."]],"id":"scope","title":"Scope"}],"title":"Privacy"}'
    )
    assert text.canonical(document()).decode() == expected


def test_the_digest_covers_title_numbering_preamble_ids_and_order() -> None:
    first, second = (Section(id=name, title="T", blocks=()) for name in ("a", "b"))
    variants = [
        document(),
        document(title="Terms"),
        document(numbering=Numbering.NONE),
        document(preamble=(Paragraph((Text("Hello."),)),)),
        document(sections=(first,)),
        document(sections=(second,)),
        document(sections=(first, second)),
        document(sections=(second, first)),
    ]
    assert len({text.digest(variant) for variant in variants}) == len(variants)


def test_policy_and_locale_are_no_part_of_the_text() -> None:
    assert text.digest(document()) == text.digest(document(policy="terms", locale="de"))


@given(st.text())
def test_the_serialisation_is_json_that_reads_back(words: str) -> None:
    body = text.canonical(document(title=words.encode("utf-8", "replace").decode()))
    assert json.loads(body)["title"] == words.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("息", "，", ""),
        ("，", "并", ""),
        ("の", "デ", ""),
        ("用", "A", " "),
        ("A", "用", " "),
        ("한", "국", " "),
        ("a", "b", " "),
        ("", "中", " "),
    ],
)
def test_a_soft_break_is_nothing_between_han_or_kana_and_a_space_elsewhere(
    before: str, after: str, expected: str
) -> None:
    assert text.soft_break(before, after) == expected
