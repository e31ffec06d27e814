"""`site-builder digest`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("policy")
@click.option("--repo", type=click.Path(path_type=Path), default=".", help="The repository; here by default.")
@click.option("--ref", default="HEAD", show_default=True, help="The commit to read.")
@click.option("--sections", is_flag=True, help="Print the digest of each section, for `translates:` lines.")
def digest(policy: str, repo: Path, ref: str, *, sections: bool) -> None:
    """Print the digest of a policy's governing text, for the `text:` line of a release."""
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors import texts  # noqa: PLC0415 - as above

        for line in texts.digests(repo=repo, ref=ref, policy=policy, sections=sections):
            click.echo(line)
        if ref == "HEAD" and texts.is_edited(repo):
            click.echo("This is the committed text. Edits that are not committed are not in it.", err=True)
