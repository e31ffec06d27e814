"""Whatever bytes, YAML or Markdown a reader is given: a value or problems with a place, and nothing else.

2,000 examples a test in every run; in `make soak` 250,000 a test, so a million for the four readers. Hypothesis
draws bytes, and each of them chooses a piece of what the reader is given: that costs a third of drawing the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any, TypeVar
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder import config, content, yamlfile
from site_builder.characters import visible
from site_builder.codes import CODES
from site_builder.content import review
from site_builder.markup import Rendering, parse, render_blocks
from site_builder.problems import Problem, ProblemError
from tests.effort import tries

Piece = TypeVar("Piece", str, bytes)

pytestmark = pytest.mark.xdist_group("fuzz")
often = tries(2_000, in_soak=250_000)


def chosen(pieces: Sequence[Piece], *, most: int) -> st.SearchStrategy[list[Piece]]:
    """Up to so many pieces, in any order."""
    return st.binary(max_size=most, min_size=most // 4).map(lambda data: [pieces[byte % len(pieces)] for byte in data])


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems that reading raises; any other exception is a fault of the reader."""
    try:
        read()
    except ProblemError as error:
        problems = error.problems
    else:
        return ()
    assert problems
    for one in problems:
        assert one.code in CODES
        assert one.message
        assert one.hint
        assert one.place.path
        assert visible(one.message + one.hint).isprintable()
    return problems


# Bytes: text with damage, and damage alone.
PIECES = [
    b"# T\n\n",
    b"---\n",
    b"translates: x\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x00",
    b"\xe4",
    b"\xe2\x82",
    b"\r\n",
    b"\r",
    b"\n",
    b"\t",
    "é".encode(),
    "\u202e".encode(),
    "\u200b".encode(),
    "\ue000".encode(),
    "pаy".encode(),
    "字".encode(),
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"words ",
    b"\x1b[2J",
    "\u2028".encode(),
    "👩‍💻".encode(),
]
any_bytes = st.one_of(st.binary(max_size=40), chosen(PIECES, most=12).map(b"".join))


@given(any_bytes)
@often
def test_any_bytes_are_a_section_or_problems(data: bytes) -> None:
    found = problems_of(lambda: content.read_section(data, path="a.md"))
    reviewed = list(review(data, path="a.md", locale="fa"))
    assert all(one.place.line for one in reviewed)
    if not found:
        # What is read is text: no control character but the line feeds between lines.
        text = content.decode(data, path="a.md")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)


# YAML: the words of all schemas, and all marks that YAML knows.
SCHEMAS = ("site", "policy", "release", "change", "translation")
WORDS = sorted({key for name in SCHEMAS for key in yamlfile.schema_of(name)["properties"]})
MARKS = [
    ": ",
    ":",
    "\n",
    "\n  ",
    "\n    ",
    "- ",
    "\n- ",
    "\n  - ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "|\n ",
    ">\n ",
    "&a ",
    "*a",
    "!!int ",
    "!x ",
    "<<: ",
    "? ",
    "---\n",
    "...\n",
    "# ",
    "%YAML 1.2\n",
    "\t",
    "@",
    "`",
    "~",
    "null",
    "no",
    "1.10",
    "0x1",
    "2026-04-01",
    "en",
    "zh-Hans",
    "c1-sha256-" + "0" * 64,
    "\\u2029",
    "\\",
    "é",
    "\u200b",
    "https://a.example",
    "1",
    "99999",
]
any_yaml = chosen([*MARKS, *WORDS], most=16).map("".join)


@given(st.sampled_from(SCHEMAS), any_yaml)
@often
def test_any_yaml_is_settings_or_problems(schema: str, text: str) -> None:
    problems_of(lambda: yamlfile.read(text, path="a.yaml", schema=schema))


READERS: list[Callable[[str], Any]] = [
    config.read_site,
    lambda text: config.read_policy(text, path="p", zone=UTC),
    lambda text: config.read_release(text, path="r", policy="privacy", label="2026-01-01", zone=UTC),
    lambda text: config.read_change(text, path="c", policy="privacy", slug="a"),
]
VALUES = [
    "en",
    "zh-hans",
    "xx",
    "[en]",
    "[en, en]",
    "{en: A}",
    "{}",
    "[]",
    "",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "2026-01-01T00:00:00+14:00",
    "material",
    "1",
    "-1",
    "UTC",
    "../..",
    "Mars/X",
    "privacy",
    "api",
    "[index]",
    "c1-sha256-" + "a" * 64,
    "https://a.example",
    "{on: 2026-01-01}",
    "[{at: 2026-01-01, withdrawn: true}]",
]
any_settings = st.tuples(chosen(WORDS, most=9), chosen(VALUES, most=9)).map(
    lambda chosen: "".join(f"{key}: {value}\n" for key, value in dict(zip(*chosen, strict=False)).items())
)


@given(st.integers(0, len(READERS) - 1), any_settings)
@often
def test_any_settings_are_values_or_problems(reader: int, text: str) -> None:
    problems_of(lambda: READERS[reader](text))


# Markdown: everything that starts or ends something.
MARKDOWN = [
    "# ",
    "## ",
    "\n",
    "\n\n",
    "- ",
    "  - ",
    "1. ",
    "2) ",
    "> ",
    "    ",
    "```\n",
    "``` x y\n",
    "`",
    "*",
    "**",
    "_",
    "[",
    "]",
    "(",
    ")",
    "](#a)",
    "](https://a.example)",
    "![",
    "[a]: https://b.example\n",
    "[a]",
    "[^1]",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<https://c.example>",
    "&amp;",
    "&#0;",
    "&nbsp;",
    "\\",
    "\\\n",
    "  \n",
    "| a | b |\n|---|---|\n",
    "| c | d | e |\n",
    "|",
    "---\n",
    "===\n",
    "words ",
    "字",
    "é",
    "\u00a0",
    "<",
    ">",
    '"',
    "'",
    "!",
    "~~",
    "$",
    "{",
    "}}",
    "[[",
    "\t",
    "1.",
]
any_markdown = chosen(MARKDOWN, most=24).map("".join)
RENDERING = Rendering(label=lambda _href: render_blocks((), Rendering()))


@given(any_markdown)
@example("![![&amp;](#a)](#a)")  # these two were found here
@example("```words ")
@often
def test_any_markdown_is_a_tree_whose_every_word_is_rendered_or_problems(source: str) -> None:
    parsed = parse(source, path="a.md")
    assert len(parsed.blocks) == len(parsed.lines)
    made = render_blocks(parsed.blocks, RENDERING)
    assert "<script" not in made.html
    if not parsed.problems:
        # Independent of the reader's own check: the words of the source are in the page, an image's as its `alt`,
        # and those of an address as URLs write them.
        assert set(re.findall("[字é]|words", source)) <= set(re.findall("[字é]|words", unquote(made.html)))
