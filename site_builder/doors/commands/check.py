"""`site-builder check`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from site_builder.doors.commands.options import as_of_option, format_option, repo_option


@click.command()
@repo_option
@as_of_option
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The published site, which says what is public; by default `site` in the repository, where it is.",
)
@format_option
def check(repo: Path, as_of: datetime | None, previous: Path | None, form: str) -> None:
    """Say everything that is wrong with the content, and how it differs from what is published.

    The files are looked at as they are now, committed or not. Nothing is written.
    """
    from site_builder.doors.report import Format, reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported(Format(form)):
        from site_builder.doors.inspect import inspect  # noqa: PLC0415 - as above

        sys.exit(inspect(repo=repo, as_of=as_of, form=Format(form), previous=previous))
