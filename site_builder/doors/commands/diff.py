"""`site-builder diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.doors.commands.options import repo_option

if TYPE_CHECKING:
    from site_builder.model.change import Comparison

_FORMATS = ("terminal", "markdown", "json", "html")


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--policy", default="", help="Compare texts of this policy: A and B are versions, `draft` or revisions.")
@click.option("--locale", default="", help="With --policy: compare in this language; by default in the governing one.")
@repo_option
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True)
@click.option("--exit-code", "telling", is_flag=True, help="Exit with 1 where the texts differ, as git does.")
def diff(old: str, new: str, policy: str, locale: str, repo: Path, form: str, *, telling: bool) -> None:  # noqa: PLR0913
    """Compare two Markdown or text files, or two texts of a policy, by what they say.

    Line breaks, bullet style and escapes are no difference. Moved paragraphs are found; words are compared
    inside the paragraphs that belong together.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors.redlines import written  # noqa: PLC0415 - as above

        comparison = _compared(old, new, policy, locale, repo)
        colour = form == "terminal" and sys.stdout.isatty() and not _no_colour()
        click.echo(written(comparison, form, colour=colour), nl=False, color=colour or None)
        if telling and not comparison.empty:
            sys.exit(1)


def _compared(old: str, new: str, policy: str, locale: str, repo: Path) -> Comparison:
    if policy:
        from site_builder.doors.versions import Wanted, compare_versions  # noqa: PLC0415 - as above

        return compare_versions(old, new, Wanted(repo=repo, policy=policy, locale=locale))
    if locale:
        raise click.UsageError("--locale goes with --policy")
    from site_builder.doors.redlines import compare_files  # noqa: PLC0415 - as above

    return compare_files(Path(old), Path(new))


def _no_colour() -> bool:
    import os  # noqa: PLC0415

    return bool(os.environ.get("NO_COLOR"))
