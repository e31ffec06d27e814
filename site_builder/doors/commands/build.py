"""`site-builder build`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


def _instant(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    """An instant with its zone, so that a build says the same wherever it runs."""
    if value is None:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise click.BadParameter("write an instant with its zone, such as 2026-04-01T09:00:00+08:00")
    return read


@click.command()
@click.option("--repo", type=click.Path(path_type=Path), default=".", help="The repository; here by default.")
@click.option("--ref", default="HEAD", show_default=True, help="The commit to build.")
@click.option("--out", type=click.Path(path_type=Path), default="site", show_default=True, help="The site.")
@click.option("--as-of", callback=_instant, metavar="INSTANT", help="Build as at then; now by default.")
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The site whose publication record goes on; by default the one that is replaced.",
)
@click.option("--copy", is_flag=True, help="Make a plain folder instead of a link to one.")
def build(
    repo: Path, ref: str, out: Path, as_of: datetime | None, previous: Path | None, *, copy: bool
) -> None:
    """Make the site from the committed content.

    What is not committed is not built; `site-builder check` and `serve` show it.
    """
    from site_builder.doors import publish  # noqa: PLC0415 - the libraries load when there is work to do
    from site_builder.doors.report import reported  # noqa: PLC0415

    with reported():
        publish.publish(repo=repo, ref=ref, out=out, as_of=as_of, previous=previous, copy=copy)
