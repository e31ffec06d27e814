"""Date lines are read in many languages, and what only looks like one is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.adopt.datelines import stated

CASES = Path(__file__).parent / "cases" / "adopt" / "datelines.txt"


def cases() -> Iterator[tuple[str, str, str]]:
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, found, text = line.split(" | ", 2)
            yield language, found, text


@pytest.mark.parametrize(("language", "found", "line"), [*cases()])
def test_a_line_says_what_its_case_says(language: str, found: str, line: str) -> None:
    """Kind and day of each date, or nothing; a month alone is a month and no day."""
    said = [f"{one.kind.value} {one.date.day.isoformat()[: 7 if one.date.month_only else 10]}" for one in stated(line)]
    assert (", ".join(said) or "-") == found, language


def test_the_table_is_large_enough() -> None:
    """At least 60 lines in 12 languages, of which a third say nothing of the text."""
    table = [*cases()]
    assert len(table) >= 60
    assert len({language for language, _, _ in table}) >= 12
    assert sum(found == "-" for _, found, _ in table) * 3 >= len(table)


def test_a_long_line_is_read_in_no_time_to_speak_of() -> None:
    """What is longer than a date line can be is not looked at, whatever it has in it."""
    assert [*stated("Last updated: January 28, 2026 " + "and " * 10_000)] == []
