"""One Chromium for all page checks, and a record of what a page did that it should not have done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

from scripts.find_browser import NO_BROWSER, installed

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

    def open(self, address: str) -> Page:
        """Go to an address and wait until it is loaded."""
        _ = self.page.goto(address, wait_until="load")
        return self.page

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
def visit(
    browser: Browser,
    *,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
) -> Iterator[Visit]:
    """A fresh page of a given width and colour scheme that keeps a record of complaints."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        record = Visit(page)
        page.on("console", lambda line: _on_console(record, line.type, line.text))
        page.on("pageerror", lambda error: record.complaints.append(f"script error: {error}"))
        page.on("requestfailed", lambda request: _on_failure(record, request))
        page.on("request", lambda request: _on_request(record, request.url))
        page.on("response", lambda answer: _on_response(record, answer.status, answer.url))
        yield record
    finally:
        context.close()


def _on_console(record: Visit, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        record.complaints.append(f"console {kind}: {text}")


def _on_request(record: Visit, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"data", "blob", "file"} and parts.hostname not in record.own_hosts:
        record.complaints.append(f"third-party request: {address}")


def _on_failure(record: Visit, request: Request) -> None:
    if request.failure != "net::ERR_ABORTED":  # the page was left while its icon was still on the way
        record.complaints.append(f"request failed: {request.url}: {request.failure}")


def _on_response(record: Visit, status: int, address: str) -> None:
    if status >= 400:
        record.complaints.append(f"answer {status}: {address}")
