"""`site-builder serve`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.doors.commands.options import repo_option


@click.command()
@repo_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any free one.")
def serve(repo: Path, port: int) -> None:
    """Show the site with the draft in it, on this machine only, and follow every save.

    What is wrong is shown in the page at its place, and here.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors.serving import serve as run  # noqa: PLC0415 - as above

        run(repo=repo, port=port)
