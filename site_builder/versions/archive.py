"""One pass over history: the texts that releases name, and where translations and sections stand.

Of each commit only the files are read that it changed, and of each file only what is needed for the digest
is kept, so that tens of thousands of commits are a matter of seconds and of little memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import islice

from site_builder import config, content, history, text
from site_builder.content import INDEX, Folder
from site_builder.history import FolderAt
from site_builder.model.policy import Policy
from site_builder.model.prose import Document, Section
from site_builder.model.release import Release
from site_builder.model.revision import Entry, Repository
from site_builder.problems import ProblemError
from site_builder.text import HeadingPiece

# So many states of folders are read at once: enough to keep git busy, few enough to keep in memory.
_CHUNK = 512
# So many governing files are kept as pieces: several times what a state of all policies has.
_PIECES = 16_384
_FILE_MODES = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Source:
    """A file in history: the id of its bytes, and the path that it had."""

    blob: str
    path: str


@dataclass(frozen=True, slots=True)
class Found:
    """The document that a release names, the policy's settings beside it, and the file with the site's."""

    policy: Policy
    document: Document
    site: Entry | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A governing file as a piece of its document's canonical form, and the digest of its own text."""

    digest: str
    section: bytes = b""
    heading: HeadingPiece = HeadingPiece(b"", b"")  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True)
class Archive:
    """What history holds.

    ``texts`` are by policy and digest. ``translations`` has, by policy, locale and part (a section's id, or
    ``index``), the newest file for each digest that is translated, the newest last; ``before`` leads from such a
    file to the one whose place it took. ``sections`` has a file for each governing section that ever was, by
    policy and digest.
    """

    texts: dict[tuple[str, str], Found] = field(default_factory=dict)
    translations: dict[tuple[str, str, str], dict[str, Source]] = field(default_factory=dict)
    before: dict[Source, Source] = field(default_factory=dict)
    sections: dict[tuple[str, str], Source] = field(default_factory=dict)


def read_archive(repository: Repository, wanted: Iterable[Release], zone: tzinfo) -> Archive:
    """Everything that the releases and their translations need.

    A text is the one of the earliest commit on the first-parent line that has it; side branches are looked
    at only for what is nowhere on that line.
    """
    missing = {(release.policy, release.text) for release in wanted}
    archive = Archive()
    scan = _Scan(repository, archive, missing, zone)
    for at in _in_chunks(history.policy_folders(repository.revisions())):
        scan.step(at, translations=True)
    if missing:
        side = history.policy_folders_of_all(repository.all_revisions(), repository.first_parents())
        for at in _in_chunks(side):
            if not missing:
                break
            scan.step(at, translations=False)
    return archive


def _in_chunks(states: Iterator[FolderAt]) -> Iterator[tuple[FolderAt, ...]]:
    while chunk := tuple(islice(states, _CHUNK)):
        yield chunk


class _Scan:
    """Takes what is wanted from states of folders, whatever their order; pieces are known by their bytes."""

    def __init__(self, repository: Repository, archive: Archive, missing: set[tuple[str, str]], zone: tzinfo) -> None:
        self.repository = repository
        self.archive = archive
        self.missing = missing
        self.zone = zone
        self.policies: dict[tuple[str, str], Policy | None] = {}
        self.pieces: OrderedDict[tuple[str, str], _Piece | None] = OrderedDict()

    def step(self, chunk: tuple[FolderAt, ...], *, translations: bool) -> None:
        blobs = self.repository.read({blob for at in chunk for blob in _needed(at)})
        for at in chunk:
            policy = self._settle(at, blobs)
            if policy is None:
                continue  # a draft that was broken then; what was published is found elsewhere
            wanted = any(name == policy.id for name, _ in self.missing)
            self._take_sections(at, policy, blobs)
            if translations:
                self._take_translations(at, policy, blobs)
            if wanted:
                self._look_up(at, policy, blobs)

    def _settle(self, at: FolderAt, blobs: Mapping[str, bytes]) -> Policy | None:
        blob = at.files[config.POLICY_FILE].blob
        key = (at.path, blob)
        if key not in self.policies:
            path = f"{at.path}/{config.POLICY_FILE}"
            self.policies[key] = _policy(self._bytes(blob, blobs), path, self.zone)
        return self.policies[key]

    def _take_sections(self, at: FolderAt, policy: Policy, blobs: Mapping[str, bytes]) -> None:
        all_of_them = config.POLICY_FILE in at.changed
        for stem in (INDEX, *policy.sections):
            name = f"{policy.governing}/{stem}.md"
            if name in at.changed or all_of_them:
                piece = self._piece(at, policy, stem, blobs)
                if piece is not None:
                    source = Source(at.files[name].blob, f"{at.path}/{name}")
                    self.archive.sections.setdefault((policy.id, piece.digest), source)

    def _take_translations(self, at: FolderAt, policy: Policy, blobs: Mapping[str, bytes]) -> None:
        # Other settings can make a translation of a file that was there before: a locale, a section that it refers to.
        for name in sorted(at.files if config.POLICY_FILE in at.changed else at.changed):
            locale, _, file = name.partition("/")
            entry = at.files.get(name)
            if entry is None or locale == policy.governing or locale not in policy.locales:
                continue
            path = f"{at.path}/{name}"
            try:
                translates = content.read_translated(policy, blobs[entry.blob], path=path).translates
            except (ProblemError, KeyError):
                continue
            part = file.removesuffix(".md")
            files = self.archive.translations.setdefault((policy.id, locale, part), {})
            source = Source(entry.blob, path)
            older = files.pop(translates, source)
            if older != source:
                self.archive.before[source] = older
            files[translates] = source

    def _look_up(self, at: FolderAt, policy: Policy, blobs: Mapping[str, bytes]) -> None:
        heading = self._piece(at, policy, INDEX, blobs)
        sections: list[bytes] = []
        for stem in policy.sections:
            piece = self._piece(at, policy, stem, blobs)
            if piece is None:
                return
            sections.append(piece.section)
        if heading is None:
            return
        digest = text.name_of(text.join_pieces(policy.numbering, heading.heading, sections))
        if (policy.id, digest) not in self.missing:
            return
        document = self._document(at, policy)
        if document is None or text.digest(document) != digest:
            return  # the words are there, but the state of that commit was no whole document
        self.archive.texts[policy.id, digest] = Found(policy, document, at.site)
        self.missing.discard((policy.id, digest))

    def _piece(self, at: FolderAt, policy: Policy, stem: str, blobs: Mapping[str, bytes]) -> _Piece | None:
        entry = at.files.get(f"{policy.governing}/{stem}.md")
        if entry is None or entry.mode not in _FILE_MODES:
            return None
        key = (entry.blob, stem)
        if key in self.pieces:
            self.pieces.move_to_end(key)
            return self.pieces[key]
        self.pieces[key] = piece = _read_piece(self._bytes(entry.blob, blobs), stem)
        if len(self.pieces) > _PIECES:
            self.pieces.popitem(last=False)
        return piece

    def _bytes(self, blob: str, blobs: Mapping[str, bytes]) -> bytes:
        """Bytes that were read with the chunk, or those of a file that did not change for very long."""
        return blobs[blob] if blob in blobs else self.repository.read([blob])[blob]

    def _document(self, at: FolderAt, policy: Policy) -> Document | None:
        governing = (config.POLICY_FILE, f"{policy.governing}/")
        files = {name: entry for name, entry in at.files.items() if name.startswith(governing)}
        folder = read_folder(self.repository, at.path, files)
        try:
            return content.read_document(policy, folder)
        except ProblemError:
            return None


def read_folder(repository: Repository, path: str, files: Mapping[str, Entry]) -> Folder:
    """A policy's folder with the bytes of its settings and texts."""
    wanted = {name: entry.blob for name, entry in files.items() if _is_text(name, entry)}
    blobs = repository.read(wanted.values())
    return Folder(path, {name: blobs[blob] for name, blob in wanted.items()})


def _is_text(name: str, entry: Entry) -> bool:
    return entry.mode in _FILE_MODES and (name == config.POLICY_FILE or name.endswith(".md"))


def _policy(data: bytes, path: str, zone: tzinfo) -> Policy | None:
    try:
        return config.read_policy(content.decode(data, path=path), path=path, zone=zone)
    except ProblemError:
        return None


def _needed(at: FolderAt) -> Iterator[str]:
    """What changed, and all of it where the settings did: they say which files are the document."""
    names: Iterable[str] = at.files if config.POLICY_FILE in at.changed else at.changed
    return (at.files[name].blob for name in names if name in at.files and _is_text(name, at.files[name]))


def _read_piece(data: bytes, stem: str) -> _Piece | None:
    try:
        prose = content.read_section(data, path="")
    except ProblemError:
        return None
    if stem == INDEX:
        digest = text.heading_digest(prose.title, prose.blocks)
        return _Piece(digest, heading=text.heading_piece(prose.title, prose.blocks))
    section = Section(id=stem, title=prose.title, blocks=prose.blocks)
    digest = text.name_of(text.canonical_section(section))
    return _Piece(digest, section=text.section_piece(section))
