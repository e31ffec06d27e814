"""Every address of the site is made here, and nowhere else.

An address is a path from the site's root that starts with ``/``; one that ends with ``/`` is a page.

>>> file_of(version("privacy", "2026-01-28", "zh-Hans"))
'privacy/2026-01-28/zh-Hans/index.html'
>>> relative(history("privacy", "en"), to=policy("privacy", "ar"))
'../../ar/'
>>> relative(policy("privacy"), to=policy("privacy"))
'./'
>>> absolute("https://example.org/legal", policy("privacy"))
'https://example.org/legal/privacy/'
"""

from __future__ import annotations

import posixpath
import re

# First parts of addresses that are not policies; a policy may not have such an id.
RESERVED = frozenset(
    {
        "404",
        "api",
        "assets",
        "embed",
        "events",
        "feeds",
        "groups",
        "index",
        "locales",
        "manifest",
        "notices",
        "openapi",
        "robots",
        "schemas",
        "sitemap",
        "status",
        "texts",
    }
)
# Second parts of addresses below a policy; a version may not have such a label.
RESERVED_LABELS = frozenset({"changes", "history", "index", "since", "upcoming"})


_ID = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")


def is_id(word: str) -> bool:
    """True for what may name a policy, section, version, change record or group in an address."""
    return _ID.fullmatch(word) is not None


def home(locale: str = "") -> str:
    """The index of policies; without a locale, in the default one."""
    return _page(locale)


def policy(policy_id: str, locale: str = "") -> str:
    """The text in force."""
    return _page(policy_id, locale)


def version(policy_id: str, label: str, locale: str = "") -> str:
    """One version for ever."""
    return _page(policy_id, label, locale)


def download(policy_id: str, label: str, locale: str = "") -> str:
    """One version as a single file."""
    return f"{version(policy_id, label, locale)}download.html"


def history(policy_id: str, locale: str = "") -> str:
    """All versions."""
    return _page(policy_id, "history", locale)


def upcoming(policy_id: str, locale: str = "") -> str:
    """What comes next."""
    return _page(policy_id, "upcoming", locale)


def changes(policy_id: str, old: str, new: str, locale: str = "") -> str:
    """What changed from one version to another."""
    return _page(policy_id, "changes", f"{old}..{new}", locale)


def changes_since(policy_id: str, old: str, locale: str = "") -> str:
    """What changed from a version to the one in force."""
    return _page(policy_id, "changes", "since", old, locale)


def changes_since_older(policy_id: str, locale: str = "") -> str:
    """The page that the versions share which are too old for a page of their own."""
    return _page(policy_id, "changes", "since", locale)


def embed(policy_id: str, locale: str = "") -> str:
    """The text in force without header and footer."""
    return _page("embed", policy_id, locale)


def api_index() -> str:
    """Everything that an app with several policies polls."""
    return "/api/v1/index.json"


def api_locales() -> str:
    """The languages, and which of them suits which reader."""
    return "/api/v1/locales.json"


def api_current(policy_id: str) -> str:
    """What an app polls."""
    return f"/api/v1/{policy_id}/current.json"


def api_versions(policy_id: str) -> str:
    """The list of versions."""
    return f"/api/v1/{policy_id}/versions.json"


def api_version(policy_id: str, label: str, locale: str) -> str:
    """The structured text of a version."""
    return f"/api/v1/{policy_id}/versions/{label}/{locale}.json"


def api_changes(policy_id: str, old: str, new: str, locale: str) -> str:
    """What changed from one version to another, as data."""
    return f"/api/v1/{policy_id}/changes/{old}..{new}/{locale}.json"


def api_changes_since(policy_id: str, old: str, locale: str) -> str:
    """What changed from a version to the one in force, as data."""
    return f"/api/v1/{policy_id}/changes/since/{old}/{locale}.json"


def api_text(digest: str) -> str:
    """The canonical form of a text; its name is its digest."""
    return f"/api/v1/texts/{digest}.json"


def api_events(page: int = 0) -> str:
    """A page of the publication record, counted from 1; 0 is the list of pages."""
    return f"/api/v1/events/{page or 'index'}.json"


def api_notice(policy_id: str, audience: str, revision: int, locale: str) -> str:
    """What to tell a user who knows a revision; 0 is for all that are too old for a file of their own."""
    return f"/api/v1/{policy_id}/notices/{audience}/{revision}/{locale}.json"


def api_messages(policy_id: str, audience: str, locale: str) -> str:
    """What to send to an audience, ready for every channel."""
    return f"/api/v1/{policy_id}/messages/{audience}/{locale}.json"


def api_group(group: str, audience: str, locale: str) -> str:
    """What to tell of several policies at once."""
    return f"/api/v1/groups/{group}/{audience}/{locale}.json"


def notice_preview(policy_id: str, label: str) -> str:
    """What users will see of a version on each channel, in all languages; not for ever, unlike the version."""
    return _page("notices", policy_id, label)


def json_feed(policy_id: str, locale: str, archive: int = 0) -> str:
    """JSON Feed 1.1 of a policy, or of all where none is named; ``archive`` counts full pages from the oldest."""
    return _feed(policy_id, locale, archive, "json")


def atom_feed(policy_id: str, locale: str, archive: int = 0) -> str:
    """Atom (RFC 4287), likewise."""
    return _feed(policy_id, locale, archive, "atom")


def _feed(policy_id: str, locale: str, archive: int, ending: str) -> str:
    folder = f"/feeds/{policy_id}" if policy_id else "/feeds"
    return f"{folder}/{locale}.{archive}.{ending}" if archive else f"{folder}/{locale}.{ending}"


def schema(name: str) -> str:
    """A JSON Schema."""
    return f"/schemas/v1/{name}.schema.json"


def asset(name: str, digest: str) -> str:
    """A file of the theme or an image; ``name`` is ``stem.ending`` and ``digest`` names its bytes."""
    stem, ending = posixpath.splitext(name)
    return f"/assets/{stem}.{digest[:16]}{ending}"


CLIENT = "/api/v1/policy-notice.js"
TYPES = "/api/v1/policy.d.ts"
OPENAPI = "/openapi.json"
STATUS = "/status/"
MANIFEST = "/manifest.json"
NOT_FOUND = "/404.html"
ROBOTS = "/robots.txt"
SITEMAP = "/sitemap.xml"
HEADERS = "/_headers"
NGINX = "/nginx.conf"


def section_anchor(section_id: str) -> str:
    """The id of a section in a page; the prefix keeps it apart from the names that scripts know."""
    return f"s-{section_id}"


def block_anchor(section_id: str, number: str) -> str:
    """The id of a block in a version's page; ``_`` is in no section id, so two never meet."""
    return f"s-{section_id}_{number}"


def file_of(address: str) -> str:
    """The file that answers at an address, relative to the site's root."""
    path = address.lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def relative(page: str, *, to: str) -> str:
    """The address ``to`` as a link in ``page``, so that the site works under any prefix and from disk."""
    path, mark, fragment = to.partition("#")
    folder = page if page.endswith("/") else posixpath.dirname(page)
    link = posixpath.relpath(path, folder)
    if path.endswith("/"):
        link = f"{link}/"
    return f"{link}{mark}{fragment}"


def absolute(base_url: str, address: str) -> str:
    """The address with the site's own."""
    return f"{base_url}{address}"


def _page(*parts: str) -> str:
    return "".join(["/", *(f"{part}/" for part in parts if part)])
