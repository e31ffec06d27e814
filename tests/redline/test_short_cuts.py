"""Reading takes short cuts past the library and past what was read before; none of them changes what is read."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.markup import loose
from site_builder.markup.loose_inlines import References
from site_builder.markup.parsers import blocks_alone, inlines_alone, is_plain
from site_builder.model.prose import Blocks
from tests.effort import tries

# Lines that begin blocks, go on with them, or look as if they did, each at several depths.
STARTS = ("", "", "", " ", "   ", "    ", "\t", "> ", "- ", "* ", "1. ", "2) ", "-   ")
LINES = (
    "", "", "", "words", "More words.", "Écrit", "字", "²", "# head", "=", "---", "***", "===", "- item", "+ item", "-",
    "7. item", "1)", "> quote", ">", "```", "~~~ x", "````", "<!-- open", "close -->", "<script>", "</script>",
    "<div>", "</div>", "<?php", "?>", "<!X", "<pre>", "| a | b |", "|---|---|", "a | b", "--- | ---", "[a]: /x",
    "[a]: /y 'z'", "[b]:", "/late", "[a] and [b][a]", "a\\", "two  ", "x\u00a0", "\x0b", "\u2028", "    code",
    "\tcode", "&amp; `c`",
)  # fmt: skip
SIGNS = (
    "a", "word ", " ", "  ", "\n", "\\", "\\*", "`", "``", "*", "**", "_", "__", "[", "]", "](/x)", "](<y> 't')", "![",
    "!", "<", "<b>", "</b>", "<https://a.example>", "<a@b.example>", "&", "&amp;", "&#65;", ":", "-", "~", "{", "$",
    "#", "@", "字", "é", "\u00a0", "\u2028", "(", ")", '"', "[a]", "[a][]",
)  # fmt: skip
DOCUMENTS = st.lists(st.tuples(st.sampled_from(STARTS), st.sampled_from(LINES)), max_size=14).map(
    lambda lines: "\n".join(start + line for start, line in lines)
)
INLINE = st.lists(st.sampled_from(SIGNS), max_size=16).map("".join)


def library(*rules: str) -> MarkdownIt:
    """The library as it comes, with tables and without more."""
    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable("table")
    if rules:
        parser.core.ruler.enableOnly(rules)
    return parser


def whole(text: str) -> Blocks:
    """A text read by the library at once, without our short cuts."""
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = library("normalize", "block").parse(text, environment)
    found = environment.get("references", {}).items()
    references: References = tuple((label, one["href"], one["title"]) for label, one in found)
    return loose._Reader(tokens, references).read()


def said(tokens: list[Token] | None) -> list[object]:
    return [one.as_dict() for one in tokens or ()]


@tries(200, in_soak=100_000)
@given(DOCUMENTS)
@example("- a\n\n  b\n\nc\n\n- d\n\n```\n\ne\n\n```\n\nf\n")
@example("[a] is\n\n> [a]: /first\n\n[a]: /second\n\nend\n")
@example("a\n\n<!-- b\n\nc -->\n\nd\n\ne")
@example("1. a\n- b\n\nc\n- \n\nd\n\t- e\n")
def test_parts_say_what_the_whole_says(text: str) -> None:
    """Whatever lists, fences, comments and targets of links are open where a part could end."""
    parts = loose.parts_of(text)
    assert "".join(parts) == text
    assert loose.parse_loose(f"\n{text}") == whole(f"\n{text}")


@tries(200, in_soak=100_000)
@given(DOCUMENTS)
def test_lines_of_words_are_the_blocks_of_the_library(text: str) -> None:
    """Token by token, with the lines on which they stand."""
    assert said(blocks_alone(200).parse(text)) == said(library("normalize", "block").parse(text))


@tries(200, in_soak=100_000)
@given(INLINE)
def test_inline_text_has_the_tokens_of_the_library(content: str) -> None:
    """Where fewer characters stop it, and where nothing in it means anything."""
    environment = {"references": {"A": {"href": "/a", "title": "t"}}}
    (ours,), (theirs,) = (parser.parseInline(content, dict(environment)) for parser in (inlines_alone(200), library()))
    assert said(ours.children) == said(theirs.children)
    if content and is_plain(content):
        assert [(one.type, one.content) for one in theirs.children or ()] == [("text", content)]
