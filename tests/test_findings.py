"""What rules find is shown where readers and programs look for what changed, in the reader's language."""

from __future__ import annotations

import json
from itertools import chain

from site_builder.model.artifact import Artifact
from site_builder.model.policy import Level
from site_builder.model.timeline import State, Timeline
from site_builder.model.version import Edition
from site_builder.outputs import changes, feeds, records
from tests import values
from tests.values import document, edition, site, timeline, version


def kept(days: str, chinese: str = "") -> tuple[Edition, ...]:
    """The editions of a version that keeps data for so long; with Chinese words, translated as a whole."""
    english = edition(document("en", "Privacy", {"retention": ("Retention", f"We keep your data for {days}.")}))
    if not chinese:
        return (english,)
    return english, edition(document("zh-Hans", "隐私", {"retention": ("数据保存", f"我们保存{chinese}。")}))


def line(*texts: tuple[Edition, ...]) -> Timeline:
    labels = ("2026-01-28", "2026-04-01", "2026-06-01")[: len(texts)]
    last = len(texts) - 1
    made = [
        version(label, number, *text, level=Level.CLARIFYING)
        for number, (label, text) in enumerate(zip(labels, texts, strict=True), start=1)
    ]
    return timeline(*((one, State.IN_FORCE if i == last else State.SUPERSEDED) for i, one in enumerate(made)))


def files(of: Timeline) -> dict[str, Artifact]:
    redlined = values.redlines(site(), of)
    theme = values.theme()
    entries = feeds.Source(site=site(), timeline=of, redlines=redlined, theme=theme).listed()
    made = [
        *values.pages_of(site(), of, theme),
        *changes.change_files(site(), chain(*redlined.neighbours(), *redlined.since()), redlined.comparison, theme),
        *records.version_files(site(), of, redlined, theme),
        *feeds.feed_files(site(), of, entries),
    ]
    return {one.path: one for one in values.made(made)}


TWO = files(line(kept("30 days", "30天"), kept("90 days", "90天")))
PAIR = "2026-01-28..2026-04-01"


def test_a_reader_is_told_in_words() -> None:
    """On the redline and in the history, the change stands in one line."""
    for address in (f"privacy/changes/{PAIR}/en/index.html", "privacy/history/en/index.html"):
        assert "Retention: <bdi>30 days</bdi> → <bdi>90 days</bdi>" in TWO[address].body.decode()


def test_words_are_of_the_text_that_the_reader_sees() -> None:
    """A Chinese text that is whole is judged itself; readers of a language without one see whose words they are."""
    chinese = TWO[f"privacy/changes/{PAIR}/zh-Hans/index.html"].body.decode()
    assert "保存期限：<bdi>30天</bdi> → <bdi>90天</bdi>" in chinese
    arabic = TWO[f"privacy/changes/{PAIR}/ar/index.html"].body.decode()
    assert '<bdi lang="en" dir="ltr">30 days</bdi> ← <bdi lang="en" dir="ltr">90 days</bdi>' in arabic


def test_programs_are_told_what_was_declared_and_what_was_found() -> None:
    """The level of a release is its author's; what rules find stands beside it and replaces nothing."""
    told = json.loads(TWO[f"api/v1/privacy/changes/{PAIR}/en.json"].body)
    assert (told["level"], told["found"], told["findings_locale"]) == ("clarifying", "material", "en")
    assert [(one["rule"], one["words"]) for one in told["findings"]] == [("quantity", "Retention: 30 days → 90 days")]
    listed = json.loads(TWO["api/v1/privacy/versions.json"].body)["versions"]
    assert [(one["level"], one["found"]) for one in listed] == [("clarifying", None), ("clarifying", "material")]
    assert listed[1]["findings"]["en"] == ["Retention: 30 days → 90 days"]


def test_feeds_say_it_as_well() -> None:
    """Below the summary, a line for each finding."""
    item = json.loads(TWO["feeds/privacy/en.json"].body)["items"][0]
    assert item["content_text"].splitlines()[1:] == ["- Retention: 30 days → 90 days"]
    assert f'type="text">{item["content_text"]}</content>' in TWO["feeds/privacy/en.atom"].body.decode()


def test_nothing_changed_since_the_version_in_force() -> None:
    """A program that has the present text is told that it is equal, and no level that says otherwise."""
    told = json.loads(TWO["api/v1/privacy/changes/since/2026-04-01/en.json"].body)
    assert (told["equal"], told["level"], told["found"], told["findings"]) == (True, "editorial", "editorial", [])


def test_a_change_that_was_taken_back_is_found_over_all_steps() -> None:
    """Who skipped a version is told what its users were: cumulative is no less than any step (FAULTS C11)."""
    back = files(line(kept("30 days"), kept("90 days"), kept("30 days")))
    told = json.loads(back["api/v1/privacy/changes/since/2026-01-28/en.json"].body)
    assert (told["equal"], told["found"], told["findings"]) == (True, "material", [])
    assert told["steps"] == ["2026-04-01", "2026-06-01"]


def test_a_long_list_is_cut() -> None:
    """A history stays a list of versions, and says how much more there is."""
    long, longer = ("\n\n".join(f"Item{n} lasts {n + days} days." for n in range(9)) for days in (10, 50))
    many = [(edition(document("en", "P", {"x": ("X", text)})),) for text in (long, longer)]
    page = files(line(*many))["privacy/history/en/index.html"].body.decode()
    assert page.count('<li class="material">') == 5
    assert "and 4 more" in page
