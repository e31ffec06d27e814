"""What holds for any two texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from site_builder.characters import expose
from site_builder.compare import changes_of, compare_outlines, texts
from site_builder.content import loose
from site_builder.model.change import Aspect, ChangeKind, Comparison, Fate, Op, after, before
from site_builder.model.outline import Outline, Passage
from site_builder.model.prose import Paragraph, Rule, Text
from site_builder.outputs.marked import redline_html, redline_json, redline_lines, redline_markdown, take_apart
from site_builder.redline import Budget, compare_words
from site_builder.text import words
from tests.effort import tries
from tests.redline.documents import WORDS, blocks, sentence, versions
from tests.redline.test_corpora import Taken, squeezed

many = tries(2_000, in_soak=100_000)
few = tries(300, in_soak=10_000)
seeds = st.integers(0, 2**64)
SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "site_builder/schemas/diff.schema.json").read_text())


def both(comparison: Comparison) -> tuple[str, str]:
    old, new = texts(comparison)
    return squeezed("".join(old)), squeezed("".join(new))


def unseen(output: str) -> list[str]:
    """What would act on whatever shows the output, and not be seen in it."""
    return [run for run, hidden in expose(output) if hidden]


# A link lost its words and kept a picture without any.
@example(8128)
@given(seeds)
@many
def test_a_redline_is_the_old_text_and_the_new_text(seed: int) -> None:
    """Both laws, on the facts, on HTML by two parsers, and on JSON; and two equal texts have no changes."""
    old, new = versions(seed)
    comparison = compare_outlines(old, new)
    fragment = redline_html(comparison).html
    taken = Taken(fragment)
    expected = both(comparison)
    assert (squeezed("".join(taken.old)), squeezed("".join(taken.new))) == expected
    assert tuple(squeezed(text) for text in take_apart(fragment)) == expected
    assert not unseen(fragment)
    assert (old == new) <= comparison.empty
    assert comparison.empty == (not changes_of(comparison)), "what differs is told"
    assert compare_outlines(new, new).empty


@given(seeds)
@few
def test_json_has_whole_sections_and_fulfils_its_schema(seed: int) -> None:
    """In order of their index, the sections' spans are the whole old and the whole new text."""
    pair = versions(seed)
    comparison = compare_outlines(*pair)
    written: Any = redline_json(comparison)
    Draft202012Validator(SCHEMA).validate(written)
    sides = (("before", "=-", pair[0]), ("after", "=+", pair[1]))
    for side, ops, outline in sides:
        changed = [one for one in written["sections"] if one[side] and one["status"] != "kept"]
        for section in changed:
            said = "".join(text for op, text in (*section["title"], *section["spans"]) if op in ops)
            # A section reaches to the next one; one whose heading was put in or taken out is a part of another.
            start = section[side]["index"]
            starts = [one[side]["index"] for one in written["sections"] if one[side]]
            end = min((one for one in starts if one > start), default=len(outline.passages))
            alone = Outline(passages=outline.passages[start:end])
            assert squeezed(said) == both(compare_outlines(alone, alone))[0]


@given(seeds)
@few
def test_markdown_renders_to_what_can_be_taken_apart(seed: int) -> None:
    """CommonMark makes of the Markdown redline the changed sections of both texts."""
    pair = versions(seed)
    comparison = compare_outlines(*pair)
    changed = tuple(one for one in comparison.sections if one.fate is not Fate.KEPT)
    source = redline_markdown(Comparison(sections=changed))
    # The list of changes on top belongs to neither text.
    body = re.sub(r"\A.*?(?=^#{1,6} )", "", source, flags=re.DOTALL | re.MULTILINE) if changed else ""
    assert not unseen(source)
    html = MarkdownIt("commonmark", {"maxNesting": 200}).enable("table").render(body)
    taken = Taken(html)
    assert (squeezed("".join(taken.old)), squeezed("".join(taken.new))) == both(Comparison(sections=changed))


@given(seeds)
@example(4290)  # a link over two lines that leads elsewhere
@few
def test_terminal_text_moves_no_cursor(seed: int) -> None:
    """But for our own colours, no control or unseen character reaches a terminal."""
    pair = versions(seed)
    comparison = compare_outlines(*pair)
    for line in redline_lines(comparison, colour=True):
        assert not re.search(
            r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", re.sub(r"\x1b\[[0-9;]*m", "", line)
        )


@given(seeds)
@few
def test_reordering_gives_moves_only(seed: int) -> None:
    """Sections and the blocks in them put into another order: nothing is added, removed or reworded."""
    random = Random(seed)  # noqa: S311 - for examples, not for secrets
    passages = [
        Passage(title=(Text(f"Section {name}"),), level=2, blocks=blocks(random, 6), path=(f"Section {name}",))
        for name in "abcd"[: random.randint(1, 4)]
    ]
    shuffled = [
        replace(one, blocks=tuple(random.sample(one.blocks, len(one.blocks))))
        for one in random.sample(passages, len(passages))
    ]
    comparison = compare_outlines(Outline(passages=tuple(passages)), Outline(passages=tuple(shuffled)))
    aspects = {aspect for section in comparison.sections for aspect in section.aspects}
    assert aspects <= {Aspect.MOVED, Aspect.REORDERED}
    assert {change.kind for change in changes_of(comparison)} <= {ChangeKind.MOVED, ChangeKind.SECTION_MOVED}


@given(seeds)
@many
def test_spans_join_to_both_texts_and_cut_no_character(seed: int) -> None:
    """Every end of a span is a boundary of grapheme clusters, in the text that it is from."""
    random = Random(seed)  # noqa: S311 - for examples, not for secrets
    old, new = sentence(random, 40), sentence(random, 40)
    spans = compare_words(old, new, Budget())
    assert (before(spans), after(spans)) == (old, new)
    for text, other in ((old, Op.ADDED), (new, Op.REMOVED)):
        edges = {found.start() for found in regex.finditer(r"\X", text)} | {len(text)}
        at = 0
        for span in spans:
            if span.op is not other:
                at += len(span.text)
                assert at in edges
    assert all(one.op is not two.op for one, two in pairwise(spans))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@few
def test_words_join_to_the_text_and_cut_no_character(text: str) -> None:
    edges = {found.start() for found in regex.finditer(r"\X", text)} | {len(text)}
    cut = words(text)
    assert "".join(cut) == text
    at = 0
    for word in cut:
        at += len(word)
        assert at in edges


def test_a_link_that_leads_elsewhere_is_told_in_one_line_with_its_own_words() -> None:
    """Also where it has a line break, which would end a row of a table, and braces, into which nothing is put."""
    pair = [loose.outline(f"We ask [our {{}}  \npartners](https://{host}.example/).\n") for host in ("a", "b")]
    comparison = compare_outlines(*pair)
    told = "[link of “our {} partners” now leads to https://b.example/; before: https://a.example/]"
    assert told in "\n".join(redline_lines(comparison, colour=False))
    for shown in (redline_markdown(comparison), redline_html(comparison).html):
        assert told.strip("[]") in shown.replace("\\", "")


@pytest.mark.parametrize("word", WORDS)
def test_a_text_is_equal_to_itself(word: str) -> None:
    passage = Passage(title=(Text(word),), level=1, blocks=(Paragraph((Text(word),)), Rule()), path=(word,))
    assert compare_outlines(Outline(passages=(passage,)), Outline(passages=(passage,))).empty
