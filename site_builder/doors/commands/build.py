"""`site-builder build`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from site_builder.doors.commands.options import as_of_option, format_option, repo_option


@click.command()
@repo_option
@click.option("--ref", default="HEAD", show_default=True, help="The commit to build.")
@click.option("--out", type=click.Path(path_type=Path), default="site", show_default=True, help="The site.")
@as_of_option
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The site whose publication record goes on; by default the one that is replaced.",
)
@click.option("--copy", is_flag=True, help="Make a plain folder instead of a link to one.")
@click.option("--jobs", "-j", type=click.IntRange(1), default=1, show_default=True, help="Processes that work on it.")
@click.option("--executor", default="", metavar="dask:ADDRESS", help="A cluster that works on it, of Dask.")
@click.option("--profile", is_flag=True, help="Say where the time went, by stage, on standard error.")
@format_option
def build(  # noqa: PLR0913 - one argument an option
    repo: Path,
    ref: str,
    out: Path,
    as_of: datetime | None,
    previous: Path | None,
    *,
    copy: bool,
    jobs: int,
    executor: str,
    profile: bool,
    form: str,
) -> None:
    """Make the site from the committed content.

    What is not committed is not built; `site-builder check` and `serve` show it.
    """
    from site_builder.doors.report import Format, reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported(Format(form)):
        from site_builder.doors import publish  # noqa: PLC0415 - as above

        to = publish.Destination(out=out, previous=previous, copy=copy)
        means = publish.Means(jobs=jobs, executor=executor, profile=profile)
        publish.publish(repo=repo, ref=ref, to=to, as_of=as_of, form=Format(form), means=means)
