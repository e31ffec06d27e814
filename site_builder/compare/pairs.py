"""Which versions of a policy are compared with which, and in which texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from site_builder.compare import compare
from site_builder.model.change import Comparison
from site_builder.model.finding import Judgement
from site_builder.model.policy import Level, Site
from site_builder.model.redlined import Redlined
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.model.version import Edition, Status, Version


class Judge(Protocol):
    """Who judges comparisons: ``materiality``."""

    def judge(self, comparison: Comparison, locale: str) -> Judgement:
        """What a comparison of two texts in a locale amounts to."""
        ...

    def reads(self, locale: str) -> bool:
        """Whether the words of a language are known, so that its changes can be told apart."""
        ...


# Two texts by their digests, and under which ids their sections are the same.
_Formerly = tuple[tuple[str, tuple[str, ...]], ...]
_Pair = tuple[str, str, _Formerly]
_WHOLE = (Status.GOVERNING, Status.CURRENT)


def redlines(site: Site, timeline: Timeline, judge: Judge) -> Iterator[Redlined]:
    """Neighbours, once and for ever; and each version that is not too old with the one in force.

    Every pair comes in every locale of the site; a pair of texts is compared and judged once.
    """
    desk = _Desk(site, judge)
    for old, new in timeline.neighbours:
        yield from desk.in_locales(old, new, (new,))
    now = timeline.in_force
    for standing in recent(site, timeline):
        if now is not None:
            steps = _steps(timeline, standing, now)
            yield from desk.in_locales(standing.version, now.version, steps, since=True)


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


@dataclass(frozen=True, slots=True)
class _Desk:
    """Compares and judges pairs of versions, each pair of texts once."""

    site: Site
    judge: Judge
    compared: dict[_Pair, Comparison] = field(default_factory=dict)
    judged: dict[tuple[str, str, _Formerly, str], Judgement] = field(default_factory=dict)

    def in_locales(
        self, old: Version, new: Version, steps: tuple[Version, ...], *, since: bool = False
    ) -> Iterator[Redlined]:
        """A pair in every locale of the site. Where no step lies between, nothing changed."""
        governing = new.policy.governing
        stops = (old, *steps) if steps else ()
        found = [self._judgement(one, two, governing).level for one, two in pairwise(stops)]
        found.append(self._judgement(old, new, governing).level)
        level = max((step.release.level for step in steps), default=Level.EDITORIAL)
        for locale in dict.fromkeys((*self.site.locales, governing)):
            editions = [version.editions.get(locale) for version in (old, new)]
            whole = all(edition is not None and edition.status in _WHOLE for edition in editions)
            text_locale = locale if whole else governing
            words_locale = text_locale if self.judge.reads(text_locale) else governing
            yield Redlined(
                old=old,
                new=new,
                since=since,
                steps=steps,
                level=level,
                locale=locale,
                text_locale=text_locale,
                comparison=self._comparison(old, new, text_locale),
                judgement=self._judgement(old, new, words_locale),
                words_locale=words_locale,
                found=max(found),
            )

    def _comparison(self, old: Version, new: Version, locale: str) -> Comparison:
        key = _pair(old, new, locale)
        if key not in self.compared:
            before, after = (_edition(version, locale).document for version in (old, new))
            self.compared[key] = compare(before, after, formerly=new.policy.formerly)
        return self.compared[key]

    def _judgement(self, old: Version, new: Version, locale: str) -> Judgement:
        key = (*_pair(old, new, locale), locale)
        if key not in self.judged:
            self.judged[key] = self.judge.judge(self._comparison(old, new, locale), locale)
        return self.judged[key]


def _pair(old: Version, new: Version, locale: str) -> _Pair:
    """The two texts by their digests: a text that was taken back and came again is compared once with another."""
    formerly = tuple(sorted(new.policy.formerly.items()))
    return _edition(old, locale).digest, _edition(new, locale).digest, formerly


def _edition(version: Version, locale: str) -> Edition:
    """A version's text in a locale; one that governed earlier need not be the one that governs now."""
    return version.editions.get(locale) or version.governing
