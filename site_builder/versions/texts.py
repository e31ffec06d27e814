"""The text of a release: the document that has its digest, as the earliest commit had it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from site_builder import config, content, text
from site_builder.content import Folder
from site_builder.model.policy import Policy
from site_builder.model.prose import Document
from site_builder.model.release import Release
from site_builder.model.revision import Entry
from site_builder.problems import ProblemError
from site_builder.reuse import remembering
from site_builder.versions.archive import Archive, Found


@dataclass(frozen=True, slots=True)
class Opened:
    """The document that a release names, the policy's settings beside it, and the file with the site's."""

    policy: Policy
    document: Document
    site: Entry | None


def open_texts(archive: Archive, releases: Iterable[Release]) -> dict[tuple[str, str], Opened]:
    """The texts of releases, by policy and digest; one that is nowhere in history is not there.

    A text is the one of the earliest commit on the first-parent line that has it; side branches are looked
    at only for what is nowhere on that line.
    """
    wanted = dict.fromkeys((release.policy, release.text) for release in releases)
    found: dict[tuple[str, str], Opened] = {}
    found.update(_open_all(archive, {key: archive.past(key[0]).texts.get(key[1], ()) for key in wanted}))
    missing = [key for key in wanted if key not in found]
    if missing:
        archive.look_aside(missing)
        found.update(_open_all(archive, {key: archive.past(key[0]).aside.get(key[1], ()) for key in missing}))
    return found


def _open_all(
    archive: Archive, candidates: Mapping[tuple[str, str], Sequence[Found]]
) -> Iterator[tuple[tuple[str, str], Opened]]:
    """Each text that is there, with its policy and digest."""
    # The first state nearly always is the one, so these are asked for together.
    first = {entry.blob for some in candidates.values() for one in some[:1] for _, entry in one.files}
    blobs = archive.repository.read(first)
    for (policy, digest), some in candidates.items():
        opened = _open(archive, policy, digest, some, blobs)
        if opened is not None:
            yield (policy, digest), opened


def _open(
    archive: Archive, policy: str, digest: str, candidates: Iterable[Found], blobs: Mapping[str, bytes]
) -> Opened | None:
    """The first of some states that is a whole document: the words can be there, and another file in their way."""
    for one in candidates:
        own = {name: entry.blob for name, entry in one.files}
        known = blobs if blobs.keys() >= set(own.values()) else archive.repository.read(own.values())
        folder = Folder(one.path, {name: known[blob] for name, blob in own.items()})
        try:
            path = f"{one.path}/{config.POLICY_FILE}"
            settings = _settings(folder.files[config.POLICY_FILE], path, archive.zone)
            document = content.read_document(settings, folder)
        except ProblemError:
            continue
        if settings.id == policy and text.digest(document) == digest:
            return Opened(settings, document, one.site)
    return None


# Settings change seldom. They are the same value for all versions that have the same, and known by which it is.
@remembering(256)
def _settings(body: bytes, path: str, zone: tzinfo) -> Policy:
    return config.read_policy(content.decode(body, path=path), path=path, zone=zone)
