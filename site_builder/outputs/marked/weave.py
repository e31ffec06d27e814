"""The words of one block in both texts, woven into one piece of HTML.

Marks go outside emphasis and links that they hold whole, and inside those that they touch in part, so a
reader sees few long marks and a link stays one link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from site_builder.characters import expose, is_referable, spelled
from site_builder.compare.nodes import OBJECT, runs_of
from site_builder.markup.html import Html, element, escape, join
from site_builder.model.change import Op, Spans
from site_builder.model.prose import Break, Code, Emphasis, Image, Inline, Inlines, Link, Strong, Text

_SAFE = re.compile(r"(?:https?|mailto|tel):|[^:]*\Z|[^:/?#]*[/?#]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Bit:
    """Characters with one fate and one markup around them, outermost first."""

    op: Op
    text: str
    around: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weaving:
    """What the words leave open.

    ``address`` makes the address in the page from a link as written, or None for no link; ``label`` gives
    the words of a link that has none; ``mark`` puts a run of removed or added words into its element.
    """

    address: Callable[[str], str | None]
    label: Callable[[str], Html]
    mark: Callable[[Op, Html], Html]


def safe_address(href: str) -> str | None:
    """The address as written, or None where following it could run something."""
    return href if _SAFE.match(href.strip()) else None


def weave(spans: Spans, old: Inlines, new: Inlines, weaving: Weaving, inside: Op = Op.KEPT) -> Html:
    """The words of a block with its changes marked; words with the fate ``inside`` are marked around it."""
    if len(spans) == 1 and spans[0].op is inside:
        # Nothing to mark: the usual case by far.
        return plain(old if inside is Op.REMOVED else new, weaving)
    return _woven([*_bits(spans, old, new, inside)], 0, weaving)


def plain(inlines: Inlines, weaving: Weaving) -> Html:
    """Inline text without any marks."""
    if len(inlines) == 1:
        return _plain(inlines[0], weaving)
    return join([_plain(one, weaving) for one in inlines])


def _plain(inline: Inline, weaving: Weaving) -> Html:
    match inline:
        case Text(text):
            return _characters(text)
        case Emphasis(children) | Strong(children) | Link(children=children) if children:
            return _around(inline, plain(children, weaving), weaving)
        case _:
            (text, around), *_ = runs_of((inline,))
            return _leaf(text, around[-1], weaving)


def _bits(spans: Spans, old: Inlines, new: Inlines, inside: Op) -> Iterator[_Bit]:
    """The spans cut at every change of markup; kept words have the markup of the new text."""
    here, there = _Cursor(old), _Cursor(new)
    bits: list[_Bit] = []
    same: dict[int, Inline] = {}
    for span in spans:
        left = len(span.text)
        while left:
            if span.op is Op.KEPT:
                most = min(left, here.ready(), there.ready())
                _, before = here.take(most)
                text, around = there.take(most)
                for one, two in zip(before, around, strict=False):
                    if _alike(one, two):
                        same.setdefault(id(one), two)
            else:
                text, around = (here if span.op is Op.REMOVED else there).take(left)
            bits.append(_Bit(Op.KEPT if span.op is inside else span.op, text, around))
            left -= len(text)
    for bit in bits:
        if bit.op is Op.REMOVED or (inside is Op.REMOVED and bit.op is Op.KEPT):
            yield _Bit(bit.op, bit.text, tuple(same.get(id(one), one) for one in bit.around))
        else:
            yield bit


def _alike(one: Inline, two: Inline) -> bool:
    match one, two:
        case (Emphasis(), Emphasis()) | (Strong(), Strong()):
            return True
        case Link(href=href, title=title), Link(href=other, title=words):
            # A link without words holds nothing: what was removed from within the other would be lost in it.
            return (href, title, bool(one.children)) == (other, words, bool(two.children))
        case _:
            return False


class _Cursor:
    """Takes characters off the runs of inline text."""

    def __init__(self, inlines: Inlines) -> None:
        self.runs = runs_of(inlines)
        self.text = ""
        self.around: tuple[Inline, ...] = ()

    def ready(self) -> int:
        """How many characters the present run still has, at least one."""
        while not self.text:
            self.text, self.around = next(self.runs)
        return len(self.text)

    def take(self, most: int) -> tuple[str, tuple[Inline, ...]]:
        """At most so many characters of the present run, and the markup around them."""
        self.ready()
        text, self.text = self.text[:most], self.text[most:]
        return text, self.around


def _woven(bits: Sequence[_Bit], depth: int, weaving: Weaving) -> Html:
    """Bits that share their markup down to ``depth``; runs of one fate are marked as one."""
    out: list[Html] = []
    for op, groups in groupby(_groups(bits, depth), key=_fate):
        run = list(groups)
        if op is None:
            out.extend(_grouped(group, depth, weaving) for group in run)
        elif op is Op.KEPT:
            out.extend(_unmarked(bit_run, depth, weaving) for bit_run in run)
        else:
            out.append(weaving.mark(op, join([_unmarked(bit_run, depth, weaving) for bit_run in run])))
    return join(out)


def _groups(bits: Iterable[_Bit], depth: int) -> Iterator[list[_Bit]]:
    """Bits side by side inside the same element, or single ones that are inside none."""
    group: list[_Bit] = []
    for bit in bits:
        if group and not (_holder(bit, depth) is not None and _holder(bit, depth) is _holder(group[0], depth)):
            yield group
            group = []
        group.append(bit)
    if group:
        yield group


def _holder(bit: _Bit, depth: int) -> Inline | None:
    """The element around a bit at this depth; code, breaks and pictures are leaves and hold nothing."""
    if depth < len(bit.around) and isinstance(bit.around[depth], (Emphasis, Strong, Link)):
        return bit.around[depth]
    return None


def _fate(group: Sequence[_Bit]) -> Op | None:
    fates = {bit.op for bit in group}
    return group[0].op if len(fates) == 1 else None


def _grouped(group: Sequence[_Bit], depth: int, weaving: Weaving) -> Html:
    holder = group[0].around[depth]
    return _around(holder, _woven(group, depth + 1, weaving), weaving)


def _unmarked(group: Sequence[_Bit], depth: int, weaving: Weaving) -> Html:
    holder = _holder(group[0], depth)
    if holder is None:
        return join([_bit(bit, weaving) for bit in group])
    inner = join([_unmarked(one, depth + 1, weaving) for one in _groups(group, depth + 1)])
    return _around(holder, inner, weaving)


def _around(holder: Inline, inner: Html, weaving: Weaving) -> Html:
    match holder:
        case Emphasis():
            return element("em", inner)
        case Strong():
            return element("strong", inner)
        case Link(href=href, title=title):
            return element("a", inner, href=weaving.address(href), title=spelled(title) or None)
        case _:
            return inner


def _bit(bit: _Bit, weaving: Weaving) -> Html:
    return _leaf(bit.text, bit.around[-1] if bit.around else None, weaving)


def _leaf(text: str, leaf: Inline | None, weaving: Weaving) -> Html:
    match leaf:
        case Code():
            return element("code", _characters(text))
        case Break():
            return element("br", void=True)
        case Image():
            # The words that stand for a picture are what can be compared, and nothing is fetched.
            words = Html("") if text == OBJECT else _characters(text)
            return element("span", words, class_="redline-picture")
        case Link(href=href, children=()):
            return element("a", weaving.label(href), href=weaving.address(href))
        case None | Text() | Emphasis() | Strong() | Link():
            return _characters(text)
        case _:
            assert_never(leaf)


def _characters(text: str) -> Html:
    """Escaped text; what cannot be seen is kept, as its number, isolated, and named in a note."""
    if text.isascii() and text.isprintable():
        return Html(escape(text))  # the usual case by far
    runs = expose(text)
    if len(runs) == 1 and not runs[0][1]:
        return Html(escape(text))
    return join(_unseen(part) if unseen else Html(escape(part)) for part, unseen in runs)


def _unseen(character: str) -> Html:
    """A character that nobody sees. HTML cannot hold all of them: some stand in ``data-character`` of their note only.

    Neither form puts the character itself into the file, where it would act on whatever shows that: a terminal, an
    editor, a review.
    """
    note = Html(spelled(character))
    if not is_referable(character):
        number = f"{ord(character):X}"
        return element("span", note, class_="redline-invisible", data_redline="note", data_character=number)
    held = element("bdi", Html(f"&#x{ord(character):X};"))
    return join((held, element("span", note, class_="redline-invisible", data_redline="note")))
