"""What the builds to come would say of a change, before it is merged: the same verdict, at every instant that counts.

Nobody knows when a merge is built, only that the workflows build once an hour. So every build is looked at twice: as
early and as late as it may come. What is public until then is what the base declares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from site_builder import schedule
from site_builder.gate.base import day
from site_builder.gate.edits import proof
from site_builder.gate.held import Held, Silences, TooLow, Untranslated, Waits, level_lines, without_lines
from site_builder.gate.judging import Judge
from site_builder.gate.verdict import Case, verdict
from site_builder.model.policy import Level, Policy, Site
from site_builder.model.release import Release
from site_builder.model.review import Judged
from site_builder.model.version import Version
from site_builder.problems import Place, Problem

_DELAYS = (timedelta(0), schedule.NEXT_BUILD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What builds will have of one policy: ``told`` is public already, by revision, and ``sites`` have periods.

    A change of periods counts from the next change on, and a longer one counts already.
    """

    policy: Policy
    sites: Sequence[Site]
    releases: Sequence[Release]
    versions: Mapping[int, Version]
    told: Mapping[int, Release]
    as_of: datetime
    judge: Judge


def foresee(outlook: Outlook) -> Iterator[Held]:
    """What any of the coming builds would hold back, each once."""
    seen: set[tuple[object, ...]] = set()
    for site in outlook.sites:
        for delay in _DELAYS:
            for one in _builds(outlook, site, delay):
                key = (one.release.revision, one.amendment and one.amendment.at, type(one.why))
                if key not in seen:
                    seen.add(key)
                    yield one


def _builds(outlook: Outlook, site: Site, delay: timedelta) -> Iterator[Held]:
    told = outlook.told
    for at in _instants(outlook):
        found = verdict(
            Case(
                policy=outlook.policy,
                releases=outlook.releases,
                versions=outlook.versions,
                moment=schedule.Moment(site=site, at=at + delay, told=told),
                judge=outlook.judge,
            )
        )
        yield from found.held
        told = schedule.told_until(found.passed, at + delay)


def _instants(outlook: Outlook) -> list[datetime]:
    """The instants at which something is new: now, and whenever something that is declared becomes public."""
    declared = [*outlook.releases]
    if all(outlook.told.get(one.revision) == one for one in declared):
        return []
    moments = {one.published for one in declared}
    moments |= {amendment.at for one in declared for amendment in one.amendments}
    return sorted({outlook.as_of, *(at for at in moments if at > outlook.as_of)})


def say(outlook: Outlook, one: Held, places: Mapping[int, Place]) -> Iterator[Problem]:
    """What its author has to do about it, before anybody waits for a build; each message offers the line to write.

    ``places`` has the files of the releases, by revision.
    """
    place = places[one.release.revision]
    match one.why:
        case Waits():
            return  # what it waits for is told
        case TooLow(old=old, judged=judged):
            level = judged.judgement.level
            yield Problem(
                code="PS-613",
                message=f"this release says {one.release.level}, and the rules find {level} changes since "
                f"{old.label}{_where(judged, level)}",
                place=place,
                hint=level_lines(level),
            )
        case Untranslated(version=version, locales=locales):
            for locale in locales:
                parts = ", ".join(sorted(version.editions[locale].fallback))
                yield Problem(
                    code="PS-616",
                    message=f"{locale} is required, and has no translation of this text in: {parts}",
                    place=place,
                    hint=without_lines(locale),
                )
        case Silences():
            yield _silenced(one.why, places[one.why.hidden.revision])
        case schedule.TooShort():
            yield _too_short(outlook, one, one.why, place)
        case schedule.Past(since=Release() as since) if one.amendment is None:
            yield Problem(
                code="PS-623",
                message="it would take effect before a version that has been in force since",
                place=place,
                hint=f"make `effective` later than {day(since.effective, outlook.sites[0])}",
            )
        case _:
            yield one.problem(place)


def _where(judged: Judged, level: Level) -> str:
    section = next((name for name in judged.findings if judged.level(name) is level), "")
    return f" in {section}{proof(judged, section, level)}" if section else ""


def _too_short(outlook: Outlook, one: Held, why: schedule.TooShort, place: Place) -> Problem:
    release, amendment = one.release, one.amendment
    start = max(amendment.at if amendment else release.published, outlook.as_of)
    earliest = max(schedule.earliest_day(site, release.level, start) for site in outlook.sites)
    line = f"write `effective: {day(earliest, outlook.sites[0])}`"
    needed = (
        f"{release.level} changes need {why.days} days of notice (audience {why.audience.id}, "
        f"{why.audience.source(release.level)})"
    )
    return Problem(
        code="PS-615",
        message=f"{needed}, and {'the new date' if amendment else 'this'} gives fewer",
        place=place,
        hint=f"{line} or later in the amendment"
        if amendment
        else f"{line}, or say why it cannot wait: `short_notice: {{ground: legal-duty, reason: …}}`",
    )


def _silenced(why: Silences, place: Place) -> Problem:
    """What to say of an announced release that would have to tell more than it told, because others are amended."""
    level = why.judged.judgement.level
    way = "withdraw it too, by an entry in `amendments`, and release its text anew with the level that it has then"
    if why.binds:
        way = f"take the amendment back: {why.hidden.label} binds new users already, and cannot be withdrawn"
    return Problem(
        code="PS-613",
        message=f"{why.hidden.label} is announced as {why.hidden.level}, and as others are amended now it follows "
        f"{why.old.label}: the rules find {level} changes since that{_where(why.judged, level)}",
        place=place,
        hint=way,
    )
