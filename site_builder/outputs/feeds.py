"""JSON Feed 1.1 [1] and Atom (RFC 4287 [2]): an entry for each version, in each locale.

[1] https://www.jsonfeed.org/version/1.1/
[2] https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from site_builder import instants, routes
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Site
from site_builder.model.timeline import Standing, Timeline
from site_builder.outputs.data import Value

_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:policy-site-builder:entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One version as a feed tells it. ``id`` is the same for ever, whatever becomes of the address.

    ``policy`` is our extension of JSON Feed: what a program wants to know of the version. ``complete`` says whether
    its text stands whole in the feed's language, ``translation_of`` names the text that governs.
    """

    id: str
    url: str
    title: str
    summary: str
    published: str
    updated: str
    policy: dict[str, Value]


def feed_files(site: Site, timeline: Timeline) -> Iterator[Artifact]:
    """Both feeds of a policy in every locale of the site, the newest version first."""
    standings = timeline.standings[::-1]
    if not standings:
        return
    for locale in site.locales:
        entries = [_entry(site, timeline, standing, locale) for standing in standings]
        title = standings[0].version.editions[locale].document.title
        yield _json_feed(site, timeline.policy.id, locale, title, entries)
        yield _atom_feed(site, timeline.policy.id, locale, title, entries)


def _entry(site: Site, timeline: Timeline, standing: Standing, locale: str) -> _Entry:
    version, first = standing.version, timeline.standings[0].version
    release = version.release
    identity = uuid.uuid5(_NAMESPACE, f"{first.release.text} {release.policy} {release.revision} {locale}")
    summary = release.summary.get(locale) or release.summary.get(version.policy.governing, "")
    before = standing.before
    changes = routes.changes(release.policy, before.label, release.label, locale) if before else ""
    amended = [one.at for one in release.amendments if one.at <= timeline.seen_from]
    return _Entry(
        id=f"urn:uuid:{identity}",
        url=routes.absolute(site.base_url, routes.version(release.policy, release.label, locale)),
        title=f"{version.editions[locale].document.title} · {release.label}",
        summary=summary,
        published=instants.utc(release.published),
        updated=instants.utc(max([release.published, *amended])),
        policy={
            "policy": release.policy,
            "version": release.label,
            "revision": release.revision,
            "state": str(standing.state),
            "level": str(release.level),
            "effective_at": instants.utc(release.effective),
            "changes_url": routes.absolute(site.base_url, changes) if changes else None,
            "complete": not version.editions[locale].fallback,
            "translation_of": None if locale == version.policy.governing else release.text,
        },
    )


def _json_feed(site: Site, policy: str, locale: str, title: str, entries: list[_Entry]) -> Artifact:
    address = routes.json_feed(policy, locale)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": routes.absolute(site.base_url, routes.policy(policy, locale)),
        "feed_url": routes.absolute(site.base_url, address),
        "language": locale,
        "authors": [{"name": _author(site, locale)}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.summary,
                "date_published": entry.published,
                "date_modified": entry.updated,
                "language": locale,
                "_policy": entry.policy,
            }
            for entry in entries
        ],
    }
    body = json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
    return Artifact(path=routes.file_of(address), body=body.encode())


def _author(site: Site, locale: str) -> str:
    return site.publisher.name or site.title.get(locale) or site.title[site.default_locale]


def _atom_feed(site: Site, policy: str, locale: str, title: str, entries: list[_Entry]) -> Artifact:
    address = routes.atom_feed(policy, locale)
    home = routes.absolute(site.base_url, routes.policy(policy, locale))
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": locale})
    _add(feed, "id", home)
    _add(feed, "title", title)
    _add(feed, "updated", max(entry.updated for entry in entries))
    _add(feed, "link", rel="self", type="application/atom+xml", href=routes.absolute(site.base_url, address))
    _add(feed, "link", rel="alternate", type="text/html", hreflang=locale, href=home)
    _add(_add(feed, "author"), "name", _author(site, locale))
    for entry in entries:
        element = _add(feed, "entry")
        _add(element, "id", entry.id)
        _add(element, "title", entry.title)
        _add(element, "published", entry.published)
        _add(element, "updated", entry.updated)
        _add(element, "link", rel="alternate", type="text/html", href=entry.url)
        _add(element, "summary", entry.summary)
    ET.indent(feed)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
    return Artifact(path=routes.file_of(address), body=body)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element
