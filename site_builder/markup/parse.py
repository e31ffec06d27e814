"""Markdown to the tree of ``model.prose``.

CommonMark with tables [1]. The parser's own nesting limit is set far above ours, because it drops text
silently where it is reached; our limit is a problem with a place, and whatever else is lost is one too
(``kept``).

[1] https://spec.commonmark.org/0.31.2/ and https://github.github.com/gfm/#tables-extension-
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any, assert_never

from markdown_it import MarkdownIt
from markdown_it.token import Token

from site_builder.markup.kept import lost, squeezed, token_words
from site_builder.model.prose import (
    Align,
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Image,
    Inline,
    Inlines,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)
from site_builder.problems import Place, Problem
from site_builder.text import collapse, nfc, plain, plain_blocks, soft_break

MAX_LIST_DEPTH = 8
MAX_COLUMNS = 64
MAX_DEPTH = 16
_PARSER_NESTING = 100

# A soft break until its neighbours are known; a line that the author broke; anything that is not text.
_SOFT, _LINE, _OBJECT = "\n", "\u2028", "\ufffc"
_WHITE = re.compile(r"[ \t\r\n]+")
_NO_TARGET = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")
_EDGES = ("", _LINE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image as written, with the line on which its paragraph starts."""

    target: str
    line: int
    image: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one file says. ``lines`` has the first line of each block; all lines count from 1 in the file."""

    blocks: Blocks
    lines: tuple[int, ...]
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _PARSER_NESTING}).enable("table")
    # markdown-it shows the source of a link whose scheme it refuses. We want to see it and say so.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def parse(source: str, *, path: str, first_line: int = 1) -> Parsed:
    """Read Markdown. ``first_line`` is the line of the file on which ``source`` starts.

    Never raises: what a policy must not contain is in ``problems``, and what can be read is in ``blocks``.
    """
    env: dict[str, Any] = {}
    try:
        tokens = _parser().parse(source, env)
    except RecursionError:
        # Images in images are the one nesting that the parser does not count.
        reader = _Reader([], path, first_line)
        reader.too_deep()
        return Parsed((), (), (), tuple(reader.problems))
    reader = _Reader(tokens, path, first_line)
    blocks, lines = reader.read()
    reader.check_references(env)
    if not reader.problems:
        # Where something is refused, words are missing for a reason that is told already.
        reader.check_kept(source, env, blocks)
    return Parsed(blocks, lines, tuple(reader.references), tuple(reader.problems))


class _Reader:
    """One walk over the block tokens; ``at`` is the next token, ``line`` where the current block starts."""

    def __init__(self, tokens: Sequence[Token], path: str, first_line: int) -> None:
        self.tokens = tokens
        self.path = path
        self.first_line = first_line
        self.at = 0
        self.line = first_line
        self.depth = 0
        self.lists = 0
        self.problems: list[Problem] = []
        self.references: list[Reference] = []

    def read(self) -> tuple[Blocks, tuple[int, ...]]:
        """All blocks of the file with their first lines."""
        blocks: list[Block] = []
        lines: list[int] = []
        while self.at < len(self.tokens):
            where = self.tokens[self.at].map
            line = self.first_line + (where[0] if where else 0)
            for block in self._block():
                blocks.append(block)
                lines.append(line)
        return tuple(blocks), tuple(lines)

    def problem(self, code: str, message: str, hint: str) -> None:
        """Note a fault at the block that is being read."""
        place = Place(self.path, self.line)
        self.problems.append(Problem(code=code, message=message, place=place, hint=hint))

    def too_deep(self) -> None:
        """Note that something stands in something else, too often."""
        hint = "divide it into paragraphs; a reader loses the thread long before"
        self.problem("PS-139", f"nested more than {MAX_DEPTH} deep", hint)

    def check_references(self, env: Mapping[str, Any]) -> None:
        """Note targets of links that are given twice."""
        for one in env.get("duplicate_refs", ()):
            first = env["references"][one["label"]]["map"][0]
            self.line = self.first_line + one["map"][0]
            self.problem(
                "PS-135",
                f"the target [{one['label'].lower()}] is given here and on line {self.first_line + first}",
                "keep one of the two: only the first would count",
            )

    def check_kept(self, source: str, env: Mapping[str, Any], blocks: Blocks) -> None:
        """Note words of the source that would not be published."""
        targets = {reference.target for reference in self.references}
        for one in lost(source, self.tokens, env, targets):
            self.line = self.first_line + one.line
            self.problem("PS-134", f"these words would not be published: {one.words[:80]}", one.hint)
        if token_words(self.tokens) != squeezed("".join(plain_blocks(blocks))):
            raise AssertionError(f"words were lost between the tokens and the tree of {self.path}")

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        if token.map is not None:
            self.line = token.map[0] + self.first_line
        return token

    def _until(self, closing: str) -> Blocks:
        self.depth += 1
        if self.depth == MAX_DEPTH + 1:
            self.too_deep()
        blocks: list[Block] = []
        while self.tokens[self.at].type != closing:
            blocks.extend(self._block())
        self.at += 1
        self.depth -= 1
        return tuple(blocks)

    def _inlines(self) -> Inlines:
        """The inline text of the paragraph, heading or cell that was just opened, up to its end."""
        token = self._next()
        self.at += 1
        return tidy(self._spans(iter(token.children or ()), ""))

    def _block(self) -> Iterator[Block]:
        token = self._next()
        match token.type:
            case "paragraph_open":
                yield Paragraph(self._inlines())
            case "heading_open":
                yield Heading(int(token.tag[1]), self._inlines())
            case "bullet_list_open":
                yield Listing(self._items("bullet_list_close", None))
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                yield Listing(self._items("ordered_list_close", start), start)
            case "blockquote_open":
                yield Quote(self._until("blockquote_close"))
            case "fence" | "code_block":
                yield CodeBlock(nfc(token.content.rstrip("\n")))
            case "hr":
                yield Rule()
            case "table_open":
                yield self._table()
            case "html_block":
                self._refuse_html(token)
            case _:
                raise AssertionError(f"CommonMark with tables has no block token {token.type!r}")

    def _items(self, closing: str, start: int | None) -> tuple[Blocks, ...]:
        self.lists += 1
        if self.lists == MAX_LIST_DEPTH + 1:
            self.problem(
                "PS-130",
                f"a list inside a list, more than {MAX_LIST_DEPTH} deep",
                "make the inner list a paragraph, or give it a section of its own",
            )
        items: list[Blocks] = []
        while self.tokens[self.at].type != closing:
            token = self._next()
            if start is not None and int(token.info) != start + len(items):
                self.problem(
                    "PS-131",
                    f"this list item is typed as {token.info}. but would be shown as ({start + len(items)})",
                    "type the numbers in order; after a paragraph, go on with the next number",
                )
            items.append(self._until("list_item_close"))
        self.at += 1
        self.lists -= 1
        return tuple(items)

    def _table(self) -> Table:
        rows: list[tuple[Inlines, ...]] = []
        align: list[Align] = []
        line = self.line
        while (token := self._next()).type != "table_close":
            if token.type != "tr_open":
                continue
            row: list[Inlines] = []
            while (cell := self._next()).type != "tr_close":
                if not rows:
                    align.append(_ALIGN[str(cell.attrs.get("style", ""))])
                row.append(self._inlines())
            rows.append(tuple(row))
        if len(align) > MAX_COLUMNS:
            self.line = line
            self.problem(
                "PS-132",
                f"a table of {len(align)} columns; at most {MAX_COLUMNS} can be shown",
                "split the table, or turn its columns into rows",
            )
        return Table(tuple(align), rows[0], tuple(rows[1:]))

    def _spans(self, tokens: Iterator[Token], closing: str, depth: int = 0) -> Inlines:
        spans: list[Inline] = []
        if depth == MAX_DEPTH + 1:
            # Nothing below is read, so that no depth of nesting can exhaust the stack.
            self.too_deep()
            for _ in tokens:
                pass
        for token in tokens:
            if token.type == closing:
                break
            spans.extend(self._span(token, tokens, depth + 1))
        return tuple(spans)

    def _span(self, token: Token, rest: Iterator[Token], depth: int) -> Iterator[Inline]:
        match token.type:
            case "text" | "text_special":  # the latter is left over in the words of images in images
                self._check_brackets(token.content)
                yield Text(nfc(token.content))
            case "softbreak":
                yield Text(_SOFT)
            case "hardbreak":
                yield Break()
            case "code_inline":
                yield Code(nfc(token.content))
            case "em_open":
                yield Emphasis(self._spans(rest, "em_close", depth))
            case "strong_open":
                yield Strong(self._spans(rest, "strong_close", depth))
            case "link_open":
                href, title = str(token.attrs["href"]), nfc(str(token.attrs.get("title", "")))
                self.references.append(Reference(href, self.line, image=False))
                yield Link(href, self._spans(rest, "link_close", depth), title)
            case "image":
                src, title = str(token.attrs["src"]), nfc(str(token.attrs.get("title", "")))
                self.references.append(Reference(src, self.line, image=True))
                yield Image(src, collapse(plain(self._spans(iter(token.children or ()), "", depth))), title)
            case "html_inline":
                self._refuse_html(token)
            case _:
                raise AssertionError(f"CommonMark has no inline token {token.type!r}")

    def _check_brackets(self, text: str) -> None:
        for found in _NO_TARGET.finditer(text):
            self.problem(
                "PS-136",
                f"{found[0]} is a link whose target is not given",
                f"write the target behind the words: [{found[1]}](https://example.com), or on a line of its "
                f"own: [{found[2] or found[1]}]: https://example.com",
            )

    def _refuse_html(self, token: Token) -> None:
        if token.content.startswith("</") and any(
            one.code == "PS-133" and one.place.line == self.line for one in self.problems
        ):
            return  # the end of what was told of already
        shown = token.content.strip().split("\n")[0][:40]
        self.problem(
            "PS-133",
            f"raw HTML is not part of a policy: {shown}",
            r"write it in Markdown; to show the characters themselves, put \ before <",
        )


_ALIGN = {"": Align.NONE} | {f"text-align:{align}": align for align in Align if align}


def tidy(spans: Inlines) -> Inlines:
    """Inline text with neighbouring runs joined and its white space settled.

    There is none at an edge and one space elsewhere; a soft break becomes what it stands for
    (``text.soft_break``), wherever markup begins or ends around it.
    """
    leaves = list(_leaves(spans))
    whole = "".join(leaves)
    settled = list(whole)
    for run in _WHITE.finditer(whole):
        start, end = run.span()
        before, after = whole[start - 1 : start], whole[end : end + 1]
        if before in _EDGES or after in _EDGES:
            settled[start] = ""
        else:
            settled[start] = soft_break(before, after) if _SOFT in run.group() else " "
        settled[start + 1 : end] = [""] * (end - start - 1)
    rest = iter(settled)
    return _rebuilt(spans, iter(["".join(islice(rest, len(leaf))) for leaf in leaves]))


def _leaves(spans: Inlines) -> Iterator[str]:
    """The runs of text in order; what is not text is one character that white space keeps away from."""
    for span in spans:
        match span:
            case Text(text):
                yield text
            case Emphasis(children) | Strong(children) | Link(children=children):
                yield from _leaves(children)
            case Break():
                yield _LINE
            case Code() | Image():
                yield _OBJECT
            case _:
                assert_never(span)


def _rebuilt(spans: Inlines, texts: Iterator[str]) -> Inlines:
    out: list[Inline] = []
    for span in spans:
        match span:
            case Text():
                text = next(texts)
                if text and out and isinstance(out[-1], Text):
                    out[-1] = Text(out[-1].text + text)
                elif text:
                    out.append(Text(text))
            case Emphasis(children) | Strong(children) | Link(children=children):
                out.append(replace(span, children=_rebuilt(children, texts)))
            case _:
                next(texts)
                out.append(span)
    return tuple(out)
