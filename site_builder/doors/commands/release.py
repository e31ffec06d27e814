"""`site-builder release`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from site_builder.doors.commands.options import LEVELS, as_of_option, by_locale, repo_option

_GROUNDS = ("legal-duty", "security", "favourable", "other")


@click.command()
@click.argument("policy", default="")
@click.option("--effective", metavar="DATE", help="From when it is in force: a date, or an instant with its zone.")
@click.option("--published", default="", metavar="INSTANT", help="From when the site shows it; by default from now.")
@click.option("--level", type=click.Choice(LEVELS), help="By default the highest of the records and of the rules.")
@click.option("--summary", multiple=True, callback=by_locale, metavar="LOCALE=WORDS", help="By default the records'.")
@click.option("--label", default="", help="The name of the version; by default the day of its effect.")
@click.option("--approved-by", multiple=True, metavar="ROLE", help="Who approved it.")
@click.option("--override", default="", metavar="REASON", help="Why the level is below what the rules find.")
@click.option("--short-notice", type=click.Choice(_GROUNDS), help="On which ground the notice is short.")
@click.option("--reschedule", default="", metavar="LABEL", help="Give this version another date instead.")
@click.option("--reason", multiple=True, callback=by_locale, metavar="LOCALE=WORDS", help="Why, for readers.")
@repo_option
@as_of_option
def release(  # noqa: PLR0913, PLR0917 - one argument an option
    policy: str,
    effective: str | None,
    published: str,
    level: str | None,
    summary: dict[str, str],
    label: str,
    approved_by: tuple[str, ...],
    override: str,
    short_notice: str | None,
    reschedule: str,
    reason: dict[str, str],
    repo: Path,
    as_of: datetime | None,
) -> None:
    """Declare the text in the work tree as the next version of POLICY, or give a version another date.

    Writes a release file with the digest of the text, the records that it covers and a draft of the summary,
    and says what is still missing. The file can as well be written by hand.
    """
    from site_builder.doors.report import report, reported  # noqa: PLC0415 - the libraries load when there is work
    from site_builder.problems import exit_code  # noqa: PLC0415 - as above

    with reported():
        from site_builder.doors import authoring  # noqa: PLC0415 - as above
        from site_builder.model.policy import Level  # noqa: PLC0415 - as above
        from site_builder.model.release import Ground, ShortNotice  # noqa: PLC0415 - as above

        desk = authoring.open_desk(repo, policy, as_of)
        if effective is None:
            earliest = desk.review.earliest[desk.review.level].date()
            effective = str(click.prompt("From when is it in force", default=str(earliest)))
        if reschedule:
            done = authoring.reschedule(desk, reschedule, effective, reason)
            path = done.partition(":")[0]
            click.echo(done)
        else:
            words = " ".join(reason.values()) or override
            if short_notice and not words:
                words = click.prompt("Why can it not wait")
            path, made = authoring.new_release(
                desk,
                authoring.Declaration(
                    effective=effective,
                    published=published,
                    label=label,
                    level=Level[level.upper()] if level else None,
                    summary=summary,
                    approved_by=approved_by,
                    override=override,
                    short_notice=ShortNotice(ground=Ground(short_notice), reason=words) if short_notice else None,
                ),
            )
            click.echo(f"wrote {path}: revision {made.revision}, {made.level}")
        problems = authoring.open_problems(desk, path)
        report(problems)
        sys.exit(exit_code(problems))
