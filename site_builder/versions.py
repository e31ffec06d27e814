"""Releases and history to versions: the text of each by its digest, and the translations of that text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from itertools import islice

from site_builder import config, content, history, text
from site_builder.content import INDEX, Folder, Translated
from site_builder.history import FolderAt
from site_builder.model.policy import Policy
from site_builder.model.prose import Document
from site_builder.model.revision import Entry, Repository, Revision
from site_builder.model.version import Edition, Release, Version
from site_builder.problems import Place, Problem, ProblemError, Severity

# So many states of folders are read at once: enough to keep git busy, few enough to keep in memory.
_CHUNK = 512
_FILE_MODES = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Archive:
    """What history holds: texts by policy and digest, where each was first found; and translations.

    A translation is known by policy, locale, part (a section's id, or ``index``) and the digest of what it
    translates; of several the newest counts.
    """

    texts: Mapping[tuple[str, str], tuple[Policy, Document]]
    translations: Mapping[tuple[str, str, str, str], Translated]


def read_archive(
    repository: Repository, revisions: Iterable[Revision], wanted: Iterable[Release], zone: tzinfo
) -> Archive:
    """One pass over the history for the texts of the releases and all translations."""
    missing = {(release.policy, release.text) for release in wanted}
    texts: dict[tuple[str, str], tuple[Policy, Document]] = {}
    translations: dict[tuple[str, str, str, str], Translated] = {}
    for at, folder in _folders(repository, history.policy_folders(revisions)):
        try:
            source = folder.files[config.POLICY_FILE]
            path = f"{folder.path}/{config.POLICY_FILE}"
            policy = config.read_policy(content.decode(source, path=path), path=path, zone=zone)
        except ProblemError:
            continue  # a draft that was broken then; what was published is found by its digest elsewhere
        translations.update(_translated(policy, folder, at.changed))
        found = _text(policy, folder) if missing else None
        if found and found[0] in missing:
            texts[found[0]] = (policy, found[1])
            missing.discard(found[0])
    return Archive(texts, translations)


def _folders(repository: Repository, states: Iterator[FolderAt]) -> Iterator[tuple[FolderAt, Folder]]:
    """Each state of a folder with its files' bytes, read from git in few large batches."""
    known: dict[str, bytes] = {}
    while chunk := list(islice(states, _CHUNK)):
        needed = {entry.blob for at in chunk for name, entry in at.files.items() if _is_text(name, entry)}
        known = {blob: known[blob] for blob in needed & known.keys()}
        known.update(repository.read(needed - known.keys()))
        for at in chunk:
            yield at, Folder(at.path, {n: known[e.blob] for n, e in at.files.items() if _is_text(n, e)})


def _is_text(name: str, entry: Entry) -> bool:
    return entry.mode in _FILE_MODES and (name == config.POLICY_FILE or name.endswith(".md"))


def _text(policy: Policy, folder: Folder) -> tuple[tuple[str, str], Document] | None:
    try:
        document = content.read_document(policy, folder)
    except ProblemError:
        return None
    return (policy.id, text.digest(document)), document


def _translated(
    policy: Policy, folder: Folder, changed: frozenset[str]
) -> Iterator[tuple[tuple[str, str, str, str], Translated]]:
    for name in sorted(changed):
        locale, _, file = name.partition("/")
        if name not in folder.files or locale == policy.governing or locale not in policy.locales:
            continue
        part = file.removesuffix(".md")
        try:
            one = content.read_translated(policy, folder.files[name], path=f"{folder.path}/{name}")
        except ProblemError:
            continue
        yield (policy.id, locale, part, one.translates), one


def version(release: Release, archive: Archive, locales: Iterable[str]) -> Version | None:
    """The version that a release declares, in each locale, or None where its text is nowhere in history."""
    found = archive.texts.get((release.policy, release.text))
    if found is None:
        return None
    policy, document = found
    editions = {locale: _edition(document, locale, archive) for locale in (policy.governing, *locales)}
    return Version(policy=policy, release=release, editions=editions)


def _edition(document: Document, locale: str, archive: Archive) -> Edition:
    digests = {section.id: text.section_digest(section) for section in document.sections}
    digests[INDEX] = text.heading_digest(document.title, document.preamble)
    current = {
        part: archive.translations[key]
        for part, digest in digests.items()
        if (key := (document.policy, locale, part, digest)) in archive.translations
    }
    return content.read_edition(document, locale, current)


def missing_text(release: Release, place: Place) -> Problem:
    """What to say of a release whose text is nowhere."""
    return Problem(
        code="PS-401",
        message=f"no commit holds the text of {release.policy} {release.label} ({release.text})",
        place=place,
        hint="if the text was never committed, commit it; if the line is wrong, write what "
        f"`site-builder digest {release.policy}` prints; if history was rewritten, restore the lost commits",
        severity=Severity.INTEGRITY,
    )


def governing_document(
    repository: Repository, tree: Mapping[str, Entry], policy_id: str, zone: tzinfo
) -> Document:
    """The governing document of a policy in the files of a commit.

    Raises:
        ProblemError: where there is no such policy, or with everything that is wrong in its files.
    """
    known: list[str] = []
    for path in sorted(path for path in tree if path.endswith(f"/{config.POLICY_FILE}")):
        at = path.rpartition("/")[0]
        entries = {p[len(at) + 1 :]: entry for p, entry in tree.items() if p.startswith(f"{at}/")}
        ((_, folder),) = _folders(repository, iter([FolderAt("", at, entries, frozenset())]))
        source = content.decode(folder.files[config.POLICY_FILE], path=path)
        policy = config.read_policy(source, path=path, zone=zone)
        if policy.id == policy_id:
            return content.read_document(policy, folder)
        known.append(policy.id)
    hint = f"known here: {', '.join(known)}" if known else "add its policy.yaml and commit it"
    message = f"there is no policy `{policy_id}`"
    raise ProblemError([Problem(code="PS-215", message=message, place=Place("content"), hint=hint)])
