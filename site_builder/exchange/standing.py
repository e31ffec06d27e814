"""Where each translated file stands beside the present governing text, released or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from site_builder import config, content, publisher, text, versions
from site_builder.content import INDEX, Folder, Prose, Translated
from site_builder.meaning import says_the_same
from site_builder.model.policy import Policy
from site_builder.model.prose import Document, Section
from site_builder.model.revision import Repository
from site_builder.problems import ProblemError
from site_builder.versions import Archive


class State(StrEnum):
    """How a translated file stands.

    ``current`` says what the governing text says, though perhaps of a wording that differs in nothing that a reader
    could understand otherwise. ``outdated`` translates another text. ``broken`` cannot be read; `check` says why.
    """

    CURRENT = "current"
    OUTDATED = "outdated"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section, or title and preamble (``index``), in one locale.

    ``digest`` names the present governing text: what the file's `translates:` says when it is current. ``before`` is
    the text that the file translates, where that is another and history has it.
    """

    policy: Policy
    locale: str
    part: str
    path: str
    state: State
    digest: str
    original: Section
    translated: Translated | None
    before: Section | None


def read_parts(repository: Repository) -> tuple[Part, ...]:
    """Every part of every policy in every locale but the governing one, in the order of their policies and sections.

    Raises:
        ProblemError: where the settings or a governing text cannot be read.
    """
    tree = repository.tree()
    settled = publisher.read_publisher(repository, tree)
    archive = versions.read_archive(repository, settled.zone)
    found: list[Part] = []
    for path in sorted(path for path in tree if _is_policy(path)):
        at = path.removesuffix(f"/{config.POLICY_FILE}")
        entries = {p[len(at) + 1 :]: entry for p, entry in tree.items() if p.startswith(f"{at}/")}
        folder = versions.read_folder(repository, at, entries)
        source = content.decode(folder.files[config.POLICY_FILE], path=path)
        policy = config.read_policy(source, path=path, zone=settled.zone)
        document = content.read_document(policy, folder)
        reader = _Reader(repository, archive, policy, folder)
        for locale in policy.locales:
            if locale != policy.governing:
                found += reader.parts(document, locale)
    return tuple(found)


def _is_policy(path: str) -> bool:
    return path.startswith("content/") and path.endswith(f"/{config.POLICY_FILE}")


class _Reader:
    """Reads the translations of one policy."""

    def __init__(self, repository: Repository, archive: Archive, policy: Policy, folder: Folder) -> None:
        self.repository = repository
        self.archive = archive
        self.policy = policy
        self.folder = folder

    def parts(self, document: Document, locale: str) -> Iterator[Part]:
        files = self.folder.below(locale)
        for part, original in _originals(document):
            path = f"{self.folder.path}/{locale}/{part}.md"
            digest = _digest(part, original)
            translated = self._translated(files.get(part), path)
            before: Section | None = None
            if part not in files:
                state = State.MISSING
            elif translated is None:
                state = State.BROKEN
            elif translated.translates == digest:
                state = State.CURRENT
            else:
                before = self._before(translated.translates)
                same = before is not None and says_the_same(
                    before, replace(original, id=before.id), self.policy.governing
                )
                state = State.CURRENT if same else State.OUTDATED
            yield Part(
                policy=self.policy,
                locale=locale,
                part=part,
                path=path,
                state=state,
                digest=digest,
                original=original,
                translated=translated,
                before=before,
            )

    def _translated(self, data: bytes | None, path: str) -> Translated | None:
        if data is not None:
            with suppress(ProblemError):
                return content.read_translated(self.policy, data, path=path)
        return None

    def _before(self, digest: str) -> Section | None:
        source = self.archive.past(self.policy.id).sections.get(digest)
        if source is None:
            return None
        prose: Prose = content.read_section(self.repository.read([source.blob])[source.blob], path=source.path)
        return Section(id="", title=prose.title, blocks=prose.blocks)


def _originals(document: Document) -> Iterable[tuple[str, Section]]:
    yield INDEX, Section(id=INDEX, title=document.title, blocks=document.preamble)
    for section in document.sections:
        yield section.id, section


def _digest(part: str, original: Section) -> str:
    return text.heading_digest(original.title, original.blocks) if part == INDEX else text.section_digest(original)
