"""The page for translators: what is translated, of what is in force and of what comes, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder import routes
from site_builder.model.artifact import File
from site_builder.model.policy import Site
from site_builder.model.timeline import Standing as Stand
from site_builder.model.version import Edition, Freshness
from site_builder.outputs.pages.frame import Kind, Spot, frame, language
from site_builder.outputs.pages.history import newest, titled
from site_builder.outputs.pages.paper import Paper
from site_builder.outputs.pages.parts import TranslationRow, TranslationTable, Waiting
from site_builder.outputs.pages.standings import Shelf, standing_view
from site_builder.outputs.pages.text import HEADING
from site_builder.outputs.pages.views import StatusView


def status_page(site: Site, shelves: Sequence[Shelf], paper: Paper) -> File:
    """One page in the default language; search engines stay away from it."""
    locale = site.default_locale
    kind = Kind(own=lambda _: routes.STATUS, canonical=lambda _: routes.STATUS, locales=(locale,), spoken=(locale,))
    spot = Spot(site=site, address=routes.STATUS, locale=locale)
    heading = paper.theme.words(locale).gettext("Translations")
    view = StatusView(
        frame=frame(spot, kind, title=heading, description=heading, noindex=True),
        tables=tuple(table for shelf in shelves for table in _tables(shelf, spot)),
    )
    return paper.page("status.html", spot, view)


def _tables(shelf: Shelf, spot: Spot) -> Iterator[TranslationTable]:
    """A table for each version that counts or will."""
    title, foreign = titled(newest(shelf), spot.locale)
    for stand in (shelf.timeline.in_force, *shelf.timeline.coming):
        if stand is not None:
            yield TranslationTable(
                title=title,
                foreign=foreign,
                standing=standing_view(shelf, stand, spot.locale),
                href=spot.link(routes.version(shelf.id, stand.version.label, spot.locale)),
                rows=tuple(_row(shelf, stand, spot, locale) for locale in shelf.locales(stand.version)),
            )


def _row(shelf: Shelf, stand: Stand, spot: Spot, locale: str) -> TranslationRow:
    edition = stand.version.editions[locale]
    address = routes.version(shelf.id, stand.version.label, locale)
    return TranslationRow(
        language=language(locale, spot.link(address)),
        freshness=str(edition.freshness),
        waiting=tuple(_waiting(edition, spot, address)),
        without=stand.version.release.without.get(locale, ""),
    )


def _waiting(edition: Edition, spot: Spot, address: str) -> Iterator[Waiting]:
    document = edition.document
    parts = [(HEADING, document.title, address)]
    parts += [(one.id, one.title, f"{address}#{routes.section_anchor(one.id)}") for one in document.sections]
    for part, title, place in parts:
        freshness = edition.freshness_of(part)
        if freshness in (Freshness.OUTDATED, Freshness.MISSING):
            yield Waiting(title=title, href=spot.link(place), freshness=str(freshness))
