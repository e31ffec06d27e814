"""The order of work of a build, to be read aloud: settle, hold back, find, date, make, list.

`build` computes values from values. It reads no clock, no disk and no environment: the repository, the
files that ship with the program, the instant and the previous record are handed in by a door.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from site_builder import gate, instants, materiality, routes, schedule, versions, yamlfile
from site_builder.compare import pairs as compare
from site_builder.locales import best
from site_builder.meaning import says_the_same
from site_builder.model.artifact import Artifact
from site_builder.model.finding import Subject
from site_builder.model.policy import Level, Policy, Site
from site_builder.model.record import Event, Record
from site_builder.model.redlined import Redlined
from site_builder.model.revision import Entry, Repository
from site_builder.model.shipped import Shipped
from site_builder.model.timeline import Timeline
from site_builder.model.version import Version
from site_builder.outputs import (
    app,
    changes,
    data,
    events,
    feeds,
    hosts,
    languages,
    notices,
    pages,
    records,
    redirects,
)
from site_builder.outputs.theme import Theme
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.publisher import Publisher, read_publisher

_CATALOGUE = "LC_MESSAGES/messages.po"


def _no_text(_digest: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that a build depends on.

    ``earlier_text`` gives the canonical form of a text that the previous site has, by its digest.
    """

    repository: Repository
    shipped: Shipped
    as_of: datetime
    previous: Record | None
    earlier_text: Callable[[str], bytes | None] = _no_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """The policies of which anything is public, what of them is public, and what of that is new."""

    timelines: tuple[Timeline, ...]
    record: Record


def build(work: Work) -> Iterator[Artifact | Problem]:
    """Every file of the site, the manifest last, or the problems that keep it from being made.

    Where there is a problem worse than what is held back, what has been given out must not be published.
    """
    try:
        tree = work.repository.tree()
        publisher = read_publisher(work.repository, tree)
        _check_ends(publisher)
        theme = _theme(work, publisher.site, tree)
        found, held = _keep_back(_find(work.repository, publisher), publisher, work)
        yield from held
        dated = _date(publisher, found, work)
        made = _make(publisher, dated, theme, work)
        yield from _counted(publisher.site, _listed(made))
    except ProblemError as error:
        yield from error.problems


def foresee(work: Work) -> Iterator[Problem]:
    """What a build would keep back or refuse because of what is public already, without making anything.

    What is wrong with the files themselves is not told: a check tells more of it.
    """
    if work.previous is None or any(event.recorded > work.as_of for event in work.previous.events):
        return  # nothing is public yet, or somebody asks about a day before it was
    try:
        publisher = read_publisher(work.repository, work.repository.tree())
        found, held = _keep_back(_find(work.repository, publisher), publisher, work)
    except ProblemError:
        return
    yield from held
    _, happened = _happened(publisher, found, work)
    yield from schedule.contradictions(work.previous, happened, publisher.places, work.as_of)


def _theme(work: Work, site: Site, tree: Mapping[str, Entry]) -> Theme:
    """The theme of the built commit, where it has one, else the one that ships; catalogues likewise.

    Of the catalogues only those are read that a locale of the site needs.
    """
    folder = f"themes/{site.theme}"
    own = _below(work.repository, tree, f"{folder}/")
    words = _below(work.repository, tree, "translations/")
    catalogues = {
        path.removesuffix(f"/{_CATALOGUE}"): body for path, body in words.items() if path.endswith(_CATALOGUE)
    }
    known = {**work.shipped.catalogues, **catalogues}
    needed = {name for locale in site.locales if (name := best(locale, known))}
    return Theme.load(own or work.shipped.theme, {name: known[name] for name in needed}, folder=folder)


def _below(repository: Repository, tree: Mapping[str, Entry], start: str) -> dict[str, bytes]:
    blobs = {path.removeprefix(start): entry.blob for path, entry in tree.items() if path.startswith(start)}
    read = repository.read(blobs.values())
    return {path: read[blob] for path, blob in blobs.items()}


def _check_ends(publisher: Publisher) -> None:
    problems = [problem for policy in publisher.policies for problem in _past_the_end(publisher, policy)]
    if problems:
        raise ProblemError(problems)


def _past_the_end(publisher: Publisher, policy: Policy) -> Iterator[Problem]:
    releases = (one.release for one in publisher.releases[policy.id])
    return schedule.past_the_end(policy, releases, publisher.places)


def _find(repository: Repository, publisher: Publisher) -> dict[str, list[Version]]:
    """The releases whose texts are there, by the id of their policy."""
    releases = [one.release for policy in publisher.policies for one in publisher.releases[policy.id]]
    archive = versions.read_archive(repository, releases, publisher.zone)
    found: dict[str, list[Version]] = {policy.id: [] for policy in publisher.policies}
    for release, version in versions.make_versions(repository, archive, releases, publisher.site, says_the_same):
        if version is not None:
            found[release.policy].append(version)
    return found


def _keep_back(
    found: Mapping[str, list[Version]], publisher: Publisher, work: Work
) -> tuple[dict[str, list[Version]], list[Problem]]:
    """The versions that may be public, and what is kept back: it comes too late, or does not say what it changes."""
    kept: dict[str, list[Version]] = {}
    problems: list[Problem] = []
    events = gate.by_policy(work.previous)
    for policy in publisher.policies:
        releases = [one.release for one in publisher.releases[policy.id]]
        now = gate.moment(publisher.site, releases, events.get(policy.id, ()), work.as_of)
        kept[policy.id], held = gate.hold(policy, releases, found[policy.id], now, publisher.places)
        problems += held
    if any(one.severity < Severity.HELD for one in problems):
        raise ProblemError(problems)
    return kept, problems


def _date(publisher: Publisher, found: Mapping[str, list[Version]], work: Work) -> _Dated:
    """Where each version stands, and the record of how it came there."""
    timelines, happened = _happened(publisher, found, work)
    if work.previous:
        problems = schedule.contradictions(work.previous, happened, publisher.places, work.as_of)
        if found_any := tuple(problems):
            raise ProblemError(found_any)
    if not timelines:
        raise ProblemError([_nothing_public(publisher, found, work.as_of)])
    record = schedule.go_on(work.previous, happened, timelines, work.as_of)
    counted = tuple(schedule.with_text_revisions(timeline, record) for timeline in timelines)
    return _Dated(timelines=counted, record=record)


def _happened(
    publisher: Publisher, found: Mapping[str, list[Version]], work: Work
) -> tuple[tuple[Timeline, ...], list[Event]]:
    """The policies of which anything is public, and everything that happened to them by the releases alone."""
    dated = [schedule.timeline(policy, found[policy.id], work.as_of) for policy in publisher.policies]
    timelines = tuple(timeline for timeline in dated if timeline.standings)
    events = [
        event
        for timeline in timelines
        for event in schedule.happened(timeline, (version.release for version in found[timeline.policy.id]), work.as_of)
    ]
    return timelines, events


def _make(publisher: Publisher, dated: _Dated, theme: Theme, work: Work) -> Iterator[Artifact | Problem]:
    """The files of each policy, then those of the whole site."""
    site, timelines = publisher.site, dated.timelines
    desks: list[notices.Desk] = []
    sources: list[feeds.Source] = []
    for timeline in timelines:
        redlines = tuple(compare.redlines(site, timeline, materiality))
        told = _told(publisher, timeline, redlines, dated.record)
        desks.append(notices.Desk(site=site, timeline=timeline, told=told, theme=theme))
        yield from pages.policy_pages(site, timeline, theme, redlines)
        yield from changes.change_files(site, redlines, theme)
        yield from records.version_files(site, timeline, redlines, theme)
        yield from notices.current_files(desks[-1])
        yield from notices.notice_files(desks[-1])
        yield from notices.message_files(desks[-1])
        yield from notices.preview_pages(desks[-1])
        sources.append(feeds.Source(site=site, timeline=timeline, redlines=redlines, theme=theme))
        yield from feeds.feed_files(sources[-1])
    yield from notices.group_files(site, desks)
    yield from feeds.all_feed_files(site, sources)
    yield from pages.site_pages(site, timelines, theme)
    yield from records.text_files(timelines, schedule.digests(dated.record.events), work.earlier_text)
    yield notices.index_file(desks)
    yield languages.locales_file(site)
    yield from events.record_files(dated.record)
    yield from theme.assets()
    yield from app.app_files(site)
    yield from _host_files(site, timelines, theme)
    yield from _schemas()


def _told(publisher: Publisher, timeline: Timeline, redlines: Iterable[Redlined], record: Record) -> notices.Told:
    """What notices say beside the dates: the words of change records, and what the rules found."""
    policy = timeline.policy
    entries = (event.number for event in record.events if event.policy == policy.id)
    return notices.Told(
        changes=publisher.changes[policy.id],
        audiences=tuple(one.id for one in publisher.site.audiences),
        kinds={one.new.label: _kinds(one) for one in redlines if not one.since and one.locale == policy.governing},
        stream=record.stream,
        entry=max(entries, default=0),
    )


def _kinds(redlined: Redlined) -> tuple[Subject, ...]:
    """What the rules say that a change is about, each once; editorial findings are about nothing."""
    told = (subject for one in redlined.judgement.findings if one.level > Level.EDITORIAL for subject in one.subjects)
    return tuple(dict.fromkeys(told))


def _host_files(site: Site, timelines: Iterable[Timeline], theme: Theme) -> Iterator[Artifact]:
    if not site.redirects:
        return hosts.host_files(theme.style_hash)
    maps = redirects.nginx_maps(site, [timeline.policy.id for timeline in timelines])
    return hosts.host_files(theme.style_hash, maps, redirects.NGINX_RULE)


def _schemas() -> Iterator[Artifact]:
    for name in yamlfile.schema_names():
        yield Artifact(path=routes.file_of(routes.schema(name)), body=yamlfile.schema_bytes(name))


def _listed(artifacts: Iterable[Artifact | Problem]) -> Iterator[Artifact | Problem]:
    """The artifacts, each address once, and behind them the manifest that names every one."""
    files: dict[str, data.Value] = {}
    for artifact in artifacts:
        if isinstance(artifact, Problem):
            yield artifact
            continue
        if artifact.path in files:
            raise AssertionError(f"two artifacts have the address {artifact.path}")
        entry: dict[str, data.Value] = {
            "digest": f"sha256-{hashlib.sha256(artifact.body).hexdigest()}",
            "size": len(artifact.body),
        }
        if artifact.schema:
            entry["schema"] = routes.schema(artifact.schema)
        files[artifact.path] = entry
        yield artifact
    yield data.artifact(routes.MANIFEST, "manifest", {"files": dict(sorted(files.items()))})


def _counted(site: Site, artifacts: Iterable[Artifact | Problem]) -> Iterator[Artifact | Problem]:
    """The artifacts, and behind them what they come to for the host that the site names."""
    files = size = 0
    for artifact in artifacts:
        if isinstance(artifact, Artifact):
            files, size = files + 1, size + len(artifact.body)
        yield artifact
    yield hosts.compare_with_limits(site.host, files, size)


def _nothing_public(publisher: Publisher, found: Mapping[str, list[Version]], as_of: datetime) -> Problem:
    coming = [
        instant
        for policy in publisher.policies
        for instant in schedule.instants(policy, (version.release for version in found[policy.id]))
        if instant > as_of
    ]
    hint = "add a release file; `site-builder check` prints its `text:` line"
    if coming:
        first = instants.with_zone(min(coming).astimezone(publisher.zone))
        hint = f"the first release is published at {first}; build again then"
    return Problem(code="PS-320", message="no version is public yet", place=Place("content"), hint=hint)
