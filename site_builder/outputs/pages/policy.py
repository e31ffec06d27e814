"""The pages that show a policy's text: in force, as a version, to keep, embedded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from site_builder import routes
from site_builder.markup import Html
from site_builder.model.artifact import Artifact, File
from site_builder.model.policy import Site
from site_builder.model.prose import Blocks
from site_builder.model.timeline import Standing as Stand
from site_builder.model.timeline import State
from site_builder.model.version import Edition, Review, Status, Version
from site_builder.outputs.pages.frame import Kind, Spot, frame, short, tongue, when
from site_builder.outputs.pages.parts import Coverage, Links, Relation, TextView
from site_builder.outputs.pages.standings import FullShelf, Shelf, change_view, coming_view, standing_view
from site_builder.outputs.pages.text import check_whole, text_view
from site_builder.outputs.pages.translation import translation_view
from site_builder.outputs.pages.views import PolicyView
from site_builder.text import plain_blocks

# The link types of HTML that tell machines what a text is, by Open Terms Archive's names of terms.
_LINK_TYPES = {"privacy policy": "privacy-policy", "terms of service": "terms-of-service"}
_NOT_INDEXED = (State.SUPERSEDED, State.REPLACED, State.WITHDRAWN)


def default_locale(site: Site, version: Version) -> str:
    """The locale of a version's addresses that name none."""
    return site.default_locale if site.default_locale in version.editions else version.policy.governing


def link_type(terms_type: str) -> str:
    """HTML's link type for a kind of terms, or nothing."""
    return _LINK_TYPES.get(terms_type.lower(), "")


def policy_text(shelf: FullShelf, stand: Stand) -> Iterator[File]:
    """The pages at the policy's short address, and the embedded ones."""
    kind = policy_kind(shelf, stand)
    embedded = replace(kind, own=partial(routes.embed, shelf.id))
    for named in ("", *kind.locales):
        locale = named or default_locale(shelf.site, stand.version)
        spot = Spot(site=shelf.site, address=kind.own(named), locale=locale)
        yield _page(shelf, stand, spot, kind, "policy.html")
        yield _page(shelf, stand, replace(spot, address=embedded.own(named)), embedded, "embed.html")


def version_text(shelf: FullShelf, stand: Stand) -> Iterator[File]:
    """The pages of one version, and the files to keep."""
    kind = version_kind(shelf, stand)
    for named in ("", *kind.locales):
        locale = named or default_locale(shelf.site, stand.version)
        spot = Spot(site=shelf.site, address=kind.own(named), locale=locale)
        yield _page(shelf, stand, spot, kind, "policy.html")
        download = routes.download(shelf.id, stand.version.label, named)
        yield _page(shelf, stand, replace(spot, address=download, absolute=True), kind, "download.html")


def policy_kind(shelf: Shelf, stand: Stand) -> Kind:
    """The short address, where this version is shown."""
    own = partial(routes.policy, shelf.id)
    version = stand.version
    spoken = [one for one in shelf.locales(version) if version.editions[one].status is not Status.FALLBACK]
    # Where a language is not spoken, the governing text stands in for it; it comes first to be found.
    spoken.sort(key=lambda one: one != version.policy.governing)
    return Kind(own=own, canonical=own, locales=shelf.locales(version), spoken=tuple(spoken))


def version_kind(shelf: Shelf, stand: Stand) -> Kind:
    """A version's own address. What the short address shows is known by that; any other by its own."""
    own = partial(routes.version, shelf.id, stand.version.label)
    kind = replace(policy_kind(shelf, stand), own=own)
    shown = shelf.timeline.shown
    if shown is not None and shown.version.label == stand.version.label:
        return kind
    return replace(kind, canonical=own)


def _page(shelf: FullShelf, stand: Stand, spot: Spot, kind: Kind, template: str) -> File:
    version = stand.version
    edition = version.editions[spot.locale]
    view = _view(shelf, stand, spot, kind)
    path = routes.file_of(spot.address)

    def make() -> Artifact:
        # A permanent link is for quoting; a file that is kept and a view inside an app have no use for it.
        words = shelf.theme.words(spot.locale)
        text = text_view(spot, version, edition, words, permalinks=template == "policy.html")
        whole = replace(view, text=text, style=shelf.theme.style)
        body = shelf.theme.render(template, whole, locale=spot.locale, link=spot.link)
        check_whole(text, body, template=f"themes/{shelf.site.theme}/{template}")
        return Artifact(path=path, body=body)

    made_from = (template, view, version.policy, edition.document, edition.fallback, edition.outdated)
    return shelf.press.file(path, made_from, make)


# Stand for a text and for the style until their page is made.
_NO_TEXT = TextView(title="", preamble=Html(""), sections=(), foreign=None)
_NO_STYLE = Html("")


def _view(shelf: FullShelf, stand: Stand, spot: Spot, kind: Kind) -> PolicyView:
    """All that a page shows but the words of the text, and the style, which is the same on every page."""
    site, locale, version = shelf.site, spot.locale, stand.version
    edition = version.editions[locale]
    first = next(plain_blocks((*edition.document.preamble, *_opening(edition))), edition.document.title)
    permanent = routes.version(shelf.id, version.label, locale)
    retired = shelf.timeline.policy.retired
    return PolicyView(
        frame=frame(
            spot,
            kind,
            title=edition.document.title,
            description=first,
            noindex=stand.state in _NOT_INDEXED,
            relations=tuple(_relations(shelf, stand, spot)),
        ),
        text=_NO_TEXT,
        standing=standing_view(shelf, stand, locale),
        change=change_view(shelf, stand, spot),
        # Only who reads what is in force is told what will take its place: a past version stays as it is.
        coming=next((coming_view(shelf, one, spot) for one in shelf.timeline.coming), None)
        if stand.state is State.IN_FORCE
        else None,
        coverage=coverage(version, edition),
        partial=edition.status is Status.PARTIAL,
        governing=tongue(version.policy.governing, locale),
        translation=translation_view(shelf, stand, spot),
        links=_links(shelf, version, spot, kind),
        in_force=shelf.timeline.in_force is not None,
        permanent=routes.absolute(site.base_url, permanent),
        digest=edition.digest,
        filename=f"{shelf.id}-{version.label}-{locale}.html",
        ends=when(retired.on, locale, site) if retired else None,
        successor=spot.link(routes.policy(retired.successor, short(site, locale)))
        if retired and retired.successor
        else "",
        style=_NO_STYLE,
        style_hash=shelf.theme.style_hash,
    )


def _opening(edition: Edition) -> Blocks:
    return edition.document.sections[0].blocks if edition.document.sections else ()


def coverage(version: Version, edition: Edition) -> Coverage:
    """How much of a version stands in a language, and who has read it."""
    if edition.locale == version.policy.governing:
        return Coverage.ORIGINAL
    if edition.status is Status.FALLBACK:
        return Coverage.NONE
    return Coverage.UNREVIEWED if edition.review is Review.PENDING else Coverage.REVIEWED


def _links(shelf: Shelf, version: Version, spot: Spot, kind: Kind) -> Links:
    locale = spot.locale
    governing = version.policy.governing
    return Links(
        current=spot.link(routes.policy(shelf.id, short(shelf.site, locale))),
        history=spot.link(routes.history(shelf.id, locale)),
        version=spot.link(routes.version(shelf.id, version.label, locale)),
        download=spot.link(routes.download(shelf.id, version.label, locale)),
        governing="" if locale == governing else spot.link(kind.own(governing)),
    )


def _relations(shelf: Shelf, stand: Stand, spot: Spot) -> Iterator[Relation]:
    """The relations of the head: what the text is, its versions (RFC 5829 [1]), its feeds.

    [1] https://www.rfc-editor.org/rfc/rfc5829
    """
    locale = spot.locale
    policy = spot.link(routes.policy(shelf.id, short(shelf.site, locale)))
    terms = link_type(shelf.timeline.policy.terms_type)
    if terms:
        yield Relation(rel=terms, href=policy)
    if shelf.timeline.in_force is not None:
        yield Relation(rel="latest-version", href=policy)
    yield Relation(rel="version-history", href=spot.link(routes.history(shelf.id, locale)))
    before, after = stand.before, shelf.timeline.successors.get(stand.version.label)
    if before:
        href = spot.link(routes.version(shelf.id, before.label, locale))
        yield Relation(rel="predecessor-version", href=href)
    if after:
        yield Relation(rel="successor-version", href=spot.link(routes.version(shelf.id, after.label, locale)))
    yield from feeds(shelf, spot)


def feeds(shelf: Shelf, spot: Spot) -> Iterator[Relation]:
    """The feeds of the policy in the page's language, where the site serves it."""
    if spot.locale not in shelf.site.locales:
        return
    addresses = {
        "application/feed+json": routes.json_feed(shelf.id, spot.locale),
        "application/atom+xml": routes.atom_feed(shelf.id, spot.locale),
    }
    for kind, address in addresses.items():
        yield Relation(rel="alternate", type=kind, href=spot.link(address))
