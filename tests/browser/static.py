"""What the files of a site show without a browser: links, anchors, and what a strict policy forbids."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

LINKS = ("href", "src", "srcset", "action", "poster", "data", "cite", "formaction")
# What a browser fetches by itself when it shows a page; `a` is followed by people only.
FETCHING = {"script", "img", "source", "iframe", "video", "audio", "object", "embed", "track", "input"}
FETCHING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"}


@dataclass(frozen=True, slots=True)
class Link:
    """One address in a page; ``fetched`` where the browser asks for it without being told to."""

    target: str
    fetched: bool


class Html(HTMLParser):
    """The parts of a page that the checks look at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[Link] = []
        self.inline: list[str] = []
        self.styles: list[str] = []
        self.policy = ""
        self.refreshes = False
        self._in = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down ids, links and whatever a strict content security policy forbids."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        relations = set(given.get("rel", "").split())
        fetched = tag in FETCHING or (tag == "link" and bool(relations & FETCHING_RELATIONS))
        for name in LINKS:
            if name in given:
                parts = given[name].split(",") if name == "srcset" else [given[name]]
                self.links += [Link(part.split()[0] if part.split() else "", fetched) for part in parts]
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        self.inline += [f"<{tag} {name}=javascript:>" for name, v in given.items() if _is_script_url(v)]
        if tag == "script" and "src" not in given:
            self.inline.append("<script> without src")
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given.get("content", "")
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.refreshes = True
        self._in = tag

    def handle_data(self, data: str) -> None:
        """Keep the text of style elements, which a policy may allow by their hash."""
        if self._in == "style":
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - html.parser's signature
        """Leave the element."""
        self._in = ""


def _is_script_url(value: str) -> bool:
    return re.sub(r"[\x00-\x20]", "", value).lower().startswith("javascript:")


def forbidden_inline(page: Html) -> list[str]:
    """Inline script, and inline style that the page's own policy does not allow by its hash."""
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in page.styles]
    return page.inline + [
        "<style> without its hash in the policy" for one in hashes if f"'sha256-{one}'" not in page.policy
    ]


@dataclass(frozen=True)
class Site:
    """The files of a built site, and where its pages are when it is published for real."""

    folder: Path
    base_url: str

    @cached_property
    def pages(self) -> Mapping[str, Html]:
        """Every page by its path in the folder."""
        files = sorted(self.folder.rglob("*.html"))
        return {f.relative_to(self.folder).as_posix(): Html(f.read_text("utf-8")) for f in files}

    @property
    def relative_pages(self) -> list[str]:
        """The pages whose links are relative: all but the one for mistyped addresses of any depth."""
        return [path for path in self.pages if path != "404.html"]

    def as_served(self, root: str) -> Callable[[str], str]:
        """Where a host whose root is ``root`` shows a file."""
        return lambda path: f"{root}/{path.removesuffix('index.html') if _is_index(path) else path}"

    def dead_links(self, root: str) -> Iterator[str]:
        """Links and anchors that lead nowhere when the site is served at ``root``."""
        for path, page in self.pages.items():
            for link in page.links:
                if fault := self.fault(self.as_served(root)(path), link, root):
                    yield f"{path}: {link.target!r} {fault}"

    def fault(self, page: str, link: Link, root: str, *, disk: bool = False) -> str:
        """Why a link of the page at an address leads nowhere, or nothing; on disk a folder is not a page."""
        address, fragment = urldefrag(urljoin(page, link.target))
        if address.startswith(f"{self.base_url}/"):
            address, disk = address.replace(self.base_url, root, 1), False
        if not address.startswith(f"{root}/"):
            outside = urlsplit(address).scheme not in {"https", "mailto", "tel"}
            return "leaves the site" if outside or link.fetched else ""
        path = unquote(address.removeprefix(f"{root}/"))
        if path == "" or path.endswith("/"):
            if disk:
                return "is a folder, of which a browser shows a list of files"
            path = f"{path}index.html"
        if not (self.folder / path).is_file():
            return "is not a file of the site"
        missing = fragment and path in self.pages and unquote(fragment) not in self.pages[path].ids
        return "names no element of its page" if missing else ""


def _is_index(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")
