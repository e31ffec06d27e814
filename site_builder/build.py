"""The order of work of a build, to be read aloud: settle, find, date, make, list.

`build` computes values from values. It reads no clock, no disk and no environment: the repository, the
files that ship with the program, the instant and the previous record are handed in by a door.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from site_builder import history, instants, routes, schedule, versions, yamlfile
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Site
from site_builder.model.record import Record
from site_builder.model.revision import Entry, Repository, Revision
from site_builder.model.version import Timeline, Version
from site_builder.outputs import data, feeds, hosts, notices, pages, records
from site_builder.outputs.theme import Theme
from site_builder.problems import Place, Problem, ProblemError
from site_builder.publisher import Publisher, read_publisher

_CATALOGUE = "LC_MESSAGES/messages.po"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """The program's own theme (by path in its folder) and catalogues (by locale)."""

    theme: Mapping[str, bytes]
    catalogues: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that a build depends on."""

    repository: Repository
    shipped: Shipped
    as_of: datetime
    previous: Record | None


def build(work: Work) -> Iterator[Artifact | Problem]:
    """Every file of the site, the manifest last, or the problems that keep it from being made.

    Where there is a problem above a warning, what has been given out must not be published.
    """
    try:
        revisions = tuple(work.repository.revisions())
        tree = history.final_tree(revisions)
        publisher = read_publisher(work.repository, tree)
        theme = _theme(work, publisher.site, tree)
        found = _find(work.repository, revisions, publisher)
        timelines = _date(publisher, found, work.as_of)
        record = _record(timelines, work)
        made = _make(publisher.site, timelines, theme, record)
        yield from _counted(publisher.site, _listed(made))
    except ProblemError as error:
        yield from error.problems


def _theme(work: Work, site: Site, tree: Mapping[str, Entry]) -> Theme:
    """The theme of the built commit, where it has one, else the one that ships; catalogues likewise."""
    folder = f"themes/{site.theme}"
    own = _below(work.repository, tree, f"{folder}/")
    words = _below(work.repository, tree, "translations/")
    catalogues = {
        path.removesuffix(f"/{_CATALOGUE}"): body for path, body in words.items() if path.endswith(_CATALOGUE)
    }
    return Theme.load(own or work.shipped.theme, {**work.shipped.catalogues, **catalogues}, folder=folder)


def _below(repository: Repository, tree: Mapping[str, Entry], start: str) -> dict[str, bytes]:
    blobs = {path.removeprefix(start): entry.blob for path, entry in tree.items() if path.startswith(start)}
    read = repository.read(blobs.values())
    return {path: read[blob] for path, blob in blobs.items()}


def _find(
    repository: Repository, revisions: Iterable[Revision], publisher: Publisher
) -> dict[str, list[Version]]:
    """The text of every release, by the id of its policy."""
    declared = [one for policy in publisher.policies for one in publisher.releases[policy.id]]
    wanted = (one.release for one in declared)
    archive = versions.read_archive(repository, revisions, wanted, publisher.zone)
    found: dict[str, list[Version]] = {policy.id: [] for policy in publisher.policies}
    problems: list[Problem] = []
    for one in declared:
        version = versions.version(one.release, archive, publisher.site.locales)
        if version is None:
            problems.append(versions.missing_text(one.release, one.place))
        else:
            found[one.release.policy].append(version)
    if problems:
        raise ProblemError(problems)
    return found


def _date(publisher: Publisher, found: Mapping[str, list[Version]], as_of: datetime) -> tuple[Timeline, ...]:
    """Where each version stands; a policy of which nothing is public yet is not on the site."""
    dated = (schedule.timeline(policy, found[policy.id], as_of) for policy in publisher.policies)
    timelines = tuple(timeline for timeline in dated if timeline.shown)
    if not timelines:
        raise ProblemError([_nothing_public(found, as_of)])
    return timelines


def _record(timelines: tuple[Timeline, ...], work: Work) -> Record:
    if work.previous:
        problems = tuple(records.check_previous(timelines, work.previous))
        if problems:
            raise ProblemError(problems)
    return records.next_record(timelines, work.previous, work.as_of)


def _make(site: Site, timelines: tuple[Timeline, ...], theme: Theme, record: Record) -> Iterator[Artifact]:
    """The files of each policy, then those of the whole site."""
    for timeline in timelines:
        yield from pages.policy_pages(site, timeline, theme)
        yield from records.version_files(site, timeline)
        yield from notices.current_files(site, timeline)
        yield from feeds.feed_files(site, timeline)
    yield from pages.site_pages(site, timelines, theme)
    yield from records.text_files(timelines)
    yield notices.index_file(site, timelines)
    yield records.record_file(record)
    yield from theme.assets()
    yield from hosts.host_files(theme.style_hash)
    yield from _schemas()


def _schemas() -> Iterator[Artifact]:
    for name in yamlfile.schema_names():
        yield Artifact(path=routes.file_of(routes.schema(name)), body=yamlfile.schema_bytes(name))


def _listed(artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    """The artifacts, each address once, and behind them the manifest that names every one."""
    files: dict[str, data.Value] = {}
    for artifact in artifacts:
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


def _counted(site: Site, artifacts: Iterable[Artifact]) -> Iterator[Artifact | Problem]:
    """The artifacts, and behind them what they come to for the host that the site names."""
    files = size = 0
    for artifact in artifacts:
        files, size = files + 1, size + len(artifact.body)
        yield artifact
    yield hosts.compare_with_limits(site.host, files, size)


def _nothing_public(found: Mapping[str, list[Version]], as_of: datetime) -> Problem:
    coming = [instant for many in found.values() for instant in schedule.instants_of(many) if instant > as_of]
    hint = "add a release: `site-builder release` writes one"
    if coming:
        hint = f"the first release is published at {instants.with_zone(coming[0])}; build again then"
    return Problem(code="PS-320", message="no version is public yet", place=Place("content"), hint=hint)
