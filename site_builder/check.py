"""The order of work of a check, to be read aloud: names, settings, texts, history, drafts, theme.

`check` says everything that can be said about a draft without writing anything. It sees the work tree as one
more commit (``overlay``), so it says of a draft what a build would say of it, and more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from site_builder import authored, content, drafts, gate, instants, publisher, schedule, unfair, versions
from site_builder.authored import Authored
from site_builder.meaning import says_the_same
from site_builder.model.policy import Policy, Site
from site_builder.model.review import Review
from site_builder.model.revision import Entry, Repository
from site_builder.model.version import Version
from site_builder.outputs.theme import Theme
from site_builder.overlay import Overlay
from site_builder.problems import Problem, ProblemError
from site_builder.publisher import Publisher
from site_builder.stages import NOBODY, Progress, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """All that a check depends on. ``theme`` and ``catalogues`` are those that ship.

    ``unseen`` says why the history could not be read, where it could not. ``base`` is the revision that the
    work tree is compared with, or None where nobody asks what a change means; ``named`` says that somebody
    named it, as a pull request does. ``progress`` is told how far the check is.
    """

    overlay: Overlay
    theme: Mapping[str, bytes]
    catalogues: Mapping[str, bytes]
    as_of: datetime
    unseen: Problem | None = None
    base: Repository | None = None
    named: bool = False
    progress: Progress = NOBODY


def check(work: Inspection) -> Iterator[Problem | Review]:
    """Everything that is to be said of the work tree and its history, in no order.

    Where there is a base, the review of each policy comes with what it found.
    """
    tree = work.overlay.tree()
    yield from work.overlay.work.problems
    files = authored.read_files(work.overlay, tree)
    yield from content.check_names(tree)
    settled = _settle(work.overlay, tree)
    yield from settled.problems
    found: list[Problem] = []
    work.progress.phase("reading policies", len(list(authored.policy_files(files))))
    texts = list(steps(work.progress, _drafts(files, settled.zone, found)))
    yield from found
    work.progress.phase("looking at characters and phrases", len(files))
    yield from _characters(steps(work.progress, files.items()), texts, settled.site)
    folders: dict[str, Policy | None] = {path.rpartition("/")[0]: None for path in authored.policy_files(files)}
    folders |= {draft.folder.path: draft.policy for draft in texts}
    yield from content.check_strays(folders, tree)
    if settled.publisher is not None:
        yield from _history(work, settled.publisher, texts)
    if work.base is not None:
        yield from gate.settings_changed(work.base.tree(), tree)
        yield from gate.risky_workflows(work.overlay, tree)
    yield from _theme(work, files, settled.site)
    if work.unseen is not None:
        yield work.unseen
    elif work.overlay.changes and work.overlay.commit:
        yield drafts.uncommitted(work.overlay.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """The settings, as far as they can be read, and what is wrong with them."""

    publisher: Publisher | None
    site: Site | None
    zone: tzinfo
    problems: Sequence[Problem]


def _settle(overlay: Overlay, tree: Mapping[str, Entry]) -> _Settled:
    try:
        read = publisher.read_publisher(overlay, tree)
    except ProblemError as error:
        # A file that is no file is told once, with the other names.
        problems = [one for one in error.problems if one.code != "PS-160"]
        return _Settled(publisher=None, site=None, zone=UTC, problems=problems)
    return _Settled(publisher=read, site=read.site, zone=instants.zone(read.site.time_zone), problems=())


def _drafts(files: Mapping[str, bytes], zone: tzinfo, problems: list[Problem]) -> Iterator[Authored]:
    """The policies of the work tree as far as their settings can be read, and what is to be said of their texts."""
    for path in authored.policy_files(files):
        draft = authored.read_authored(path, files, zone, problems)
        if draft is None:
            continue
        policy, folder = draft.policy, draft.folder
        if draft.document is not None:
            problems += drafts.check_empty(draft.document, f"{folder.path}/{policy.governing}")
        problems += drafts.check_prevailing(policy, folder.path)
        problems += drafts.check_translations(policy, folder, draft.document)
        yield draft


def _characters(files: Iterable[tuple[str, bytes]], texts: Iterable[Authored], site: Site | None) -> Iterator[Problem]:
    """What cannot be seen in the files of content; the language is known from the folder of a policy."""
    languages: dict[str, str] = {}
    for draft in texts:
        for locale in draft.policy.locales:
            languages[f"{draft.folder.path}/{locale}"] = locale
    several = "" if site is None or len(site.locales) > 1 else site.default_locale
    for path, data in files:
        if path.startswith("content/") and path.endswith((".md", ".yaml")):
            locale = languages.get(path.rpartition("/")[0], several)
            yield from content.review(data, path=path, locale=locale)
            if path.endswith(".md") and locale:
                with suppress(ProblemError):  # what is no text has been said to be none
                    yield from unfair.check_phrases(content.decode(data, path=path), path=path, locale=locale)


def _history(work: Inspection, settled: Publisher, texts: Sequence[Authored]) -> Iterator[Problem | Review]:
    releases = [one.release for policy in settled.policies for one in settled.releases[policy.id]]
    for policy in settled.policies:
        declared_here = (one.release for one in settled.releases[policy.id])
        yield from schedule.past_the_end(policy, declared_here, settled.places)
    try:
        base = gate.read_base(work.base, named=work.named) if work.base is not None else None
    except ProblemError as error:
        yield from error.problems
        base = None
    if base is not None:
        yield from gate.policies_changed(base, texts, work.as_of)
    # A release that a change takes out still has a text, with which the draft is compared.
    there = {(release.policy, release.text) for release in releases}
    others = [one.release for some in base.releases.values() for one in some] if base else []
    others = [release for release in others if (release.policy, release.text) not in there]
    work.progress.phase("reading history")
    archive = versions.read_archive(work.overlay, settled.zone)
    known: dict[tuple[str, str], Version] = {}
    found: list[Version] = []
    declared = len(releases)
    made = versions.make_versions(archive, (*releases, *others), settled.site, says_the_same)
    for number, (release, version) in enumerate(made):
        if version is not None:
            known[release.policy, release.text] = version
        if number >= declared:
            continue
        if version is not None:
            found.append(version)
        elif work.unseen is None:
            yield versions.missing_text(release, settled.places[release.policy, release.label])
    shown = _public(work, base, [draft.policy for draft in texts], settled)
    work.progress.phase("comparing drafts with what is published", len(texts))
    for draft in steps(work.progress, texts):
        policy, folder = draft.policy, draft.folder.path
        ours = [version for version in found if version.release.policy == policy.id]
        standing = drafts.Standing(versions=ours, releases=settled.releases.get(policy.id, ()))
        yield from drafts.check_changes(policy, folder, draft.changes, standing)
        earlier = base.releases_of(policy.id) if base is not None else ()
        public = {slug for one in earlier if one.published <= work.as_of for slug in one.changes}
        yield from drafts.check_audiences(folder, draft.changes, [one.id for one in settled.site.audiences], public)
        if draft.document is not None:
            yield from drafts.compare(policy, folder, draft.document, standing)
            yield from drafts.check_gone(policy, folder, draft.changes, standing)
        if base is not None:
            yield from _reviewed(work, settled, draft, base, (_of(policy, known), _of(policy, shown)))


def _of(policy: Policy, found: Mapping[tuple[str, str], Version]) -> dict[str, Version]:
    return {text: version for (of, text), version in found.items() if of == policy.id}


def _public(
    work: Inspection, base: gate.Base | None, policies: Iterable[Policy], settled: Publisher
) -> dict[tuple[str, str], Version]:
    """The public versions of the base with the translations that readers have, where a change touches any."""
    if work.base is None or base is None:
        return {}
    touched = set(gate.translations_touched(work.base.tree(), work.overlay.tree(), base.policies.values()))
    releases = [
        one
        for policy in policies
        if policy.id in touched
        for one in base.releases_of(policy.id)
        if one.published <= work.as_of
    ]
    if not releases:
        return {}
    archive = versions.read_archive(work.base, settled.zone)
    made = versions.make_versions(archive, releases, base.site or settled.site, says_the_same)
    return {(one.policy, one.text): version for one, version in made if version is not None}


def _reviewed(
    work: Inspection,
    settled: Publisher,
    draft: Authored,
    base: gate.Base,
    found: tuple[Mapping[str, Version], Mapping[str, Version]],
) -> Iterator[Problem | Review]:
    """What the work tree would change for the readers of a policy, and what it must say first."""
    known, public = found
    task = gate.Work(
        site=base.site or settled.site,
        proposed=settled.site,
        base=base,
        now=draft,
        releases=settled.releases.get(draft.policy.id, ()),
        versions=known,
        public=public,
        as_of=work.as_of,
        judge=gate.Judge(),
    )
    review = gate.review(task)
    yield review
    yield from gate.check_review(task, review)
    if work.base is not None:
        yield from _stray(work.base, review, settled.zone)


def _stray(base: Repository, review: Review, zone: tzinfo) -> Iterator[Problem]:
    """Releases of a text that neither the work tree has nor the base has ever had."""
    others = [one for one in review.proposals if one.version is not None and one.release.text != review.digest]
    if others and review.digest:
        texts = versions.open_texts(versions.read_archive(base, zone), [one.release for one in others])
        for one in others:
            if (one.release.policy, one.release.text) not in texts:
                yield gate.stray_text(one, review.digest)


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
