"""Small values made by hand, for tests of what a build makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from site_builder import materiality
from site_builder.compare.pairs import Redlines
from site_builder.markup import parse
from site_builder.model.artifact import Artifact, File
from site_builder.model.policy import Level, Policy, Publisher, Retirement, Site
from site_builder.model.prose import Document, Numbering, Section
from site_builder.model.release import Release
from site_builder.model.timeline import Standing, State, Timeline
from site_builder.model.version import Edition, Review, Status, Version
from site_builder.outputs import pages
from site_builder.outputs.theme import Theme
from site_builder.problems import Problem
from site_builder.text import digest

REPOSITORY = Path(__file__).parents[1]
LOCALES = ("en", "zh-Hans", "ar")


def site(**changes: object) -> Site:
    """A site in three languages."""
    settings: dict[str, object] = {
        "title": {"en": "Policies", "zh-Hans": "政策", "ar": "السياسات"},
        "base_url": "https://example.org/legal",
        "publisher": Publisher(),
        "time_zone": "Asia/Shanghai",
        "locales": LOCALES,
        "audiences": (),
        "theme": "default",
        "host": "other",
        "since_versions": 20,
        "since_months": 24,
    }
    return Site(**(settings | changes))  # type: ignore[arg-type]


def policy(**changes: object) -> Policy:
    """A policy of two sections, governed in English."""
    settings: dict[str, object] = {
        "id": "privacy",
        "terms_type": "Privacy Policy",
        "governing": "en",
        "locales": LOCALES,
        "required_locales": ("en",),
        "numbering": Numbering.DECIMAL,
        "sections": ("scope", "retention"),
        "formerly": {},
    }
    return Policy(**(settings | changes))  # type: ignore[arg-type]


def document(
    locale: str = "en",
    title: str = "Privacy Policy",
    sections: Mapping[str, tuple[str, str]] | None = None,
    *,
    preamble: str = "",
    numbering: Numbering = Numbering.DECIMAL,
) -> Document:
    """A document from Markdown: section id → title, text."""
    texts = sections or {
        "scope": ("Scope", "This covers the app. See [](#retention)."),
        "retention": ("Data Retention", "We keep it:\n\n1. not long;\n2. not here."),
    }
    return Document(
        policy="privacy",
        locale=locale,
        title=title,
        preamble=parse(preamble, path="index.md").blocks,
        sections=tuple(
            Section(id=name, title=heading, blocks=parse(text, path=name).blocks)
            for name, (heading, text) in texts.items()
        ),
        numbering=numbering,
    )


def edition(text: Document, **changes: object) -> Edition:
    """A document as an edition; English governs."""
    governs = text.locale == "en"
    settings: dict[str, object] = {
        "locale": text.locale,
        "document": text,
        "digest": digest(text),
        "status": Status.GOVERNING if governs else Status.CURRENT,
        "fallback": frozenset(),
        "review": Review.COUNSEL if governs else Review.PENDING,
    }
    return Edition(**(settings | changes))  # type: ignore[arg-type]


def version(
    label: str = "2026-01-28",
    revision: int = 1,
    *editions: Edition,
    of: Policy | None = None,
    **changes: object,
) -> Version:
    """A version; every locale that no edition is given for has the English text."""
    english = next((one for one in editions if one.locale == "en"), edition(document()))
    rest = {
        locale: edition(
            english.document,
            locale=locale,
            status=Status.FALLBACK,
            fallback=frozenset({"index", *(one.id for one in english.document.sections)}),
        )
        for locale in LOCALES
        if locale != "en"
    }
    day = datetime.fromisoformat(f"{label[:10]}T00:00:00+08:00")
    settings: dict[str, object] = {
        "policy": "privacy",
        "label": label,
        "revision": revision,
        "text": english.digest,
        "published": day,
        "effective": day,
        "level": Level.MATERIAL,
        "summary": {"en": "What is new."},
        "inferred": {},
        "without": {},
    }
    return Version(
        policy=of or policy(),
        publisher=Publisher(),
        release=Release(**(settings | changes)),  # type: ignore[arg-type]
        editions={**rest, "en": english, **{one.locale: one for one in editions}},
    )


def timeline(*stands: tuple[Version, State], retired: Retirement | None = None) -> Timeline:
    """A timeline; a superseded version ended when the next began, and each follows the last that counted."""
    standings = []
    before: Version | None = None
    neighbours: list[tuple[Version, Version]] = []
    for index, (one, state) in enumerate(stands):
        after = stands[index + 1][0].release.effective if index + 1 < len(stands) else None
        until = after if state is State.SUPERSEDED else None
        standings.append(Standing(version=one, state=state, new_users=state, until=until, before=before))
        neighbours += [(before, one)] if before else []
        before = before if state in (State.WITHDRAWN, State.REPLACED) else one
    return Timeline(
        policy=policy(retired=retired),
        standings=tuple(standings),
        neighbours=tuple(neighbours),
        seen_from=MIDNIGHT,
    )


def theme_files() -> dict[str, bytes]:
    """The files of the theme that ships."""
    folder = REPOSITORY / "themes" / "default"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def catalogue_files() -> dict[str, bytes]:
    """The catalogues that ship, by locale."""
    found = (REPOSITORY / "translations").glob("*/LC_MESSAGES/messages.po")
    return {path.parts[-3]: path.read_bytes() for path in found}


def theme() -> Theme:
    """The theme that ships."""
    return Theme.load(theme_files(), catalogue_files())


MIDNIGHT = datetime(2026, 1, 27, 16, tzinfo=UTC)


def redlines(settings: Site, line: Timeline) -> Redlines:
    """What changed between the versions of a policy, as the rules judge it."""
    return Redlines(settings, line, materiality)


def pages_of(settings: Site, line: Timeline, look: Theme) -> Iterator[Artifact]:
    """All pages of a policy."""
    found = redlines(settings, line)
    shelf = pages.FullShelf(site=settings, timeline=line, theme=look, redlines=found)
    yield from made(pages.first_pages(shelf))
    for some in (*found.neighbours(), *found.since()):
        yield from made(pages.redline_pages(shelf, some))
    yield from made(pages.other_pages(shelf))


def made(files: Iterable[File | Problem]) -> Iterator[Artifact]:
    """Files that were made; here there is no earlier site that any could be taken from."""
    for one in files:
        assert isinstance(one, Artifact)
        yield one
