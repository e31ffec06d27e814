"""An app in Chromium: what its user sees, once, by keyboard and by eye, and what it keeps."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from scripts import demo
from site_builder.outputs import app
from tests import chronicle
from tests.browser import checks
from tests.browser.chromium import visit
from tests.browser.serving import serve
from tests.publisher import Publisher
from tests.recorded import made_from

pytestmark = pytest.mark.xdist_group("app")

TITLE = "Privacy Policy will change on December 22, 2026"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo of `make demo`, built for the address at which it is served."""
    folder = tmp_path_factory.mktemp("demo")
    with serve(folder) as root:
        demo.make(folder / "demo", f"{root}/demo", date(2026, 11, 22))
        yield f"{root}/demo/app/index.html"


def kept(page: Page) -> dict[str, Any]:
    """What the app knows of its user."""
    value = page.evaluate("JSON.parse(localStorage.getItem('policy-notice ../site demo'))")
    return cast("dict[str, Any]", value["privacy"]["standing"])


def quiet(page: Page) -> None:
    """Wait until the app has looked, and see that it shows nothing."""
    page.evaluate("document.querySelector('policy-notice').check()")
    expect(page.locator("policy-notice").get_by_role("heading")).to_have_count(0)


def test_the_client_is_small() -> None:
    """At most 5 KB, as a host compresses it."""
    assert len(gzip.compress(app.client().encode(), 9)) <= 5 * 1024


def test_a_user_at_revision_1_is_told_once_and_asked_until_there_is_an_answer(browser: Browser, address: str) -> None:
    """Told is kept when it is shown; "not now" asks again; an answer is kept, and then all is silent."""
    with visit(browser) as record:
        page = record.open(address)
        dialog = page.get_by_role("dialog", name=TITLE)
        expect(dialog).to_be_visible()
        assert dialog.get_by_role("listitem").all_inner_texts() == [
            "We give an example of how we answer you.",
            "We will keep usage data for 180 days instead of 90.",
        ]
        expect(page.locator("#events li")).to_have_text(["shown: privacy 3"])
        assert (kept(page)["told"], kept(page)["accepted"]) == (3, 1)
        dialog.get_by_role("button", name="Not now").click()
        expect(dialog).to_be_hidden()
        page.reload()
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="I have read this").click()
        expect(page.locator("#events li").last).to_have_text("accepted: privacy 3")
        assert (kept(page)["told"], kept(page)["accepted"]) == (3, 3)
        page.reload()
        quiet(page)
        assert record.complaints == []


def test_the_link_leads_to_what_has_changed(browser: Browser, address: str) -> None:
    """The redline that the notice links to is a page of the site and shows the change."""
    with visit(browser) as record:
        page = record.open(address)
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Read what changes").click()
        expect(opened.value.locator("ins").first).to_be_visible()
        assert "since" in opened.value.url


def test_the_keyboard_is_enough(browser: Browser, address: str) -> None:
    """The question has the focus and keeps it; Escape puts it off; Enter answers, and the focus goes back."""
    with visit(browser) as record:
        page = record.open(address)
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page.locator("#events li").last).to_have_text("later: privacy 3")
        page.reload()
        expect(dialog.get_by_role("heading")).to_be_focused()
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("link")).to_be_focused()
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("button", name="I have read this")).to_be_focused()
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        assert kept(page)["accepted"] == 3


def test_a_banner_takes_no_focus_and_is_told_once(browser: Browser, address: str) -> None:
    """A clarification alone is a banner: the page goes on, and after a reload it is gone."""
    with visit(browser) as record:
        page = record.page
        page.route("**/current.json", lambda route: route.fulfill(json=only_clarified(route.fetch().json())))
        page.route("**/notices/**", lambda route: route.fulfill(json=only_clarified(route.fetch().json())))
        record.open(address)
        banner = page.locator("policy-notice").get_by_role("status")
        expect(banner.get_by_role("heading")).to_be_visible()
        assert page.evaluate("document.activeElement === document.body")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert checks.axe_violations(page) == []
        banner.get_by_role("button", name="Close").click()
        page.reload()
        quiet(page)
        assert kept(page)["accepted"] == 1


def only_clarified(value: dict[str, Any]) -> dict[str, Any]:
    """The answer as if the third version were a clarification."""
    if "audiences" in value:
        mine = value["audiences"]["default"]
        mine["acceptance"]["min_accepted_revision"] = 0
        mine["by_mode"] = {"inform": 3}
    else:
        value["notice"]["actions"] = {"read": "Read what changes", "dismiss": "Close"}
    return value


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: Literal["light", "dark"], width: int) -> None:
    """Neither in the question nor around it, nor is anything wider than the window."""
    with visit(browser, width=width, scheme=scheme) as record:
        page = record.open(f"{address}?lang=zh-Hans")
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_attribute("lang", "zh-Hans")
        assert checks.axe_violations(page) == []
        assert checks.too_wide(page) == []
        page.get_by_role("dialog").get_by_role("button").first.click()
        assert checks.axe_violations(page) == []


def test_words_of_a_file_never_become_markup(browser: Browser, address: str) -> None:
    """What stands in a notice is text, and a link that is none of the web's is no link."""
    poison = '<img src=x onerror="document.title=1"><b>x</b>'

    def poisoned(value: dict[str, Any]) -> dict[str, Any]:
        notice = value["notice"]
        notice |= {"title": poison, "effect": poison, "changes_url": "javascript:document.title=1"}
        for one in notice["summaries"]:
            one["text"] = poison
        notice["if_refused"] = {"text": poison, "lang": "en", "dir": "ltr"}
        return value

    with visit(browser) as record:
        record.page.route("**/notices/**", lambda route: route.fulfill(json=poisoned(route.fetch().json())))
        page = record.open(address)
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text(poison)
        assert dialog.locator("img, b, a").count() == 0
        assert page.title() == "An app with policy notices"


def test_without_an_answer_the_app_stays_as_it_is(browser: Browser, address: str) -> None:
    """Offline, or behind a hotel's page: nothing is shown, nothing is kept; then it is as if nothing had been."""
    with visit(browser) as record:
        page = record.page
        page.route("**/api/**/*.json", lambda route: route.fulfill(body="<h1>Welcome</h1>", content_type="text/html"))
        record.open(address)
        quiet(page)
        assert page.evaluate("localStorage.length") == 0
        page.unroute("**/api/**/*.json")
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.get_by_role("dialog", name=TITLE)).to_be_visible()


def test_another_window_closes_when_one_has_the_answer(browser: Browser, address: str) -> None:
    """Two windows of one app ask once: an answer in one closes the other."""
    context = browser.new_context()
    try:
        one, two = context.new_page(), context.new_page()
        for page in (one, two):
            page.goto(address)
            expect(page.get_by_role("dialog")).to_be_visible()
        one.get_by_role("button", name="I have read this").click()
        expect(two.get_by_role("dialog")).to_have_count(0)
    finally:
        context.close()


def test_policies_that_change_together_are_one_question(browser: Browser, address: str) -> None:
    """One dialog with both headlines; one answer is kept for each policy."""

    def answer(route: Route) -> None:
        asked = route.request.url
        value = route.fetch(url=asked.replace("/terms/", "/privacy/")).json()
        value["policy"] = "terms" if "/terms/" in asked else "privacy"
        if "notice" in value:
            group = {"id": "winter", "title": "Our policies are changing", "url": "https://policies.example/"}
            value["notice"] |= {"group": group, "title": f"{value['policy']} changes"}
        route.fulfill(json=value)

    with visit(browser) as record:
        record.page.route("**/api/v1/*/current.json", answer)
        record.page.route("**/notices/**", answer)
        page = record.open(f"{address}?known=3")
        quiet(page)
        page.evaluate(
            """() => {
              localStorage.clear();
              const notice = document.querySelector("policy-notice");
              notice.setAttribute("policies", "privacy terms");
              notice.setAttribute("known", "privacy=1 terms=1");
              notice.check();
            }"""
        )
        dialog = page.get_by_role("dialog", name="Our policies are changing")
        expect(dialog).to_be_visible()
        assert dialog.get_by_role("heading").all_inner_texts() == [
            "Our policies are changing",
            "privacy changes",
            "terms changes",
        ]
        dialog.get_by_role("button", name="I have read this").click()
        expect(page.locator("#events li").last).to_have_text("accepted: privacy 3, terms 3")
        value = page.evaluate("JSON.parse(localStorage.getItem('policy-notice ../site demo'))")
        assert {name: one["standing"]["accepted"] for name, one in value.items()} == {"privacy": 3, "terms": 3}
        page.unroute_all(behavior="ignoreErrors")


def test_policies_that_change_apart_are_told_one_after_the_other(browser: Browser, address: str) -> None:
    """The second question comes when the first has its answer, and none after "not now"."""

    def answer(route: Route) -> None:
        asked = route.request.url
        value = route.fetch(url=asked.replace("/terms/", "/privacy/")).json()
        value["policy"] = "terms" if "/terms/" in asked else "privacy"
        if "notice" in value:
            value["notice"]["title"] = f"{value['policy']} changes"
        route.fulfill(json=value)

    with visit(browser) as record:
        record.page.route("**/api/v1/*/current.json", answer)
        record.page.route("**/notices/**", answer)
        page = record.open(f"{address}?known=3")
        quiet(page)
        page.evaluate(
            """() => {
              const notice = document.querySelector("policy-notice");
              notice.setAttribute("policies", "terms privacy");
              localStorage.clear();
              notice.setAttribute("known", "privacy=1 terms=1");
              notice.check();
            }"""
        )
        expect(page.get_by_role("dialog", name="terms changes")).to_be_visible()
        page.get_by_role("button", name="I have read this").click()
        expect(page.get_by_role("dialog", name="privacy changes")).to_be_visible()
        page.get_by_role("button", name="Not now").click()
        expect(page.locator("#events li").last).to_have_text("later: privacy 3")
        expect(page.get_by_role("dialog")).to_have_count(0)
        # Whatever is still on its way when the page closes is nobody's fault.
        page.unroute_all(behavior="ignoreErrors")


@pytest.fixture(scope="module")
def three_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A policy in English, Chinese and Arabic with an announced version, and a page with the notice."""
    folder = tmp_path_factory.mktemp("languages")
    ids = chronicle.write(folder / "repository")
    at, steps = chronicle.INSTANTS[2]
    Publisher.git(_at(folder / "repository"), "checkout", "--quiet", ids[steps - 1])
    files, _ = made_from(folder / "repository", at)
    for name, body in files.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    page = (
        "<!doctype html><html lang=ar dir=rtl><title>x</title><main><h1>x</h1></main>"
        '<script type=module src="../site/api/v1/policy-notice.js"></script>'
        '<policy-notice base="../site" policies=privacy known="privacy=1"></policy-notice>'
    )
    (folder / "app").mkdir()
    (folder / "app" / "index.html").write_text(page, "utf-8")
    with serve(folder) as root:
        yield root


def _at(path: Path) -> Publisher:
    """The repository that is there."""
    made = object.__new__(Publisher)
    made.path, made.commits = path, 0
    return made


def test_arabic_runs_from_right_to_left(browser: Browser, three_languages: str) -> None:
    """The dialog has the direction of its language, and a summary in English says that it is English."""
    with visit(browser, width=390) as record:
        page = record.open(f"{three_languages}/app/index.html")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_have_attribute("dir", "rtl")
        assert dialog.get_by_role("heading").evaluate("one => getComputedStyle(one).direction") == "rtl"
        assert dialog.get_by_role("listitem").locator("span").get_attribute("lang") == "en"
        assert checks.axe_violations(page) == []
        assert checks.too_wide(page) == []


def test_the_preview_shows_each_channel_in_each_language(browser: Browser, three_languages: str) -> None:
    """Whoever approves sees the same words that the files have, and no search engine is led there."""
    with visit(browser, width=320) as record:
        page = record.open(f"{three_languages}/site/notices/privacy/2026-03-01/")
        assert page.locator(".notice-sheet").count() == 3
        for sheet in page.locator(".notice-sheet").all():
            locale = sheet.get_attribute("lang")
            answer = page.request.get(f"{three_languages}/site/api/v1/privacy/messages/default/{locale}.json")
            sent = json.loads(answer.body())["messages"][-1]["channels"]
            words = sheet.inner_text()
            assert sent["email"]["subject"] in words
            assert sent["apns"]["payload"]["aps"]["alert"]["body"] in words
        assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
        assert checks.axe_violations(page) == []
        assert checks.too_wide(page) == []
        assert record.complaints == []
