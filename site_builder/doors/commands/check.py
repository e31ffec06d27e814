"""`site-builder check`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from site_builder.doors.commands.options import as_of_option, repo_option, review_format_option


@click.command()
@repo_option
@click.option(
    "--base",
    default="",
    metavar="REV",
    help="Ask what changes since this revision; by default since the branch left origin's main line.",
)
@as_of_option
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The published site, which says what is public; by default `site` in the repository, where it is.",
)
@review_format_option
@click.option("--summary", type=click.Path(path_type=Path), help="Add what reviewers read, as Markdown, to this file.")
@click.option("--comments", type=click.Path(path_type=Path), help="Write a comment for each policy into this folder.")
@click.option("--preview", type=click.Path(path_type=Path), help="Write the pages of the draft into this new folder.")
@click.option("--link", default="", metavar="URL", help="Where everything stands that a comment has no room for.")
def check(  # noqa: PLR0913, PLR0917 - one argument an option
    repo: Path,
    base: str,
    as_of: datetime | None,
    previous: Path | None,
    form: str,
    summary: Path | None,
    comments: Path | None,
    preview: Path | None,
    link: str,
) -> None:
    """Say everything that is wrong with the content, and what a change would mean for readers.

    The files are looked at as they are now, committed or not, and compared with what was released and with
    the base. Nothing of the repository is written; what was found is remembered in your folder for caches
    ($XDG_CACHE_HOME, else ~/.cache), and may be deleted there.
    """
    from site_builder.doors.report import Format, reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported(Format(form)):
        from site_builder.doors.checking import Paper, inspect  # noqa: PLC0415 - as above
        from site_builder.doors.sight import BaseOf  # noqa: PLC0415 - as above

        paper = Paper(summary=summary, comments=comments, preview=preview, link=link)
        sys.exit(inspect(repo=repo, as_of=as_of, form=Format(form), base_of=BaseOf(base, previous), paper=paper))
