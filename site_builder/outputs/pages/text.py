"""A version's text in one language as HTML, with its numbers, anchors and permanent links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape

from site_builder import routes
from site_builder.locales import item_number, section_number
from site_builder.markup import Html, Rendering, render_blocks
from site_builder.markup.html import element, escape
from site_builder.model.policy import Policy
from site_builder.model.prose import Document, Numbering, Numerals, Section
from site_builder.model.version import Edition, Version
from site_builder.outputs.pages.frame import Spot, tongue
from site_builder.outputs.pages.parts import SectionView, TextView, Tongue
from site_builder.outputs.theme import Words
from site_builder.problems import Place, Problem, ProblemError

# What `Edition.fallback` calls title and preamble, and what their blocks are called in anchors.
HEADING = "index"


def text_view(spot: Spot, version: Version, edition: Edition, words: Words, *, permalinks: bool = True) -> TextView:
    """The text as templates show it.

    Blocks have links to the version's permanent page; without ``permalinks`` only anchors stay.
    """
    document = edition.document
    labels = section_labels(document, version.policy)
    permanent = routes.version(version.policy.id, version.label, edition.locale)

    numerals = version.policy.numerals.get(edition.locale, Numerals.DECIMAL)

    def marker(number: int) -> Html:
        return Html(f'<span class="marker">{item_number(number, edition.locale, numerals)} </span>')

    def rendering(section: str, label: str) -> Rendering:
        def anchor(number: str) -> tuple[str, Html]:
            identity = routes.block_anchor(section, number)
            if not permalinks:
                return identity, Html("")
            where = words.gettext(
                "Permanent link to paragraph {number} of {section}",
                number=number.replace("_", "."),
                section=label,
            )
            href = spot.link(f"{permanent}#{identity}")
            return identity, element("a", class_="permalink", href=href, aria_label=where)

        return Rendering(address=_address, label=_label(labels), marker=marker, anchor=anchor)

    governing = version.policy.governing
    return TextView(
        title=document.title,
        preamble=render_blocks(document.preamble, rendering(HEADING, document.title)),
        sections=tuple(
            SectionView(
                anchor=routes.section_anchor(section.id),
                former=_former(version, section, document),
                number=number,
                title=section.title,
                body=render_blocks(section.blocks, rendering(section.id, section.title)),
                foreign=_foreign(section.id, edition, governing),
                outdated=section.id in edition.outdated,
            )
            for section, number in zip(document.sections, _numbers(document, version.policy), strict=True)
        ),
        foreign=_foreign(HEADING, edition, governing),
    )


def check_whole(view: TextView, page: bytes, *, template: str) -> None:
    """Doubt a finished page: it has every part of the text, which a template could have left out.

    Raises:
        ProblemError: with the first part that is missing.
    """
    shown = page.decode()
    words = unescape(shown)
    parts = [
        (view.title, "the title", view.preamble),
        *((s.title, f"`{s.title}`", s.body) for s in view.sections),
    ]
    for title, name, body in parts:
        if title not in words or body.html not in shown:
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


def _label(labels: Mapping[str, str]) -> Callable[[str], Html]:
    def label(href: str) -> Html:
        # A link without words to anywhere else shows where it leads, so that there is something to click.
        return Html(escape(labels.get(href.removeprefix("#"), href)))

    return label


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
