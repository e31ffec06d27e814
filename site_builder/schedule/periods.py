"""How long users must be told of a version before it takes effect: the site's calendar, and whose period is longest."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from site_builder.model.policy import Audience, Level, Site


def longest(site: Site, level: Level) -> Audience:
    """The audience with the longest period for a level; the first of them by id where several have it."""
    return max(site.audiences, key=lambda one: one.notice_days[level])


def after(site: Site, start: datetime, days: int) -> datetime:
    """The instant so many days of the site's calendar after another."""
    return start.astimezone(ZoneInfo(site.time_zone)) + timedelta(days=days)


def earliest_day(site: Site, level: Level, start: datetime) -> datetime:
    """The first midnight of the site's zone at which a version of that level may take effect."""
    soonest = after(site, start, longest(site, level).notice_days[level])
    midnight = soonest.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight >= soonest else midnight + timedelta(days=1)
