"""How much a change matters: what is proved editorial, what must be material, and that each opinion shows its proof."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scripts.rules_page import page
from site_builder.doors.redlines import compare_files, written
from site_builder.locales import read_catalogue
from site_builder.materiality.rules import RULES
from site_builder.model.policy import Level
from site_builder.outputs.theme import Words
from site_builder.outputs.wording import worded, worded_all
from tests.materiality.tables import Case, cases, judged, languages, sides, table, verdicts
from tests.values import LOCALES, catalogue_files

REPOSITORY = Path(__file__).parents[2]
ENGLISH = Words(catalogue=None)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.level}: {case.after[-40:]}")
def test_a_case_has_its_level_its_rules_and_its_words(case: Case) -> None:
    """What a lawyer wrote down comes out: nothing more is found, and readers are told exactly this."""
    found = judged(case.before, case.after, case.locale)
    assert str(found.level) == case.level
    assert tuple(sorted({one.rule for one in found.findings})) == case.rules
    assert worded_all(found.findings, ENGLISH) == case.words


def test_there_are_cases_enough() -> None:
    """At least 120 cases, many of which find nothing, and at least 150 one-word edits in two languages."""
    assert len(cases()) >= 120
    assert sum(not case.rules for case in cases()) >= 15
    assert len(languages()) >= 150
    assert {locale for locale, _ in languages()} == {"en", "zh"}


@pytest.mark.parametrize(("locale", "line"), languages())
def test_one_word_or_number_is_material(locale: str, line: str) -> None:
    """A single word that turns a provision round is never missed (FAULTS C7)."""
    assert judged(*sides(line), locale).level is Level.MATERIAL


@pytest.mark.parametrize("line", table("never-editorial"))
def test_what_looks_like_a_slip_and_is_none_is_not_editorial(line: str) -> None:
    """Two words of the language that are a letter or two apart are two words, in both directions of the edit."""
    old, new = sides(line)
    assert judged(old, new).level > Level.EDITORIAL
    assert judged(new, old).level > Level.EDITORIAL


@pytest.mark.parametrize("line", table("always-editorial"))
def test_what_no_reader_could_take_otherwise_is_proved(line: str) -> None:
    """Each finding is a proof of its own, and no other finding stands beside them."""
    found = judged(*sides(line))
    assert found.level is Level.EDITORIAL
    assert {RULES[one.rule].level for one in found.findings} <= {Level.EDITORIAL}


def test_an_invisible_change_is_told() -> None:
    """A character that nobody sees is reported by its own rule, with both texts (FAULTS C5)."""
    found = judged("We keep logs.", "We ke\u200bep logs.")
    assert [one.rule for one in found.findings] == ["invisible"]
    assert found.findings[0].evidence.now == "We ke\u200bep logs."


def test_the_level_is_the_highest() -> None:
    """A spelling mistake beside a period does not hide it, and does not go untold."""
    found = judged("We recieve it.\n\nWe keep it for 30 days.", "We receive it.\n\nWe keep it for 90 days.")
    assert found.level is Level.MATERIAL
    assert {one.rule for one in found.findings} == {"spelling", "quantity"}


def test_a_section_by_itself_makes_nothing_editorial_or_material() -> None:
    """What a section is about is a prior for its lists: reworded prose under the same title stays clarifying."""
    before, after = (f"## Retention\n\nOur mascot is a {animal}." for animal in ("fox", "bear"))
    assert judged(before, after).level is Level.CLARIFYING


@pytest.mark.parametrize(
    ("locale", "before", "after"),
    [
        ("de", "Wir geben Ihre Daten nicht weiter.", "Wir geben Ihre Daten weiter."),
        ("fr", "Vous pouvez annuler.", "Vous devez annuler."),
        ("ja", "データを保存します。", "データを販売します。"),
        ("ar", "لا نبيع بياناتك.", "نبيع بياناتك."),
        ("hi", "हम डेटा रखते हैं।", "हम डेटा बेचते हैं।"),
        ("th", "เราเก็บข้อมูล", "เราขายข้อมูล"),
    ],
)
@pytest.mark.parametrize("named", [True, False], ids=["locale named", "locale told from the words"])
def test_a_language_that_is_not_read_is_never_called_editorial(
    locale: str, before: str, after: str, *, named: bool
) -> None:
    """Words that changed in it may mean anything."""
    assert judged(before, after, locale if named else None).level > Level.EDITORIAL


@pytest.mark.parametrize("locale", LOCALES)
def test_every_finding_has_words_in_every_language(locale: str) -> None:
    """No finding is told in English to a reader of another language."""
    data = catalogue_files().get(locale)
    catalogue = read_catalogue(data, locale=locale, path=locale) if data else None
    words = Words(catalogue=catalogue)
    for one in (one for _, found in verdicts() for one in found.findings):
        line = worded(one, words)
        assert line
        assert "{" not in line.replace("{{", "").replace("{%", "")
        assert locale == "en" or line != worded(one, ENGLISH)


def test_every_finding_has_a_rule_with_a_source_and_shows_its_words() -> None:
    """The words of the evidence stand in the text that it names."""
    for _, found in verdicts():
        for one in found.findings:
            assert one.rule in RULES
            for part in one.evidence.before.replace(" … ", ", ").split(", "):
                assert part in one.evidence.was or part.startswith(("http", "mailto", "#")) or one.rule == "moved-item"


def test_every_rule_finds_something_in_the_cases() -> None:
    """No rule is there without a case or a line in a table that it decides."""
    lines = [(*sides(line), locale) for locale, line in languages()]
    lines += [(*sides(line), "en") for name in ("never-editorial", "always-editorial") for line in table(name)]
    found = [*(judged(*line) for line in lines), *(verdict for _, verdict in verdicts())]
    assert set(RULES) <= {one.rule for verdict in found for one in verdict.findings}


WORDS = st.sampled_from(
    [
        "we",
        "you",
        "may",
        "not",
        "share",
        "data",
        "keep",
        "30",
        "days",
        "US",
        "us",
        "policy.",
        "Policy,",
        "and",
        "or",
        "我们",
        "不",
        "会",
        "保存",
    ]
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_equal_texts_have_no_finding_and_others_have_one(before: str, after: str) -> None:
    """What differs is found, what does not is not, and the judgement is its findings' highest level."""
    found = judged(before, after)
    assert not judged(before, before).findings
    assert found == judged(before, after)
    assert found.level is max((one.level for one in found.findings), default=Level.EDITORIAL)
    if before.split() != after.split():
        assert found.findings


def test_the_judgement_does_not_depend_on_the_seed_of_hashes() -> None:
    """The same texts have the same findings in the same order in every process."""
    program = (
        "from tests.materiality.tables import cases, judged\n"
        "print([judged(case.before, case.after, case.locale) for case in cases()][-60:])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=REPOSITORY,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_the_reference_lists_every_rule() -> None:
    """docs/reference/materiality.md is what scripts/rules_page.py writes now."""
    assert (REPOSITORY / "docs/reference/materiality.md").read_text("utf-8") == page()


def test_diff_as_json_has_the_level_and_the_findings(tmp_path: Path) -> None:
    """What `diff --format json` prints is what its schema describes, with the proof of each finding."""
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("## Retention\n\nWe keep your data for 30 days.\n", "utf-8")
    new.write_text("## Retention\n\nWe keep your data for 90 days.\n", "utf-8")
    told = json.loads(written(compare_files(old, new), "json", colour=False))
    Draft202012Validator(
        json.loads((REPOSITORY / "site_builder/schemas/diff.schema.json").read_text("utf-8"))
    ).validate(told)
    assert told["level"] == "material"
    assert told["findings"] == [
        {
            "rule": "quantity",
            "level": "material",
            "subjects": ["retention"],
            "section": {"id": None, "path": ["Retention"], "title": "Retention"},
            "before": "30 days",
            "after": "90 days",
            "was": "We keep your data for 30 days.",
            "now": "We keep your data for 90 days.",
        }
    ]
