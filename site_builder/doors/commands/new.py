"""`site-builder new`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

_ADDRESS = "https://policies.example"
_LONGEST = 100
_FIRST_DAY, _LAST_DAY = date(1971, 1, 1), date(2999, 12, 31)


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    words = " ".join(value.split())
    if not words or len(words) > _LONGEST or not words.isprintable():
        raise click.BadParameter(f"write a name of at most {_LONGEST} characters")
    return words


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    return value.strip().rstrip("/")


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    if value is None:
        return datetime.now(UTC).date()
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write a date such as 2026-04-01") from None
    if not _FIRST_DAY <= day <= _LAST_DAY:
        # Versions of the example stand before and behind that day, and git keeps no instant before 1970.
        raise click.BadParameter(f"write a date from {_FIRST_DAY} to {_LAST_DAY}")
    return day


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--publisher", prompt="Who publishes the policies (name of the company)", callback=_name)
@click.option(
    "--address",
    prompt="Where will the site stand (https address)",
    default=_ADDRESS,
    callback=_address,
    help="The address of the site, https.",
)
@click.option("--time-zone", prompt="In which time zone do days begin", default="UTC", help="As in Asia/Shanghai.")
@click.option("--today", callback=_day, metavar="DATE", help="The day from which the dates are counted.")
def new(folder: Path, publisher: str, address: str, time_zone: str, today: date) -> None:
    """Make a publisher's repository in DIR, with an example of everything.

    It asks three questions, or takes their answers as options.
    """
    from site_builder.doors.report import reported  # noqa: PLC0415 - the libraries load when there is work to do

    with reported():
        from site_builder.doors.start import start  # noqa: PLC0415 - as above
        from site_builder.starter import Answers  # noqa: PLC0415 - as above

        start(folder, Answers(publisher=publisher, address=address, time_zone=time_zone, today=today))
