"""`site-builder adopt`."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click


def _named(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Paths with the id of their policy; one id may have several paths."""
    found: dict[str, str] = {}
    for value in values:
        name, sign, path = value.partition("=")
        if not sign or not name or not path:
            raise click.BadParameter("write an id and a path, such as privacy=legal/privacy.md")
        found[path] = name
    return found


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="The folder to make.")
@click.option("--select", multiple=True, metavar="GLOB", help="Adopt only texts at such paths; may come again.")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    callback=_named,
    metavar="ID=PATH",
    help="The id of the policy at that path; several paths with one id follow each other.",
)
@click.option(
    "--window",
    type=click.IntRange(0, 24 * 365),
    default=24,
    show_default=True,
    metavar="HOURS",
    help="Commits within so many hours are one version; 0 makes each a version.",
)
@click.option(
    "--mapping", type=click.Path(path_type=Path), metavar="DIR", help="Heed the decisions of this adopted repository."
)
def adopt(
    source: Path,
    out: Path,
    select: tuple[str, ...],
    policies: dict[str, str],
    window: int,
    mapping: Path | None,
) -> None:
    """Turn the policies that you keep elsewhere into a publisher's repository with their whole past.

    SOURCE is a git repository, a folder of dated files, or one text. Adopt again into the same DIR to go on
    with what is new.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.adopt import Wishes  # noqa: PLC0415 - as above
        from site_builder.doors.adopting import adopt_source  # noqa: PLC0415 - as above

        wishes = Wishes(select=select, policies=policies, window=timedelta(hours=window))
        sys.exit(adopt_source(source, out, wishes, mapping))
