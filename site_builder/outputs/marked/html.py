"""A comparison as HTML: one fragment with everything of both texts.

Every element whose words belong to neither text has ``data-redline="note"``. ``<ins>`` and ``<del>`` stand
inside blocks, never across them; only what moved is wrapped whole, by marks with ``data-move``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from site_builder.compare import changes_of, texts
from site_builder.compare.nodes import OBJECT
from site_builder.markup.html import Html, element, escape, join
from site_builder.model.change import Change, Comparison, Fate, Op, SectionChange
from site_builder.outputs.marked.apart import take_apart
from site_builder.outputs.marked.blocks import Marker, Writer
from site_builder.outputs.marked.labels import ENGLISH, Labels
from site_builder.outputs.marked.notes import changes_note, name_of, note, words_of
from site_builder.outputs.marked.weave import safe_address

__all__ = ["Options", "redline_html"]


def _no_label(_href: str) -> Html:
    return Html("")


def _anchor(section: str) -> str:
    return f"s-{section}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a fragment is made.

    ``address`` and ``label`` are as in ``markup.Rendering``. ``shift`` is added to the level of every
    heading. ``fold`` puts unchanged sections into ``<details>``; ``views`` puts controls on top that show
    the old or the new text alone (by CSS). ``prefix`` begins the id of every change and move, for pages with
    several redlines; ``anchor`` makes the id of a section from its own.
    """

    labels: Labels = ENGLISH
    address: Callable[[str], str | None] = safe_address
    label: Callable[[str], Html] = _no_label
    shift: int = 0
    fold: bool = False
    views: bool = False
    prefix: str = ""
    anchor: Callable[[str], str] = _anchor


def redline_html(comparison: Comparison, options: Options | None = None) -> Html:
    """The fragment: a ``<div class="redline">`` with the list of changes and every section of both texts.

    Raises ``AssertionError`` where the fragment could not be taken apart into exactly the two texts.
    """
    options = options or Options()
    changes = changes_of(comparison)
    sections = _Sections(options, changes)
    fragment = element(
        "div",
        _views(options) if options.views else Html(""),
        changes_note(changes, options.labels, options.prefix),
        *sections.written(comparison.sections),
        class_="redline",
    )
    expected = tuple("".join(lines).replace(OBJECT, "") for lines in texts(comparison))
    if take_apart(fragment.html.replace(OBJECT, "")) != expected:
        raise AssertionError("the HTML of a redline does not hold exactly the two texts")
    return fragment


def _views(options: Options) -> Html:
    """Which text to show: radio buttons that the style sheet reads, so no script is needed."""
    labels = options.labels
    name = f"{options.prefix}redline-view"
    choices = (("redline", labels.view_redline), ("new", labels.view_new), ("old", labels.view_old))
    inputs = [
        element(
            "label",
            element(
                "input",
                void=True,
                type="radio",
                name_=name,
                value=value,
                class_=f"redline-view-{value}",
                checked=value == "redline",
            ),
            Html(escape(f" {words}")),
        )
        for value, words in choices
    ]
    legend = element("legend", Html(escape(labels.views)))
    # The fourth view needs `redline.js`, which finds its words here.
    return element(
        "fieldset",
        legend,
        *inputs,
        class_="redline-views",
        data_redline="note",
        data_side_by_side=labels.view_sides,
    )


class _Sections:
    """Writes sections, with the anchors of the changes that are about a section as a whole."""

    def __init__(self, options: Options, changes: Sequence[Change]) -> None:
        self.options = options
        self.labels = options.labels
        self.marker = Marker(
            labels=options.labels,
            prefix=options.prefix,
            address=options.address,
            label=options.label,
            numbers={id(change.pieces[0]): change for change in changes if change.pieces},
            shift=options.shift,
        )
        self.writer = Writer(self.marker)
        self.about: dict[int, list[Change]] = {}
        for change in changes:
            if not change.pieces:
                self.about.setdefault(id(change.section), []).append(change)

    def written(self, sections: Sequence[SectionChange]) -> Iterator[Html]:
        """All sections; those that moved together are wrapped together."""
        for (move, fate), group in groupby(sections, key=lambda one: (one.move, one.fate)):
            if fate not in (Fate.MOVED_AWAY, Fate.MOVED_HERE):
                for section in group:
                    yield self._section(section, Op.KEPT)
                continue
            away = fate is Fate.MOVED_AWAY
            named = self.writer.name(move, away=away)
            op = Op.REMOVED if away else Op.KEPT
            inner = join([self._section(section, op) for section in group])
            yield self.marker.moved(move, away=away, inner=inner, named=named)

    def _section(self, section: SectionChange, inside: Op) -> Html:
        head = section.head
        named = head.id and section.fate is not Fate.MOVED_AWAY
        identity = self.options.anchor(head.id) if named else None
        inner = join((*self._heading(section, inside), *self.writer.blocks(section.pieces, inside)))
        if self.options.fold and section.fate is Fate.KEPT and section.pieces:
            words = f"{name_of(section, self.labels)} – {self.labels.unchanged}"
            summary = element("summary", Html(escape(words)), data_redline="note")
            inner = element("details", summary, inner, class_="redline-unchanged")
        return element("section", inner, id=identity, class_=f"redline-section redline-is-{section.fate}")

    def _heading(self, section: SectionChange, inside: Op) -> Iterator[Html]:
        head = section.head
        anchors = [
            element("span", id=self.marker.change_id(change), data_redline="note")
            for change in self.about.get(id(section), ())
        ]
        links = [self.marker.permalink(change) for change in self.about.get(id(section), ())]
        if section.title is not None and id(section.title) in self.marker.numbers:
            # One link is enough to quote a heading by.
            links = []
        if section.title is None:
            yield from (element("p", *anchors, *links, data_redline="note") for _ in anchors[:1])
            return
        number = note(f"{self.labels.numbered(head.number)} ") if head.number and not head.typed else Html("")
        renumbered = Html("")
        old = section.before if section.after and section.fate is not Fate.KEPT else None
        # Numbers that were typed are words of the two titles, and compared as such.
        if old and not head.typed and not (old.typed and old.number) and old.number != head.number:
            shown = self.labels.numbered(old.number) if old.number else "–"
            renumbered = note(words_of(self.labels.number_before, shown))
        change = self.marker.numbers.get(id(section.title))
        yield element(
            f"h{min(6, max(1, head.level + self.options.shift))}",
            *anchors,
            number,
            self.writer.words(section.title, inside),
            renumbered,
            *links,
            id=self.marker.change_id(change) if change else None,
        )
