"""Which versions of a policy are compared with which, and in which texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from site_builder.compare import compare
from site_builder.model.change import Comparison
from site_builder.model.policy import Site
from site_builder.model.redlined import Redlined
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.model.version import Status, Version

_WHOLE = (Status.GOVERNING, Status.CURRENT)


def redlines(site: Site, timeline: Timeline) -> Iterator[Redlined]:
    """Neighbours, once and for ever; and each version that is not too old with the one in force.

    Every pair comes in every locale of the site; a pair of texts is compared once.
    """
    known: dict[tuple[str, str, str], Comparison] = {}
    for old, new in timeline.neighbours:
        yield from _in_locales(site, old, new, (new,), known)
    now = timeline.in_force
    for standing in recent(site, timeline):
        if now is not None:
            steps = _steps(timeline, standing, now)
            yield from _in_locales(site, standing.version, now.version, steps, known, since=True)


def recent(site: Site, timeline: Timeline) -> tuple[Standing, ...]:
    """The versions that have a page of what changed since, the newest first, the one in force included."""
    bound = [one for one in reversed(timeline.standings) if one.state in (State.IN_FORCE, State.SUPERSEDED)]
    oldest = _months_before(timeline.seen_from, site.since_months)
    # The one in force is no past version and does not count.
    return tuple(
        one
        for number, one in enumerate(bound)
        if number <= site.since_versions or one.until is None or one.until > oldest
    )


def _months_before(instant: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of that month; the first day of all where that is."""
    year, month = divmod(instant.year * 12 + instant.month - 1 - months, 12)
    if year < 1:
        return datetime.min.replace(tzinfo=instant.tzinfo)
    day = instant.day
    while True:
        try:
            return instant.replace(year=year, month=month + 1, day=day)
        except ValueError:
            day -= 1


def _steps(timeline: Timeline, old: Standing, now: Standing) -> tuple[Version, ...]:
    """What took effect behind one version until another, which supersedes it at the end."""
    line = [
        one.version
        for one in timeline.standings
        if one.state in (State.IN_FORCE, State.SUPERSEDED)
        and old.version.revision < one.version.revision <= now.version.revision
    ]
    return tuple(line)


def _in_locales(
    site: Site,
    old: Version,
    new: Version,
    steps: tuple[Version, ...],
    known: dict[tuple[str, str, str], Comparison],
    *,
    since: bool = False,
) -> Iterator[Redlined]:
    levels = [step.release.level for step in steps] or [new.release.level]
    for locale in dict.fromkeys((*site.locales, new.policy.governing)):
        editions = [version.editions.get(locale) for version in (old, new)]
        whole = all(edition is not None and edition.status in _WHOLE for edition in editions)
        text_locale = locale if whole else new.policy.governing
        key = (old.label, new.label, text_locale)
        if key not in known:
            before, after = (_document_locale(version, text_locale) for version in (old, new))
            known[key] = compare(
                old.editions[before].document,
                new.editions[after].document,
                formerly=new.policy.formerly,
            )
        yield Redlined(
            old=old,
            new=new,
            since=since,
            steps=steps,
            level=max(levels),
            locale=locale,
            text_locale=text_locale,
            comparison=known[key],
        )


def _document_locale(version: Version, locale: str) -> str:
    """The locale of a version's text; one that governed earlier need not be the one that governs now."""
    return locale if locale in version.editions else version.policy.governing
