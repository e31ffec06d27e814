"""Options that several commands have. Nothing heavy is imported here, so that `--help` is fast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])


def _instant(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    """An instant with its zone, so that a command says the same wherever it runs."""
    if value is None:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise click.BadParameter("write an instant with its zone, such as 2026-04-01T09:00:00+08:00")
    return read


LEVELS = ("editorial", "clarifying", "material")


def by_locale(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Words by locale, from `en=Some words`."""
    found: dict[str, str] = {}
    for value in values:
        locale, sign, words = value.partition("=")
        if not (sign and locale and words.strip()):
            raise click.BadParameter("write the language, `=` and the words: en=We keep backups for 90 days.")
        found[locale] = words.strip()
    return found


repo_option = click.option(
    "--repo", type=click.Path(path_type=Path), default=".", help="The repository; here by default."
)
as_of_option = click.option("--as-of", callback=_instant, metavar="INSTANT", help="Work as at then; now by default.")


def _format_option(*names: str) -> Callable[[_F], _F]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", *names]),
        default="text",
        show_default=True,
        help=f"How problems are written; {' and '.join([', '.join(names[:-1]), names[-1]])} go to standard output.",
    )


# The words are those of doors.report.Format.
format_option = _format_option("json", "github")
review_format_option = _format_option("json", "github", "sarif")
