"""One Chromium for all page checks, and a record of what a page did that it should not have done.

A window of its own for every visit would cost more than all that is looked at in it: Chromium takes a second of
processor time for one. So a visitor goes on in the window of the one before, and finds it as if it were new.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Error, Page, Request, sync_playwright

from scripts.find_browser import NO_BROWSER, installed

HEIGHT = 800
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# Without a sandbox, because CI often runs as root; without the services that call their maker's hosts.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(slots=True)
class Visit:
    """A page, and every complaint about it: console errors, failed requests, requests to another origin."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    own_hosts: set[str] = field(default_factory=lambda: {"127.0.0.1"})
    origins: set[str] = field(default_factory=set)

    def open(self, address: str) -> Page:
        """Go to an address and wait until it is loaded."""
        _ = self.page.goto(address, wait_until="load")
        return self.page

    def look(self, *, width: int, scheme: Scheme = "light") -> None:
        """Give the window another width and colour scheme, as a reader does who turns a telephone."""
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        assert self.page.evaluate("innerWidth") == width

    def stand_in_for(self, published: str, served: str) -> None:
        """Let the site that is served at ``served`` answer for the address at which it is published."""
        self.own_hosts.add(urlsplit(published).hostname or "")
        self.page.route(
            f"{published}/**",
            lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(published, served, 1))),
        )


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that ends with the block."""
    path = os.environ.get("CHROME") or installed()
    if not path:
        raise RuntimeError(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, *, width: int = 1280, scheme: Scheme = "light", script: bool = True) -> Iterator[Visit]:
    """A page of a given width and colour scheme, as if nobody had used it, that keeps a record of complaints."""
    free = _FREE.setdefault(browser, {})
    # Whoever comes while a window is used gets another.
    window = free.pop(script, None) or _Window(browser, script=script)
    window.visit = Visit(window.page)
    try:
        window.visit.look(width=width, scheme=scheme)
        yield window.visit
    finally:
        try:
            window.clear()
            free[script] = window
        except Error:  # what cannot be cleared is used by nobody again
            window.page.context.close()


class _Window:
    """A page that one visit after another uses."""

    def __init__(self, browser: Browser, *, script: bool) -> None:
        self.page = page = browser.new_context(java_script_enabled=script).new_page()
        self.visit = Visit(page)
        page.on("console", lambda line: _on_console(self.visit, line.type, line.text))
        page.on("pageerror", lambda error: self.visit.complaints.append(f"script error: {error}"))
        page.on("requestfailed", lambda request: _on_failure(self.visit, request))
        page.on("request", lambda request: _on_request(self.visit, request.url))
        page.on("response", lambda answer: _on_response(self.visit, answer.status, answer.url))

    def clear(self) -> None:
        """Leave nothing behind: no route, further window, cookie, file in the cache, or word in any storage."""
        context = self.page.context
        self.page.unroute_all(behavior="ignoreErrors")
        # Unlike all that is cleared below, this belongs to the tab and to where it is.
        self.page.evaluate("location.protocol.startsWith('http') && sessionStorage.clear()")
        for other in context.pages:
            if other is not self.page:
                other.close()
        self.page.goto("about:blank")
        context.clear_cookies()
        protocol = context.new_cdp_session(self.page)
        protocol.send("Network.clearBrowserCache")
        for origin in sorted(self.visit.origins):
            protocol.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        protocol.detach()


# The windows that nobody uses now, by whether scripts run in them.
_FREE: WeakKeyDictionary[Browser, dict[bool, _Window]] = WeakKeyDictionary()


def _on_console(record: Visit, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        record.complaints.append(f"console {kind}: {text}")


def _on_request(record: Visit, address: str) -> None:
    parts = urlsplit(address)
    record.origins.add(f"{parts.scheme}://{parts.netloc}")
    if parts.scheme not in {"data", "blob", "file"} and parts.hostname not in record.own_hosts:
        record.complaints.append(f"third-party request: {address}")


def _on_failure(record: Visit, request: Request) -> None:
    if request.failure != "net::ERR_ABORTED":  # the page was left while its icon was still on the way
        record.complaints.append(f"request failed: {request.url}: {request.failure}")


def _on_response(record: Visit, status: int, address: str) -> None:
    if status >= 400:
        record.complaints.append(f"answer {status}: {address}")
