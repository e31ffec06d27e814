"""Names, dates and lists as a reader of a language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_datetime_format, get_timezone_name
from babel.lists import format_list

from site_builder.locales.tags import cldr


def autonym(tag: str) -> str:
    """The name of a language in that language, as it stands alone in a menu.

    >>> [autonym(tag) for tag in ("en", "zh-Hans", "ar", "fr", "pt-BR")]
    ['English', '简体中文', 'العربية', 'Français', 'Português (Brasil)']
    """
    name = _name(tag, cldr(tag))
    # Title case and not upper case: a Georgian capital would be a shout, and titlecase leaves it alone.
    return name[:1].title() + name[1:]


def name_in(tag: str, reader: str) -> str:
    """The name of a language for readers of another, as it stands within a sentence."""
    return _name(tag, cldr(reader))


@lru_cache(maxsize=4096)
def _name(tag: str, reader: Locale) -> str:
    """The longest part of the tag that has a name of its own, and the rest in parentheses."""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        name = reader.languages.get("_".join(parts[:length]))
        if name is not None:
            known = {**reader.scripts, **reader.territories}
            rest = [known.get(part, part) for part in parts[length:]]
            return f"{name} ({', '.join(rest)})" if rest else name
    return tag


def date(when: datetime, tag: str, zone: str) -> str:
    """The day of an instant in a time zone.

    >>> from datetime import UTC
    >>> date(datetime(2026, 1, 27, 16, tzinfo=UTC), "en", "Asia/Shanghai")
    'January 28, 2026'
    """
    return format_date(when.astimezone(ZoneInfo(zone)).date(), "long", locale=cldr(tag))


@lru_cache(maxsize=4096)
def begins_a_day(when: datetime, zone: str) -> bool:
    """Whether an instant is the first of its day in a zone: midnight, unless the clock skips or repeats that."""
    here = ZoneInfo(zone)
    return when.astimezone(here).date() != (when - timedelta(microseconds=1)).astimezone(here).date()


# A version's dates stand on every page that lists it. Instants that are equal in two zones are one.
@lru_cache(maxsize=4096)
def instant(when: datetime, tag: str, zone: str) -> str:
    """An instant: its day where that begins then in the zone, else day, time and the zone's name.

    >>> from datetime import UTC
    >>> instant(datetime(2026, 3, 1, 1, tzinfo=UTC), "de", "Asia/Shanghai")
    '1. März 2026, 09:00 (Chinesische Normalzeit)'
    """
    local = when.astimezone(ZoneInfo(zone))
    day = date(when, tag, zone)
    if begins_a_day(when, zone):
        return day
    locale = cldr(tag)
    time = format_time(local, "short", locale=locale, tzinfo=local.tzinfo)
    both = str(get_datetime_format("medium", locale=locale)).replace("{1}", day).replace("{0}", time)
    return f"{both.replace(chr(39), '')} ({get_timezone_name(local, 'long', locale=locale)})"


def listing(items: Sequence[str], tag: str) -> str:
    """Several things in a sentence: ``a, b, and c``."""
    return format_list(items, "standard", locale=cldr(tag))


def places(tag: str) -> tuple[str, ...]:
    """The names of countries and regions in a language, as CLDR has them, sorted."""
    names = cldr(tag).territories.values()
    return tuple(sorted({name for name in names if not name.isdigit() and "(" not in name}))


def cldr_version() -> str:
    """The version of CLDR by which dates, numbers and names are written; empty where Babel does not say it."""
    return str(get_global("cldr").get("version", ""))
