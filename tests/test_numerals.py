"""Numbers of sections as laws of a language write them, on the page, in references, in redlines and in JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from site_builder.locales import section_number
from site_builder.locales.numerals import han
from site_builder.model.prose import Numerals
from site_builder.model.timeline import State
from site_builder.outputs import records
from tests import values
from tests.values import document, edition, policy, site, timeline, version

CHINESE = {"scope": ("范围", "参见 [](#retention)。"), "retention": ("保留", "不久。")}
ARABIC = {"scope": ("النطاق", "انظر [](#retention)."), "retention": ("الاحتفاظ", "قريبًا.")}


def test_page_reference_and_json_write_the_same_number() -> None:
    """What is cited is what stands there: a reference shows the number of the heading that it leads to."""
    own = policy(numerals={"zh-Hans": Numerals.ARTICLE, "ar": Numerals.PARENTHESES})
    translated = [edition(document("zh-Hans", "隐私政策", CHINESE)), edition(document("ar", "سياسة", ARABIC))]
    line = timeline((version("2026-01-28", 1, *translated, of=own), State.IN_FORCE))
    made = [
        *values.pages_of(site(), line, values.theme()),
        *values.made(records.version_files(site(), line, values.redlines(site(), line), values.theme())),
    ]
    found = {one.path: one.body.decode() for one in made}
    chinese, arabic, english = (found[f"privacy/{tag}/index.html"] for tag in ("zh-Hans", "ar", "en"))
    assert '<h2><span class="number">第二条</span> 保留</h2>' in chinese
    assert '<a href="#s-retention">第二条 保留</a>' in chinese
    assert '<h2><span class="number">(٢)</span> الاحتفاظ</h2>' in arabic
    assert '<h2><span class="number">2.</span> Data Retention</h2>' in english
    labels = json.loads(found["api/v1/privacy/versions/2026-01-28/zh-Hans.json"])["sections"]
    assert [(one["number"], one["label"]) for one in labels] == [("1", "第一条"), ("2", "第二条")]


def test_numbers_are_no_part_of_the_text() -> None:
    """Another way to write numbers changes no digest."""
    plain, counted = (version("2026-01-28", 1, of=policy(numerals=one)) for one in ({}, {"en": Numerals.NATIVE}))
    assert plain.governing.digest == counted.governing.digest
    assert replace(counted, policy=plain.policy) == plain


def test_every_number_up_to_a_thousand_is_written_once() -> None:
    """No two numbers are written alike, in any of the ways."""
    for numerals in Numerals:
        for tag in ("zh-Hans", "zh-Hant", "ja", "ko"):
            assert len({section_number(number, tag, numerals) for number in range(1, 2001)}) == 2000
    assert [han(number, japanese=False) for number in (7, 15, 105, 1005, 2000)] == [
        "七",
        "十五",
        "一百零五",
        "一千零五",
        "二千",
    ]
