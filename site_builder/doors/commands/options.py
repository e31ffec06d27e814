"""Options that several commands have. Nothing heavy is imported here, so that `--help` is fast."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


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


repo_option = click.option(
    "--repo", type=click.Path(path_type=Path), default=".", help="The repository; here by default."
)
as_of_option = click.option("--as-of", callback=_instant, metavar="INSTANT", help="Work as at then; now by default.")
# The words are those of doors.report.Format.
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How problems are written; json and github go to standard output.",
)
