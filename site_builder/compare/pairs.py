"""Which versions of a policy are compared with which, and in which texts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
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
from site_builder.press import UNPRESSED, Press


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
# So many comparisons are kept: those that the pages of one pair ask for, one after the other. They are large.
_KEPT = 16


class Redlines:
    """The redlines of a policy: neighbours, once and for ever; each version that is not too old, with the one in force.

    Every pair comes in every locale of the site. It is compared and judged when it is asked for, and a pair of texts
    once, as long as what belongs to one pair is asked for together.
    """

    def __init__(self, site: Site, timeline: Timeline, judge: Judge, press: Press = UNPRESSED) -> None:
        self._site = site
        self._press = press
        self._timeline = timeline
        self._judge = judge
        self._pairs = {(old.label, new.label): (old, new) for old, new in timeline.neighbours}
        self._recent = {one.version.label for one in recent(site, timeline)} if timeline.in_force else set()
        self._made: dict[tuple[str, str], tuple[Redlined, ...]] = {}
        self._compared: OrderedDict[_Pair, Comparison] = OrderedDict()
        self._judged: dict[tuple[_Pair, str], Judgement] = {}

    def neighbours(self) -> Iterator[tuple[Redlined, ...]]:
        """Each pair of which the first was, at any time, what the second was to supersede: in each locale."""
        for pair in self._pairs:
            yield self._neighbour(pair)

    def since(self) -> Iterator[tuple[Redlined, ...]]:
        """What changed since each version that is not too old, until the one in force: in each locale."""
        now = self._timeline.in_force
        for standing in recent(self._site, self._timeline):
            if now is not None:
                steps = _steps(self._timeline, standing, now)
                yield tuple(self._in_locales(standing.version, now.version, steps, since=True))

    def changed(self, before: Version | None, version: Version, locale: str) -> Redlined | None:
        """The redline of a version against the one that it supersedes, for readers of a locale."""
        pair = (before.label if before else "", version.label)
        found = self._neighbour(pair) if pair in self._pairs else ()
        return next((one for one in found if one.locale == locale), None)

    def is_neighbour(self, old: Version, new: Version) -> bool:
        """Whether the redline of two versions has an address for ever."""
        return (old.label, new.label) in self._pairs

    def is_recent(self, version: Version) -> bool:
        """Whether there is a redline from a version to the one in force."""
        return version.label in self._recent

    def comparison(self, redlined: Redlined) -> Comparison:
        """The facts of a redline."""
        return self._comparison(redlined.old, redlined.new, redlined.text_locale)

    def _neighbour(self, pair: tuple[str, str]) -> tuple[Redlined, ...]:
        if pair not in self._made:
            old, new = self._pairs[pair]
            self._made[pair] = tuple(self._in_locales(old, new, (new,)))
        return self._made[pair]

    def _in_locales(
        self, old: Version, new: Version, steps: tuple[Version, ...], *, since: bool = False
    ) -> Iterator[Redlined]:
        """A pair in every locale of the site. Where no step lies between, nothing changed."""
        governing = new.policy.governing
        stops = (old, *steps) if steps else ()
        found = [self._judgement(one, two, governing).level for one, two in pairwise(stops)]
        found.append(self._judgement(old, new, governing).level)
        level = max((step.release.level for step in steps), default=Level.EDITORIAL)
        for locale in dict.fromkeys((*self._site.locales, governing)):
            editions = [version.editions.get(locale) for version in (old, new)]
            whole = all(edition is not None and edition.status in _WHOLE for edition in editions)
            text_locale = locale if whole else governing
            words_locale = text_locale if self._judge.reads(text_locale) else governing
            yield Redlined(
                old=old,
                new=new,
                since=since,
                steps=steps,
                level=level,
                locale=locale,
                text_locale=text_locale,
                judgement=self._judgement(old, new, words_locale),
                words_locale=words_locale,
                found=max(found),
            )

    def _comparison(self, old: Version, new: Version, locale: str) -> Comparison:
        key = _pair(old, new, locale)
        if key in self._compared:
            self._compared.move_to_end(key)
            return self._compared[key]
        before, after = (_edition(version, locale).document for version in (old, new))
        self._compared[key] = made = compare(before, after, formerly=new.policy.formerly)
        if len(self._compared) > _KEPT:
            self._compared.popitem(last=False)
        return made

    def _judgement(self, old: Version, new: Version, locale: str) -> Judgement:
        key = (_pair(old, new, locale), locale)
        if key not in self._judged:
            texts = [_edition(version, locale).document for version in (old, new)]
            made_from = ("judgement", texts, new.policy.formerly, locale)
            self._judged[key] = self._press.value(
                Judgement, made_from, lambda: self._judge.judge(self._comparison(old, new, locale), locale)
            )
        return self._judged[key]


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


def _pair(old: Version, new: Version, locale: str) -> _Pair:
    """The two texts by their digests: a text that was taken back and came again is compared once with another."""
    formerly = tuple(sorted(new.policy.formerly.items()))
    return _edition(old, locale).digest, _edition(new, locale).digest, formerly


def _edition(version: Version, locale: str) -> Edition:
    """A version's text in a locale; one that governed earlier need not be the one that governs now."""
    return version.editions.get(locale) or version.governing
