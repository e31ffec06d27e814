"""The blocks of a comparison as HTML elements, with marks inside them and notes beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from site_builder.compare.nodes import OBJECT
from site_builder.markup.html import Html, element, escape, join
from site_builder.model.change import Change, Fate, Kind, Op, Piece, Shape, Spans
from site_builder.model.prose import Inlines
from site_builder.outputs.marked.labels import ENGLISH, Labels
from site_builder.outputs.marked.notes import note, relinked, words_of
from site_builder.outputs.marked.weave import Weaving, plain, weave
from site_builder.reuse import reusing

_MOVED = frozenset({Fate.MOVED_AWAY, Fate.MOVED_HERE})
_CLASSES = {Fate.REMOVED: "redline-removed", Fate.ADDED: "redline-added"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """The elements and notes that say what happened to words.

    ``numbers`` has the change that begins at a piece, by the piece's identity.
    """

    labels: Labels
    prefix: str
    address: Callable[[str], str | None]
    label: Callable[[str], Html]
    numbers: Mapping[int, Change]
    shift: int = 0

    def look(self, *, asks: bool) -> _Look:
        """How words are shown; ``asks`` where there are links without any."""
        labels = self.labels
        label = self.label if asks else None
        return _look(labels.removed_from_here, labels.added_here, labels.end, self.address, label)

    def identity(self, piece: Piece) -> tuple[str | None, Html]:
        """The id of the change that begins here, and the link by which it can be quoted."""
        change = self.numbers.get(id(piece))
        if change is None:
            return None, Html("")
        return self.change_id(change), self.permalink(change)

    def change_id(self, change: Change) -> str:
        """The id of a change in the page."""
        return f"{self.prefix}change-{change.number}"

    def permalink(self, change: Change) -> Html:
        """A link to a change, at its place."""
        return element(
            "a",
            Html("#"),
            href=f"#{self.change_id(change)}",
            class_="redline-permalink",
            data_redline="note",
            aria_label=words_of(self.labels.permalink, change.number),
        )

    def move_note(self, move: int, *, away: bool) -> Html:
        """The words that lead from one half of a move to the other."""
        words = self.labels.moved_away if away else self.labels.moved_here
        there = f"#{self.prefix}move-{move}-{'to' if away else 'from'}"
        return element(
            "a",
            Html(escape(words_of(words, move))),
            href=there,
            class_="redline-note redline-move-note",
            data_redline="note",
        )

    def moved(self, move: int, *, away: bool, inner: Html, named: bool) -> Html:
        """What moved, in the element that says so; only the first of several is ``named``."""
        identity = f"{self.prefix}move-{move}-{'from' if away else 'to'}" if named else None
        before = self.move_note(move, away=away) if named else Html("")
        name = "del" if away else "ins"
        return element(name, before, inner, id=identity, class_="redline-move", data_move=str(move))


class Writer:
    """Writes pieces. ``named`` has the halves of moves whose first block was written."""

    def __init__(self, marker: Marker) -> None:
        self.marker = marker
        self.named: set[tuple[int, bool]] = set()
        self.looks = {asks: marker.look(asks=asks) for asks in (False, True)}

    def name(self, move: int, *, away: bool) -> bool:
        """Whether this half of a move is met for the first time."""
        first = (move, away) not in self.named
        self.named.add((move, away))
        return first

    def blocks(self, pieces: Sequence[Piece], inside: Op) -> Iterator[Html]:
        """Blocks one behind the other; those that moved together are wrapped together."""
        for (move, fate), group in groupby(pieces, key=lambda one: (one.move, one.fate)):
            if fate not in _MOVED:
                for piece in group:
                    yield self.block(piece, inside)
                continue
            away = fate is Fate.MOVED_AWAY
            named = self.name(move, away=away)
            inner = join(self.block(piece, Op.REMOVED if away else Op.KEPT) for piece in group)
            yield self.marker.moved(move, away=away, inner=inner, named=named)

    def block(self, piece: Piece, inside: Op) -> Html:
        """One block; what is wrapped as ``inside`` is not marked once more within."""
        if piece.fate is not Fate.KEPT or inside is not Op.KEPT:
            return self.written(piece, inside)
        # What links without words show is asked of the page, and most blocks have none.
        label = self.marker.label if _has_objects(piece) else None
        return _kept(piece, self.marker.address, label, self.marker.shift)

    def written(self, piece: Piece, inside: Op = Op.KEPT) -> Html:
        """One block as it is written for the first time."""
        shape = piece.shape
        match shape.kind:
            case Kind.PARAGRAPH:
                return self._leaf("p", piece, inside)
            case Kind.HEADING:
                return self._leaf(self.heading(shape), piece, inside)
            case Kind.CODE:
                return self._code(piece, inside)
            case Kind.RULE:
                return element("hr", void=True, class_=_CLASSES.get(piece.fate))
            case Kind.LIST:
                return join((self._reshaped(piece), self._list(piece, inside)))
            case Kind.QUOTE:
                return self._element("blockquote", piece, *self.blocks(piece.pieces, inside))
            case Kind.TABLE:
                return self._table(piece, inside)
            case Kind.ITEM | Kind.ROW | Kind.CELL:
                raise AssertionError(f"{shape.kind} stands in a list or table only")

    def heading(self, shape: Shape) -> str:
        """The element of a heading inside a section."""
        return f"h{min(6, max(1, (shape.number or 2) + 1 + self.marker.shift))}"

    def _element(
        self,
        name: str,
        piece: Piece,
        *children: Html,
        tabindex: str | None = None,
        value: str | None = None,
    ) -> Html:
        """The element of a block, with the id of the change that begins at it."""
        identity, _ = self.marker.identity(piece)
        fate = _CLASSES.get(piece.fate)
        return element(name, *children, id=identity, class_=fate, tabindex=tabindex, value=value)

    def _leaf(self, name: str, piece: Piece, inside: Op) -> Html:
        return self._element(name, piece, self.words(piece, inside))

    def words(self, piece: Piece, inside: Op) -> Html:
        """The words of a block with what is to be said about them."""
        words = self._woven(piece, inside)
        if piece.fate is Fate.KEPT:
            return words
        return join((words, *self._notes(piece), self.marker.identity(piece)[1]))

    def _woven(self, piece: Piece, inside: Op) -> Html:
        if not piece.spans:
            return Html("")
        look = self.looks[_objects_in(piece.spans)]
        if piece.fate is Fate.KEPT and inside is Op.KEPT:
            # It is remembered with the block that it stands in (``_kept``).
            return plain(piece.new, look.weaving())
        return _woven(piece.spans, piece.old, piece.new, inside, look)

    def _notes(self, piece: Piece) -> Iterator[Html]:
        labels = self.marker.labels
        for target in piece.targets:
            yield note(relinked(target, labels))
        if piece.restyled:
            yield note(labels.restyled)
        if piece.shape.kind not in (Kind.LIST, Kind.CELL):
            yield self._reshaped(piece)

    def _reshaped(self, piece: Piece) -> Html:
        if piece.before is None or piece.after is None or piece.before == piece.after:
            return Html("")
        return note(self.marker.labels.reshaped)

    def _code(self, piece: Piece, inside: Op) -> Html:
        words = self._woven(piece, inside)
        permalink = self.marker.identity(piece)[1]
        return self._element("pre", piece, element("code", words), permalink, tabindex="0")

    def _list(self, piece: Piece, inside: Op) -> Html:
        """Items carry their numbers, the old ones where removed, so that both texts count right."""
        ordered = piece.shape.number is not None
        old = piece.before.number if piece.before else None
        new = piece.after.number if piece.after else None
        items: list[Html] = []
        for item in piece.pieces:
            value = old if item.after is None or inside is Op.REMOVED else new
            items.append(self._item(item, inside, str(value) if ordered and value is not None else None))
            if old is not None and item.before is not None and item.fate is not Fate.MOVED_HERE:
                old += 1
            if new is not None and item.after is not None and item.fate is not Fate.MOVED_AWAY:
                new += 1
        return self._element("ol" if ordered else "ul", piece, *items)

    def _item(self, piece: Piece, inside: Op, value: str | None) -> Html:
        if piece.fate not in _MOVED:
            return self._element("li", piece, self._inner(piece, inside), value=value)
        away = piece.fate is Fate.MOVED_AWAY
        inner = self._inner(piece, Op.REMOVED if away else Op.KEPT)
        moved = self.marker.moved(piece.move, away=away, inner=inner, named=self.name(piece.move, away=away))
        return self._element("li", piece, moved, value=value)

    def _inner(self, item: Piece, inside: Op) -> Html:
        """An item's paragraph loses its ``<p>`` where it is the only one, as in a tight list."""
        if sum(piece.shape.kind is Kind.PARAGRAPH for piece in item.pieces) != 1:
            return join(self.blocks(item.pieces, inside))
        out: list[Html] = []
        for piece in item.pieces:
            tight = piece.shape.kind is Kind.PARAGRAPH and piece.fate not in _MOVED
            change = self.marker.numbers.get(id(piece))
            if tight and change is None:
                out.append(self.words(piece, inside))
            elif tight and change is not None:
                out.append(element("span", self.words(piece, inside), id=self.marker.change_id(change)))
            else:
                out.extend(self.blocks((piece,), inside))
        return join(out)

    def _table(self, piece: Piece, inside: Op) -> Html:
        head = [row for row in piece.pieces if row.shape.header]
        body = [row for row in piece.pieces if not row.shape.header]
        table = self._element(
            "table",
            piece,
            element("thead", *(self._row(row, inside) for row in head)) if head else Html(""),
            element("tbody", *(self._row(row, inside) for row in body)) if body else Html(""),
        )
        return element("div", table, class_="table", tabindex="0", role="group")

    def _row(self, row: Piece, inside: Op) -> Html:
        """A row; one that moved says so in its first cell, and is marked cell by cell."""
        away = row.fate is Fate.MOVED_AWAY
        moved = row.fate in _MOVED
        if moved:
            inside = Op.REMOVED if away else Op.KEPT
        _, permalink = self.marker.identity(row)
        cells: list[Html] = []
        for at, cell in enumerate(row.pieces):
            words = self.words(cell, inside)
            if moved:
                named = at == 0 and self.name(row.move, away=away)
                words = self.marker.moved(row.move, away=away, inner=words, named=named)
            shape = cell.shape
            cells.append(
                element(
                    "th" if shape.header else "td",
                    words,
                    permalink if at == len(row.pieces) - 1 else Html(""),
                    scope="col" if shape.header else None,
                    class_=f"align-{shape.align}" if shape.align else None,
                )
            )
        return self._element("tr", row, *cells)


# What was kept is the same piece in every comparison (``Node.kept``) and need not be written again.
@reusing(8_192)
def _kept(piece: Piece, address: Callable[[str], str | None], label: Callable[[str], Html] | None, shift: int) -> Html:
    """A block that stands unchanged in both texts, of which nothing is said."""
    return _unmarked(address, label or _unasked, shift).written(piece)


@lru_cache(maxsize=16)
def _unmarked(address: Callable[[str], str | None], label: Callable[[str], Html], shift: int) -> Writer:
    """Writes blocks of which nothing is said."""
    numbers: Mapping[int, Change] = MappingProxyType({})
    return Writer(Marker(labels=ENGLISH, prefix="", address=address, label=label, numbers=numbers, shift=shift))


def _unasked(href: str) -> Html:
    raise AssertionError(f"a link to {href} has words of its own")


@reusing(8_192)
def _has_objects(piece: Piece) -> bool:
    return any(_objects_in(leaf.spans) for leaf in piece.leaves())


def _objects_in(spans: Spans) -> bool:
    return any(OBJECT in span.text for span in spans)


# Told by its identity: every block of a redline asks for what was woven with it.
@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """How the words of a block are shown: what those hear who do not see the marks, and where links lead."""

    removed: str
    added: str
    end: str
    address: Callable[[str], str | None]
    label: Callable[[str], Html] | None

    def mark(self, op: Op, words: Html) -> Html:
        """Removed or added words in their element, with words for those who hear it."""
        name, said = ("del", self.removed) if op is Op.REMOVED else ("ins", self.added)
        return element(name, note(said, hidden=True), words, note(self.end, hidden=True))

    def note_label(self, href: str) -> Html:
        """The words of a link that has none; they belong to neither text."""
        words = (self.label or _unasked)(href)
        return element("span", words, data_redline="note") if words else words

    def weaving(self) -> Weaving:
        """The same, for ``weave``."""
        return _weaving(self)


_look = lru_cache(maxsize=64)(_Look)


@lru_cache(maxsize=64)
def _weaving(look: _Look) -> Weaving:
    return Weaving(address=look.address, label=look.note_label, mark=look.mark)


# Two wordings have the same spans in each redline that has both (``redline``), and so has a block that came or went.
@reusing(2_048)
def _woven(spans: Spans, old: Inlines, new: Inlines, inside: Op, look: _Look) -> Html:
    """The words of a block with its changes marked."""
    return weave(spans, old, new, look.weaving(), inside)
