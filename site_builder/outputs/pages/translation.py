"""What a page says of its translation: how fresh it is, what to read instead, and why there is none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from site_builder import routes
from site_builder.locales import direction, name_in
from site_builder.model.timeline import Standing as Stand
from site_builder.model.version import Status, Version
from site_builder.outputs.pages.frame import Spot, tongue, when
from site_builder.outputs.pages.parts import Prevailing, Tongue, TranslationView
from site_builder.outputs.pages.standings import FullShelf, Shelf, words_for
from site_builder.reuse import reusing

# The audience that everybody belongs to who is in no other.
DEFAULT = "default"


def translation_view(shelf: FullShelf, stand: Stand, spot: Spot) -> TranslationView:
    """The state of a version's text in the page's language."""
    version, locale = stand.version, spot.locale
    edition = version.editions[locale]
    last = _last_whole(shelf, version, locale) if edition.fallback else None
    reason = version.release.without.get(locale, "") if edition.fallback else ""
    return TranslationView(
        outdated=bool(edition.outdated),
        last=last.label if last else "",
        last_href=spot.link(routes.version(shelf.id, last.label, locale)) if last else "",
        changes=_changes(shelf, last, version, spot) if last else "",
        late=when(edition.late, locale, shelf.site) if edition.late and not edition.fallback else None,
        without=reason,
        # Whoever publishes writes the reason, in the language that governs.
        without_foreign=tongue(version.policy.governing, locale) if reason else None,
        prevails=tuple(_prevails(shelf, version, locale)),
    )


def _prevails(shelf: Shelf, version: Version, locale: str) -> Iterator[Prevailing]:
    """What the policy declares, the default first; an audience is called by its name in the site's settings."""
    names = {one.id: one.name for one in shelf.site.audiences}
    declared = version.policy.prevails
    for audience in sorted(declared, key=lambda one: (one != DEFAULT, one)):
        words, foreign = ("", None) if audience == DEFAULT else words_for(names.get(audience, {}), version, locale)
        if words or audience == DEFAULT:
            tag = declared[audience]
            language = Tongue(lang=tag, dir=direction(tag), name=name_in(tag, locale))
            yield Prevailing(audience=words, foreign=foreign, language=language)


def _last_whole(shelf: Shelf, version: Version, locale: str) -> Version | None:
    """The last version before one that is whole in a language, as its own pages show it."""
    whole = _whole(shelf.timeline.standings, locale)
    earlier = bisect_left(whole, version.revision, key=lambda one: one.revision)
    return whole[earlier - 1] if earlier else None


# Each version that is not whole in a language asks for the last one that was.
@reusing(64)
def _whole(standings: tuple[Stand, ...], locale: str) -> tuple[Version, ...]:
    whole = (Status.CURRENT, Status.GOVERNING)
    versions = (one.version for one in standings)
    return tuple(one for one in versions if locale in one.editions and one.editions[locale].status in whole)


def _changes(shelf: FullShelf, last: Version, version: Version, spot: Spot) -> str:
    """The page with what has changed since then in the governing text, where there is one."""
    if shelf.redlines.is_neighbour(last, version):
        return spot.link(routes.changes(shelf.id, last.label, version.label, spot.locale))
    now = shelf.timeline.in_force
    if now is not None and now.version.label == version.label and shelf.redlines.is_recent(last):
        return spot.link(routes.changes_since(shelf.id, last.label, spot.locale))
    return ""
