"""A version's text in one language as HTML, with its numbers, anchors and permanent links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from site_builder import routes
from site_builder.locales import item_number, section_number
from site_builder.markup import Html, Rendering, render_blocks, wordless
from site_builder.markup.html import element, escape
from site_builder.model.policy import Policy
from site_builder.model.prose import Blocks, Document, Numbering, Numerals, Section
from site_builder.model.version import Edition, Version
from site_builder.outputs.pages.frame import Spot, tongue
from site_builder.outputs.pages.parts import SectionView, TextView, Tongue
from site_builder.outputs.theme import Words, filled
from site_builder.outputs.wording import N_
from site_builder.problems import Place, Problem, ProblemError
from site_builder.reuse import reusing

# What `Edition.fallback` calls title and preamble, and what their blocks are called in anchors.
HEADING = "index"


def text_view(spot: Spot, version: Version, edition: Edition, words: Words, *, permalinks: bool = True) -> TextView:
    """The text as templates show it.

    Blocks have links to the version's permanent page; without ``permalinks`` only anchors stay.
    """
    document, policy = edition.document, version.policy
    labels = section_labels(document, policy)
    permanent = routes.version(policy.id, version.label, edition.locale)
    style = _Style(
        locale=edition.locale,
        numerals=policy.numerals.get(edition.locale, Numerals.DECIMAL),
        page=("" if permanent == spot.address else spot.link(permanent)) if permalinks else None,
        where=words.parts(N_("Permanent link to paragraph {number} of {section}")) if permalinks else (),
    )

    def body(part: str, title: str, blocks: Blocks) -> Html:
        # A link without words to anywhere else shows where it leads, so that there is something to click.
        shown = tuple((href, labels.get(href.removeprefix("#"), href)) for href in wordless(blocks))
        return _body(blocks, part, title, shown, style)

    governing = policy.governing
    return TextView(
        title=document.title,
        preamble=body(HEADING, document.title, document.preamble),
        sections=tuple(
            SectionView(
                anchor=routes.section_anchor(section.id),
                former=_former(version, section, document),
                number=number,
                title=section.title,
                body=body(section.id, section.title, section.blocks),
                foreign=_foreign(section.id, edition, governing),
                outdated=section.id in edition.outdated,
            )
            for section, number in zip(document.sections, _numbers(document, policy), strict=True)
        ),
        foreign=_foreign(HEADING, edition, governing),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What the HTML of a text depends on beside the text.

    ``page`` is where permanent links lead, before the fragment, or None where there are none; ``where`` says it in
    words, in parts as ``Words.parts`` has them.
    """

    locale: str
    numerals: Numerals
    page: str | None
    where: tuple[str, ...]

    def marker(self, number: int) -> Html:
        """The number of a list item."""
        return Html(f'<span class="marker">{item_number(number, self.locale, self.numerals)} </span>')


@reusing(2_048, weigh=lambda made: len(made.html))
def _body(blocks: Blocks, part: str, title: str, labels: tuple[tuple[str, str], ...], style: _Style) -> Html:
    """The blocks of a section as HTML: in most versions the same, at the same distance from their permanent page."""

    def anchor(number: str) -> tuple[str, Html]:
        identity = routes.block_anchor(part, number)
        if style.page is None:
            return identity, Html("")
        where = "".join(map(str, filled(style.where, {"number": number.replace("_", "."), "section": title})))
        return identity, element("a", class_="permalink", href=f"{style.page}#{identity}", aria_label=where)

    shown = {href: Html(escape(words)) for href, words in labels}
    rendering = Rendering(address=_address, label=shown.__getitem__, marker=style.marker, anchor=anchor)
    return render_blocks(blocks, rendering)


def check_whole(view: TextView, page: bytes, *, template: str) -> None:
    """Doubt a finished page: it has every part of the text, which a template could have left out.

    Raises:
        ProblemError: with the first part that is missing.
    """
    shown = page.decode()
    parts = [
        (view.title, "the title", view.preamble),
        *((s.title, f"`{s.title}`", s.body) for s in view.sections),
    ]
    for title, name, body in parts:
        if not _names(title, shown) or body.html not in shown:
            raise ProblemError(
                [
                    Problem(
                        code="PS-417",
                        message=f"the page would lack {name} or the text below it",
                        place=Place(template),
                        hint="show the title, the preamble and the body of every section as they are",
                    )
                ]
            )


def _names(title: str, page: str) -> bool:
    """Whether a page shows a title. Only where it does not stand before a tag, all of the page is unescaped."""
    # Jinja2 writes quotes as decimal references.
    written = escape(title).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    return f">{written}<" in page or f" {written}<" in page or title in unescape(page)


def _numbers(document: Document, policy: Policy) -> list[str]:
    count = len(document.sections)
    if document.numbering is Numbering.NONE:
        return [""] * count
    return [number_of(number, document.locale, policy) for number in range(1, count + 1)]


def number_of(number: int, locale: str, policy: Policy) -> str:
    """The nth section's number as the policy has it written in a language."""
    return section_number(number, locale, policy.numerals.get(locale, Numerals.DECIMAL))


def section_labels(document: Document, policy: Policy) -> Mapping[str, str]:
    """What a reference to each section shows: ``7. Data Retention``."""
    numbered = zip(document.sections, _numbers(document, policy), strict=True)
    return {section.id: f"{number} {section.title}".strip() for section, number in numbered}


def _address(href: str) -> str:
    """A reference to a section leads to its anchor; the prefix is in no address that an author writes."""
    return f"#{routes.section_anchor(href[1:])}" if href.startswith("#") else href


def _former(version: Version, section: Section, document: Document) -> tuple[str, ...]:
    """The anchors of earlier ids, except those that another section of this text has."""
    present = {one.id for one in document.sections}
    former = version.policy.formerly.get(section.id, ())
    return tuple(routes.section_anchor(one) for one in former if one not in present)


def _foreign(part: str, edition: Edition, governing: str) -> Tongue | None:
    return tongue(governing, edition.locale) if part in edition.fallback else None
