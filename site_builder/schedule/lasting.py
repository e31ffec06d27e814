"""How long what is said of files holds while none of them changes: until the time alone would have it otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from site_builder.model.lasting import Lasting

_FIRST = datetime.min.replace(tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_QUARTER = timedelta(minutes=15)


def lasting(as_of: datetime, instants: Iterable[datetime], *, is_told: bool) -> Lasting:
    """How long it holds at an instant what depends on some declared ones.

    Where everything that is declared is public (``is_told``), it holds until the next of them passes. What is not
    public yet has periods of notice to keep, and a first day that it may take effect on. They are whole days of the
    site's calendar, and the next build comes within an hour; so where every instant is a full quarter of an hour, as
    every offset of a time zone is, they too run out at a full quarter and not between two of them.
    """
    declared = [*instants]
    since = max((at for at in declared if at <= as_of), default=_FIRST)
    until = min((at for at in declared if at > as_of), default=None)
    if is_told:
        return Lasting(since=since, until=until)
    start = as_of - (as_of - _FIRST) % _QUARTER
    if start == as_of or any((at - _FIRST) % _QUARTER for at in declared):
        return Lasting(since=as_of, until=as_of + _SECOND)
    return Lasting(since=start + _SECOND, until=start + _QUARTER)


def together(found: Iterable[Lasting]) -> Lasting:
    """How long all of them hold."""
    every = [*found]
    return Lasting(
        since=max((one.since for one in every), default=_FIRST),
        until=min((one.until for one in every if one.until is not None), default=None),
    )
