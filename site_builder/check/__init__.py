"""The order of work of a check, to be read aloud: names, settings, history, policies, theme.

`check` says everything that can be said about a draft without writing anything. It sees the work tree as one
more commit (``overlay``), so it says of a draft what a build would say of it, and more.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from site_builder import authored, content, drafts, gate, instants, publisher, schedule, versions
from site_builder.authored import Authored
from site_builder.check.policies import Desk, Past, characters, look
from site_builder.check.work import Inspection
from site_builder.model.lasting import Lasting
from site_builder.model.policy import Policy, Site
from site_builder.model.review import Review
from site_builder.model.revision import Entry
from site_builder.outputs.theme import Theme
from site_builder.problems import Problem, ProblemError
from site_builder.publisher import Publisher
from site_builder.stages import steps

__all__ = ["Inspection", "check"]


def check(work: Inspection) -> Iterator[Problem | Review | Lasting]:
    """Everything that is to be said of the work tree and its history, in no order.

    Where there is a base, the review of each policy comes with what it found, unless that was known from an earlier
    check. Last comes how long all this holds.
    """
    tree = work.overlay.tree()
    yield from work.overlay.work.problems
    files = authored.read_files(work.overlay, tree)
    yield from content.check_names(tree)
    settled = _settle(work, tree)
    yield from settled.problems
    found: list[Problem] = []
    read = [authored.read_settings(path, below, settled.zone, found) for path, below in authored.folders(files)]
    policies = [one for one in read if one is not None]
    yield from found
    homes: dict[str, Policy | None] = {path.rpartition("/")[0]: None for path in authored.policy_files(files)}
    homes |= {one.folder.path: one.policy for one in policies}
    rest, own = _shared_out(files, homes)
    yield from characters(rest, None, settled.site)
    yield from content.check_strays(homes, tree)
    desk = Desk(work=work, site=settled.site, files=own)
    if settled.publisher is not None:
        desk = yield from _with_history(desk, settled.publisher, policies, tree)
    work.progress.phase("looking at policies", len(policies))
    for one in steps(work.progress, policies):
        yield from look(desk, one)
    if work.base is not None:
        yield from gate.settings_changed(work.base.tree(), tree)
        yield from gate.risky_workflows(work.overlay, tree)
    yield from _theme(work, files, settled.site)
    if work.unseen is not None:
        yield work.unseen
    elif work.overlay.changes and work.overlay.commit:
        yield drafts.uncommitted(work.overlay.changes)
    if desk.past is not None:
        yield schedule.together(desk.lasting(one) for one in _known(desk.past, policies))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """The settings, as far as they can be read, and what is wrong with them."""

    publisher: Publisher | None
    site: Site | None
    zone: tzinfo
    problems: Sequence[Problem]


def _settle(work: Inspection, tree: Mapping[str, Entry]) -> _Settled:
    try:
        read = publisher.read_publisher(work.overlay, tree, work.memory("settings"))
    except ProblemError as error:
        # A file that is no file is told once, with the other names.
        problems = [one for one in error.problems if one.code != "PS-160"]
        return _Settled(publisher=None, site=None, zone=UTC, problems=problems)
    return _Settled(publisher=read, site=read.site, zone=instants.zone(read.site.time_zone), problems=())


def _shared_out(
    files: Mapping[str, bytes], homes: Mapping[str, Policy | None]
) -> tuple[list[tuple[str, bytes]], dict[str, list[tuple[str, bytes]]]]:
    """The files of content that belong to no policy, and those of each folder whose settings can be read."""
    rest: list[tuple[str, bytes]] = []
    own: dict[str, list[tuple[str, bytes]]] = {path: [] for path, policy in homes.items() if policy is not None}
    for path, data in files.items():
        if path.startswith("content/") and path.endswith((".md", ".yaml")):
            home = path.rpartition("/")[0]
            while home and home not in homes:
                home = home.rpartition("/")[0]
            own.get(home, rest).append((path, data))
    return rest, own


def _with_history(
    desk: Desk, settled: Publisher, policies: Sequence[Authored], tree: Mapping[str, Entry]
) -> Generator[Problem, None, Desk]:
    """The desk with what policies are compared with, and what the change does to policies beside their texts."""
    work, base = desk.work, None
    if work.base is not None:
        try:
            base = gate.read_base(work.base, named=work.named, memory=work.memory("settings"))
        except ProblemError as error:
            yield from error.problems
    work.progress.phase("reading history")
    archive = versions.read_archive(work.overlay, settled.zone, work.pasts)
    if work.base is None or base is None:
        return replace(desk, past=Past(settled=settled, archive=archive))
    yield from gate.policies_changed(base, policies, work.as_of)
    touched = frozenset(gate.translations_touched(work.base.tree(), tree, base.policies.values()))
    return replace(desk, past=Past(settled=settled, archive=archive, base=base, touched=touched))


def _known(past: Past, policies: Iterable[Authored]) -> Iterator[Policy]:
    """The policies of the work tree and those of the base."""
    yield from (one.policy for one in policies)
    yield from (one.policy for one in (past.base.policies if past.base else {}).values())


def _theme(work: Inspection, files: Mapping[str, bytes], site: Site | None) -> Iterator[Problem]:
    folder = f"themes/{site.theme if site else 'default'}"
    own = {p.removeprefix(f"{folder}/"): data for p, data in files.items() if p.startswith(f"{folder}/")}
    ending = "/LC_MESSAGES/messages.po"
    words = {
        path.removeprefix("translations/").removesuffix(ending): data
        for path, data in files.items()
        if path.startswith("translations/") and path.endswith(ending)
    }
    if own in ({}, work.theme) and all(work.catalogues.get(locale) == data for locale, data in words.items()):
        return  # what ships has been looked at by its own tests
    try:
        Theme.load(own or work.theme, {**work.catalogues, **words}, folder=folder)
    except ProblemError as error:
        yield from error.problems
