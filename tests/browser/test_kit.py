"""The page checks can fail: each finds the fault that it is there for in a page made for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks
from tests.browser.chromium import Visit, visit
from tests.browser.serving import headers_for, read_rules, serve
from tests.browser.static import Html, Link, Site, forbidden_inline

pytestmark = pytest.mark.xdist_group("kit")

HEAD = """<!doctype html><html lang="en"><head><title>Page</title>
<meta name="viewport" content="width=device-width">"""
BASE = "https://policies.example"


@contextmanager
def shown(browser: Browser, folder: Path, body: str, *, head: str = "", rules: str = "") -> Iterator[Visit]:
    """A page with this body, opened from a host."""
    (folder / "index.html").write_text(f"{HEAD}{head}</head><body><main>{body}</main></body></html>", "utf-8")
    (folder / "_headers").write_text(rules, "utf-8")
    with serve(folder) as root, visit(browser, width=360) as record:
        record.open(f"{root}/")
        yield record


@pytest.fixture
def page(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page that a test gives as its parameter."""
    with shown(browser, tmp_path, request.param) as record:
        yield record.page


GOOD = "<h1>Title</h1><p><a href='#end'>to the end</a></p><p id='end'>End.</p>"


@pytest.mark.parametrize("page", [GOOD], indirect=True)
def test_a_good_page_passes(page: Page) -> None:
    """A small page without faults is not blamed."""
    assert checks.axe_violations(page) == []
    assert checks.too_wide(page) == []
    assert checks.keyboard_faults(page) == []


@pytest.mark.parametrize("page", ["<h1>T</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"], indirect=True)
def test_axe_sees_an_image_without_words(page: Page) -> None:
    """The rules of axe-core are in force."""
    assert any(line.startswith("image-alt") for line in checks.axe_violations(page))


@pytest.mark.parametrize(
    "page",
    ["<div style='width:900px'>wide</div>", f"<p>{'unbreakable' * 40}</p>"],
    indirect=True,
)
def test_what_is_wider_than_the_window_is_seen(page: Page) -> None:
    """A box of fixed width and a word without an end are both found."""
    assert checks.too_wide(page)


@pytest.mark.parametrize(
    "page", ["<div style='overflow-x:auto'><div style='width:900px'>wide</div></div>"], indirect=True
)
def test_what_scrolls_by_itself_may_be_wide(page: Page) -> None:
    """A table in a box that scrolls does not make the page too wide."""
    assert checks.too_wide(page) == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<button tabindex='-1'>no way in</button><a href='#'>in</a>", "is not reached by Tab"),
        ("<a href='#' style='outline:none'>silent</a>", "no focus indicator"),
        ("<a href='#' style='opacity:0'>ghost</a>", "invisible"),
        ("<p>Nothing.</p>", "nothing to reach"),
    ],
    indirect=["page"],
)
def test_the_keyboard_check_sees_its_faults(page: Page, fault: str) -> None:
    """What Tab passes over, and what hides that it has the focus."""
    assert any(fault in line for line in checks.keyboard_faults(page))


@pytest.mark.parametrize(
    ("body", "head", "rules", "complaint"),
    [
        (
            "<p style='color:red'>x</p>",
            "",
            "/*\n  Content-Security-Policy: style-src 'self'\n",
            "console error",
        ),
        ("<img src='/gone.png' alt='x'>", "", "", "answer 404"),
        ("<img src='http://127.0.0.2:9/x.png' alt='x'>", "", "", "third-party request"),
        ("<p>x</p>", "<script>throw new Error('oops')</script>", "", "script error: oops"),
    ],
)
def test_a_visit_records_what_went_wrong(
    browser: Browser, tmp_path: Path, body: str, head: str, rules: str, complaint: str
) -> None:
    """Broken policy, missing file, foreign request and failing script are all told."""
    with shown(browser, tmp_path, body, head=head, rules=rules) as record:
        record.page.wait_for_load_state("networkidle")
    assert any(complaint in line for line in record.complaints)


def test_a_visit_leaves_nothing_behind(browser: Browser, tmp_path: Path) -> None:
    """The next visit has the same window, and finds no word, cookie, route, file, tab, size or scheme in it."""
    kept = "[localStorage.length, sessionStorage.length, document.cookie, caches.keys().then(list => list.length)]"
    look = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
    page = f"{HEAD}</head><body><main><h1>first</h1></main></body></html>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    (tmp_path / "_headers").write_text("/*\n  Cache-Control: max-age=9999, immutable\n", "utf-8")
    with serve(tmp_path) as root:
        with visit(browser, width=360, scheme="dark") as first:
            tab = first.open(f"{root}/")
            tab.evaluate("localStorage.a = sessionStorage.a = 1; document.cookie = 'a=1'; caches.open('a')")
            tab.evaluate("console.error('first')")
            tab.route("**/other.html", lambda route: route.fulfill(body="made up"))
            tab.context.new_page()
            assert tab.evaluate(look) == [360, True]
            assert tab.evaluate(f"Promise.all({kept})") == [1, 1, "a=1", 1]
        (tmp_path / "index.html").write_text(page.replace("first", "second"), "utf-8")
        with visit(browser) as second:
            assert second.open(f"{root}/") is tab
            assert tab.locator("h1").inner_text() == "second"
            assert tab.evaluate(look) == [1280, False]
            assert tab.evaluate(f"Promise.all({kept})") == [0, 0, "", 0]
            assert tab.context.pages == [tab]
            assert second.complaints == []
            assert tab.evaluate("fetch('other.html').then(answer => answer.status)") == 404
    assert any("first" in line for line in first.complaints)


def test_a_page_without_its_stylesheet_is_seen(browser: Browser, tmp_path: Path) -> None:
    """A stylesheet that is there but cannot be read changes nothing, and that is noticed."""
    (tmp_path / "s.css").write_text("body { max-width: 20em; color: rgb(1, 2, 3) }", "utf-8")
    for href, styled in (("s.css", True), ("gone.css", False)):
        link = f"<link rel='stylesheet' href='{href}'>"
        with shown(browser, tmp_path, GOOD, head=link) as record:
            assert checks.is_styled(record.page) is styled


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<p style='x'>", "<p style>"),
        ("<script>1</script>", "<script> without src"),
        ("<a href=' java\nscript:x'>", "javascript"),
        ("<p onclick=x>", "<p onclick>"),
        ("<style>p{}</style>", "<style> without its hash in the policy"),
    ],
)
def test_inline_code_is_seen(markup: str, fault: str) -> None:
    """Everything that a strict policy forbids is named."""
    assert any(fault in line for line in forbidden_inline(Html(markup)))


@pytest.mark.parametrize(
    ("link", "disk", "fault"),
    [
        ("b.html", False, ""),
        ("b.html#there", False, ""),
        ("b.html#gone", False, "names no element"),
        ("c.html", False, "is not a file"),
        ("../up.html", False, "leaves the site"),
        ("/b.html", False, "leaves the site"),
        ("./", False, ""),
        ("./", True, "is a folder"),
        ("https://elsewhere.example/", False, ""),
        ("http://elsewhere.example/", False, "leaves the site"),
        (f"{BASE}/b.html", True, ""),
        (f"{BASE}/d.html", False, "is not a file"),
    ],
)
def test_dead_links_are_seen(tmp_path: Path, link: str, disk: bool, fault: str) -> None:  # noqa: FBT001
    """Links that leave, lead nowhere or to a list of files; under a prefix `/b.html` is not of the site."""
    (tmp_path / "index.html").write_text(f"<a href='{link}'>x</a>", "utf-8")
    (tmp_path / "b.html").write_text("<p id='there'>x", "utf-8")
    site = Site(tmp_path, BASE)
    if disk:
        found = site.fault((tmp_path / "index.html").as_uri(), Link(link, fetched=False), tmp_path.as_uri(), disk=True)
    else:
        found = "".join(site.dead_links("http://host.example/prefix"))
    assert fault in found
    assert bool(found) is bool(fault)


def test_headers_are_read_as_hosts_read_them() -> None:
    """All matching rules apply, and `!` takes a header back."""
    rules = read_rules("/*\n  X-A: 1\n  X-B: 2\n\n# a remark\n/api/*\n  ! X-A\n  X-C: 3\n")
    assert headers_for(rules, "/") == {"x-a": "1", "x-b": "2"}
    assert headers_for(rules, "/api/x.json") == {"x-b": "2", "x-c": "3"}
