"""A policy with all that its pages are made from, and where its versions stand, for readers of a locale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder import routes
from site_builder.compare.pairs import Redlines
from site_builder.locales import best
from site_builder.model.policy import Level, Site
from site_builder.model.timeline import Standing as Stand
from site_builder.model.timeline import State, Timeline
from site_builder.model.version import Version
from site_builder.outputs.pages.findings import SOME, findings_view
from site_builder.outputs.pages.frame import Spot, tongue, when
from site_builder.outputs.pages.paper import Paper
from site_builder.outputs.pages.parts import Change, Coming, Findings, Standing, Tongue
from site_builder.outputs.theme import Theme
from site_builder.press import UNPRESSED, Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A policy and where its versions stand, with what every page needs."""

    site: Site
    timeline: Timeline
    theme: Theme

    @property
    def id(self) -> str:
        """The policy's id."""
        return self.timeline.policy.id

    def locales(self, version: Version) -> tuple[str, ...]:
        """The locales of a version's pages: the site's in its order, then what else there is."""
        return ordered(self.site, version)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullShelf(Shelf):
    """A policy with all that its own pages are made from: also what changed from version to version."""

    redlines: Redlines
    press: Press = UNPRESSED

    @property
    def paper(self) -> Paper:
        """What its pages are made of."""
        return Paper(self.theme, self.press)


def ordered(site: Site, version: Version) -> tuple[str, ...]:
    """The locales in which a version has a text, in the site's order."""
    others = sorted(set(version.editions) - set(site.locales))
    return (*(one for one in site.locales if one in version.editions), *others)


def standing_view(shelf: Shelf, stand: Stand, locale: str) -> Standing:
    """Where a version stands, for readers of a locale."""
    release, site = stand.version.release, shelf.site
    retired = shelf.timeline.policy.retired
    earlier = release.first_effective < release.effective
    return Standing(
        label=release.label,
        state=stand.state,
        published=when(release.published, locale, site),
        ahead=stand.state not in (State.WITHDRAWN, State.REPLACED)
        and "effective" not in release.inferred
        and release.published < release.first_effective,
        effective=when(release.effective, locale, site),
        until=when(stand.until, locale, site) if stand.until else None,
        inferred="effective" in release.inferred,
        new_users=when(release.first_effective, locale, site) if earlier else None,
        overtaken=stand.overtaken_by.label if stand.overtaken_by else "",
        ended=stand.state is State.SUPERSEDED and retired is not None and stand.until == retired.on,
    )


def words_for(words: Mapping[str, str], version: Version, locale: str) -> tuple[str, Tongue | None]:
    """Words that are written for some locales: in the nearest, else in the governing one, and its language."""
    spoken = best(locale, words) or best(version.policy.governing, words)
    return (words[spoken], tongue(spoken, locale)) if spoken else ("", None)


def change_view(shelf: FullShelf, stand: Stand, spot: Spot) -> Change:
    """What a version changes against the one that it supersedes."""
    version = stand.version
    summary, foreign = words_for(version.release.summary, version, spot.locale)
    first = stand is shelf.timeline.standings[0]
    changed = shelf.redlines.changed(stand.before, version, spot.locale)
    words = shelf.theme.words(spot.locale)
    address = routes.changes(shelf.id, stand.before.label, version.label, spot.locale) if stand.before else ""
    return Change(
        level="" if first else str(version.release.level),
        summary=summary,
        foreign=foreign,
        href=spot.link(address) if address else "",
        findings=findings_view(changed, words, least=Level.CLARIFYING, most=SOME) if changed else Findings(),
    )


def coming_view(shelf: FullShelf, stand: Stand, spot: Spot) -> Coming:
    """A version that comes: the next has a page of its own, the others are read at their addresses."""
    is_next = stand == shelf.timeline.coming[0]
    version = routes.version(shelf.id, stand.version.label, spot.locale)
    address = routes.upcoming(shelf.id, spot.locale) if is_next else version
    return Coming(
        standing=standing_view(shelf, stand, spot.locale),
        change=change_view(shelf, stand, spot),
        href=spot.link(address),
    )
