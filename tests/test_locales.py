"""Languages: one spelling for each, no crossing of scripts, dates as readers write them, words from PO files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from site_builder import locales
from site_builder.locales import Catalogue, read_catalogue
from site_builder.locales.catalogue import plural_forms, plural_index
from site_builder.problems import ProblemError


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("zh-hans", "zh-Hans"),
        ("ZH-HANT-hk", "zh-Hant-HK"),
        ("pt-br", "pt-BR"),
        ("es-419", "es-419"),
        ("ca-VALENCIA", "ca-valencia"),
        ("iw", "he"),
        ("sh", "sr-Latn"),
        ("sh-Cyrl", "sr-Cyrl"),
        ("cnr", "sr-ME"),
        ("prs", "fa-AF"),
        ("cmn-Hans", "zh-Hans"),
    ],
)
def test_a_tag_has_one_spelling(written: str, right: str) -> None:
    """A tag is written as RFC 5646 asks, and a name that was replaced gives way to its successor."""
    assert locales.canonical(written) == right
    assert locales.canonical(right) == right


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("zh_CN", "did you mean zh-CN?"),
        ("zh_CN.UTF-8", "did you mean zh-CN?"),
        ("english", "is not a language tag"),
        ("", "is not a language tag"),
        ("en-", "is not a language tag"),
        ("en-u-ca-buddhist", "is not a language tag"),
        ("x-private", "is not a language tag"),
        ("en/../ar", "is not a language tag"),
        ("xx", "CLDR does not know"),
        ("en-XX", "CLDR does not know"),
        ("en-Qqqq", "CLDR does not know"),
        ("ſr", "is not a language tag"),
    ],
)
def test_what_is_no_tag_is_refused_with_advice(written: str, said: str) -> None:
    """What is no tag, or names what nobody registered, is an error that says what was meant."""
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        locales.canonical(written)
    assert not locales.is_tag(written)


@pytest.mark.parametrize(
    ("tag", "chain"),
    [
        ("zh-Hant-HK", ("zh-Hant-HK", "zh-HK", "zh-Hant")),
        ("zh-Hant", ("zh-Hant",)),
        ("zh-CN", ("zh-CN", "zh-Hans-CN", "zh-Hans", "zh")),
        ("zh-Hans", ("zh-Hans", "zh")),
        ("sr-Latn", ("sr-Latn",)),
        ("es-MX", ("es-MX", "es-Latn-MX", "es-419", "es-Latn", "es")),
        ("pt-AO", ("pt-AO", "pt-Latn-AO", "pt-PT", "pt-Latn", "pt")),
        ("az-Arab", ("az-Arab",)),
        ("nb", ("nb", "nb-Latn", "no")),
    ],
)
def test_what_stands_in_is_never_in_another_script(tag: str, chain: tuple[str, ...]) -> None:
    """A reader of traditional Chinese is not given simplified, nor one of Serbian in Latin letters Cyrillic."""
    assert locales.fallbacks(tag) == chain


def test_the_nearest_language_is_found_or_none() -> None:
    """The nearest of what there is, and nothing where nothing is near."""
    assert locales.best("zh-Hant-HK", {"zh-Hans", "zh-Hant", "en"}) == "zh-Hant"
    assert locales.best("zh-Hant-HK", {"zh", "zh-Hans", "en"}) is None


def test_direction_names_and_lists() -> None:
    """Direction, names for speakers and for others, and lists follow CLDR."""
    directions = {tag: locales.direction(tag) for tag in ("en", "ar", "fa", "he", "az-Arab", "az", "zh-Hans")}
    assert [tag for tag, way in directions.items() if way == "rtl"] == ["ar", "fa", "he", "az-Arab"]
    names = [locales.autonym(tag) for tag in ("en", "zh-Hans", "ar", "fr", "pt-BR", "ka")]
    assert names == ["English", "简体中文", "العربية", "Français", "Português (Brasil)", "ქართული"]
    assert locales.name_in("zh-Hans", "fr") == "chinois simplifié"
    assert locales.listing(["a", "b", "c"], "en") == "a, b, and c"


def test_midnight_is_a_day_and_any_other_time_names_its_zone() -> None:
    """Midnight in the site's zone is shown as a date; a time always has its zone beside it."""
    midnight = datetime(2026, 1, 27, 16, tzinfo=UTC)
    assert locales.instant(midnight, "en", "Asia/Shanghai") == "January 28, 2026"
    assert locales.instant(midnight, "zh-Hans", "Asia/Shanghai") == "2026年1月28日"
    assert locales.instant(midnight, "ar", "Asia/Shanghai") == "28 يناير 2026"
    assert locales.date(midnight, "en", "UTC") == "January 27, 2026"
    in_utc = locales.instant(midnight, "en", "UTC").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert in_utc == "January 27, 2026, 4:00 PM (Coordinated Universal Time)"
    assert "中国标准时间" in locales.instant(midnight.replace(hour=1), "zh-Hans", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("zh-Hans", ("other",)),
        ("en", ("one", "other")),
        ("fr", ("one", "other")),
        ("ru", ("one", "few", "many")),
        ("ar", ("zero", "one", "two", "few", "many", "other")),
    ],
)
def test_plural_forms_are_those_of_cldr(locale: str, forms: tuple[str, ...]) -> None:
    """The forms that whole numbers take, in gettext's order, whatever the file's header says."""
    assert plural_forms(locale) == forms


def test_a_number_takes_its_form() -> None:
    """Arabic has six; a category that only huge French numbers have takes the last form."""
    assert [plural_index("ar", number) for number in (0, 1, 2, 3, 11, 100)] == [0, 1, 2, 3, 4, 5]
    assert plural_index("fr", 1_000_000) == 1


def po(body: str, header: str = "") -> bytes:
    return f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{header}\n{body}\n'.encode()


def codes(data: bytes, locale: str = "ar") -> list[str]:
    with pytest.raises(ProblemError) as raised:
        read_catalogue(data, locale=locale, path="messages.po")
    return [problem.code for problem in raised.value.problems]


def test_a_catalogue_is_read() -> None:
    """Translated messages are there; empty, fuzzy and obsolete ones are as if they were not."""
    found = read_catalogue(
        po(
            'msgid "a"\nmsgstr "A"\n\n#, fuzzy\nmsgid "b"\nmsgstr "B"\n\nmsgid "c"\nmsgstr ""\n\n'
            '#~ msgid "d"\n#~ msgstr "D"\n\nmsgid "{count} x"\nmsgid_plural "{count} xs"\nmsgstr[0] "{count} X"'
        ),
        locale="zh-Hans",
        path="messages.po",
    )
    assert found == Catalogue(locale="zh-Hans", messages={"a": ("A",), "{count} x": ("{count} X",)})
    assert found.singular("a") == "A"
    assert found.singular("b") is None
    assert found.plural("{count} x", 7) == "{count} X"
    assert found.plural("b", 7) is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe", "PS-421"),
        (po('msgid "a'), "PS-421"),
        (po("mesgid a"), "PS-421"),
        (po('msgid "a"\nmsgstr "A"', '"Plural-Forms: nplurals=many; plural=x;\\n"'), "PS-421"),
        (po('msgid "{count} x"\nmsgid_plural "{count} xs"\nmsgstr[0] "{count}"\nmsgstr[1] "{count}"'), "PS-422"),
        (po('msgid "on {date}"\nmsgstr "on {day}"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {date} {date.year}"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {date} {x.__class__}"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {date:>99999999}"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {date"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {Date}"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {} {date}"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {date} %(date)s"'), "PS-423"),
        (po('msgid "on {date}"\nmsgstr "on {date} %s"'), "PS-423"),
        (po('msgid "a"\nmsgstr "{a}"'), "PS-423"),
        (po('msgid "a"\nmsgstr "A"\n\nmsgid "a"\nmsgstr "B"'), "PS-421"),
        (po('msgid "a"\nmsgstr "<b>A</b>"'), "PS-424"),
        (po('msgid "a"\nmsgstr "&lt;"'), "PS-424"),
    ],
)
def test_a_broken_catalogue_is_a_problem(data: bytes, code: str) -> None:
    """Each kind of broken catalogue is refused with its own code."""
    assert codes(data) == [code]


def test_a_byte_order_mark_changes_nothing() -> None:
    """Some editors of PO files write one."""
    data = b"\xef\xbb\xbf" + po('msgid "a"\nmsgstr "A"')
    assert read_catalogue(data, locale="de", path="x").singular("a") == "A"


@pytest.mark.parametrize("locale", ["ar", "de", "fr", "he", "hi", "ja", "pl", "ru", "sl", "zh-Hant"])
def test_every_number_takes_a_form_that_there_is(locale: str) -> None:
    """CLDR's rule and no header decides, and never asks for a form that a translator could not give."""
    assert {plural_index(locale, number) for number in range(201)} == set(range(len(plural_forms(locale))))


def test_nothing_in_a_catalogue_is_evaluated() -> None:
    """A plural header is text that nobody runs."""
    header = "\"Plural-Forms: nplurals=6; plural=__import__('os').abort();\\n\""
    assert read_catalogue(po('msgid "a"\nmsgstr "A"', header), locale="ar", path="x").singular("a") == "A"


@pytest.mark.parametrize(
    ("at", "zone", "whole"),
    [
        ("2026-03-31T16:00:00Z", "Asia/Shanghai", True),
        ("2026-03-31T16:00:01Z", "Asia/Shanghai", False),
        # Midnight is skipped: the day begins at one. Midnight comes twice: the day begins with the first.
        ("2026-03-28T22:00:00Z", "Asia/Beirut", True),
        ("2026-11-01T04:00:00Z", "America/Havana", True),
        ("2026-11-01T05:00:00Z", "America/Havana", False),
    ],
)
def test_the_first_instant_of_a_day_is_written_as_that_day(at: str, zone: str, *, whole: bool) -> None:
    assert (":" not in locales.instant(datetime.fromisoformat(at), "en", zone)) is whole
