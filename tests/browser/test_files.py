"""The real site's files: links, markup, JSON and feeds."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

import feedparser
import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from site_builder import routes
from tests.browser import checks
from tests.browser.static import Site, forbidden_inline

pytestmark = pytest.mark.xdist_group("files")

HERE = Path(__file__).parent


def read_json(folder: Path, path: str) -> dict[str, Any]:
    """A JSON file of the site."""
    return cast("dict[str, Any]", json.loads((folder / path).read_text("utf-8")))


@pytest.mark.parametrize("place", ["root", "prefixed"])
def test_links_lead_somewhere_when_served(site: Site, place: str, request: pytest.FixtureRequest) -> None:
    """Every internal link and anchor resolves, and the host answers each, at a root and under a prefix."""
    root = request.getfixturevalue(place)
    address_of = site.as_served(root)
    assert list(site.dead_links(root)) == []
    wanted = {
        urljoin(address_of(path), link.target).split("#")[0] for path, page in site.pages.items() for link in page.links
    }
    inside = sorted(address for address in wanted if address.startswith(f"{root}/"))
    assert inside
    for address in inside:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - loopback
            assert answer.status == 200, address


def test_no_page_has_inline_code(site: Site) -> None:
    """No inline script anywhere, and inline style only where the page's own policy names its hash."""
    assert {path: found for path, page in site.pages.items() if (found := forbidden_inline(page))} == {}
    assert [path for path, page in site.pages.items() if page.refreshes] == []


def test_html_validate_passes_every_page(site: Site) -> None:
    """Every page is valid HTML by html-validate's recommended and document rules."""
    tool = checks.MODULES / ".bin" / "html-validate"
    assert tool.exists(), checks.NO_MODULES
    files = [str(site.folder / path) for path in site.pages]
    command = [str(tool), "--config", str(HERE / "htmlvalidate.mjs"), "--max-warnings", "0", *files]
    done = subprocess.run(
        command,
        cwd=HERE,
        env={**os.environ, "BASE_URL": site.base_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_manifest_names_every_file(site: Site) -> None:
    """Each file is listed with the digest of its bytes; only the manifest itself is not."""
    listed = read_json(site.folder, "manifest.json")["files"]
    found = {
        file.relative_to(site.folder).as_posix(): f"sha256-{hashlib.sha256(file.read_bytes()).hexdigest()}"
        for file in site.folder.rglob("*")
        if file.is_file()
    }
    del found["manifest.json"]
    assert {path: entry["digest"] for path, entry in listed.items()} == found


def test_every_json_file_fulfils_the_schema_that_it_names(site: Site) -> None:
    """Every JSON file names a schema of the site, in itself or by the manifest, and is valid by it."""
    schemas = {
        f"/{path}": read_json(site.folder, path)
        for path in (one.relative_to(site.folder).as_posix() for one in site.folder.rglob("*.schema.json"))
    }
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    known = Registry().with_contents(schemas.items(), default_specification=DRAFT202012)
    listed = read_json(site.folder, "manifest.json")["files"]
    seen = set()
    for file in sorted(site.folder.rglob("*.json")):
        path = file.relative_to(site.folder).as_posix()
        # The formats of feeds and of OpenAPI are not ours; each has a test of its own.
        if f"/{path}" in schemas or path.startswith("feeds/") or f"/{path}" == routes.OPENAPI:
            continue
        content = read_json(site.folder, path)
        named = {listed[path]["schema"]} if "schema" in listed.get(path, {}) else set()
        if "$schema" in content:
            named.add(urljoin(f"/{path}", content["$schema"]))
        assert len(named) == 1, f"{path} names {sorted(named) or 'no schema'}"
        (schema,) = named
        assert schema in schemas, f"{path} names {schema}"
        validator = jsonschema.Draft202012Validator({"$ref": schema}, registry=known)
        assert [f"{path}: {error.json_path}: {error.message}" for error in validator.iter_errors(content)] == []
        seen.add(schema.rsplit("/", 1)[-1].removesuffix(".schema.json"))
    assert {"current", "index", "versions", "version", "text", "manifest", "events"} <= seen


def test_a_feed_library_reads_every_feed(site: Site) -> None:
    """Each Atom and JSON feed is read without complaint, has entries, and both tell the same of a locale."""
    feeds = sorted((site.folder / "feeds").rglob("*.atom"))
    assert feeds
    for file in feeds:
        atom = feedparser.parse(file.read_bytes())
        assert not atom.bozo, (file, atom.get("bozo_exception"))
        assert atom.version == "atom10"
        assert atom.feed.title
        assert atom.feed.id
        assert atom.entries
        assert all(entry.id and entry.title and entry.link and entry.updated_parsed for entry in atom.entries)
        feed = json.loads(file.with_suffix(".json").read_text("utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]


def test_the_addresses_for_hosts_and_crawlers_are_there(site: Site) -> None:
    """What hosts, crawlers and people who mistype need is at its address."""
    for address in (routes.HEADERS, routes.NGINX, routes.NOT_FOUND, routes.ROBOTS, routes.SITEMAP):
        assert (site.folder / routes.file_of(address)).is_file(), address
