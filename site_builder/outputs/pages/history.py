"""The list of a policy's versions, and the page of a policy that has none to show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_builder import routes
from site_builder.model.artifact import File
from site_builder.model.release import Amendment, Correction, Reschedule, Withdrawal
from site_builder.model.timeline import Standing as Stand
from site_builder.model.timeline import State
from site_builder.model.version import Version
from site_builder.outputs.pages.frame import Kind, Spot, frame, short, tongue, when
from site_builder.outputs.pages.parts import Amended, Amending, Entry, Relation, Tongue
from site_builder.outputs.pages.policy import default_locale, feeds
from site_builder.outputs.pages.standings import FullShelf, Shelf, change_view, standing_view, words_for
from site_builder.outputs.pages.text import HEADING
from site_builder.outputs.pages.views import EmptyView, HistoryView


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


def history_pages(shelf: FullShelf) -> Iterator[File]:
    """The history in every language."""
    version = newest(shelf)
    kind = history_kind(shelf)
    for named in ("", *kind.locales):
        locale = named or default_locale(shelf.site, version)
        spot = Spot(site=shelf.site, address=kind.own(named), locale=locale)
        yield shelf.paper.page("history.html", spot, _history(shelf, version, spot, kind))


def _history(shelf: FullShelf, version: Version, spot: Spot, kind: Kind) -> HistoryView:
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
        upcoming=spot.link(routes.upcoming(shelf.id, locale)) if shelf.timeline.coming else "",
        entries=tuple(entry(shelf, one, spot) for one in reversed(shelf.timeline.standings)),
    )


def entry(shelf: FullShelf, stand: Stand, spot: Spot) -> Entry:
    """One version in a list of versions."""
    locale, version = spot.locale, stand.version
    since = ""
    past = stand.state is State.SUPERSEDED and shelf.timeline.in_force is not None
    if past:
        own = shelf.redlines.is_recent(version)
        address = routes.changes_since(shelf.id, version.label, locale)
        since = spot.link(address if own else routes.changes_since_older(shelf.id, locale))
    return Entry(
        standing=standing_view(shelf, stand, locale),
        change=change_view(shelf, stand, spot),
        amendments=tuple(
            _amended(shelf, version, one, locale)
            for one in version.release.amendments
            if one.at <= shelf.timeline.seen_from
        ),
        href=spot.link(routes.version(shelf.id, version.label, locale)),
        since=since,
    )


def _amended(shelf: Shelf, version: Version, amendment: Amendment, locale: str) -> Amended:
    reason, foreign = words_for(amendment.reason, version, locale)
    kinds = {Reschedule: Amending.RESCHEDULED, Correction: Amending.CORRECTED, Withdrawal: Amending.WITHDRAWN}
    moved = amendment.what.effective if isinstance(amendment.what, Reschedule) else None
    return Amended(
        kind=kinds[type(amendment.what)],
        at=when(amendment.at, locale, shelf.site),
        effective=when(moved, locale, shelf.site) if moved else None,
        reason=reason,
        foreign=foreign,
    )


def empty_pages(shelf: FullShelf) -> Iterator[File]:
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
            yield shelf.paper.page("empty.html", spot, view)
