"""Drafts to pieces: here words are compared, once it is known which block is which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from site_builder.compare.draft import Draft
from site_builder.compare.nodes import Node, Run, runs_of
from site_builder.model.change import Fate, Op, Piece, Spans, Target
from site_builder.model.prose import Image, Inline, Link
from site_builder.redline import Budget, compare_words


def finished(drafts: Iterable[Draft], budget: Budget) -> tuple[Piece, ...]:
    """The pieces of a sequence of drafts."""
    return tuple(_finish(draft, budget) for draft in drafts)


def _finish(draft: Draft, budget: Budget) -> Piece:
    if draft.mate is not None:
        return _moved(draft, draft.mate, budget)
    if draft.new is None:
        return _lone(draft, Fate.REMOVED, budget)
    if draft.old is None:
        return _lone(draft, Fate.ADDED, budget)
    if draft.old == draft.new:
        return draft.new.kept
    return edited(draft.old, draft.new, budget, parts=draft.parts)


def _lone(draft: Draft, fate: Fate, budget: Budget) -> Piece:
    node = draft.node
    if not draft.parts:
        return whole(node, fate)
    shape = node.shape
    old, new = (shape, None) if fate is Fate.REMOVED else (None, shape)
    return Piece(fate=fate, before=old, after=new, pieces=finished(draft.parts, budget))


def whole(node: Node, fate: Fate, *, move: int = 0) -> Piece:
    """A block that stands in one of the texts only, with all that is in it."""
    old = fate in (Fate.REMOVED, Fate.MOVED_AWAY)
    op, inner = (Op.REMOVED, Fate.REMOVED) if old else (Op.ADDED, Fate.ADDED)
    return Piece(
        fate=fate,
        before=node.shape if old else None,
        after=None if old else node.shape,
        old=node.inlines if old else (),
        new=() if old else node.inlines,
        spans=node.spans(op),
        pieces=tuple(whole(part, inner) for part in node.nodes),
        move=move,
    )


def _moved(draft: Draft, mate: Draft, budget: Budget) -> Piece:
    old, new = draft.old, draft.new
    if old is not None:
        return whole(old, Fate.MOVED_AWAY, move=draft.move)
    if new is None or mate.old is None:
        raise AssertionError("a move has an old and a new place")
    if mate.old == new:
        return Piece(
            fate=Fate.MOVED_HERE,
            before=mate.old.shape,
            after=new.shape,
            old=mate.old.inlines,
            new=new.inlines,
            spans=new.kept.spans,
            pieces=new.kept.pieces,
            move=draft.move,
        )
    return edited(mate.old, new, budget, parts=draft.parts, fate=Fate.MOVED_HERE, move=draft.move)


def edited(
    old: Node,
    new: Node,
    budget: Budget,
    *,
    parts: Sequence[Draft] = (),
    fate: Fate = Fate.CHANGED,
    move: int = 0,
) -> Piece:
    """The piece of a block that stands in both texts and differs."""
    if parts:
        return Piece(fate=fate, before=old.shape, after=new.shape, pieces=finished(parts, budget), move=move)
    spans = compare_words(old.text, new.text, budget)
    targets, restyled = _markup(spans, old, new)
    return Piece(
        fate=fate,
        before=old.shape,
        after=new.shape,
        old=old.inlines,
        new=new.inlines,
        spans=spans,
        targets=targets,
        restyled=restyled,
        move=move,
    )


def _markup(spans: Spans, old: Node, new: Node) -> tuple[tuple[Target, ...], bool]:
    """Which kept words lead elsewhere, and whether kept words are stressed otherwise."""
    if old.inlines == new.inlines:
        return (), False
    targets: dict[tuple[int, int], Target] = {}
    restyled = False
    for text, one, two in _kept_runs(spans, old, new):
        if one == two or text.isspace():
            continue
        here, there = _link(one), _link(two)
        if _address(here) != _address(there):
            words = "".join(piece for piece, around in runs_of(new.inlines) if there in around)
            key = (id(here), id(there))
            targets.setdefault(
                key, Target(words=words if there else text, before=_address(here), after=_address(there))
            )
        restyled = restyled or _styles(one) != _styles(two)
    return tuple(targets.values()), restyled


def _kept_runs(spans: Spans, old: Node, new: Node) -> Iterator[tuple[str, tuple[Inline, ...], tuple[Inline, ...]]]:
    """The kept words cut wherever the markup changes in either text, with the markup around them in both."""
    here, there = _Reader(runs_of(old.inlines)), _Reader(runs_of(new.inlines))
    for span in spans:
        left = len(span.text)
        while left:
            match span.op:
                case Op.REMOVED:
                    taken = len(here.take(left)[0])
                case Op.ADDED:
                    taken = len(there.take(left)[0])
                case _:
                    most = min(left, here.ready(), there.ready())
                    text, one = here.take(most)
                    _, two = there.take(most)
                    yield text, one, two
                    taken = most
            left -= taken


class _Reader:
    """Takes characters off runs."""

    def __init__(self, runs: Iterator[Run]) -> None:
        self.runs = runs
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


def _link(around: tuple[Inline, ...]) -> Link | Image | None:
    return next((one for one in reversed(around) if isinstance(one, (Link, Image))), None)


def _address(link: Link | Image | None) -> str:
    match link:
        case Link(href=href):
            return href
        case Image(src=src):
            return src
        case None:
            return ""


def _styles(around: tuple[Inline, ...]) -> list[str]:
    """What stresses a run, whatever it is nested in."""
    return sorted(
        f"{type(one).__name__}{one.title if isinstance(one, (Link, Image)) else ''}"
        for one in around
        if not isinstance(one, (Link, Image)) or one.title
    )
