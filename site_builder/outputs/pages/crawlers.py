"""What search engines read: the sitemap [1] with its languages [2], and robots.txt [3].

Only pages that should be found are listed, each under the one address by which it should be known.

[1] https://www.sitemaps.org/protocol.html
[2] https://developers.google.com/search/docs/specialty/international/localized-versions
[3] https://www.rfc-editor.org/rfc/rfc9309
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder import routes
from site_builder.markup.html import escape
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Site
from site_builder.outputs.pages.changes import upcoming_kind
from site_builder.outputs.pages.frame import Kind, alternates, canonical
from site_builder.outputs.pages.history import history_kind
from site_builder.outputs.pages.index import index_kind
from site_builder.outputs.pages.policy import policy_kind, version_kind
from site_builder.outputs.pages.standings import Shelf

_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def sitemap(site: Site, shelves: Sequence[Shelf]) -> Artifact:
    """``sitemap.xml``."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {_NAMESPACES}>"]
    for kind in _kinds(site, shelves):
        links = [
            f'    <xhtml:link rel="alternate" hreflang="{one.lang}" href="{escape(one.href)}"/>'
            for one in alternates(site, kind)
        ]
        for locale in kind.spoken:
            lines += [
                "  <url>",
                f"    <loc>{escape(canonical(site, kind, locale))}</loc>",
                *links,
                "  </url>",
            ]
    lines.append("</urlset>")
    return Artifact(path=routes.file_of(routes.SITEMAP), body="\n".join([*lines, ""]).encode())


def _kinds(site: Site, shelves: Sequence[Shelf]) -> Iterator[Kind]:
    yield index_kind(site)
    for shelf in shelves:
        shown = shelf.timeline.shown
        if shown is not None:
            yield policy_kind(shelf, shown)
        yield history_kind(shelf)
        for stand in shelf.timeline.coming:
            if stand is not shown:
                yield version_kind(shelf, stand)
        if shelf.timeline.coming:
            yield upcoming_kind(shelf)


def robots(site: Site) -> Artifact:
    """``robots.txt``: everything may be read; what should not be listed says so itself."""
    sitemap_address = routes.absolute(site.base_url, routes.SITEMAP)
    body = f"User-agent: *\nAllow: /\n\nSitemap: {sitemap_address}\n"
    return Artifact(path=routes.file_of(routes.ROBOTS), body=body.encode())
