"""The pages on what changed and what will: redlines of two versions, and the next text with its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from site_builder import routes
from site_builder.locales import direction, section_number
from site_builder.markup import Html
from site_builder.markup.html import escape
from site_builder.model.artifact import File
from site_builder.model.change import ChangeKind, Comparison
from site_builder.model.policy import Level
from site_builder.model.prose import Numerals
from site_builder.model.redlined import Redlined
from site_builder.model.timeline import Standing as Stand
from site_builder.model.timeline import State
from site_builder.model.version import Version
from site_builder.outputs.marked import Labels, Options, redline_html, safe_address
from site_builder.outputs.pages.findings import ALL, findings_view
from site_builder.outputs.pages.frame import Kind, Spot, frame, short, tongue
from site_builder.outputs.pages.history import entry, newest, titled
from site_builder.outputs.pages.parts import Coverage, RedlineView, Step
from site_builder.outputs.pages.policy import coverage, default_locale
from site_builder.outputs.pages.standings import FullShelf, Shelf, coming_view, standing_view, words_for
from site_builder.outputs.pages.text import section_labels, text_view
from site_builder.outputs.pages.views import ChangesView, OlderView, UpcomingView
from site_builder.outputs.theme import Words
from site_builder.reuse import reusing


def changes_pages(shelf: FullShelf, redlines: Iterable[Redlined]) -> Iterator[File]:
    """A page for each redline in each language; the address without one is the default language's."""
    for redlined in redlines:
        old, new = redlined.old.label, redlined.new.label
        own = partial(routes.changes_since, shelf.id, old)
        if not redlined.since:
            own = partial(routes.changes, shelf.id, old, new)
        locales = shelf.locales(redlined.new)
        kind = Kind(own=own, canonical=own, locales=locales, spoken=locales)
        for named in _named(shelf, redlined):
            spot = Spot(site=shelf.site, address=own(named), locale=redlined.locale)
            yield _changes_page(shelf, redlined, spot, kind)


def _changes_page(shelf: FullShelf, redlined: Redlined, spot: Spot, kind: Kind) -> File:
    view = _changes(shelf, redlined, spot, kind)

    def whole() -> ChangesView:
        return replace(view, redline=_redline(shelf, redlined, spot.locale, fold=True))

    return shelf.paper.costly_page("changes.html", spot, (view, _compared(redlined)), whole)


def _compared(redlined: Redlined) -> tuple[object, ...]:
    """What a redline shows is made from: two texts, and how their policy numbers and names sections."""
    locale = redlined.text_locale
    texts = [version.editions.get(locale) or version.governing for version in (redlined.old, redlined.new)]
    return (locale, redlined.new.policy, *(text.document for text in texts))


def _named(shelf: Shelf, redlined: Redlined) -> tuple[str, ...]:
    locale = redlined.locale
    return ("", locale) if locale == default_locale(shelf.site, redlined.new) else (locale,)


def _changes(shelf: FullShelf, redlined: Redlined, spot: Spot, kind: Kind) -> ChangesView:
    locale = spot.locale
    title, foreign = titled(redlined.new, locale)
    old, new = (shelf.timeline.by_label[one.label] for one in (redlined.old, redlined.new))
    words = shelf.theme.words(locale)
    heading = words.gettext("Changes to {policy}", policy=title)
    return ChangesView(
        # What was once a comparison with the present text soon is one of two old ones.
        frame=frame(spot, kind, title=heading, description=heading, noindex=True),
        title=title,
        foreign=foreign,
        old=standing_view(shelf, old, locale),
        new=standing_view(shelf, new, locale),
        old_href=spot.link(routes.version(shelf.id, old.version.label, locale)),
        new_href=spot.link(routes.version(shelf.id, new.version.label, locale)),
        since=redlined.since,
        level=str(redlined.level),
        findings=findings_view(redlined, words, least=Level.EDITORIAL, most=ALL),
        steps=tuple(_step(step, locale) for step in reversed(redlined.steps)),
        redline=NO_REDLINE,
        current=spot.link(routes.policy(shelf.id, short(shelf.site, locale))),
        history=spot.link(routes.history(shelf.id, locale)),
        in_force=shelf.timeline.in_force is not None,
    )


def _step(version: Version, locale: str) -> Step:
    summary, foreign = words_for(version.release.summary, version, locale)
    return Step(label=version.label, summary=summary, foreign=foreign)


# Stands for a redline until its page is made.
NO_REDLINE = RedlineView(html=Html(""), foreign=None)


def _redline(shelf: FullShelf, redlined: Redlined, locale: str, *, fold: bool) -> RedlineView:
    new = redlined.new.editions.get(redlined.text_locale) or redlined.new.governing
    policy = redlined.new.policy
    numerals = policy.numerals.get(redlined.text_locale, Numerals.DECIMAL)
    # Its own words are in the language of the text around them, whose direction they share.
    saying = _Saying(words=shelf.theme.words(redlined.text_locale), locale=redlined.text_locale, numerals=numerals)
    named = tuple(section_labels(new.document, policy).items())
    html = _written(shelf.redlines.comparison(redlined), saying, named, fold)
    return RedlineView(html=html, foreign=tongue(redlined.text_locale, locale))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """In which words a redline speaks, and how it writes numbers of sections."""

    words: Words
    locale: str
    numerals: Numerals

    def numbered(self, number: str) -> str:
        """A section's number as the policy has it written."""
        return section_number(int(number), self.locale, self.numerals)


# A redline has pages in several languages and one without any in its address; they come one behind the other.
@reusing(4)
def _written(comparison: Comparison, saying: _Saying, named: tuple[tuple[str, str], ...], fold: bool) -> Html:  # noqa: FBT001 - what is remembered is told by position
    arrow = "←" if direction(saying.locale) == "rtl" else "→"
    options = Options(
        labels=replace(_labels(saying.words), arrow=arrow, numbered=saying.numbered),
        address=_address,
        label=_label(named),
        shift=1,
        fold=fold,
        views=True,
        anchor=routes.section_anchor,
    )
    return redline_html(comparison, options)


def _address(href: str) -> str | None:
    return f"#{routes.section_anchor(href[1:])}" if href[:1] == "#" else safe_address(href)


@lru_cache(maxsize=256)
def _label(named: tuple[tuple[str, str], ...]) -> Callable[[str], Html]:
    """The words of links that have none; the same function for the same names, by which what it made is known."""
    words = dict(named)
    return lambda href: Html(escape(words.get(href.removeprefix("#"), href)))


@lru_cache(maxsize=64)
def _labels(words: Words) -> Labels:
    """The words of a redline in the page's language."""
    gettext = words.gettext
    return Labels(
        no_changes=gettext("No changes"),
        one_change=gettext("1 change"),
        changes=gettext("Changes: {count}", count="{}"),
        kinds={
            ChangeKind.SECTION_ADDED: gettext("new section"),
            ChangeKind.SECTION_REMOVED: gettext("section removed"),
            ChangeKind.SECTION_MOVED: gettext("section moved"),
            ChangeKind.RETITLED: gettext("new title"),
            ChangeKind.RENUMBERED: gettext("new number"),
            ChangeKind.REWORDED: gettext("reworded"),
            ChangeKind.ADDED: gettext("added"),
            ChangeKind.REMOVED: gettext("removed"),
            ChangeKind.REPLACED: gettext("replaced"),
            ChangeKind.MOVED: gettext("moved"),
            ChangeKind.RELINKED: gettext("link changed"),
            ChangeKind.RESTYLED: gettext("formatting only"),
        },
        opening=gettext("Opening"),
        quoted=gettext("“{words}”", words="{}"),
        permalink=gettext("Link to change {number}", number="{}"),
        removed_from_here=gettext("[removed: "),
        added_here=gettext("[added: "),
        end=gettext("]"),
        moved_away=gettext("Moved: see its new place ({number})", number="{}"),
        moved_here=gettext("Moved here from its old place ({number})", number="{}"),
        link_before=gettext("[link of “{words}” now leads to {new}; before: {old}]", words="{}", new="{}", old="{}"),
        nowhere=gettext("nowhere"),
        restyled=gettext("[formatting changed]"),
        reshaped=gettext("[form changed]"),
        number_before=gettext("(before: {number})", number="{}"),
        unchanged=gettext("unchanged"),
        views=gettext("Show"),
        view_redline=gettext("Redline"),
        view_new=gettext("New text"),
        view_old=gettext("Old text"),
        view_sides=gettext("Side by side"),
    )


def upcoming_kind(shelf: Shelf) -> Kind:
    """The page of what comes, in its languages."""
    own = partial(routes.upcoming, shelf.id)
    locales = shelf.locales(_upcoming_version(shelf))
    return Kind(own=own, canonical=own, locales=locales, spoken=locales)


def _upcoming_version(shelf: Shelf) -> Version:
    ahead = shelf.timeline.coming
    return ahead[0].version if ahead else newest(shelf)


def upcoming_pages(shelf: FullShelf) -> Iterator[File]:
    """What comes next, in every language; the address is there when nothing comes, and says so."""
    kind = upcoming_kind(shelf)
    for named in ("", *kind.locales):
        locale = named or default_locale(shelf.site, _upcoming_version(shelf))
        spot = Spot(site=shelf.site, address=kind.own(named), locale=locale)
        yield shelf.paper.page("upcoming.html", spot, _upcoming(shelf, spot, kind))


def _upcoming(shelf: FullShelf, spot: Spot, kind: Kind) -> UpcomingView:
    locale = spot.locale
    version = _upcoming_version(shelf)
    title, foreign = titled(version, locale)
    words = shelf.theme.words(locale)
    ahead = [coming_view(shelf, one, spot) for one in shelf.timeline.coming]
    now = shelf.timeline.in_force
    redline = _next_redline(shelf, spot.locale)
    heading = words.gettext("Upcoming changes to {policy}", policy=title)
    text = None
    if ahead and redline is None:
        text = text_view(spot, version, version.editions[locale], words, permalinks=False)
    return UpcomingView(
        frame=frame(spot, kind, title=heading, description=heading, noindex=not ahead),
        title=title,
        foreign=foreign,
        next=ahead[0] if ahead else None,
        now=standing_view(shelf, now, locale) if now else None,
        redline=_redline(shelf, redline, locale, fold=False) if redline else None,
        text=text,
        coverage=coverage(version, version.editions[locale]) if text else Coverage.ORIGINAL,
        further=tuple(ahead[1:]),
        version=spot.link(routes.version(shelf.id, version.label, locale)) if ahead else "",
        current=spot.link(routes.policy(shelf.id, short(shelf.site, locale))),
        history=spot.link(routes.history(shelf.id, locale)),
    )


def _next_redline(shelf: FullShelf, locale: str) -> Redlined | None:
    """The redline of what comes next against what it will supersede, where there is something."""
    ahead = shelf.timeline.coming
    if not ahead or ahead[0].before is None:
        return None
    return shelf.redlines.changed(ahead[0].before, ahead[0].version, locale)


def older_pages(shelf: FullShelf) -> Iterator[File]:
    """The page that past versions share which are too old for a redline of their own."""
    if shelf.timeline.in_force is None:
        return
    version = newest(shelf)
    own = partial(routes.changes_since_older, shelf.id)
    locales = shelf.locales(version)
    kind = Kind(own=own, canonical=own, locales=locales, spoken=locales)
    past: list[Stand] = [one for one in shelf.timeline.standings if one.state is State.SUPERSEDED]
    for named in ("", *locales):
        locale = named or default_locale(shelf.site, version)
        spot = Spot(site=shelf.site, address=own(named), locale=locale)
        title, foreign = titled(version, locale)
        heading = shelf.theme.words(locale).gettext("Changes to {policy}", policy=title)
        view = OlderView(
            frame=frame(spot, kind, title=heading, description=heading, noindex=True),
            title=title,
            foreign=foreign,
            current=spot.link(routes.policy(shelf.id, short(shelf.site, locale))),
            history=spot.link(routes.history(shelf.id, locale)),
            entries=tuple(entry(shelf, one, spot) for one in reversed(past)),
        )
        yield shelf.paper.page("older.html", spot, view)
