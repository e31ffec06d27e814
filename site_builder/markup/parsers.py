"""How markdown-it-py is set up: CommonMark with tables [1], without steps that come to nothing.

The library takes the way of its general case with every line and character. Three short cuts are taken here that
change no token: a line that can only be a paragraph is tried as nothing else, inline text is stopped only where a
rule of CommonMark begins, and an address is normalised once.

[1] https://spec.commonmark.org/0.31.2/ and https://github.github.com/gfm/#tables-extension-
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_block import StateBlock, list_block, paragraph

# Where a rule may begin; `]` and `!` mean something only where there is a `[`.
_RULES = re.compile(r"[\n\\`*_\[\]!<&]")
_MEANT = re.compile(r"[\n\\`*_\[<&]")


def is_plain(content: str) -> bool:
    """Whether inline text is nothing but characters: its tokens would be this text and no more."""
    return _MEANT.search(content) is None


def blocks_alone(nesting: int) -> MarkdownIt:
    """A parser of blocks, which leaves inline text as it is."""
    parser = _parser(nesting)
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.before("table", "line_of_words", _line_of_words)
    return parser


def inlines_alone(nesting: int) -> MarkdownIt:
    """A parser of inline text, for which every address is one."""
    parser = _parser(nesting)
    parser.inline.terminator_re = _RULES
    allow_every_address(parser)
    return parser


def allow_every_address(parser: MarkdownIt) -> None:
    """Take links for links wherever they lead; who reads them decides what is done about it."""
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005


def _parser(nesting: int) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": nesting}).enable("table")
    parser.normalizeLink = _normalized  # type: ignore[method-assign]
    return parser


@lru_cache(maxsize=4_096)
def _normalized(url: str) -> str:
    return normalizeLink(url)


def _line_of_words(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - a rule of theirs
    """A paragraph of one line: it begins with a letter, and nothing or a list item is behind it.

    No other block begins with a letter, but for tables and headings that the next line makes such; neither of the
    two can be empty or begin an item. The paragraph itself is made by the library.
    """
    if not state.src[state.bMarks[start] + state.tShift[start]].isalpha() or state.is_code_block(start):
        return False
    behind = start + 1
    if behind < state.lineMax and not state.isEmpty(behind) and not _item_ends_words(state, behind):
        return False
    return paragraph(state, start, end, silent)


def _item_ends_words(state: StateBlock, line: int) -> bool:
    """Whether a line is an item that ends the paragraph before it."""
    if not 0 <= state.sCount[line] <= state.blkIndent + 3:
        return False
    parent, state.parentType = state.parentType, "paragraph"
    ends = list_block(state, line, state.lineMax, True)  # noqa: FBT003 - a rule of theirs
    state.parentType = parent
    return ends
