"""Pages of hand-made values: each state says what it is, nothing that an author wrote becomes markup."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from site_builder.model.artifact import Artifact
from site_builder.model.policy import Publisher, Retirement
from site_builder.model.prose import Numbering
from site_builder.model.timeline import State, Timeline
from site_builder.model.version import Review, Status
from site_builder.outputs import pages
from site_builder.outputs.theme import Theme
from site_builder.problems import ProblemError
from tests import values
from tests.values import REPOSITORY, document, edition, policy, site, timeline, version


def built(line: Timeline, **settings: object) -> dict[str, str]:
    """The pages of one policy, by path."""
    return files(values.pages_of(site(**settings), line, values.theme()))


def files(artifacts: Iterable[Artifact]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in artifacts:
        assert one.path not in found
        found[one.path] = one.body.decode()
    return found


def flat(text: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)))


def link(page: str, rel: str) -> list[str]:
    return re.findall(rf'<link rel="{rel}"[^>]* href="([^"]*)"', page)


FIRST = version(inferred={"effective": "the text says when it was last updated"})
ONE = timeline((FIRST, State.IN_FORCE))
SECOND = version("2026-04-01", 2)


def test_a_policy_has_every_page_in_every_language() -> None:
    """Each kind of page, without a locale and in each."""
    found = set(built(ONE))
    spots = ("", "en/", "zh-Hans/", "ar/")
    assert found == {
        f"{kind}{spot}{name}"
        for spot in spots
        for kind, name in (
            ("privacy/", "index.html"),
            ("privacy/2026-01-28/", "index.html"),
            ("privacy/2026-01-28/", "download.html"),
            ("privacy/history/", "index.html"),
            ("privacy/upcoming/", "index.html"),
            ("privacy/changes/since/", "index.html"),
            ("privacy/changes/since/2026-01-28/", "index.html"),
            ("embed/privacy/", "index.html"),
        )
    }


def test_what_nobody_declared_is_not_claimed() -> None:
    """A text with an inferred date was last updated; one with a declared date is in force since then."""
    page = flat(built(ONE)["privacy/index.html"])
    assert "Last updated: January 28, 2026" in page
    assert "In force since" not in page
    assert "effect" not in page
    declared = flat(built(timeline((version(), State.IN_FORCE)))["privacy/index.html"])
    assert "In force since January 28, 2026" in declared
    assert "Last updated" not in declared


def test_numbers_markers_and_references_are_text() -> None:
    """Section numbers, list numbers and the words of a reference can be read and copied."""
    page = flat(built(ONE)["privacy/index.html"])
    assert "1. Scope This covers the app. See 2. Data Retention." in page
    assert "(1) not long;(2) not here." in page
    bare = document(numbering=Numbering.NONE)
    page = flat(built(timeline((version("2026-01-28", 1, edition(bare)), State.IN_FORCE)))["privacy/index.html"])
    assert "See Data Retention." in page
    assert "1. Scope" not in page


def test_permanent_links_lead_to_the_version() -> None:
    """A section links to itself in the page, a paragraph to the version that will always say it."""
    page = built(ONE)["privacy/en/index.html"]
    assert '<a class="permalink" href="#s-retention" aria-label="Link to section Data Retention">' in page
    assert 'href="../2026-01-28/en/#s-retention_2_1" aria-label="Permanent link to paragraph 2.1 of' in page
    here = built(ONE)["privacy/2026-01-28/en/index.html"]
    assert 'href="#s-retention_2_1"' in here
    assert 'id="s-retention_2_1"' in here
    assert "permalink" not in re.sub(r"<style>.*</style>", "", built(ONE)["embed/privacy/index.html"], flags=re.DOTALL)


def test_old_anchors_keep_working() -> None:
    """A section answers to the ids it had; an id that another section has now stays with that one."""
    renamed = policy(formerly={"retention": ("storage", "scope")})
    page = built(timeline((version(of=renamed), State.IN_FORCE)))["privacy/index.html"]
    assert page.count('id="s-storage"') == 1
    assert page.count('id="s-scope"') == 1


def test_the_head_says_where_the_page_belongs() -> None:
    """Canonical address, languages, kind of text, versions and feeds."""
    chinese = edition(document("zh-Hans", "隐私政策"))
    line = timeline(
        (version("2026-01-28", 1, chinese), State.SUPERSEDED), (version("2026-04-01", 2, chinese), State.IN_FORCE)
    )
    found = built(line)
    base = "https://example.org/legal/privacy"
    page = found["privacy/zh-Hans/index.html"]
    assert link(page, "canonical") == [f"{base}/zh-Hans/"]
    assert re.findall(r'hreflang="([^"]+)" href="(https[^"]+)"', page) == [
        ("en", f"{base}/"),
        ("zh-Hans", f"{base}/zh-Hans/"),
        ("x-default", f"{base}/"),
    ]
    assert link(page, "privacy-policy") == ["./"]
    assert link(page, "predecessor-version") == ["../2026-01-28/zh-Hans/"]
    assert link(page, "alternate")[-2:] == ["../../feeds/privacy/zh-Hans.json", "../../feeds/privacy/zh-Hans.atom"]
    # The same text under its own address is known by the short one; a language not spoken, by the governing one.
    assert link(found["privacy/2026-04-01/zh-Hans/index.html"], "canonical") == [f"{base}/zh-Hans/"]
    assert link(found["privacy/ar/index.html"], "canonical") == [f"{base}/"]
    old = found["privacy/2026-01-28/en/index.html"]
    assert link(old, "canonical") == [f"{base}/2026-01-28/"]
    assert link(old, "successor-version") == ["../../2026-04-01/en/"]
    assert link(old, "latest-version") == ["../../"]
    assert link(old, "version-history") == ["../../history/en/"]
    assert '<meta name="robots" content="noindex">' in old
    assert "noindex" not in page


def test_other_terms_have_no_link_type() -> None:
    """Only what HTML has a link type for is called by it."""
    for kind, expected in (("Terms of Service", ["./"]), ("Cookies Policy", [])):
        line = replace(ONE, policy=policy(terms_type=kind))
        assert link(built(line)["privacy/index.html"], "terms-of-service") == expected
        assert link(built(line)["privacy/index.html"], "privacy-policy") == []


@pytest.mark.parametrize(
    ("state", "said", "hidden"),
    [
        (State.ANNOUNCED, "This version is not in force yet. Read the version in force", False),
        (State.WITHDRAWN, "This version was withdrawn before it took effect. Read the version in force", True),
        (State.REPLACED, "This version was replaced by a later one before it took effect.", True),
    ],
)
def test_a_version_that_does_not_count_says_so(state: State, said: str, hidden: bool) -> None:  # noqa: FBT001
    """Before anything else a reader learns that this is not the text in force, and where that is."""
    found = built(timeline((FIRST, State.IN_FORCE), (SECOND, state)))
    for path in ("index.html", "en/index.html", "download.html"):
        page = found[f"privacy/2026-04-01/{path}"]
        assert said in flat(page)
        assert ('content="noindex"' in page) is hidden


def test_a_superseded_version_leads_to_the_one_in_force() -> None:
    """A version of the past says until when it counted."""
    page = flat(
        built(timeline((version(), State.SUPERSEDED), (SECOND, State.IN_FORCE)))["privacy/2026-01-28/index.html"]
    )
    assert "In force from January 28, 2026 until April 1, 2026" in page
    assert "This is an earlier version. Another took its place on April 1, 2026. Read the version in force" in page


def test_before_the_first_effect_the_announced_text_is_shown() -> None:
    """The short address shows what comes, under a banner that leads nowhere else."""
    page = built(timeline((version(), State.ANNOUNCED)))["privacy/index.html"]
    assert "This version is not in force yet." in flat(page)
    assert "Read the version in force" not in page
    assert "Takes effect on January 28, 2026" in flat(page)
    assert link(page, "latest-version") == []


def test_a_policy_without_a_text_to_show_keeps_its_addresses() -> None:
    """When everything was withdrawn, the short address says so and leads to the history."""
    found = built(timeline((version(), State.WITHDRAWN)))
    for path in ("privacy/index.html", "privacy/ar/index.html", "embed/privacy/index.html"):
        assert 'content="noindex"' in found[path]
    assert "No version of this policy is in force." in flat(found["privacy/index.html"])
    assert built(timeline()) == {}


def test_a_retired_policy_names_its_end_and_what_follows() -> None:
    """The end is a date, and the successor a link."""
    end = Retirement(on=datetime.fromisoformat("2027-01-01T00:00:00+08:00"), successor="terms")
    page = built(timeline((FIRST, State.IN_FORCE), retired=end))["privacy/ar/index.html"]
    assert "1 يناير 2027" in page
    assert 'href="../../terms/ar/"' in page


def test_a_translation_says_who_read_it_and_what_is_missing() -> None:
    """Not reviewed, in part, or not at all: the page says it, marks the language and adds nothing legal."""
    partly = edition(document("zh-Hans", "隐私政策"), status=Status.PARTIAL, fallback=frozenset({"retention"}))
    found = built(timeline((version("2026-01-28", 1, partly), State.IN_FORCE)))
    page = found["privacy/zh-Hans/index.html"]
    assert "本译文尚未经法律顾问审阅。 阅读英语文本" in flat(page)
    assert 'hreflang="en">阅读英语文本' in page
    assert "本文本的部分内容尚无此语言版本，以英语显示。" in page
    assert page.count("本节尚无此语言版本，以英语显示。") == 1
    assert re.search(r'id="s-retention">.*?<div lang="en" dir="ltr">\s*<div class="heading">', page, re.DOTALL)
    arabic = found["privacy/ar/index.html"]
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<h1 lang="en" dir="ltr">Privacy Policy</h1>' in arabic
    assert "لا يتوفر هذا النص بهذه اللغة بعد" in arabic
    assert "لا يتوفر هذا القسم" not in arabic
    read = edition(document("zh-Hans", "隐私政策"), review=Review.COUNSEL)
    page = built(timeline((version("2026-01-28", 1, read), State.IN_FORCE)))["privacy/zh-Hans/index.html"]
    assert "banner" not in page
    assert "prevail" not in "".join(found.values())


def test_a_redline_in_arabic_points_the_way_that_arabic_is_read() -> None:
    """Arrows are not mirrored by the browser, and a quotation must not turn the words around it."""
    old = document("ar", "سياسة", {"scope": ("النطاق", "نحتفظ بها 30 يومًا."), "retention": ("المدة", "ج")})
    new = document("ar", "سياسة", {"scope": ("النطاق", "نحتفظ بها 60 يومًا."), "retention": ("المدة", "ج")})
    english = edition(document(sections={"scope": ("Scope", "For 60 days."), "retention": ("Data Retention", "See.")}))
    line = timeline(
        (version("2026-01-28", 1, edition(old)), State.SUPERSEDED),
        (version("2026-04-01", 2, english, edition(new)), State.IN_FORCE),
    )
    page = built(line)["privacy/changes/2026-01-28..2026-04-01/ar/index.html"]
    assert "<bdi>«30»</bdi> ← <bdi>«60»</bdi>" in page
    assert "→" not in page


def test_the_history_lists_every_version_newest_first() -> None:
    """Dates, levels, summaries and states; a summary in another language is marked."""
    line = timeline(
        (version(summary={"en": "One.", "zh-Hans": "一。"}), State.SUPERSEDED),
        (version("2026-04-01", 2, summary={"en": "Two."}), State.IN_FORCE),
        (version("2026-05-01", 3, summary={}), State.WITHDRAWN),
    )
    found = built(line)
    page = flat(found["privacy/history/en/index.html"])
    labels = ["2026-05-01", "2026-04-01", "2026-01-28"]
    assert re.findall(r"2026-\d\d-\d\d", page) == labels
    assert "3 versions" in page
    assert "Material change · In force since April 1, 2026" in page
    assert "First version · In force from January 28, 2026 until April 1, 2026" in page
    chinese = found["privacy/history/zh-Hans/index.html"]
    assert '<p class="summary" lang="en" dir="ltr">Two.</p>' in chinese
    assert '<p class="summary">一。</p>' in chinese
    assert "3 إصدارات" in found["privacy/history/ar/index.html"]


def test_a_time_of_day_names_its_zone() -> None:
    """Where a version does not begin at midnight, the page says in which zone the time is."""
    at = datetime.fromisoformat("2026-04-01T09:00:00+08:00")
    page = built(timeline((version("2026-04-01", 1, effective=at), State.IN_FORCE)))["privacy/index.html"]
    assert '<time datetime="2026-04-01T01:00:00Z">April 1, 2026, 9:00' in page
    assert "(China Standard Time)</time>" in page


def test_the_site_has_its_indexes_and_what_crawlers_read() -> None:
    """Indexes link by kind of terms; the sitemap lists what should be found, each language with the others."""
    other = replace(ONE, policy=policy(id="terms", terms_type="Terms of Service"))
    line = timeline(
        (version(), State.SUPERSEDED), (SECOND, State.IN_FORCE), (version("2026-06-01", 3), State.ANNOUNCED)
    )
    found = files(values.made(pages.site_pages(site(), [line, other, timeline()], values.theme())))
    assert set(found) == {
        "index.html",
        *(f"{locale}/index.html" for locale in values.LOCALES),
        "404.html",
        "sitemap.xml",
        "status/index.html",
        "robots.txt",
    }
    assert '<a href="privacy/" rel="privacy-policy">Privacy Policy</a>' in found["index.html"]
    assert '<a href="../terms/ar/" rel="terms-of-service"><span lang="en" dir="ltr">' in found["ar/index.html"]
    tree = ET.fromstring(found["sitemap.xml"])  # noqa: S314 - our own bytes
    base = "https://example.org/legal/"
    listed = [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(listed) == len(set(listed))
    assert f"{base}privacy/" in listed
    assert f"{base}privacy/2026-06-01/" in listed
    assert f"{base}privacy/history/zh-Hans/" in listed
    assert not any("2026-01-28" in str(one) or "2026-04-01" in str(one) for one in listed)
    assert found["robots.txt"].endswith(f"Sitemap: {base}sitemap.xml\n")


def test_the_404_page_works_at_any_depth() -> None:
    page = files(values.made(pages.site_pages(site(), [ONE], values.theme())))["404.html"]
    assert all(one.startswith(("https://example.org/legal/", "#")) for one in re.findall(r'href="([^"]*)"', page))
    assert values.theme().style_hash.replace("'", "&#39;") in page
    assert "<script" not in page
    assert link(page, "canonical") == []


def test_a_download_stands_alone() -> None:
    """A saved file fetches nothing, runs nothing, and says where it comes from."""
    page = built(ONE)["privacy/2026-01-28/en/download.html"]
    assert "<script" not in page
    assert not link(page, "stylesheet")
    assert not link(page, "icon")
    assert "https://example.org/legal/privacy/2026-01-28/en/" in flat(page)
    assert FIRST.governing.digest in page
    body = page.partition("<body")[2]
    assert all(one.startswith(("https:", "#")) for one in re.findall(r'href="([^"]*)"', body))


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "{{ 7*7 }}{% include 'base.html' %}{# gone #}",
    "{date} {section} {count} %(name)s ${x}",
    "]]><x/>&amp;&lt;",
    "\u202eevil\u2066 __proto__",
]


class Elements(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, frozenset[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, frozenset(name for name, _ in attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_an_author_becomes_markup(text: str) -> None:
    """With hostile words in every place that has words, every page has the elements it has with harmless ones."""

    def everything(word: str) -> dict[str, str]:
        escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", word)
        sections = {"scope": (word, escaped), "retention": (word, f"- {escaped}\n\n> {escaped}"), "x": (word, escaped)}
        english = edition(document("en", word, sections, preamble=escaped))
        partly = edition(
            document("zh-Hans", word, sections), status=Status.PARTIAL, fallback=frozenset({"scope", "index"})
        )
        one = version("2026-01-28", 1, english, partly, summary={"en": word})
        two = version("2026-04-01", 2, english, partly, summary={"en": word})
        line = timeline((one, State.SUPERSEDED), (two, State.IN_FORCE))
        settings = site(title={"en": word, "ar": word}, publisher=Publisher(name=word, url="https://example.org/"))
        theme = values.theme()
        return files(
            [
                *values.pages_of(settings, line, theme),
                *values.made(pages.site_pages(settings, [line], theme)),
            ]
        )

    calm, hostile = everything("harmless"), everything(text)
    assert set(calm) == set(hostile)
    for path, page in hostile.items():
        # A redline shows what cannot be seen, in elements of its own.
        if path.endswith(".html") and not ("/changes/" in path and "\u202e" in text):
            assert Elements(page).found == Elements(calm[path]).found, path
    assert text in _unescaped(hostile["privacy/index.html"])


def _unescaped(page: str) -> str:
    names = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&quot;": '"', "&#39;": "'", "&#x27;": "'"}
    for name, sign in names.items():
        page = page.replace(name, sign)
    return page.replace("&amp;", "&")


def test_a_theme_that_fails_stops_the_pages() -> None:
    """A template that asks for what a view does not have is a problem, not a page."""
    files_ = {**values.theme_files(), "history.html": b"{{ view.nonsense }}"}
    broken = Theme.load(files_, {})
    with pytest.raises(ProblemError, match="nonsense"):
        list(values.pages_of(site(), ONE, broken))


_DIGEST = """
import hashlib
from tests import values
from tests.test_pages import ONE
from site_builder.outputs import pages
from site_builder.outputs.theme import Theme
theme = values.theme()
made = [*values.pages_of(values.site(), ONE, theme), *values.made(pages.site_pages(values.site(), [ONE], theme))]
made += theme.assets()
print(hashlib.sha256(b"".join(one.path.encode() + one.body for one in made)).hexdigest())
"""


def test_the_same_values_make_the_same_bytes() -> None:
    """Neither the seed of hashes nor the machine's zone and language is in a page."""
    seen = set()
    for seed, zone, language in (("0", "UTC", "C.UTF-8"), ("4711", "Pacific/Kiritimati", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", _DIGEST]
        done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True)
        seen.add(done.stdout)
    assert len(seen) == 1
