"""One pass over history: the texts that releases name, and where translations and sections stand.

Of each commit only the files are read that it changed, and of each file only what is needed for the digest
is kept, so that tens of thousands of commits are a matter of seconds and of little memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import islice
from typing import Protocol

from site_builder import config, content, history, text
from site_builder.content import INDEX, Folder
from site_builder.history import FolderAt
from site_builder.model.policy import Policy
from site_builder.model.prose import Section
from site_builder.model.revision import Entry, Repository, Revision
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
    """A state of a policy's folder with a certain text: its settings and governing files, and the site's settings.

    ``files`` are by their paths below ``path``.
    """

    path: str
    files: tuple[tuple[str, Entry], ...]
    site: Entry | None


@dataclass(slots=True)
class Past:
    """What history holds of one policy, until the commit ``at``, which is the last that touched it.

    ``texts`` has, by digest, the states of the folder that look as if they had that text, the earliest first, and
    ``aside`` those that are on no first-parent line. ``translations`` has, by locale and part (a section's id, or
    ``index``), the newest file for each digest that is translated, the newest last; ``before`` leads from such a
    file to the one whose place it took. ``sections`` has a file for each governing section that ever was.
    """

    at: str = ""
    texts: dict[str, list[Found]] = field(default_factory=dict)
    aside: dict[str, list[Found]] = field(default_factory=dict)
    translations: dict[tuple[str, str], dict[str, Source]] = field(default_factory=dict)
    before: dict[Source, Source] = field(default_factory=dict)
    sections: dict[str, Source] = field(default_factory=dict)


class Pasts(Protocol):
    """Where what history holds is kept from one build to the next."""

    def resume(self, zone: str) -> tuple[Mapping[str, Entry], Iterable[Revision]] | None:
        """The files of the commit until which history was read, and the commits behind it.

        None where nothing was kept that was read with this zone, or where history does not go on from there.
        """
        ...

    def touched(self, policy: str) -> str:
        """The last commit that touched a policy until then; empty where it was never there."""
        ...

    def get(self, policy: str) -> Past | None:
        """What was found of a policy until then."""
        ...

    def put(self, pasts: Mapping[str, Past], zone: str) -> None:
        """Keep what was found until the commit that is built: of the policies that have something new."""
        ...


@dataclass(frozen=True, slots=True)
class Archive:
    """What history holds of each policy, read as far as it is asked for."""

    repository: Repository
    zone: tzinfo
    kept: Pasts | None
    pasts: dict[str, Past]

    def past(self, policy: str) -> Past:
        """What history holds of a policy; nothing where it was never there."""
        if policy not in self.pasts:
            found = self.kept.get(policy) if self.kept is not None else None
            self.pasts[policy] = found or Past()
        return self.pasts[policy]

    def touched(self, policy: str) -> str:
        """The last commit that touched a policy; empty where it was never there."""
        known = self.pasts.get(policy)
        if known is None and self.kept is not None:
            return self.kept.touched(policy)
        return known.at if known else ""

    def look_aside(self, missing: Iterable[tuple[str, str]]) -> None:
        """Look on side branches for texts that are nowhere on the first-parent line, by policy and digest."""
        wanted = {(policy, digest) for policy, digest in missing if digest not in self.past(policy).aside}
        if not wanted:
            return
        found: dict[str, Past] = {}
        scan = _Scan(self.repository, lambda policy: found.setdefault(policy, Past()), self.zone)
        states = history.policy_folders_of_all(self.repository.all_revisions(), self.repository.first_parents())
        for at in _in_chunks(states):
            scan.step(at)
            if all(digest in found.get(policy, Past()).texts for policy, digest in wanted):
                break
        for policy, digest in wanted:
            self.past(policy).aside[digest] = found.get(policy, Past()).texts.get(digest, [])


def read_archive(repository: Repository, zone: tzinfo, kept: Pasts | None = None) -> Archive:
    """What history holds. Where an earlier reading was ``kept``, only the commits behind it are read."""
    resumed = kept.resume(str(zone)) if kept is not None else None
    archive = Archive(repository, zone, kept if resumed else None, {})
    files, revisions = resumed or ({}, repository.revisions())
    states = history.policy_folders(revisions, files)
    touched: set[str] = set()

    def past(policy: str) -> Past:
        touched.add(policy)
        return archive.past(policy)

    scan = _Scan(repository, past, zone)
    for at in _in_chunks(states):
        scan.step(at)
    if kept is not None:
        kept.put({policy: archive.past(policy) for policy in sorted(touched)}, str(zone))
    return archive


def _in_chunks(states: Iterator[FolderAt]) -> Iterator[tuple[FolderAt, ...]]:
    while chunk := tuple(islice(states, _CHUNK)):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Piece:
    """A governing file as a piece of its document's canonical form, and the digest of its own text."""

    digest: str
    section: bytes = b""
    heading: HeadingPiece = HeadingPiece(b"", b"")  # noqa: RUF009 - a frozen value


class _Scan:
    """Takes what is wanted from states of folders, whatever their order; pieces are known by their bytes."""

    def __init__(self, repository: Repository, past: Callable[[str], Past], zone: tzinfo) -> None:
        self.repository = repository
        self.past = past
        self.zone = zone
        self.policies: dict[tuple[str, str], Policy | None] = {}
        self.pieces: OrderedDict[tuple[str, str], _Piece | None] = OrderedDict()
        self.seen: set[str] = set()

    def step(self, chunk: tuple[FolderAt, ...]) -> None:
        blobs = self.repository.read({blob for at in chunk for blob in self._needed(at)})
        for at in chunk:
            policy = self._settle(at, blobs)
            if policy is None:
                continue  # a draft that was broken then; what was published is found elsewhere
            past = self.past(policy.id)
            past.at = at.commit
            self._take_sections(at, policy, past, blobs)
            self._take_translations(at, policy, past, blobs)
            self._take_text(at, policy, past, blobs)

    def _needed(self, at: FolderAt) -> Iterator[str]:
        """What changed; all of it where the settings did, which say what the document is, or where it is new here."""
        whole = config.POLICY_FILE in at.changed or at.path not in self.seen
        self.seen.add(at.path)
        names: Iterable[str] = at.files if whole else at.changed
        return (at.files[name].blob for name in names if name in at.files and _is_text(name, at.files[name]))

    def _settle(self, at: FolderAt, blobs: Mapping[str, bytes]) -> Policy | None:
        blob = at.files[config.POLICY_FILE].blob
        key = (at.path, blob)
        if key not in self.policies:
            path = f"{at.path}/{config.POLICY_FILE}"
            self.policies[key] = _policy(self._bytes(blob, blobs), path, self.zone)
        return self.policies[key]

    def _take_sections(self, at: FolderAt, policy: Policy, past: Past, blobs: Mapping[str, bytes]) -> None:
        all_of_them = config.POLICY_FILE in at.changed
        for stem in (INDEX, *policy.sections):
            name = f"{policy.governing}/{stem}.md"
            if name in at.changed or all_of_them:
                piece = self._piece(at, policy, stem, blobs)
                if piece is not None:
                    source = Source(at.files[name].blob, f"{at.path}/{name}")
                    past.sections.setdefault(piece.digest, source)

    def _take_translations(self, at: FolderAt, policy: Policy, past: Past, blobs: Mapping[str, bytes]) -> None:
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
            files = past.translations.setdefault((locale, part), {})
            source = Source(entry.blob, path)
            older = files.pop(translates, source)
            if older != source:
                past.before[source] = older
            files[translates] = source

    def _take_text(self, at: FolderAt, policy: Policy, past: Past, blobs: Mapping[str, bytes]) -> None:
        governing = (config.POLICY_FILE, f"{policy.governing}/")
        if not any(name.startswith(governing) for name in at.changed):
            return
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
        files = tuple((name, entry) for name, entry in sorted(at.files.items()) if name.startswith(governing))
        known = past.texts.setdefault(digest, [])
        if not known or known[-1].files != files:
            known.append(Found(at.path, files, at.site))

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
