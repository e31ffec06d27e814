"""The ways to read a redline, as a browser shows them: both texts marked, one of them alone, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.compare import compare_outlines
from site_builder.content.loose import outline
from site_builder.outputs.marked import Options, redline_html
from tests.browser.chromium import visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

THEME = Path(__file__).resolve().parents[2] / "themes" / "default"
OLD = """## Scope

This is for everybody.

## Uses

- to sign you in to the service,
- to show your messages to your friends,
- to keep copies for 30 days.

| What | How long |
| --- | --- |
| Your messages to friends | 30 days |
| Your backups of everything | 90 days |
"""
NEW = """## Scope

This is for everybody.

## Uses

- to show your messages to your friends,
- to keep copies for 3 days.
- to sign you in to the service,

| What | How long |
| --- | --- |
| Your backups of everything | 90 days |
| Your messages to friends | 30 days |

## Children

Not for them.
"""


@pytest.fixture(params=["ltr", "rtl"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page with one redline, on a phone."""
    comparison = compare_outlines(outline(OLD), outline(NEW))
    fragment = redline_html(comparison, Options(fold=True, views=True, shift=1)).html
    style = "".join((THEME / name).read_text("utf-8") for name in ("style.css", "redline.css"))
    script = (THEME / "redline.js").read_text("utf-8")
    with visit(browser, width=360) as record:
        record.page.set_content(
            f'<!doctype html><html lang="en" dir="{request.param}"><style>{style}</style>'
            f'<body><main class="prose">{fragment}</main><script>{script}</script>'
        )
        yield record.page


def shown(page: Page, selector: str) -> list[str]:
    """The words of the elements that a reader sees, without those for whoever hears them."""
    seen = [one.inner_text() for one in page.locator(selector).all() if one.is_visible()]
    return [" ".join(re.sub(r"\[(removed|added):\s|\s*\]", "", words).split()) for words in seen]


@pytest.mark.parametrize(("view", "text"), [("new", NEW), ("old", OLD)])
def test_one_text_alone_is_that_text(page: Page, view: str, text: str) -> None:
    """What moved leaves no empty item or row behind, and what did not change is not folded."""
    page.locator(f".redline-view-{view}").check()
    assert shown(page, ".redline-section li") == [line[2:] for line in text.splitlines() if line.startswith("- ")]
    rows = [line.strip("| ").replace(" | ", " ") for line in text.splitlines() if line.startswith("| ")]
    assert shown(page, ".redline-section tr") == [row for row in rows if not row.startswith("---")]
    assert "This is for everybody." in shown(page, ".redline-section p")


def test_side_by_side_shows_each_text_on_its_side(page: Page) -> None:
    page.locator(".redline-view-sides").check()
    for side, text in (("odd", OLD), ("even", NEW)):
        items = shown(page, f".redline-sides > :nth-child({side}) li")
        assert items == [line[2:] for line in text.splitlines() if line.startswith("- ")]
        titles = shown(page, f".redline-sides > :nth-child({side}) h3")
        assert titles == [line[3:] for line in text.splitlines() if line.startswith("## ") and "Scope" not in line]
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_list_of_changes_leads_to_its_place_side_by_side_too(page: Page) -> None:
    page.locator(".redline-view-sides").check()
    page.locator(".redline-changes a", has_text="Children").click()
    expect(page.locator(".redline-sides h3", has_text="Children").last).to_be_in_viewport()


def test_the_redline_comes_back_from_side_by_side(page: Page) -> None:
    page.locator(".redline-view-sides").check()
    assert not shown(page, ".redline > .redline-section")
    page.locator(".redline-view-redline").check()
    assert shown(page, "ins:not([data-move])")
    assert not shown(page, ".redline-sides")
