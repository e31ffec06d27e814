"""The block tokens of a file as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from site_builder.markup.inlines import inlines
from site_builder.markup.kept import HEARD, Heard
from site_builder.markup.notes import MAX_DEPTH, Notes
from site_builder.model.prose import (
    Align,
    Block,
    Blocks,
    CodeBlock,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from site_builder.reuse import Same
from site_builder.text import nfc

MAX_LIST_DEPTH = 8
MAX_COLUMNS = 64

# A block recurs in many versions of a text and then is one object, by which is known what was made of it (``reuse``).
same_block: Same[Block] = Same(32_768)
_ALIGN = {"": Align.NONE} | {f"text-align:{align}": align for align in Align if align}


class BlockReader:
    """One walk over the block tokens; ``at`` is the next token, ``depth`` and ``lists`` how deep it stands."""

    def __init__(self, tokens: Sequence[Token], notes: Notes) -> None:
        self.tokens = tokens
        self.notes = notes
        self.at = 0
        self.depth = 0
        self.lists = 0

    def read(self) -> tuple[Blocks, tuple[int, ...]]:
        """All blocks of the file with their first lines."""
        blocks: list[Block] = []
        lines: list[int] = []
        while self.at < len(self.tokens):
            where = self.tokens[self.at].map
            line = self.notes.first_line + (where[0] if where else 0)
            for block in self._block():
                blocks.append(same_block(block))
                lines.append(line)
        return tuple(blocks), tuple(lines)

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        if token.map is not None:
            self.notes.line = token.map[0] + self.notes.first_line
        return token

    def _until(self, closing: str) -> Blocks:
        self.depth += 1
        if self.depth == MAX_DEPTH + 1:
            self.notes.too_deep()
        blocks: list[Block] = []
        while self.tokens[self.at].type != closing:
            blocks.extend(map(same_block, self._block()))
        self.at += 1
        self.depth -= 1
        return tuple(blocks)

    def _inlines(self) -> Inlines:
        """The inline text of the paragraph, heading or cell that was just opened, up to its end."""
        token = self._next()
        self.at += 1
        heard: Heard | None = token.meta.get(HEARD)
        if heard is None:
            return inlines(token.children or (), self.notes)
        for target, image in heard.targets:
            self.notes.refer(target, image=image)
        return heard.inlines

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
                self.notes.refuse_html(token.content)
            case _:
                raise AssertionError(f"CommonMark with tables has no block token {token.type!r}")

    def _items(self, closing: str, start: int | None) -> tuple[Blocks, ...]:
        self.lists += 1
        if self.lists == MAX_LIST_DEPTH + 1:
            self.notes.problem(
                "PS-130",
                f"a list inside a list, more than {MAX_LIST_DEPTH} deep",
                "make the inner list a paragraph, or give it a section of its own",
            )
        items: list[Blocks] = []
        while self.tokens[self.at].type != closing:
            token = self._next()
            if start is not None and int(token.info) != start + len(items):
                self.notes.problem(
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
        line = self.notes.line
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
            self.notes.line = line
            self.notes.problem(
                "PS-132",
                f"a table of {len(align)} columns; at most {MAX_COLUMNS} can be shown",
                "split the table, or turn its columns into rows",
            )
        return Table(tuple(align), rows[0], tuple(rows[1:]))
