"""The list of a policy's versions, and the page of a policy that has none to show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_builder import routes
from site_builder.locales import best
from site_builder.model.artifact import Artifact
from site_builder.model.timeline import Standing as Stand
from site_builder.model.version import Version
from site_builder.outputs.pages.frame import Kind, Spot, frame, short, tongue
from site_builder.outputs.pages.policy import Shelf, default_locale, feeds, standing_view
from site_builder.outputs.pages.text import HEADING
from site_builder.outputs.pages.views import EmptyView, Entry, HistoryView, Relation, Tongue


def newest(shelf: Shelf) -> Version:
    """The version from which a policy has its title where no particular one is shown."""
    shown = shelf.timeline.shown or shelf.timeline.standings[-1]
    return shown.version


def titled(version: Version, locale: str) -> tuple[str, Tongue | None]:
    """The title of a version on a page in a locale, and its language where that is another."""
    edition = version.editions[locale]
    foreign = tongue(version.policy.governing, locale) if HEADING in edition.fallback else None
    return edition.document.title, foreign


def history_kind(shelf: Shelf) -> Kind:
    """The history in its languages; its words are the theme's, so it speaks every one of the site's."""
    own = partial(routes.history, shelf.id)
    locales = shelf.locales(newest(shelf))
    return Kind(own=own, canonical=own, locales=locales, spoken=locales)


def history_pages(shelf: Shelf) -> Iterator[Artifact]:
    """The history in every language."""
    version = newest(shelf)
    kind = history_kind(shelf)
    for named in ("", *kind.locales):
        locale = named or default_locale(shelf.site, version)
        spot = Spot(site=shelf.site, address=kind.own(named), locale=locale)
        view = _history(shelf, version, spot, kind)
        body = shelf.theme.render("history.html", view, locale=locale, link=spot.link)
        yield Artifact(path=routes.file_of(spot.address), body=body)


def _history(shelf: Shelf, version: Version, spot: Spot, kind: Kind) -> HistoryView:
    locale = spot.locale
    title, foreign = titled(version, locale)
    words = shelf.theme.words(locale)
    current = spot.link(routes.policy(shelf.id, short(shelf.site, locale)))
    heading = words.gettext("Version history of {policy}", policy=title)
    relations = [*feeds(shelf, spot)]
    if shelf.timeline.in_force is not None:
        relations.insert(0, Relation(rel="latest-version", href=current))
    return HistoryView(
        frame=frame(spot, kind, title=heading, description=heading, relations=relations),
        title=title,
        foreign=foreign,
        current=current,
        entries=tuple(_entry(shelf, one, spot) for one in reversed(shelf.timeline.standings)),
    )


def _entry(shelf: Shelf, stand: Stand, spot: Spot) -> Entry:
    locale = spot.locale
    release, version = stand.version.release, stand.version
    # A summary is written for some languages; without a near one, the governing one says it.
    spoken = best(locale, release.summary) or best(version.policy.governing, release.summary)
    first = stand is shelf.timeline.standings[0]
    return Entry(
        standing=standing_view(stand, locale, shelf.site),
        level="" if first else str(release.level),
        summary=release.summary[spoken] if spoken else "",
        foreign=tongue(spoken, locale) if spoken else None,
        href=spot.link(routes.version(shelf.id, release.label, locale)),
    )


def empty_pages(shelf: Shelf) -> Iterator[Artifact]:
    """What stands at the short address when no version is in force or announced."""
    version = newest(shelf)
    for own in (partial(routes.policy, shelf.id), partial(routes.embed, shelf.id)):
        locales = shelf.locales(version)
        kind = Kind(own=own, canonical=partial(routes.policy, shelf.id), locales=locales, spoken=locales)
        for named in ("", *locales):
            locale = named or default_locale(shelf.site, version)
            spot = Spot(site=shelf.site, address=own(named), locale=locale)
            title, foreign = titled(version, locale)
            view = EmptyView(
                frame=frame(spot, kind, title=title, description=title, noindex=True),
                title=title,
                foreign=foreign,
                history=spot.link(routes.history(shelf.id, locale)),
            )
            body = shelf.theme.render("empty.html", view, locale=locale, link=spot.link)
            yield Artifact(path=routes.file_of(spot.address), body=body)
