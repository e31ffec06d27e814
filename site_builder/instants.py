"""Dates and instants as authors write them.

An instant is as RFC 3339 [1] has it; a date alone is midnight in the site's zone.

[1] https://www.rfc-editor.org/rfc/rfc3339
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")


FORMS = "write a date like 2026-04-01, or an instant with its zone like 2026-04-01T09:00:00+08:00"


def zone(name: str) -> ZoneInfo:
    """The time zone of that name in the IANA database.

    Raises:
        ValueError: where there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"`{name}` is no time zone of the IANA database, such as Asia/Shanghai") from None


def parse(text: str, in_zone: tzinfo) -> datetime:
    """The instant that ``text`` names, in UTC; a date is read in the given zone.

    In UTC, because Python compares two instants of one zone by their clocks, and a clock that is set back
    shows some of them twice. A midnight that a change of the clock skips is the first instant after it; of
    one that happens twice it is the first.

    Raises:
        ValueError: where the text is neither a date nor an instant with its zone; the message says why.
    """
    if not (_DATE.fullmatch(text) or _INSTANT.fullmatch(text)):
        raise ValueError(FORMS)
    try:
        # Python 3.14 takes 24:00 for the next day's midnight. Nobody should have to know which day was meant.
        read = datetime.fromisoformat(text) if text[11:13] != "24" else None
    except ValueError:
        read = None
    if read is None:
        raise ValueError("there is no such day or time")
    try:
        if read.tzinfo is not None:
            return read.astimezone(UTC)
        # A local time in a gap comes out as the instant after it.
        return read.replace(tzinfo=in_zone).astimezone(UTC)
    except OverflowError:
        raise ValueError("this date is outside the calendar") from None


def utc(instant: datetime) -> str:
    """The instant as JSON has it: ``2026-01-27T16:00:00Z``."""
    # `strftime` writes the year 999 with three digits on some systems.
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def utc_if_any(instant: datetime | None) -> str | None:
    """The same, or None where there is no instant."""
    return utc(instant) if instant else None


def with_zone(instant: datetime) -> str:
    """The instant with the offset of its own zone: ``2026-01-28T00:00:00+08:00``."""
    return instant.isoformat(timespec="seconds")
