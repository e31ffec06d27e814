"""`site-builder translate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.doors.commands.options import repo_option

_policy_option = click.option("--policy", default="", help="Only this policy.")


@click.group()
def translate() -> None:
    """Say what is to be translated, give it to translators, and take back what they did."""


@translate.command()
@repo_option
@_policy_option
@click.option("--locale", default="", help="Only this locale.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def status(repo: Path, policy: str, locale: str, form: str) -> None:
    """Say how each translation stands beside the present text, committed or not.

    For each that is not current it gives the line that its file must begin with once it is.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors import translating  # noqa: PLC0415 - as above

        wanted = translating.Wanted(repo=repo, policy=policy, locale=locale)
        click.echo(translating.status(wanted, as_json=form == "json"), nl=False)


@translate.command()
@repo_option
@_policy_option
@click.option("--locale", required=True, help="The locale to translate into.")
@click.option("--format", "form", type=click.Choice(["po", "xliff"]), default="po", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@click.option("--all", "everything", is_flag=True, help="With what is translated already.")
def export(repo: Path, policy: str, locale: str, form: str, out: Path | None, *, everything: bool) -> None:
    """Write what is to be translated: of a section that has changed, only the blocks that have.

    What a block said before comes along, so that translation tools show the difference.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors import translating  # noqa: PLC0415 - as above

        wanted = translating.Wanted(repo=repo, policy=policy, locale=locale)
        body = translating.export(wanted, form=form, everything=everything)
        if out is None:
            click.echo(body, nl=False)
        else:
            out.write_bytes(body)


@translate.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@repo_option
@click.option("--locale", required=True, help="The locale of the translation.")
def take(file: Path, repo: Path, locale: str) -> None:
    """Write the translations of a PO or XLIFF file into the sections, each with the digest of what it translates.

    A section is taken whole or not at all: one that lacks a block or a link, or has another number than its
    original, is left as it was, and the place is named.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors import translating  # noqa: PLC0415 - as above

        sys.exit(translating.take(translating.Wanted(repo=repo, locale=locale), file))
