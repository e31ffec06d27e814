"""Releases and history to versions: the text of each by its digest, and the translations of that text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from site_builder import config, content, text
from site_builder.content import INDEX, Translated
from site_builder.model.policy import Publisher, Site
from site_builder.model.prose import Document, Section
from site_builder.model.release import Release
from site_builder.model.revision import Entry, Repository
from site_builder.model.version import Edition, Version
from site_builder.problems import ProblemError
from site_builder.versions.archive import Archive, Found, Source
from site_builder.versions.sense import sense

# So many sections are read at once for their sense.
_CHUNK = 512


def make_versions(
    repository: Repository, archive: Archive, releases: Iterable[Release], site: Site
) -> Iterator[tuple[Release, Version | None]]:
    """Each release with its version in every locale, or with None where its text is nowhere in history."""
    wanted = [(release, archive.texts.get((release.policy, release.text))) for release in releases]
    maker = _Maker(repository, archive, [found for _, found in wanted if found], site)
    for release, found in wanted:
        yield release, maker.version(release, found) if found else None


class _Maker:
    """Finds the translations of many documents, and reads each file once."""

    def __init__(self, repository: Repository, archive: Archive, found: Iterable[Found], site: Site) -> None:
        self.repository = repository
        self.archive = archive
        self.site = site
        documents = [one.document for one in found]
        self.senses = {**_senses(repository, archive), **dict(_senses_of(documents))}
        self.newest = {key: self._by_sense(key[0], files) for key, files in archive.translations.items()}
        chosen = {
            source for one in found for locale in self._locales(one) for source in self._chosen(one, locale).values()
        }
        sites = {one.site.blob for one in found if one.site}
        self.blobs = repository.read({source.blob for source in chosen} | sites)

    def version(self, release: Release, found: Found) -> Version:
        document = found.document
        editions = {locale: self._edition(found, locale) for locale in self._locales(found)}
        return Version(
            policy=found.policy,
            publisher=self._publisher(found.site),
            release=release,
            editions={document.locale: content.read_edition(document, document.locale, {}), **editions},
        )

    def _locales(self, found: Found) -> tuple[str, ...]:
        return tuple(one for one in self.site.locales if one != found.document.locale)

    def _edition(self, found: Found, locale: str) -> Edition:
        current: dict[str, Translated] = {}
        for part, source in self._chosen(found, locale).items():
            for one in self._line(source):
                with suppress(ProblemError):  # it refers to a section that this version does not have
                    current[part] = content.read_translated(found.policy, self._bytes(one), path=one.path)
                    break
        return content.read_edition(found.document, locale, current)

    def _line(self, source: Source) -> Iterator[Source]:
        """A translation, and those of the same text before it; who takes a wording back comes to it again."""
        seen: set[Source] = set()
        one: Source | None = source
        while one is not None and one not in seen:
            seen.add(one)
            yield one
            one = self.archive.before.get(one)

    def _bytes(self, source: Source) -> bytes:
        known = self.blobs.get(source.blob)
        return self.repository.read([source.blob])[source.blob] if known is None else known

    def _chosen(self, found: Found, locale: str) -> dict[str, Source]:
        """For each part that has a current translation, the newest file with one."""
        policy = found.policy
        chosen: dict[str, Source] = {}
        for part, digest in _parts(found.document):
            key = self.senses[policy.id, digest]
            for name in (part, *policy.formerly.get(part, ())):
                source = self.newest.get((policy.id, locale, name), {}).get(key)
                if source:
                    chosen[part] = source
                    break
        return chosen

    def _by_sense(self, policy: str, files: Mapping[str, Source]) -> dict[str, Source]:
        # What translates a text that history does not have is known by that text's digest only.
        return {self.senses.get((policy, digest), digest): source for digest, source in files.items()}

    def _publisher(self, entry: Entry | None) -> Publisher:
        """The publisher as the text's own commit names it; where that has no site, as it is named now."""
        if entry is None:
            return self.site.publisher
        try:
            source = content.decode(self.blobs[entry.blob], path=config.SITE_FILE)
            return config.read_site(source).publisher
        except ProblemError:
            return self.site.publisher


def _parts(document: Document) -> Iterator[tuple[str, str]]:
    """Each part of a document that is translated by itself, and its digest."""
    yield INDEX, text.heading_digest(document.title, document.preamble)
    for section in document.sections:
        yield section.id, text.section_digest(section)


def _senses_of(documents: Iterable[Document]) -> Iterator[tuple[tuple[str, str], str]]:
    known: set[tuple[str, str]] = set()
    for document in documents:
        heading = Section(id=INDEX, title=document.title, blocks=document.preamble)
        sections = (heading, *document.sections)
        for section, (_, digest) in zip(sections, _parts(document), strict=True):
            key = (document.policy, digest)
            if key not in known:
                known.add(key)
                yield key, sense(section)


def _senses(repository: Repository, archive: Archive) -> dict[tuple[str, str], str]:
    """The sense of each governing text that any translation translates."""
    translated = {(key[0], digest) for key, files in archive.translations.items() for digest in files}
    wanted = sorted(key for key in translated if key in archive.sections)
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        blobs = repository.read(archive.sections[key].blob for key in chunk)
        for key in chunk:
            prose = content.read_section(blobs[archive.sections[key].blob], path="")
            found[key] = sense(Section(id="", title=prose.title, blocks=prose.blocks))
    return found
