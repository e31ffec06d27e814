"""`site-builder record`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from site_builder.doors.commands.options import LEVELS, as_of_option, by_locale, repo_option


@click.command()
@click.argument("policy", default="")
@click.option("--level", type=click.Choice(LEVELS), help="How much it matters; by default what the rules find.")
@click.option("--section", "sections", multiple=True, metavar="ID", help="What it is about; by default what is edited.")
@click.option("--summary", multiple=True, callback=by_locale, metavar="LOCALE=WORDS", help="What changes, for readers.")
@click.option("--audience", "audiences", multiple=True, metavar="ID", help="Whom it concerns; by default everybody.")
@click.option("--reason", default="", help="Why the level is below what the rules find.")
@click.option("--slug", default="", help="The name of the file, without .yaml.")
@click.option("--base", default="", metavar="REV", help="As for check.")
@repo_option
@as_of_option
def record(  # noqa: PLR0913, PLR0917 - one argument an option
    policy: str,
    level: str | None,
    sections: tuple[str, ...],
    summary: dict[str, str],
    audiences: tuple[str, ...],
    reason: str,
    slug: str,
    base: str,
    repo: Path,
    as_of: datetime | None,
) -> None:
    """Write down what the edit of a policy means for readers.

    Asks for what is not given. The file can as well be written by hand; `check` shows its lines.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors import authoring  # noqa: PLC0415 - as above
        from site_builder.gate import writing  # noqa: PLC0415 - as above
        from site_builder.model.policy import Level  # noqa: PLC0415 - as above
        from site_builder.model.release import ChangeRecord  # noqa: PLC0415 - as above

        desk = authoring.open_desk(repo, policy, as_of, base)
        untold = desk.untold
        found = max((one.level for one in untold), default=Level.EDITORIAL)
        about = sections or tuple(one.section for one in untold)
        asks = bool(about) and not summary
        if asks:
            click.echo(f"{desk.review.policy.id}: {', '.join(about)}; the rules find it {found}")
            level = level or click.prompt("Level", type=click.Choice(LEVELS), default=str(found))
            summary = {one: click.prompt(f"What changes, in a sentence for readers ({one})") for one in desk.locales}
        chosen = Level[level.upper()] if level else found
        if chosen < found and not reason and asks:
            reason = click.prompt("Why less than the rules find")
        words = next(iter(summary.values()), "")
        path = authoring.write_record(
            desk,
            ChangeRecord(
                policy=desk.review.policy.id,
                slug=slug or writing.slug_of(words, f"{(about or ('change',))[0]}-{chosen}"),
                level=chosen,
                sections=about,
                summary=summary,
                audiences=audiences,
                override=reason,
            ),
        )
        click.echo(f"wrote {path}")
