"""JSON Feed 1.1 [1] and Atom (RFC 4287 [2]): an entry for each version, in each locale, of each policy and of all.

Older entries are in archives (RFC 5005 [3]), which are full and stay. A version that was withdrawn is no entry any
more; Atom says so with a tombstone (RFC 6721 [4]), JSON Feed with ``_deleted``.

[1] https://www.jsonfeed.org/version/1.1/
[2] https://www.rfc-editor.org/rfc/rfc4287
[3] https://www.rfc-editor.org/rfc/rfc5005
[4] https://www.rfc-editor.org/rfc/rfc6721
"""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from xml.etree import ElementTree as ET

from site_builder import instants, routes
from site_builder.compare.pairs import Redlines
from site_builder.fingerprints import named_once
from site_builder.model.artifact import Artifact, File
from site_builder.model.policy import Level, Site
from site_builder.model.timeline import Standing, Timeline
from site_builder.outputs.data import Value
from site_builder.outputs.theme import Theme
from site_builder.outputs.wording import worded_all
from site_builder.press import UNPRESSED, Press

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
# So many entries are in an archive, and the newest so many in the feed itself.
PAGE = 50
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:policy-site-builder:entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version as a feed tells it. ``id`` is the same for ever, whatever becomes of the address.

    ``policy`` is our extension of JSON Feed: what a program wants to know of the version. ``complete`` in it says
    whether the text stands whole in the feed's language, ``translation_of`` names the text that governs.
    ``deleted`` is when the version was withdrawn, or empty.
    """

    id: str
    url: str
    title: str
    summary: str
    findings: tuple[str, ...]
    published: str
    updated: str
    policy: dict[str, Value]
    deleted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """An entry until it is written: those of all policies wait for each other, and what was found is 10 KB of words."""

    published: str
    id: str
    body: bytes

    @classmethod
    def of(cls, entry: Entry) -> Packed:
        """Put an entry away."""
        body = json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":"))
        return cls(published=entry.published, id=entry.id, body=zlib.compress(body.encode(), 1))

    def opened(self) -> Entry:
        """The entry as it was."""
        found = json.loads(zlib.decompress(self.body))
        return Entry(**{**found, "findings": tuple(found["findings"])})


@named_once
@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One document of a feed: the feed itself (``archive`` 0) or an archive; ``last`` is the newest archive."""

    policy: str
    locale: str
    title: str
    archive: int
    last: int
    packed: tuple[Packed, ...]

    @property
    def entries(self) -> list[Entry]:
        """Its entries."""
        return [one.opened() for one in self.packed]

    @property
    def earlier(self) -> int:
        """The archive before, or 0."""
        return self.archive - 1 if self.archive else self.last

    @property
    def later(self) -> int:
        """The archive behind, or 0."""
        return self.archive + 1 if self.archive and self.archive < self.last else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A policy as feeds tell of it: its versions, what changed between them, and the words for that."""

    site: Site
    timeline: Timeline
    redlines: Redlines
    theme: Theme

    def listed(self) -> Listed:
        """Its versions in every language of the site."""
        entries = {
            locale: tuple(Packed.of(_entry(self, standing, locale)) for standing in self.timeline.standings[::-1])
            for locale in self.site.locales
        }
        return Listed(entries=entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The entries of a policy by locale, the newest first."""

    entries: Mapping[str, tuple[Packed, ...]]


def feed_files(site: Site, timeline: Timeline, listed: Listed, press: Press = UNPRESSED) -> Iterator[File]:
    """Both feeds of a policy in every locale of the site, the newest version first."""
    standings = timeline.standings
    for locale in site.locales if standings else ():
        title = standings[-1].version.editions[locale].document.title
        yield from _documents(site, timeline.policy.id, locale, title, listed.entries[locale], press)


def all_feed_files(site: Site, policies: Iterable[Listed], press: Press = UNPRESSED) -> Iterator[File]:
    """Both feeds of all policies in every locale, the newest version first."""
    listed = tuple(policies)
    for locale in site.locales:
        entries = [entry for one in listed for entry in one.entries[locale]]
        entries.sort(key=lambda entry: (entry.published, entry.id), reverse=True)
        yield from _documents(
            site, "", locale, site.title.get(locale) or site.title[site.default_locale], entries, press
        )


def _documents(
    site: Site, policy: str, locale: str, title: str, entries: Sequence[Packed], press: Press
) -> Iterator[File]:
    """The feed and its archives; ``entries`` begin with the newest."""
    last = max(0, (len(entries) - 1) // PAGE)
    oldest = entries[::-1]
    for archive in range(last + 1):
        some = oldest[(archive - 1) * PAGE : archive * PAGE][::-1] if archive else entries[:PAGE]
        page = _Page(policy=policy, locale=locale, title=title, archive=archive, last=last, packed=tuple(some))
        for address, make in ((routes.json_feed, _json_feed), (routes.atom_feed, _atom_feed)):
            yield press.file(routes.file_of(address(policy, locale, archive)), page, partial(make, site, page))


def _findings(source: Source, standing: Standing, locale: str) -> tuple[str, ...]:
    """What rules find the version to change, in words; a proof that nothing changed is no news."""
    changed = source.redlines.changed(standing.before, standing.version, locale)
    if changed is None:
        return ()
    return worded_all(changed.judgement.findings, source.theme.words(locale), least=Level.CLARIFYING)


def _entry(source: Source, standing: Standing, locale: str) -> Entry:
    site, timeline = source.site, source.timeline
    version, first = standing.version, timeline.standings[0].version
    release = version.release
    identity = uuid.uuid5(_NAMESPACE, f"{first.release.text} {release.policy} {release.revision} {locale}")
    summary = release.summary.get(locale) or release.summary.get(version.policy.governing, "")
    before = standing.before
    changes = routes.changes(release.policy, before.label, release.label, locale) if before else ""
    amended = [one.at for one in release.amendments if one.at <= timeline.seen_from]
    return Entry(
        id=f"urn:uuid:{identity}",
        url=routes.absolute(site.base_url, routes.version(release.policy, release.label, locale)),
        title=f"{version.editions[locale].document.title} · {release.label}",
        summary=summary,
        findings=_findings(source, standing, locale),
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
        deleted=instants.utc(release.withdrawn) if release.withdrawn else "",
    )


def _json_feed(site: Site, page: _Page) -> Artifact:
    address = routes.json_feed(page.policy, page.locale, page.archive)
    earlier = routes.json_feed(page.policy, page.locale, page.earlier)
    entries = page.entries
    feed: dict[str, Value] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title,
        "home_page_url": routes.absolute(site.base_url, _home(page)),
        "feed_url": routes.absolute(site.base_url, routes.json_feed(page.policy, page.locale)),
        **({"next_url": routes.absolute(site.base_url, earlier)} if page.earlier else {}),
        "language": page.locale,
        "authors": [{"name": _author(site, page.locale)}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_text": _content(entry),
                "date_published": entry.published,
                "date_modified": entry.updated,
                "language": page.locale,
                "_policy": {**entry.policy, "findings": [*entry.findings]},
            }
            for entry in entries
            if not entry.deleted
        ],
        "_deleted": [{"id": entry.id, "when": entry.deleted} for entry in entries if entry.deleted],
    }
    body = json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
    return Artifact(path=routes.file_of(address), body=body.encode())


def _home(page: _Page) -> str:
    return routes.policy(page.policy, page.locale) if page.policy else routes.home(page.locale)


def _content(entry: Entry) -> str:
    """The summary, and below it what was found, a line each."""
    return "\n".join((entry.summary, *(f"- {line}" for line in entry.findings)))


def _author(site: Site, locale: str) -> str:
    return site.publisher.name or site.title.get(locale) or site.title[site.default_locale]


def _atom_feed(site: Site, page: _Page) -> Artifact:
    def at(archive: int) -> str:
        return routes.absolute(site.base_url, routes.atom_feed(page.policy, page.locale, archive))

    names = {"xmlns": _ATOM, "xmlns:fh": _HISTORY, "xmlns:at": _TOMBSTONES, "xml:lang": page.locale}
    home = routes.absolute(site.base_url, _home(page))
    entries = page.entries
    kind = "application/atom+xml"
    feed = ET.Element("feed", names)
    _add(feed, "id", home)
    _add(feed, "title", page.title)
    _add(feed, "updated", max(entry.updated for entry in entries))
    _add(feed, "link", rel="self", type=kind, href=at(page.archive))
    _add(feed, "link", rel="alternate", type="text/html", hreflang=page.locale, href=home)
    if page.archive:
        _add(feed, "link", rel="current", type=kind, href=at(0))
        _add(feed, "fh:archive")
    if page.earlier:
        _add(feed, "link", rel="prev-archive", type=kind, href=at(page.earlier))
    if page.later:
        _add(feed, "link", rel="next-archive", type=kind, href=at(page.later))
    _add(_add(feed, "author"), "name", _author(site, page.locale))
    for entry in entries:
        if entry.deleted:
            _add(feed, "at:deleted-entry", ref=entry.id, when=entry.deleted)
            continue
        element = _add(feed, "entry")
        _add(element, "id", entry.id)
        _add(element, "title", entry.title)
        _add(element, "published", entry.published)
        _add(element, "updated", entry.updated)
        _add(element, "link", rel="alternate", type="text/html", href=entry.url)
        _add(element, "summary", entry.summary)
        if entry.findings:
            _add(element, "content", _content(entry), type="text")
    ET.indent(feed)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
    address = routes.atom_feed(page.policy, page.locale, page.archive)
    return Artifact(path=routes.file_of(address), body=body)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element
