"""Reading any file leniently: what is text, what is none, and how headings make sections."""

from __future__ import annotations

import pytest

from site_builder.content.loose import decode, outline
from site_builder.text import plain, plain_blocks


def read(source: str) -> list[tuple[tuple[str, ...], str]]:
    return [(one.path, " | ".join(plain_blocks(one.blocks))) for one in outline(source).passages]


@pytest.mark.parametrize(
    ("source", "passages"),
    [
        ("Just words.", [((), "Just words.")]),
        ("", [((), "")]),
        ("Before\n\n# A\n\none\n\n## B\n\ntwo", [((), "Before"), (("A",), "one"), (("A", "B"), "two")]),
        ("A\n=\n\none\n\nB\n-\n\ntwo\n\n# C\n\nthree", [(("A",), "one"), (("A", "B"), "two"), (("C",), "three")]),
        ("---\ntitle: x\n---\nwords", [((), "words")]),
        ("---\n\nwords\n\n---\n\nmore", [((), "words | more")]),
        ("a <!-- no --> b\n\n<!-- no\n\nno -->\n\nc", [((), "a b | c")]),
        ("<script>\nno()\n\nno()\n</script>\n\nyes <style>no</style> too", [((), "yes too")]),
        ("<div><p>one</p><p>two &amp; three</p></div>\n\n<b>four</b>", [((), "one | two & three | four")]),
        ("&copy; &#65;", [((), "© A")]),
        ("| a | b |\n|---|---|\n| c | d |", [((), "a | b | c | d")]),
        ("one<br>two", [((), "one two")]),
    ],
)
def test_what_counts_as_text(source: str, passages: list[tuple[tuple[str, ...], str]]) -> None:
    assert read(source) == passages


def test_deep_nesting_loses_no_word() -> None:
    """The parser drops what is nested deeper than its limit; such a file is read as plain text."""
    assert "deep words" in read(">" * 500 + " deep words")[0][1]


def test_line_ends_and_a_byte_order_mark_are_no_difference() -> None:
    assert outline(decode(b"\xef\xbb\xbf# A\r\n\r\none\r\n", path="x")) == outline("# A\n\none\n")


def test_titles_keep_their_markup() -> None:
    (passage,) = outline("# A *b* [c](https://x.example)").passages
    assert plain(passage.title) == "A b c"
    assert len(passage.title) == 4


@pytest.mark.parametrize("tag", ['<a href="https://a.example/x">', "<A class=y HREF='https://a.example/x'>"])
def test_a_link_in_html_is_a_link(tag: str) -> None:
    """An import that turns HTML into Markdown changes no link."""
    assert outline(f"See {tag}our *list*</a> now.") == outline("See [our *list*](https://a.example/x) now.")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<a href=x>one", "one"),
        ("*<a href=x>one*</a> two", "one two"),
        ("one</a> <a href=x>two</a></a>", "one two"),
        ("<a name=x>one</a>", "one"),
        ('<a href="">one</a>', "one"),
    ],
)
def test_a_link_in_html_that_is_written_wrong_loses_no_word(source: str, words: str) -> None:
    assert read(source) == [((), words)]
