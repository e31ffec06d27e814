"""The real site's pages in Chromium, served as a host serves them, under the site's own content security policy."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from site_builder import routes
from tests.browser import checks
from tests.browser.chromium import visit
from tests.browser.static import Site

POLICY, VERSION = "privacy", "2026-01-28"
LOCALES = ("en", "zh-Hans", "ar")
KINDS = ("index", "policy", "version", "history")
# 320 px is what WCAG 1.4.10 asks for; the others are a telephone and a desk.
WIDTHS = (320, 360, 1280)


def address(kind: str, locale: str) -> str:
    """Where a kind of page is."""
    return {
        "index": routes.home(locale),
        "policy": routes.policy(POLICY, locale),
        "version": routes.version(POLICY, VERSION, locale),
        "history": routes.history(POLICY, locale),
    }[kind]


each_page = [
    pytest.param(kind, locale, id=f"{kind}-{locale}", marks=pytest.mark.xdist_group(f"pages-{locale}"))
    for locale in LOCALES
    for kind in KINDS
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("kind", "locale"), each_page)
def test_axe_finds_no_violation(
    browser: Browser, root: str, kind: str, locale: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """No rule that axe-core runs by default is broken."""
    with visit(browser, width=width, scheme=scheme) as record:
        page = record.open(f"{root}{address(kind, locale)}")
        assert checks.axe_violations(page) == []


@pytest.mark.parametrize(("kind", "locale"), each_page)
def test_the_keyboard_reaches_everything(browser: Browser, root: str, kind: str, locale: str) -> None:
    """Tab comes to every interactive element, and each shows that it has the focus."""
    for scheme, width in (("light", 1280), ("dark", 360)):
        with visit(browser, width=width, scheme=scheme) as record:  # type: ignore[arg-type]
            page = record.open(f"{root}{address(kind, locale)}")
            assert checks.keyboard_faults(page) == []


@pytest.mark.parametrize(("kind", "locale"), each_page)
def test_the_page_is_complete_without_scripts(browser: Browser, root: str, kind: str, locale: str) -> None:
    """The text of a page is the same with scripts switched off."""
    texts = []
    for script in (True, False):
        with visit(browser, script=script) as record:
            texts.append(record.open(f"{root}{address(kind, locale)}").inner_text("main"))
    assert texts[0] == texts[1]
    assert texts[0].strip()


@pytest.mark.xdist_group("pages-all")
def test_no_page_is_wider_than_its_window(browser: Browser, root: str, site: Site) -> None:
    """No page of the site has to be scrolled sideways, from 320 pixels on."""
    wrong = []
    for width in WIDTHS:
        with visit(browser, width=width) as record:
            for path in site.pages:
                page = record.open(site.as_served(root)(path))
                wrong += [f"{path} at {width} px: {line}" for line in checks.too_wide(page)]
    assert wrong == []


@pytest.mark.parametrize("place", ["root", "prefixed"])
@pytest.mark.xdist_group("pages-all")
def test_no_page_complains(browser: Browser, site: Site, place: str, request: pytest.FixtureRequest) -> None:
    """No page breaks its policy, misses a file, or asks another host for anything, also under a prefix."""
    root = request.getfixturevalue(place)
    wrong = []
    for path in site.pages:
        with visit(browser) as record:
            page = record.open(site.as_served(root)(path))
            if not checks.is_styled(page):
                wrong.append(f"{path}: no stylesheet applies")
            wrong += [f"{path}: {line}" for line in record.complaints]
    assert wrong == []


@pytest.mark.parametrize("place", ["root", "prefixed"])
@pytest.mark.xdist_group("pages-all")
def test_every_page_carries_a_strict_policy(
    browser: Browser, site: Site, place: str, request: pytest.FixtureRequest
) -> None:
    """Host and page both forbid what is not named, and neither allows inline code or evaluation."""
    root = request.getfixturevalue(place)
    for path, parsed in site.pages.items():
        with visit(browser) as record:
            answer = record.page.request.get(site.as_served(root)(path))
        for policy in (answer.headers.get("content-security-policy", ""), parsed.policy):
            assert "default-src 'none'" in policy, path
            assert "unsafe" not in policy, path


@pytest.mark.xdist_group("pages-all")
def test_the_site_works_from_disk(browser: Browser, site: Site) -> None:
    """Opened as a file, every page is styled, and its links to pages lead to pages of the site."""
    wrong = []
    with visit(browser) as record:
        for path in site.pages:
            page = record.open((site.folder / path).as_uri())
            if not checks.is_styled(page):
                wrong.append(f"{path}: no stylesheet applies")
        wrong += record.complaints
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.xdist_group("pages-all")
def test_a_reader_on_disk_can_click_through(browser: Browser, site: Site, locale: str) -> None:
    """From the index to the policy to its history, by clicking, with nothing but files."""
    with visit(browser) as record:
        page = record.open(_file(site.folder, routes.home(locale)))
        for target in (routes.policy(POLICY, locale), routes.history(POLICY, locale)):
            wanted = _file(site.folder, target)
            links = page.locator("main a[href], header a[href], nav a[href], footer a[href]")
            for index in range(links.count()):
                if links.nth(index).evaluate("link => link.href").split("#")[0] == wanted:
                    links.nth(index).click()
                    break
            else:
                pytest.fail(f"{page.url} has no link that leads to {wanted} on disk")
            page.wait_for_url(f"{wanted}**")
            assert page.locator("main h1").count() == 1
        assert record.complaints == []


def _file(folder: Path, place: str) -> str:
    return (folder / routes.file_of(place)).as_uri()
