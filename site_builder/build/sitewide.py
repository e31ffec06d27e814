"""The files that belong to no single policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from site_builder import routes, schedule, yamlfile
from site_builder.build.making import Summary
from site_builder.model.artifact import Artifact, File
from site_builder.model.policy import Site
from site_builder.model.record import Record
from site_builder.outputs import app, events, feeds, hosts, languages, notices, pages, records, redirects
from site_builder.outputs.theme import Theme
from site_builder.press import Press


def site_files(site: Site, theme: Theme, summaries: Sequence[Summary], record: Record, press: Press) -> Iterator[File]:
    """The files; ``summaries`` come in the order in which policies are listed."""
    timelines = [one.timeline for one in summaries]
    desks = [
        notices.Desk(site=site, timeline=one.timeline, told=one.told, theme=theme) for one in summaries if one.told
    ]
    yield from notices.group_files(site, desks)
    yield from feeds.all_feed_files(site, [one.entries for one in summaries], press)
    yield from pages.site_pages(site, timelines, theme, press)
    yield notices.index_file([one.current for one in summaries])
    yield languages.locales_file(site)
    yield from events.record_files(record, press)
    yield from theme.assets()
    yield from app.app_files(site)
    yield from _host_files(site, [one.policy.id for one in timelines], theme)
    yield from _schemas()


def earlier_texts(record: Record, made: AbstractSet[str], earlier: Callable[[str], bytes | None]) -> Iterator[Artifact]:
    """The texts that were public once and that no version has any more; ``made`` has the paths of all others."""
    named = schedule.digests(record.events)
    gone = (digest for digest in named if routes.file_of(routes.api_text(digest)) not in made)
    return records.earlier_texts(gone, earlier)


def _host_files(site: Site, policies: list[str], theme: Theme) -> Iterator[Artifact]:
    if not site.redirects:
        return hosts.host_files(theme.style_hash)
    return hosts.host_files(theme.style_hash, redirects.nginx_maps(site, policies), redirects.NGINX_RULE)


def _schemas() -> Iterator[Artifact]:
    for name in yamlfile.schema_names():
        yield Artifact(path=routes.file_of(routes.schema(name)), body=yamlfile.schema_bytes(name))
