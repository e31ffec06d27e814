"""A history with five versions and six languages: what pages and JSON say of each translation at twelve instants.

Translations come in time, late, out of order and for an older text; one is repaired, one version goes out without
another, and one language is dropped. ``TABLE`` is what readers and programs were told, and is read as prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from site_builder.model.prose import Numbering
from tests import publisher as p
from tests.publisher import FOLDER, INDEX, Publisher
from tests.test_chronicle import Moment, make
from tests.values import theme

LOCALES = ("en", "zh-Hans", "ar", "ja", "de", "he")
SCOPE = "# Scope\n\nThis policy covers the app.\n"
SCOPE_3 = "# Scope\n\nThis policy covers the app and the site.\n"
RETENTION = "# Retention\n\nWe keep data for 30 days.\n"
RETENTION_2 = "# Retention\n\nWe keep data for 60 days.\n"
RETENTION_4 = "# Retention\n\nWe keep **data** for 60 days\n"
RETENTION_5 = "# Retention\n\nWe keep data for 90 days.\n"
WORDS = {
    "zh-Hans": ("隐私政策", "范围", "保留"),
    "ar": ("سياسة الخصوصية", "النطاق", "الاحتفاظ"),
    "ja": ("プライバシーポリシー", "適用範囲", "保存"),
    "de": ("Datenschutzerklärung", "Geltung", "Aufbewahrung"),
    "he": ("מדיניות פרטיות", "תחולה", "שמירה"),
}


def settings(*locales: str) -> dict[str, str | None]:
    names = ", ".join(locales)
    return {
        "content/site.yaml": "title: {en: Policies}\nbase_url: https://policies.example\ntime_zone: Asia/Shanghai\n"
        f"locales: [{names}]\naudiences: {{cn: {{name: {{en: Users in China, zh-Hans: 中国用户}}}}}}\n",
        f"{FOLDER}/policy.yaml": "id: privacy\nterms_type: Privacy Policy\ngoverning: en\n"
        f"locales: [{names}]\nsections: [scope, retention]\nprevails: {{default: en, cn: zh-Hans}}\n",
    }


def release(revision: int, scope: str, retention: str, dates: tuple[str, str], more: str = "") -> dict[str, str | None]:
    text = p.document(INDEX, Numbering.DECIMAL, scope=scope, retention=retention)
    level = "editorial" if revision == 4 else "material"
    made = p.release(revision, text, *dates, level=level, summary="{en: A change.}")
    return {
        f"{FOLDER}/en/scope.md": scope,
        f"{FOLDER}/en/retention.md": retention,
        f"{FOLDER}/releases/v{revision}.yaml": made + more,
    }


def translated(locale: str, name: str, of: str, more: str = "") -> dict[str, str | None]:
    title, scope, retention = WORDS[locale]
    if name == "index":
        return {f"{FOLDER}/{locale}/index.md": p.translated_index(INDEX, f"# {title}\n")}
    heading = scope if name == "scope" else retention
    figures = " ".join(re.findall(r"\d+", of))
    return {f"{FOLDER}/{locale}/{name}.md": p.translation(of, f"# {heading}\n\n{heading} {figures}{more}\n")}


def whole(locale: str) -> dict[str, str | None]:
    return (
        translated(locale, "index", INDEX)
        | translated(locale, "scope", SCOPE)
        | translated(locale, "retention", RETENTION)
    )


# The commits: what each does, and what it writes.
STEPS: tuple[tuple[str, dict[str, str | None]], ...] = (
    (
        "the first version, whole in four languages, and without one section in Hebrew",
        settings(*LOCALES)
        | {f"{FOLDER}/en/index.md": INDEX}
        | release(1, SCOPE, RETENTION, ("2026-01-10", "2026-01-10"))
        | whole("zh-Hans")
        | whole("ar")
        | whole("ja")
        | whole("de")
        | translated("he", "index", INDEX)
        | translated("he", "scope", SCOPE),
    ),
    ("the Hebrew section, late", translated("he", "retention", RETENTION)),
    (
        "the second version, in Chinese at once",
        release(2, SCOPE, RETENTION_2, ("2026-02-01", "2026-03-05")) | translated("zh-Hans", "retention", RETENTION_2),
    ),
    ("it in Arabic, in time", translated("ar", "retention", RETENTION_2)),
    ("it in Japanese, late", translated("ja", "retention", RETENTION_2)),
    (
        "the third version, in Chinese and Arabic, and without Hebrew",
        release(
            3,
            SCOPE_3,
            RETENTION_2,
            ("2026-03-15", "2026-04-20"),
            "without: {he: We have no Hebrew translator at present.}\n",
        )
        | translated("zh-Hans", "scope", SCOPE_3)
        | translated("ar", "scope", SCOPE_3),
    ),
    (
        "the second version in German, out of order, when the third is public",
        translated("de", "retention", RETENTION_2),
    ),
    (
        "the third version in German, and a better Chinese text of it",
        translated("de", "scope", SCOPE_3) | translated("zh-Hans", "scope", SCOPE_3, "。"),
    ),
    (
        "the fourth version: a full stop and bold type, of which no translation knows",
        release(4, SCOPE_3, RETENTION_4, ("2026-04-25", "2026-04-25")),
    ),
    ("the third and fourth in Japanese, late", translated("ja", "scope", SCOPE_3)),
    ("the fifth version, which nobody has translated", release(5, SCOPE_3, RETENTION_5, ("2026-05-01", "2026-06-05"))),
    (
        "German is dropped, Chinese comes in time",
        settings("en", "zh-Hans", "ar", "ja", "he") | translated("zh-Hans", "retention", RETENTION_5),
    ),
)
# When a site is built, in Shanghai, and how many steps are committed by then.
INSTANTS = (
    ("2026-01-10", 1),
    ("2026-01-20", 2),
    ("2026-02-01", 3),
    ("2026-02-15", 4),
    ("2026-03-05", 4),
    ("2026-03-10", 5),
    ("2026-03-15", 6),
    ("2026-03-20", 7),
    ("2026-04-20", 8),
    ("2026-04-25", 9),
    ("2026-05-01", 11),
    ("2026-06-05", 12),
)
# A line for each version that counts or comes: the languages by what is said of them, and the sections that stand
# in English in brackets: S the scope, R the retention, with a question mark where it was never translated.
TABLE = """\
2026-01-10 v1 in-force: governing: en · current: zh-Hans, ar, ja, de · missing: he [R?]
2026-01-20 v1 in-force: governing: en · current: zh-Hans, ar, ja, de · late: he
2026-02-01 v1 in-force: governing: en · current: zh-Hans, ar, ja, de · late: he
2026-02-01 v2 announced: governing: en · current: zh-Hans · outdated: ar [R], ja [R], de [R], he [R]
2026-02-15 v1 in-force: governing: en · current: zh-Hans, ar, ja, de · late: he
2026-02-15 v2 announced: governing: en · current: zh-Hans, ar · outdated: ja [R], de [R], he [R]
2026-03-05 v2 in-force: governing: en · current: zh-Hans, ar · outdated: ja [R], de [R], he [R]
2026-03-10 v2 in-force: governing: en · current: zh-Hans, ar · late: ja · outdated: de [R], he [R]
2026-03-15 v2 in-force: governing: en · current: zh-Hans, ar · late: ja · outdated: de [R], he [R]
2026-03-15 v3 announced: governing: en · current: zh-Hans, ar · outdated: ja [S], de [R S], he [R S]
2026-03-20 v2 in-force: governing: en · current: zh-Hans, ar · late: ja, de · outdated: he [R]
2026-03-20 v3 announced: governing: en · current: zh-Hans, ar · outdated: ja [S], de [S], he [R S]
2026-04-20 v3 in-force: governing: en · current: zh-Hans, ar, de · outdated: ja [S], he [R S]
2026-04-25 v4 in-force: governing: en · current: zh-Hans, ar, de · outdated: ja [S], he [R S]
2026-05-01 v4 in-force: governing: en · current: zh-Hans, ar, de · late: ja · outdated: he [R S]
2026-05-01 v5 announced: governing: en · outdated: zh-Hans [R], ar [R], ja [R], de [R], he [R S]
2026-06-05 v5 in-force: governing: en · current: zh-Hans · outdated: ar [R], ja [R], he [R S]
"""


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> list[Moment]:
    """The site at each of the instants, each built on the one before."""
    path: Path = tmp_path_factory.mktemp("freshness") / "repository"
    repository = Publisher(path)
    commits = [repository.commit(files) for _, files in STEPS]
    made: list[Moment] = []
    for day, steps in INSTANTS:
        at = f"{day}T00:00:00+08:00"
        moment, problems = make(path, commits[steps - 1], at, made[-1] if made else None)
        assert problems == []
        made.append(moment)
    return made


def counting(moment: Moment) -> Iterator[dict[str, Any]]:
    versions = moment.json("api/v1/privacy/versions.json")["versions"]
    return (one for one in versions if one["state"] in ("in-force", "announced"))


def lines(moments: list[Moment]) -> Iterator[str]:
    for moment in moments:
        for version in counting(moment):
            told: dict[str, list[str]] = {}
            for locale, text in version["locales"].items():
                names = [*text["outdated"], *(f"{part}?" for part in text["missing"])]
                parts = [name.replace("retention", "R").replace("scope", "S") for name in names]
                told.setdefault(text["freshness"], []).append(locale + (f" [{' '.join(parts)}]" if parts else ""))
            said = " · ".join(f"{word}: {', '.join(tags)}" for word, tags in told.items())
            yield f"{moment.at[:10]} {version['version']} {version['state']}: {said}"


def test_json_says_at_each_instant_how_fresh_each_text_is(moments: list[Moment]) -> None:
    """The table: late is what came when the version was in force, outdated what translates an earlier wording."""
    assert "\n".join(lines(moments)) + "\n" == TABLE


SENTENCES = {
    ("outdated", True): "This text has changed and has not been translated yet. It is shown in {language}.",
    (
        "outdated",
        False,
    ): "Parts of this text have changed and have not been translated yet. They are shown in {language}.",
    ("missing", True): "This text is not available in this language yet and is shown in {language}.",
    ("missing", False): "Parts of this text are not available in this language yet and are shown in {language}.",
}


def test_pages_say_what_the_json_says(moments: list[Moment]) -> None:
    """In the reader's language, on the page of each version: outdated, missing or late, or nothing of that."""
    words = {locale: theme().words(locale) for locale in LOCALES}
    seen: set[str] = set()
    for moment in moments:
        for version in counting(moment):
            for locale, text in version["locales"].items():
                page = moment.files[f"privacy/{version['version']}/{locale}/index.html"].decode()
                told = {
                    key: words[locale].gettext(sentence, language="\0").split("\0")[0] in page
                    for key, sentence in SENTENCES.items()
                }
                parts = {*text["outdated"], *text["missing"]}
                fallback = text["status"] == "fallback"
                expected = {(text["freshness"], fallback)} if parts else set()
                assert {key for key, found in told.items() if found} == expected, (
                    moment.at,
                    version["version"],
                    locale,
                )
                late = words[locale].gettext(
                    "This translation was added on {date}, after the version took effect.", date="\0"
                )
                assert all(part in page for part in late.split("\0")) == (text["freshness"] == "late")
                assert page.count('<div lang="en" dir="ltr">') == len(parts - {"index"})
                seen.add(text["freshness"])
    assert seen == {"governing", "current", "late", "outdated", "missing"}


def test_an_outdated_page_leads_to_what_changed_and_to_the_last_whole_text(moments: list[Moment]) -> None:
    """From the Hebrew page of the third version to the second's redline and the first version in Hebrew."""
    page = next(one for one in moments if one.at.startswith("2026-04-20")).files["privacy/v3/he/index.html"].decode()
    banner = re.sub(r"\s+", " ", page)
    assert '<a href="../../v1/he/">' in banner
    assert '<a href="../../changes/since/v1/he/">' in banner
    assert '<span lang="en" dir="ltr">We have no Hebrew translator at present.</span>' in banner
    last = moments[-1].json("api/v1/privacy/versions.json")["versions"]
    assert [one["without"] for one in last][2] == {"he": "We have no Hebrew translator at present."}


def test_which_text_prevails_is_said_where_it_is_declared(moments: list[Moment]) -> None:
    """By audience, in pages and JSON; an audience that is not everybody is called by its name."""
    last = moments[-1]
    assert last.json("api/v1/privacy/current.json")["prevailing"] == {"cn": "zh-Hans", "default": "en"}
    english, chinese = (last.files[f"privacy/{locale}/index.html"].decode() for locale in ("en", "zh-Hans"))
    assert "If the texts differ, the text in English prevails." in english
    assert "Users in China: if the texts differ, the text in Simplified Chinese prevails." in english
    assert "中国用户：各语言文本如有不一致，以简体中文文本为准。" in chinese


def test_translators_see_what_waits_for_them(moments: list[Moment]) -> None:
    """The page for translators has each version that counts or comes, and leads to the sections to be done."""
    page = moments[-2].files["status/index.html"].decode()
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<table>") == 2
    rows = re.findall(r'<tr class="(\w+)">\s*<th scope="row"><a href="\.\./privacy/(v\d)/([\w-]+)/"', page)
    assert ("outdated", "v5", "ja") in rows
    assert ("late", "v4", "ja") in rows
    assert '<a href="../privacy/v5/he/#s-retention"><bdi>Retention</bdi></a> (Outdated)' in page
    assert "We have no Hebrew translator at present." not in page


def test_feeds_say_whether_a_text_is_complete(moments: list[Moment]) -> None:
    """Who reads a feed in a language learns that the text is not whole in it, and of which text it is a translation."""
    chinese, hebrew, english = (
        moments[-1].json(f"feeds/privacy/{locale}.json")["items"][0]["_policy"] for locale in ("zh-Hans", "he", "en")
    )
    assert (chinese["complete"], hebrew["complete"], english["complete"]) == (True, False, True)
    assert chinese["translation_of"] == hebrew["translation_of"]
    assert english["translation_of"] is None
