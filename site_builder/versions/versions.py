"""Releases and history to versions: the text of each by its digest, and the translations of that text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from site_builder import config, content, text
from site_builder.content import INDEX, Translated
from site_builder.model.policy import Publisher, Site
from site_builder.model.prose import Document, Section
from site_builder.model.release import Release
from site_builder.model.revision import Entry, Repository
from site_builder.model.version import Edition, Version
from site_builder.problems import ProblemError
from site_builder.versions.archive import Archive, Past, Source
from site_builder.versions.texts import Opened, open_texts

# So many sections are read at once to be compared with those of the versions.
_CHUNK = 512
# So many wordings of a section are looked at for one that says the same; behind them only the very same counts.
_FURTHEST = 64
# A section is compared with what it was under other ids.
_ANY = "section"


class SaysTheSame(Protocol):
    """Whether a translation of one wording of a section is a translation of another one as well."""

    def __call__(self, old: Section, new: Section, locale: str, /) -> bool:
        """Whether it is proved that no reader of ``locale`` could understand anything different."""
        ...


def make_versions(
    archive: Archive,
    releases: Iterable[Release],
    site: Site,
    says_the_same: SaysTheSame,
) -> Iterator[tuple[Release, Version | None]]:
    """Each release with its version in every locale, or with None where its text is nowhere in history.

    A translation belongs to a version whose text it translates, or whose text ``says_the_same`` as that.
    """
    wanted = tuple(releases)
    texts = open_texts(archive, wanted)
    makers: dict[str, _Maker] = {}
    for release in wanted:
        if release.policy not in makers:
            mine = [one for (policy, _), one in texts.items() if policy == release.policy]
            makers[release.policy] = _Maker(archive, release.policy, mine, site, says_the_same)
        found = texts.get((release.policy, release.text))
        yield release, makers[release.policy].version(release, found) if found else None


class _Maker:
    """Finds the translations of the documents of a policy, and reads each file once."""

    def __init__(
        self, archive: Archive, policy: str, opened: Iterable[Opened], site: Site, says_the_same: SaysTheSame
    ) -> None:
        self.repository = archive.repository
        self.past = archive.past(policy)
        self.site = site
        self.says_the_same = says_the_same
        # Governing texts come in the order in which history made them. Of each part in each locale, the age of the
        # oldest text that was translated.
        self.age = {digest: number for number, digest in enumerate(self.past.sections)}
        self.oldest = {
            key: min((self.age.get(digest, len(self.age)) for digest in files), default=len(self.age))
            for key, files in self.past.translations.items()
        }
        self.wordings = _wordings(self.repository, self.past)
        self.known: dict[tuple[str, str], bool] = {}
        chosen = {
            source for one in opened for locale in self._locales(one) for source in self._chosen(one, locale).values()
        }
        sites = {one.site.blob for one in opened if one.site}
        self.blobs = self.repository.read({source.blob for source in chosen} | sites)

    def version(self, release: Release, found: Opened) -> Version:
        document = found.document
        editions = {locale: self._edition(found, locale) for locale in self._locales(found)}
        return Version(
            policy=found.policy,
            publisher=self._publisher(found.site),
            release=release,
            editions={document.locale: content.read_edition(document, document.locale, {}), **editions},
        )

    def _locales(self, found: Opened) -> tuple[str, ...]:
        return tuple(one for one in self.site.locales if one != found.document.locale)

    def _edition(self, found: Opened, locale: str) -> Edition:
        current: dict[str, Translated] = {}
        for part, source in self._chosen(found, locale).items():
            for one in self._line(source):
                with suppress(ProblemError):  # it refers to a section that this version does not have
                    current[part] = content.read_translated(found.policy, self._bytes(one), path=one.path)
                    break
        edition = content.read_edition(found.document, locale, current)
        return replace(edition, outdated=frozenset(self._outdated(found, edition)))

    def _outdated(self, found: Opened, edition: Edition) -> Iterator[str]:
        """The untranslated parts of which history has a translation of an earlier wording."""
        policy = found.policy
        for part, _, digest in _parts(found.document):
            own = self.age.get(digest, len(self.age))
            names = (part, *policy.formerly.get(part, ()))
            oldest = min(self.oldest.get((edition.locale, name), own) for name in names)
            if part in edition.fallback and oldest < own:
                yield part

    def _line(self, source: Source) -> Iterator[Source]:
        """A translation, and those of the same text before it; who takes a wording back comes to it again."""
        seen: set[Source] = set()
        one: Source | None = source
        while one is not None and one not in seen:
            seen.add(one)
            yield one
            one = self.past.before.get(one)

    def _bytes(self, source: Source) -> bytes:
        known = self.blobs.get(source.blob)
        return self.repository.read([source.blob])[source.blob] if known is None else known

    def _chosen(self, found: Opened, locale: str) -> dict[str, Source]:
        """For each part that has a current translation, the newest file with one."""
        policy = found.policy
        chosen: dict[str, Source] = {}
        for part, section, digest in _parts(found.document):
            for name in (part, *policy.formerly.get(part, ())):
                files = self.past.translations.get((locale, name), {})
                source = self._newest(found, files, digest, section)
                if source:
                    chosen[part] = source
                    break
        return chosen

    def _newest(self, found: Opened, files: dict[str, Source], digest: str, section: Section) -> Source | None:
        """The newest file that translates the text, or one that says the same, among so many that are newer."""
        newest = [*files.items()][::-1]
        for translated, source in newest[:_FURTHEST]:
            if translated == digest or self._same(found, translated, digest, section):
                return source
        return files.get(digest)

    def _same(self, found: Opened, translated: str, digest: str, section: Section) -> bool:
        """Whether a wording says the same; one that history does not have is known by its digest only."""
        key = (translated, digest)
        if key not in self.known:
            wording = self.wordings.get(translated)
            self.known[key] = wording is not None and self.says_the_same(wording, section, found.document.locale)
        return self.known[key]

    def _publisher(self, entry: Entry | None) -> Publisher:
        """The publisher as the text's own commit names it; where that has no site, as it is named now."""
        if entry is None:
            return self.site.publisher
        try:
            source = content.decode(self.blobs[entry.blob], path=config.SITE_FILE)
            return config.read_site(source).publisher
        except ProblemError:
            return self.site.publisher


def _parts(document: Document) -> Iterator[tuple[str, Section, str]]:
    """Each part of a document that is translated by itself, as a section, and its digest."""
    heading = Section(id=_ANY, title=document.title, blocks=document.preamble)
    yield INDEX, heading, text.heading_digest(document.title, document.preamble)
    for section in document.sections:
        yield section.id, replace(section, id=_ANY), text.section_digest(section)


def _wordings(repository: Repository, past: Past) -> dict[str, Section]:
    """Each governing text of a policy that any translation translates, by digest."""
    translated = {digest for files in past.translations.values() for digest in files}
    wanted = sorted(digest for digest in translated if digest in past.sections)
    found: dict[str, Section] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        blobs = repository.read(past.sections[digest].blob for digest in chunk)
        for digest in chunk:
            prose = content.read_section(blobs[past.sections[digest].blob], path="")
            found[digest] = Section(id=_ANY, title=prose.title, blocks=prose.blocks)
    return found
