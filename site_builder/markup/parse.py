"""Markdown to the tree of ``model.prose``.

CommonMark with tables [1]. The parser's own nesting limit is set far above ours, because it drops text
silently where it is reached; our limit is a problem with a place, and whatever else is lost is one too
(``kept``).

[1] https://spec.commonmark.org/0.31.2/ and https://github.github.com/gfm/#tables-extension-
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.markup.blocks import BlockReader
from site_builder.markup.inlines import inlines
from site_builder.markup.kept import HEARD, Heard, lost, squeezed, token_words
from site_builder.markup.notes import Notes, Reference
from site_builder.markup.parsers import allow_every_address, blocks_alone, inlines_alone, is_plain
from site_builder.markup.tidy import tidy
from site_builder.model.prose import Blocks, Text
from site_builder.problems import Problem
from site_builder.text import nfc, plain_blocks

_PARSER_NESTING = 100


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one file says. ``lines`` has the first line of each block; all lines count from 1 in the file."""

    blocks: Blocks
    lines: tuple[int, ...]
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]


@cache
def _parser() -> MarkdownIt:
    # markdown-it shows the source of a link whose scheme it refuses. We want to see it and say so.
    return inlines_alone(_PARSER_NESTING)


def parse(source: str, *, path: str, first_line: int = 1) -> Parsed:
    """Read Markdown. ``first_line`` is the line of the file on which ``source`` starts.

    Never raises: what a policy must not contain is in ``problems``, and what can be read is in ``blocks``.
    """
    env: dict[str, Any] = {}
    notes = Notes(path, first_line)
    try:
        tokens = _block_parser().parse(source, env)
        _read_leaves(tokens, env)
    except RecursionError:
        # Images in images are the one nesting that the parser does not count.
        notes.too_deep()
        return Parsed((), (), (), tuple(notes.problems))
    blocks, lines = BlockReader(tokens, notes).read()
    _check_targets(env, notes)
    if not notes.problems:
        # Where something is refused, words are missing for a reason that is told already.
        _check_kept(source, tokens, env, blocks, notes)
    return Parsed(blocks, lines, tuple(notes.references), tuple(notes.problems))


@cache
def _block_parser() -> MarkdownIt:
    parser = blocks_alone(_PARSER_NESTING)
    allow_every_address(parser)
    return parser


def _read_leaves(tokens: Sequence[Token], env: dict[str, Any]) -> None:
    """Give each inline token what was read of its words before, or else the tokens of them to be read."""
    for token in tokens:
        if token.type != "inline":
            continue
        # Where the file gives targets of links, the same words need not say the same.
        heard = None if env.get("references") else _heard(token.content)
        if heard is None:
            token.children = _inline_tokens(token.content, env)
        else:
            token.meta = {HEARD: heard}


def _inline_tokens(content: str, env: dict[str, Any]) -> list[Token]:
    (token,) = _parser().parseInline(content, env)
    return token.children or []


@lru_cache(maxsize=8_192)
def _heard(content: str) -> Heard | None:
    """Inline text, parsed once a wording; None where there is a fault, which has to be told at its place."""
    if is_plain(content):
        text = nfc(content)
        return Heard(tidy((Text(text),)), (), squeezed(text))
    tokens = _inline_tokens(content, {})
    notes = Notes("", 1)
    made = inlines(tokens, notes)
    if notes.problems:
        return None
    return Heard(made, tuple((one.target, one.image) for one in notes.references), token_words(tokens))


def _check_targets(env: Mapping[str, Any], notes: Notes) -> None:
    """Note targets of links that are given twice."""
    for one in env.get("duplicate_refs", ()):
        first = env["references"][one["label"]]["map"][0]
        notes.line = notes.first_line + one["map"][0]
        notes.problem(
            "PS-135",
            f"the target [{one['label'].lower()}] is given here and on line {notes.first_line + first}",
            "keep one of the two: only the first would count",
        )


def _check_kept(source: str, tokens: Sequence[Token], env: Mapping[str, Any], blocks: Blocks, notes: Notes) -> None:
    """Note words of the source that would not be published."""
    targets = {reference.target for reference in notes.references}
    for one in lost(source, tokens, env, targets):
        notes.line = notes.first_line + one.line
        notes.problem("PS-134", f"these words would not be published: {one.words[:80]}", one.hint)
    if token_words(tokens) != squeezed("".join(plain_blocks(blocks))):
        raise AssertionError(f"words were lost between the tokens and the tree of {notes.path}")
