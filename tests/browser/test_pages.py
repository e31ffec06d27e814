"""The real site's pages in Chromium, served as a host serves them, under the site's own policy."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product

import pytest
from playwright.sync_api import Browser

from site_builder import routes
from tests.browser import checks
from tests.browser.chromium import SCHEMES, visit
from tests.browser.static import Link, Site

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


@pytest.mark.parametrize(("kind", "locale"), each_page)
def test_axe_finds_no_violation(browser: Browser, root: str, kind: str, locale: str) -> None:
    """No rule that axe-core runs by default is broken, by day and by night, on a telephone and on a desk."""
    with visit(browser) as record:
        page = record.open(f"{root}{address(kind, locale)}")
        for scheme, width in product(SCHEMES, (360, 1280)):
            record.look(width=width, scheme=scheme)
            assert checks.axe_violations(page) == [], (scheme, width)


@pytest.mark.parametrize("path", ["/privacy/ja/", "/privacy/de/", "/privacy/es/", routes.STATUS])
@pytest.mark.xdist_group("pages-all")
def test_axe_finds_no_violation_in_the_other_languages(browser: Browser, root: str, path: str) -> None:
    """The same for one page in each of the other languages, and for the page for translators."""
    with visit(browser) as record:
        assert checks.axe_violations(record.open(f"{root}{path}")) == []


@pytest.mark.parametrize(("kind", "locale"), each_page)
def test_the_keyboard_reaches_everything(browser: Browser, root: str, kind: str, locale: str) -> None:
    """Tab comes to every interactive element, and each shows that it has the focus."""
    with visit(browser) as record:
        for scheme, width in zip(SCHEMES, (1280, 360), strict=True):
            record.look(width=width, scheme=scheme)
            page = record.open(f"{root}{address(kind, locale)}")
            assert checks.keyboard_faults(page) == [], (scheme, width)


@pytest.mark.parametrize(("kind", "locale"), each_page)
def test_the_page_is_complete_without_scripts(browser: Browser, root: str, kind: str, locale: str) -> None:
    """The text of a page is the same with scripts switched off."""
    texts = []
    for script in (True, False):
        with visit(browser, script=script) as record:
            page = record.open(f"{root}{address(kind, locale)}")
            assert page.locator("main").is_visible()
            texts.append(checks.main_text(page))
    assert texts[0] == texts[1]
    assert texts[0]


@dataclass(slots=True)
class Walk:
    """What was seen on a walk through every page of the site, in words; nothing is good."""

    wide: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def walk(browser: Browser, site: Site, address_of: Callable[[str], str], *, disk: bool = False) -> Walk:
    """Open every page once: whether it is styled, of what it complains, how wide it is, where it leads."""
    seen = Walk()
    with visit(browser) as record:
        for path in site.relative_pages:
            page = record.open(address_of(path))
            if not checks.is_styled(page):
                seen.complaints.append(f"{path}: no stylesheet applies")
            seen.complaints += [f"{path}: {line}" for line in record.complaints]
            record.complaints.clear()
            if disk:
                for target in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
                    fault = site.fault(page.url, Link(target, fetched=False), site.folder.as_uri(), disk=True)
                    seen.links += [f"{path}: {target!r} {fault}"] if fault else []
                continue
            for width in WIDTHS:
                record.look(width=width)
                seen.wide += [f"{path} at {width} px: {line}" for line in checks.too_wide(page)]
    return seen


@pytest.fixture(scope="module")
def served(browser: Browser, site: Site, root: str) -> Walk:
    """A walk through the site as a host serves it."""
    return walk(browser, site, site.as_served(root))


@pytest.fixture(scope="module")
def served_below(browser: Browser, site: Site, prefixed: str) -> Walk:
    """The same under a prefix."""
    return walk(browser, site, site.as_served(prefixed))


@pytest.fixture(scope="module")
def opened(browser: Browser, site: Site) -> Walk:
    """A walk through the site's files, without a host."""
    return walk(browser, site, lambda path: (site.folder / path).as_uri(), disk=True)


@pytest.mark.xdist_group("pages-all")
def test_no_page_is_wider_than_its_window(browser: Browser, site: Site, root: str, served: Walk) -> None:
    """No page of the site has to be scrolled sideways, from 320 pixels on; nor has the one for mistyped addresses."""
    assert served.wide == []
    with visit(browser) as record:
        record.stand_in_for(site.base_url, root)
        page = record.page
        page.goto(f"{site.base_url}/nothing")
        for width in WIDTHS:
            record.look(width=width)
            assert checks.too_wide(page) == [], width


@pytest.mark.parametrize("place", ["served", "served_below"])
@pytest.mark.xdist_group("pages-all")
def test_no_page_complains(place: str, request: pytest.FixtureRequest) -> None:
    """No page breaks its policy, misses a file, or asks another host for anything, also under a prefix."""
    assert request.getfixturevalue(place).complaints == []


@pytest.mark.xdist_group("pages-all")
def test_the_404_page_works_at_any_depth(browser: Browser, site: Site, root: str) -> None:
    """`404.html` is whole at mistyped addresses of any depth, on the host that `base_url` names."""
    with visit(browser) as record:
        record.stand_in_for(site.base_url, root)
        for mistyped in ("/nothing", "/privacy/nothing/at/all/"):
            page = record.page
            answer = page.goto(f"{site.base_url}{mistyped}")
            assert answer
            assert answer.status == 404
            assert checks.is_styled(page)
            assert page.locator("main a[href]").count() > 0
        expected = [f"answer 404: {site.base_url}{mistyped}" for mistyped in ("/nothing", "/privacy/nothing/at/all/")]
        assert [line for line in record.complaints if not line.startswith("console error: Failed to load")] == expected


def test_every_page_carries_a_strict_policy(site: Site, root: str) -> None:
    """Host and page both forbid what is not named, and neither allows inline code or evaluation."""
    for path, parsed in site.pages.items():
        with urllib.request.urlopen(site.as_served(root)(path), timeout=10) as answer:  # noqa: S310 - loopback
            served = answer.headers["content-security-policy"]
        for policy in (served, parsed.policy):
            assert "default-src 'none'" in policy, path
            assert "unsafe" not in policy, path


@pytest.mark.xdist_group("pages-all")
def test_every_page_is_styled_from_disk(opened: Walk) -> None:
    """Opened as a file, every page has its stylesheet and complains of nothing."""
    assert opened.complaints == []


@pytest.mark.xdist_group("pages-all")
def test_links_lead_to_files_from_disk(opened: Walk) -> None:
    """Opened as a file, every link of every page names a file, because a browser shows a folder as a list."""
    assert opened.links == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.xdist_group("pages-all")
def test_a_reader_on_disk_can_click_through(browser: Browser, site: Site, locale: str) -> None:
    """From the index to the policy to its history, by clicking, with nothing but files."""
    with visit(browser) as record:
        page = record.open((site.folder / routes.file_of(routes.home(locale))).as_uri())
        for targets in (_either(routes.policy, locale), _either(routes.history, locale)):
            wanted = {(site.folder / routes.file_of(target)).as_uri() for target in targets}
            links = page.locator("body a[href]").all()
            link = next(one for one in links if one.evaluate("link => link.href").split("#")[0] in wanted)
            link.click()
            page.wait_for_load_state()
            assert page.url.split("#")[0] in wanted
            assert page.locator("main h1").count() == 1
        assert record.complaints == []


def _either(place: Callable[[str, str], str], locale: str) -> tuple[str, str]:
    """The page in a language, and the address without one, at which the site's first language is."""
    return place(POLICY, locale), place(POLICY, "" if locale == LOCALES[0] else locale)
