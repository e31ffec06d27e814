"""The files of one policy, and what the files of the whole site need to know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from site_builder import materiality
from site_builder.compare.pairs import Redlines
from site_builder.model.artifact import File
from site_builder.model.finding import Subject
from site_builder.model.policy import Level, Site
from site_builder.model.prose import Document
from site_builder.model.record import Asks
from site_builder.model.redlined import Redlined
from site_builder.model.release import ChangeRecord
from site_builder.model.timeline import Standing, Timeline
from site_builder.model.version import Version
from site_builder.outputs import changes, feeds, notices, pages, records
from site_builder.outputs.data import Value
from site_builder.outputs.theme import Theme
from site_builder.press import Press
from site_builder.problems import Problem
from site_builder.stages import NOBODY, Stage, Tally, during, each


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the files of a policy are made from.

    ``stream`` and ``entry`` say how far the publication record has come for it, ``asked`` what each of its versions
    asks of whom, and ``changes`` has its change records by slug.
    """

    site: Site
    timeline: Timeline
    asked: Mapping[int, Asks]
    changes: Mapping[str, ChangeRecord]
    stream: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the files of the whole site need to know of a policy.

    The texts in ``timeline`` have titles and no words. ``told`` is None where no release is in a group of several
    policies, and the timeline then has only the versions that somebody is shown first.
    """

    timeline: Timeline
    told: notices.Told | None
    current: Mapping[str, Value]
    entries: feeds.Listed


def policy_files(parts: Parts, theme: Theme, press: Press, tally: Tally = NOBODY) -> Iterator[File | Problem | Summary]:
    """The files, and last the summary.

    What belongs to a redline comes together, because comparisons are large and not kept for long.
    """
    site, timeline = parts.site, parts.timeline
    redlines = Redlines(site, timeline, materiality, press)
    shelf = pages.FullShelf(site=site, timeline=timeline, theme=theme, redlines=redlines, press=press)
    yield from each(tally, Stage.PAGES, pages.first_pages(shelf))
    for some in each(tally, Stage.COMPARE, chain(redlines.neighbours(), redlines.since())):
        yield from each(tally, Stage.PAGES, pages.redline_pages(shelf, some))
        yield from each(tally, Stage.FILES, changes.change_files(site, some, redlines.comparison, theme, press))
    yield from each(tally, Stage.PAGES, pages.other_pages(shelf))
    yield from each(tally, Stage.FILES, records.version_files(site, timeline, redlines, theme, press))
    yield from each(tally, Stage.FILES, records.text_files(timeline, press))
    desk = notices.Desk(site=site, timeline=timeline, told=_told(parts, redlines), theme=theme)
    yield from each(tally, Stage.NOTICES, _notices(desk))
    with during(tally, Stage.FEEDS):
        entries = feeds.Source(site=site, timeline=timeline, redlines=redlines, theme=theme).listed()
    yield from each(tally, Stage.FEEDS, feeds.feed_files(site, timeline, entries, press))
    grouped = any(one.version.release.group for one in timeline.standings)
    yield Summary(
        timeline=_light(timeline, whole=grouped),
        told=desk.told if grouped else None,
        current=notices.current(desk),
        entries=entries,
    )


def _notices(desk: notices.Desk) -> Iterator[File | Problem]:
    yield from notices.current_files(desk)
    yield from notices.notice_files(desk)
    yield from notices.message_files(desk)
    yield from notices.preview_pages(desk)


def _told(parts: Parts, redlines: Redlines) -> notices.Told:
    """What notices are made of beside the dates: whom a version asks what, in which words, and what the rules found."""
    governing = parts.timeline.policy.governing
    return notices.Told(
        asked=parts.asked,
        changes=parts.changes,
        kinds={
            one.new.label: _kinds(one) for one in chain.from_iterable(redlines.neighbours()) if one.locale == governing
        },
        stream=parts.stream,
        entry=parts.entry,
    )


def _kinds(redlined: Redlined) -> tuple[Subject, ...]:
    """What the rules say that a change is about, each once; editorial findings are about nothing."""
    told = (subject for one in redlined.judgement.findings if one.level > Level.EDITORIAL for subject in one.subjects)
    return tuple(dict.fromkeys(told))


def _light(timeline: Timeline, *, whole: bool) -> Timeline:
    """The timeline without the words of its texts, and of those versions alone that stand on pages of the site."""
    shown = (timeline.shown, timeline.in_force, *timeline.coming, timeline.standings[-1])
    labels = {one.version.label for one in shown if one is not None}
    kept = (one for one in timeline.standings if whole or one.version.label in labels)
    return replace(timeline, standings=tuple(map(_light_standing, kept)), neighbours=())


def _light_standing(standing: Standing) -> Standing:
    return replace(
        standing,
        version=_light_version(standing.version),
        overtaken_by=_light_version(standing.overtaken_by) if standing.overtaken_by else None,
        before=_light_version(standing.before) if standing.before else None,
    )


def _light_version(version: Version) -> Version:
    editions = {
        locale: replace(one, document=_light_document(one.document)) for locale, one in version.editions.items()
    }
    return replace(version, editions=editions)


def _light_document(document: Document) -> Document:
    sections = tuple(replace(section, blocks=()) for section in document.sections)
    return replace(document, preamble=(), sections=sections)
