"""How long users must be told of a version before it takes effect: the site's calendar, and whose period is longest."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from site_builder.model.policy import Audience, Level, Site

# A release is public from the build behind its instant on, and the workflows that `new` writes build once an hour.
NEXT_BUILD = timedelta(hours=1)


def longest(site: Site, level: Level) -> Audience:
    """The audience with the longest period for a level; the first of them by id where several have it."""
    return max(site.audiences, key=lambda one: one.notice_days[level])


def after(site: Site, start: datetime, days: int) -> datetime:
    """The instant so many days of the site's calendar after another."""
    return start.astimezone(ZoneInfo(site.time_zone)) + timedelta(days=days)


def soonest(site: Site, level: Level, start: datetime) -> datetime:
    """The instant at which a version may take effect that the first build behind another makes public."""
    days = longest(site, level).notice_days[level]
    return after(site, start + NEXT_BUILD if days else start, days)


def earliest_day(site: Site, level: Level, start: datetime) -> datetime:
    """The first midnight of the site's zone at which such a version may take effect."""
    first = soonest(site, level, start)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight >= first else midnight + timedelta(days=1)
