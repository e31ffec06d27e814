"""`site-builder diff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

_FORMATS = ("terminal", "markdown", "json", "html")


@click.command()
@click.argument("old", metavar="A", type=click.Path(path_type=Path))
@click.argument("new", metavar="B", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True)
@click.option("--exit-code", "telling", is_flag=True, help="Exit with 1 where the texts differ, as git does.")
def diff(old: Path, new: Path, form: str, *, telling: bool) -> None:
    """Compare two Markdown or text files by what they say.

    Line breaks, bullet style and escapes are no difference. Moved paragraphs are found; words are compared
    inside the paragraphs that belong together.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors.redlines import compare_files, written  # noqa: PLC0415 - as above

        comparison = compare_files(old, new)
        colour = form == "terminal" and sys.stdout.isatty() and not _no_colour()
        click.echo(written(comparison, form, colour=colour), nl=False, color=colour or None)
        if telling and not comparison.empty:
            sys.exit(1)


def _no_colour() -> bool:
    import os  # noqa: PLC0415

    return bool(os.environ.get("NO_COLOR"))
