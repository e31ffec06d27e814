"""Which wordings share their translations: only those of which a reader could not understand anything different."""

from __future__ import annotations

import pytest

from site_builder.versions.sense import sense
from tests.publisher import section


def named(text: str) -> str:
    return sense(section("a", f"# A\n\n{text}\n"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The app.", "The app!"),
        ("“Data” is what you give.", '"Data" is what you give.'),
        ("The *app*.", "The app."),
        ("Two\nlines.", "Two lines."),
        ("See [us](https://a.example).", "See [us](https://b.example)."),
    ],
)
def test_the_same_words_have_one_name(one: str, other: str) -> None:
    assert named(one) == named(other)


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
    ],
)
def test_what_reads_otherwise_has_another_name(one: str, other: str) -> None:
    assert named(one) != named(other)
