"""The order of work of a check, to be read aloud: names, settings, texts, history, drafts, theme.

`check` says everything that can be said about a draft without writing anything. It sees the work tree as one
more commit (``overlay``), so it says of a draft what a build would say of it, and more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from site_builder import config, content, drafts, instants, publisher, schedule, versions
from site_builder.content import Folder
from site_builder.model.policy import Policy, Site
from site_builder.model.prose import Document
from site_builder.model.release import ChangeRecord
from site_builder.model.revision import Entry
from site_builder.model.version import Version
from site_builder.outputs.theme import Theme
from site_builder.overlay import Overlay
from site_builder.problems import Problem, ProblemError, gather
from site_builder.publisher import Publisher

_PLAIN = ("100644", "100755")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """All that a check depends on. ``theme`` and ``catalogues`` are those that ship.

    ``unseen`` says why the history could not be read, where it could not.
    """

    overlay: Overlay
    theme: Mapping[str, bytes]
    catalogues: Mapping[str, bytes]
    as_of: datetime
    unseen: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A policy as the work tree has it; ``document`` is None where its text cannot be read."""

    policy: Policy
    folder: Folder
    document: Document | None
    changes: tuple[ChangeRecord, ...]


def check(work: Inspection) -> Iterator[Problem]:
    """Everything that is to be said of the work tree and its history, in no order."""
    tree = work.overlay.tree()
    yield from work.overlay.work.problems
    files = _read(work.overlay, tree)
    yield from content.check_names(tree)
    settled = _settle(work.overlay, tree)
    yield from settled.problems
    found: list[Problem] = []
    texts = [draft for path in _policies(files) for draft in _draft(path, files, settled.zone, found)]
    yield from found
    yield from _characters(files, texts, settled.site)
    folders: dict[str, Policy | None] = {path.rpartition("/")[0]: None for path in _policies(files)}
    folders |= {draft.folder.path: draft.policy for draft in texts}
    yield from content.check_strays(folders, tree)
    if settled.publisher is not None:
        yield from _history(work, settled.publisher, texts)
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


def _read(overlay: Overlay, tree: Mapping[str, Entry]) -> dict[str, bytes]:
    plain = {path: entry.blob for path, entry in tree.items() if entry.mode in _PLAIN}
    blobs = overlay.read(plain.values())
    return {path: blobs[blob] for path, blob in plain.items()}


def _policies(files: Iterable[str]) -> Iterator[str]:
    return (path for path in files if path.startswith("content/") and path.endswith(f"/{config.POLICY_FILE}"))


def _draft(path: str, files: Mapping[str, bytes], zone: tzinfo, problems: list[Problem]) -> Iterator[Draft]:
    """The policy of that file with its texts; nothing where its settings cannot be read."""
    at = path.removesuffix(f"/{config.POLICY_FILE}")
    folder = Folder(at, {p[len(at) + 1 :]: data for p, data in files.items() if p.startswith(f"{at}/")})
    try:
        policy = config.read_policy(content.decode(files[path], path=path), path=path, zone=zone)
    except ProblemError as error:
        problems += error.problems
        # Without settings no language governs; each section is read by itself.
        for name, data in folder.files.items():
            if name.endswith(".md") and not name.startswith("README"):
                with gather(problems):
                    content.read_section(data, path=f"{at}/{name}")
        return
    document = _document(policy, folder, problems)
    if document is not None:
        problems += drafts.check_empty(document, f"{at}/{policy.governing}")
    problems += drafts.check_translations(policy, folder, document)
    records = tuple(_changes(policy, folder, problems))
    yield Draft(policy=policy, folder=folder, document=document, changes=records)


def _document(policy: Policy, folder: Folder, problems: list[Problem]) -> Document | None:
    try:
        return content.read_document(policy, folder)
    except ProblemError as error:
        problems += error.problems
        return None


def _changes(policy: Policy, folder: Folder, problems: list[Problem]) -> Iterator[ChangeRecord]:
    start = f"{config.CHANGES}/"
    for name, data in folder.files.items():
        if not (name.startswith(start) and name.endswith(".yaml")):
            continue
        path = f"{folder.path}/{name}"
        slug = name.removeprefix(start).removesuffix(".yaml")
        with gather(problems):
            text = content.decode(data, path=path)
            yield config.read_change(text, path=path, policy=policy.id, slug=slug)


def _characters(files: Mapping[str, bytes], texts: Iterable[Draft], site: Site | None) -> Iterator[Problem]:
    """What cannot be seen in the files of content; the language is known from the folder of a policy."""
    languages: dict[str, str] = {}
    for draft in texts:
        for locale in draft.policy.locales:
            languages[f"{draft.folder.path}/{locale}"] = locale
    several = "" if site is None or len(site.locales) > 1 else site.default_locale
    for path, data in files.items():
        if path.startswith("content/") and path.endswith((".md", ".yaml")):
            locale = languages.get(path.rpartition("/")[0], several)
            yield from content.review(data, path=path, locale=locale)


def _history(work: Inspection, settled: Publisher, texts: Iterable[Draft]) -> Iterator[Problem]:
    releases = [one.release for policy in settled.policies for one in settled.releases[policy.id]]
    for policy in settled.policies:
        declared_here = (one.release for one in settled.releases[policy.id])
        yield from schedule.past_the_end(policy, declared_here, settled.places)
    archive = versions.read_archive(work.overlay, releases, settled.zone)
    found: list[Version] = []
    for release, version in versions.make_versions(work.overlay, archive, releases, settled.site):
        if version is not None:
            found.append(version)
        elif work.unseen is None:
            yield versions.missing_text(release, settled.places[release.policy, release.label])
    for draft in texts:
        ours = [version for version in found if version.release.policy == draft.policy.id]
        declared = settled.releases.get(draft.policy.id, ())
        standing = drafts.Standing(versions=ours, releases=declared, as_of=work.as_of)
        yield from drafts.check_changes(draft.policy, draft.folder.path, draft.changes, standing)
        if draft.document is not None:
            yield from drafts.compare(draft.policy, draft.folder.path, draft.document, standing)
            yield from drafts.check_gone(draft.policy, draft.folder.path, draft.changes, standing)


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
