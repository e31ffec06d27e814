"""Which wordings share their translations: only those of which a reader could not understand anything different."""

from __future__ import annotations

import pytest

from site_builder.meaning import says_the_same
from tests.publisher import section


def same(one: str, other: str, locale: str = "en") -> bool:
    return says_the_same(section("a", f"# A\n\n{one}\n"), section("a", f"# A\n\n{other}\n"), locale)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The app.", "The app!"),
        ("“Data” is what you give.", '"Data" is what you give.'),
        ("The *app*.", "The app."),
        ("Two\nlines.", "Two lines."),
        ("See [us](https://a.example/x).", "See [us](https://a.example/y)."),
        ("We store it for thirty days.", "We store it for 30 days."),
    ],
)
def test_what_says_the_same_shares_its_translation(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$.50 a page", "$50 a page"),
        ("a -5 margin", "a 5 margin"),
        ("No, data is shared", "No data is shared"),
        ("we may, not you, cancel", "we may not, you cancel"),
        ("due (not for consumers) to us", "due not for consumers to us"),
        ("|a|b|c|\n|-|-|-|\n|E||yes|", "|a|b|c|\n|-|-|-|\n|E|yes||"),
        ("See [it](#scope).", "See [it](#use)."),
        ("30 %", "30"),
        ("We keep it.", "We keep it?"),
        ("Last updated: May 1, 2024", "Last updated: May 1, 2025"),
        ("Our Business Plan is new.", "Our Business Cloud Plan is new."),
        ("We do:\n\n- sell\n\nWe do not:\n\n- keep", "We do:\n\n- keep\n\nWe do not:\n\n- sell"),
    ],
)
def test_what_reads_otherwise_shares_none(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_a_misspelling_that_is_mended_empties_no_translation() -> None:
    """The other way round it is no correction, and nothing proves it."""
    assert same("We recieve it.", "We receive it.")
    assert not same("We receive it.", "We recieve it.")


@pytest.mark.parametrize(
    ("locale", "one", "other"),
    [("de", "Wir teilen Ihre Daten.", "Wir teilen ihre Daten."), ("fr", "Nous nous réservons.", "Nous réservons.")],
)
def test_in_a_language_that_is_not_read_only_proofs_without_words_hold(locale: str, one: str, other: str) -> None:
    assert not same(one, other, locale)
    assert same(f"“{one}”", f'"{one}"', locale)
