"""What a change of releases does to the date of every version: a slipped notice moves more than itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from operator import attrgetter

from site_builder import schedule
from site_builder.gate.base import day
from site_builder.model.policy import Site
from site_builder.model.release import Release, Users
from site_builder.model.review import DateChange
from site_builder.problems import Place, Problem, Severity


def dates_moved(site: Site, before: Iterable[Release], after: Iterable[Release]) -> Iterator[DateChange]:
    """The versions that are in force at other times than before, or never; new ones and those beside them too."""
    old, new = dict(_lines(site, before)), dict(_lines(site, after))
    for label in sorted(old.keys() | new.keys()):
        if old.get(label) != new.get(label):
            yield DateChange(label=label, before=old.get(label, ""), after=new.get(label, ""))


def told(policy: str, folder: str, dates: Iterable[DateChange]) -> Iterator[Problem]:
    """One note for each version whose dates move; that a new version comes behind it is no news here."""
    for one in dates:
        is_followed = one.after.startswith(f"{one.before} until ")
        if one.before and not is_followed:
            yield Problem(
                code="PS-620",
                message=f"{policy} {one.label} is {one.after or 'gone'}; before this change it is {one.before}",
                place=Place(f"{folder}/releases/{one.label}.yaml"),
                hint="users who were told the old dates are told the new ones",
                severity=Severity.NOTE,
            )


def _lines(site: Site, releases: Iterable[Release]) -> Iterator[tuple[str, str]]:
    """Each version in words, as everything that is declared leaves it."""
    last = datetime.max.replace(tzinfo=UTC)
    counted = sorted((schedule.amended(one, last) for one in releases), key=attrgetter("revision"))
    ends = schedule.overtakers(counted, Users.EXISTING)
    for one, end in zip(counted, ends, strict=True):
        yield one.label, _words(site, one, end)


def _words(site: Site, one: Release, end: Release | None) -> str:
    if one.withdrawn:
        return f"withdrawn on {day(one.withdrawn, site)}"
    if end is not None and end.effective <= one.effective:
        return f"never in force: {end.label} takes its place"
    until = f" until {day(end.effective, site)}" if end else ""
    return f"in force from {day(one.effective, site)}{until}"
