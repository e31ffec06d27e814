"""A translation has what its original has, and Markdown that is taken apart comes back as it was."""

from __future__ import annotations

import pytest

from site_builder.content import differences
from site_builder.content.parity import numbers
from site_builder.markup import leaves, parse, read_inlines, replaced, write_blocks, write_inlines
from tests.values import REPOSITORY

ORIGINAL = "We keep data for 30 days.\n\n- email;\n- name.\n\nSee [](#scope) and [this](https://a.example/b)."


def found(translation: str, original: str = ORIGINAL) -> list[tuple[str, int, str, str]]:
    old, new = (parse(source, path="").blocks for source in (original, translation))
    return [(str(one.aspect), one.block, one.original, one.translation) for one in differences(old, new)]


@pytest.mark.parametrize(
    "translation",
    [
        "数据保存30日。\n\n- 电子邮件；\n- 姓名。\n\n参见 [](#scope) 和[此处](https://a.example/b)。",
        "نحتفظ بالبيانات ٣٠ يومًا.\n\n* البريد؛\n* الاسم.\n\nانظر [هنا](https://a.example/b) و[](#scope).",
    ],
)
def test_other_words_and_order_are_no_difference(translation: str) -> None:
    """Words, bullets, digits of another script and the order within a sentence are the translator's."""
    assert found(translation) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("30", "60"), ("numbers", 1, "30", "60")),
        (("30 days", "some days"), ("numbers", 1, "30", "nothing")),
        (("30 days", "30 days (or 90)"), ("numbers", 1, "nothing", "90")),
        (("- name.\n", ""), ("items", 2, "2 items", "1 item")),
        (("- email;\n- name.", "1. email;\n2. name."), ("blocks", 2, "a list with bullets", "a list with numbers")),
        (("#scope", "#retention"), ("references", 3, "#scope", "#retention")),
        (("a.example/b", "b.example/"), ("links", 3, "https://a.example/b", "https://b.example/")),
        (("\n\nSee [](#scope) and [this](https://a.example/b).", ""), ("blocks", 0, "3 blocks", "2 blocks")),
    ],
)
def test_each_kind_of_difference_is_found_at_its_block(
    change: tuple[str, str], expected: tuple[str, int, str, str]
) -> None:
    """What is lost, added or changed is named with its place."""
    assert expected in found(ORIGINAL.replace(*change))


def test_months_are_words_or_figures() -> None:
    """A date may be written with a figure for its month; a number above twelve that is new is told."""
    assert found("自2026年1月28日起", "From January 28, 2026") == []
    assert list(numbers("1,000.50 and 1.000,50 and 1 000")) == ["100050", "100050", "1000"]


@pytest.mark.parametrize(
    "source",
    [
        "1\\. no list\n\n\\- none\n\n\\# none",
        '*a* **b** `c`` d` [e](https://a.example/x "t")\\\nf',
        "- a\n  - b\n    1. c\n  - d\n- e\n\n  f\n\n7. g\n8. h\n\n* i",
        "> q\n>\n> - r",
        "| a | b\\|c |\n|:--|--:|\n| d |  |",
        "```\n``\n```\n\n---\n\n## H",
        "a_b_c 2*3*4 <x@y.example> &amp; [z]",
        "**强调**文字",
    ],
)
def test_markdown_comes_back(source: str) -> None:
    """A text that is written from its tree is read as the same tree."""
    blocks = parse(source, path="").blocks
    written = write_blocks(replaced(blocks, lambda _, words: read_inlines(write_inlines(words)) or ()))
    assert parse(written, path="").blocks == blocks, written


def test_every_section_of_the_policy_comes_back() -> None:
    """So do all sections of this repository, in every language, run by run."""
    files = sorted((REPOSITORY / "content").rglob("*.md"))
    assert len(files) > 30
    for source in (file.read_text("utf-8").rpartition("---\n")[2] for file in files):
        blocks = parse(source, path="").blocks
        written = write_blocks(replaced(blocks, lambda _, words: read_inlines(write_inlines(words)) or ()))
        assert parse(written, path="").blocks == blocks, written
        for _, words in leaves(blocks):
            assert read_inlines(write_inlines(words)) == words
        assert len(dict(leaves(blocks))) == len(list(leaves(blocks)))
