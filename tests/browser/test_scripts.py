"""Pages in six scripts, in Chromium: which way they run, what they look like, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks, scripts
from tests.browser.chromium import visit
from tests.browser.pictures import PICTURES, SHOWN, difference, taken
from tests.browser.serving import serve
from tests.building import build

pytestmark = pytest.mark.xdist_group("scripts")

# Of white to black: how much the pictures may differ on the average. The page of another script comes to 0.03 and
# more, and so does the same page mirrored.
TOLERANCE = 0.025
RIGHT_TO_LEFT = ("ar", "he")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a policy in these scripts."""
    folder = tmp_path_factory.mktemp("scripts")
    scripts.write(folder / "repository")
    return build(folder / "repository", folder / "site", options=("--as-of", scripts.AS_OF))


@pytest.fixture(scope="module")
def host(own: Path) -> Iterator[str]:
    with serve(own) as address:
        yield address


def policy(locale: str) -> str:
    return f"/privacy/{locale}/"


def redline(locale: str) -> str:
    return f"/privacy/changes/{scripts.OLD}..{scripts.NEW}/{locale}/"


@pytest.mark.parametrize("locale", scripts.LOCALES)
def test_axe_finds_no_violation(browser: Browser, host: str, locale: str) -> None:
    """No rule of axe-core is broken by a policy or a redline in any script."""
    with visit(browser) as record:
        for address in (policy(locale), redline(locale)):
            assert checks.axe_violations(record.open(f"{host}{address}")) == []


def test_axe_finds_no_violation_without_a_translation(browser: Browser, tmp_path: Path) -> None:
    """The same in every other language that ships, on a page that tells its readers to read English."""
    scripts.write(tmp_path / "repository", others=scripts.OTHERS)
    site = build(tmp_path / "repository", tmp_path / "site", options=("--as-of", scripts.AS_OF))
    with serve(site) as root, visit(browser) as record:
        for locale in scripts.OTHERS:
            page = record.open(f"{root}{policy(locale)}")
            assert page.locator('.prose [lang="en"][dir="ltr"]').count() > 0
            assert checks.axe_violations(page) == [], locale


@pytest.mark.parametrize("locale", scripts.LOCALES)
def test_lines_start_where_the_language_starts(browser: Browser, host: str, locale: str) -> None:
    """Numbers and list markers stand before their words, on the right where lines run to the left."""
    with visit(browser, width=720) as record:
        page = record.open(f"{host}{policy(locale)}")
        starts_right = locale in RIGHT_TO_LEFT
        assert page.evaluate("getComputedStyle(document.documentElement).direction") == (
            "rtl" if starts_right else "ltr"
        )
        for outer, inner in ((".prose h2", ".number"), (".prose li", ".marker")):
            places = page.evaluate(
                """([outer, inner]) => [...document.querySelectorAll(outer)].map(one => {
                    const range = document.createRange(); range.selectNodeContents(one);
                    const mark = one.querySelector(inner).getBoundingClientRect(), all = range.getBoundingClientRect();
                    return (mark.left + mark.right) / 2 > (all.left + all.right) / 2;
                })""",
                [outer, inner],
            )
            assert places
            assert set(places) == {starts_right}


@pytest.mark.parametrize("locale", scripts.LOCALES)
def test_a_redline_keeps_old_before_new(browser: Browser, host: str, locale: str) -> None:
    """What was removed stands before what was added, as lines run; the arrow points from one to the other."""
    with visit(browser, width=720) as record:
        page = record.open(f"{host}{redline(locale)}")
        old, new = (page.locator(f".prose p {tag}").first.bounding_box() for tag in ("del", "ins"))
        assert old
        assert new
        assert (old["x"] > new["x"]) == (locale in RIGHT_TO_LEFT)
        for tag in ("del", "ins"):
            assert page.locator(tag).first.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
        arrow = "←" if locale in RIGHT_TO_LEFT else "→"
        assert arrow in page.locator(".redline-changes").inner_text()


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_looks_like_its_picture(browser: Browser, host: str, name: str) -> None:
    """Beside the picture that was looked at (`python -m tests.browser.pictures` takes them anew)."""
    now = taken(browser, f"{host}{SHOWN[name]}")
    with visit(browser) as record:
        page = record.open("about:blank")
        same, mirrored = difference(page, (PICTURES / f"{name}.png").read_bytes(), now)
    assert same < TOLERANCE, f"{name} differs by {same:.3f}"
    assert mirrored > TOLERANCE


LINK = re.compile(r"<link rel=\"alternate\" hreflang=\"([^\"]+)\" href=\"([^\"]+)\"")


def alternates(file: Path) -> dict[str, str]:
    return dict(LINK.findall(file.read_text("utf-8")))


def test_hreflang_is_complete_and_reciprocal(own: Path) -> None:
    """Each page that search engines may list names itself in every language, and each of these names it back."""
    base = "https://policies.example"
    listed = 0
    for file in sorted(own.rglob("index.html")):
        found = alternates(file)
        if not found:
            assert '<meta name="robots" content="noindex">' in file.read_text("utf-8"), file
            continue
        listed += 1
        assert set(found) == {*scripts.LOCALES, "x-default"}, file
        for target in found.values():
            other = own / target.removeprefix(base).lstrip("/") / "index.html"
            assert alternates(other) == found, (file, other)
    assert listed > 3 * len(scripts.LOCALES)


@pytest.mark.parametrize(
    "start", [f"/privacy/{scripts.OLD}/en/#s-retention", "/privacy/en/#s-retention", "/privacy/history/en/"]
)
def test_switching_the_language_keeps_version_and_section(browser: Browser, host: str, start: str) -> None:
    """From a section of a version to the same section of the same version, in every language and back."""
    path, _, fragment = start.partition("#")
    with visit(browser) as record:
        page: Page = record.open(f"{host}{start}")
        for locale in (*scripts.LOCALES[1:], "en"):
            page.locator(f'nav a[hreflang="{locale}"]').first.click()
            expected = path.replace("/en/", f"/{locale}/")
            page.wait_for_url(f"**{expected}{f'#{fragment}' if fragment else ''}")
            assert page.evaluate("document.documentElement.lang") == locale
            if fragment:
                assert page.evaluate(f"document.getElementById('{fragment}').getBoundingClientRect().top") < 800


def test_pictures_are_small() -> None:
    """They are in every clone."""
    assert sum(file.stat().st_size for file in PICTURES.glob("*.png")) < 300_000
