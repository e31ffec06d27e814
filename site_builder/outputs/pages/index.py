"""The pages that belong to no single policy: the index, and what stands where nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_builder import routes
from site_builder.model.artifact import File
from site_builder.model.policy import Site
from site_builder.outputs.pages.frame import Kind, Spot, frame, pick, short
from site_builder.outputs.pages.history import newest, titled
from site_builder.outputs.pages.paper import Paper
from site_builder.outputs.pages.policy import link_type
from site_builder.outputs.pages.standings import Shelf, standing_view
from site_builder.outputs.pages.views import IndexView, Item, NotFoundView


def index_kind(site: Site) -> Kind:
    """The index in its languages."""
    return Kind(own=routes.home, canonical=routes.home, locales=site.locales, spoken=site.locales)


def index_pages(site: Site, shelves: Sequence[Shelf], paper: Paper) -> Iterator[File]:
    """The index in every language."""
    kind = index_kind(site)
    for named in ("", *site.locales):
        locale = named or site.default_locale
        spot = Spot(site=site, address=routes.home(named), locale=locale)
        title = pick(site.title, locale, site.default_locale)
        view = IndexView(
            frame=frame(spot, kind, title=title, description=title),
            items=tuple(_item(shelf, spot) for shelf in shelves),
        )
        yield paper.page("index.html", spot, view)


def not_found_page(site: Site, shelves: Sequence[Shelf], paper: Paper) -> File:
    """The page that hosts serve for addresses that do not exist, in the default language."""
    locale, theme = site.default_locale, paper.theme
    spot = Spot(site=site, address=routes.NOT_FOUND, locale=locale, absolute=True)
    title = theme.words(locale).gettext("Page not found")
    # It stands for no address of its own, so it is known by none.
    base = replace(frame(spot, index_kind(site), title=title, description=title, noindex=True), canonical="")
    view = NotFoundView(
        frame=base,
        items=tuple(_item(shelf, spot) for shelf in shelves),
        style=theme.style,
        style_hash=theme.style_hash,
    )
    return paper.page("404.html", spot, view)


def _item(shelf: Shelf, spot: Spot) -> Item:
    locale = spot.locale
    version = newest(shelf)
    title, foreign = titled(version, locale)
    shown = shelf.timeline.shown
    return Item(
        title=title,
        foreign=foreign,
        href=spot.link(routes.policy(shelf.id, short(shelf.site, locale))),
        history=spot.link(routes.history(shelf.id, locale)),
        rel=link_type(shelf.timeline.policy.terms_type),
        standing=standing_view(shelf, shown, locale) if shown else None,
    )
