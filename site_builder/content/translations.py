"""Translated sections, and the text of a version in one locale that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from site_builder import text, yamlfile
from site_builder.content.sections import INDEX, Prose, check_references, read_section, section_of
from site_builder.model.policy import Policy
from site_builder.model.prose import Document, Section
from site_builder.model.version import Edition, Review, Status
from site_builder.problems import Place, Problem, ProblemError

_NO_FRONT_MATTER = Problem(
    code="PS-123",
    message="a translation needs front matter",
    place=Place(""),
    hint="put `translates:` with the digest of the translated text between two lines of --- at the top",
)


@dataclass(frozen=True, slots=True)
class Translated:
    """A translated file, and the digest of the text that it translates.

    ``differs`` has a reason for each aspect in which it may be otherwise than its original (``parity``).
    """

    prose: Prose
    translates: str
    review: Review
    differs: Mapping[str, str] = field(default_factory=dict)


def read_translated(policy: Policy, data: bytes, *, path: str) -> Translated:
    """One translated file.

    Raises:
        ProblemError: with everything that is wrong with it.
    """
    prose = read_section(data, path=path)
    if prose.front_matter is None:
        raise ProblemError([replace(_NO_FRONT_MATTER, place=Place(path, 1))])
    settings = yamlfile.read(prose.front_matter, path=path, schema="translation", first_line=2).value
    problems = tuple(check_references(policy, prose.references, path=path))
    if problems:
        raise ProblemError(problems)
    review = Review(settings.get("review", "pending"))
    return Translated(prose, settings["translates"], review, settings.get("differs", {}))


def read_edition(governing: Document, locale: str, translated: Mapping[str, Translated]) -> Edition:
    """The document in ``locale``: each part that has a current translation in it, the rest as it governs.

    ``translated`` has the current translations by section id, and ``index`` for title and preamble; one that
    translates another text must not be among them.
    """
    if locale == governing.locale:
        return Edition(
            locale=locale,
            document=governing,
            digest=text.digest(governing),
            status=Status.GOVERNING,
            fallback=frozenset(),
            review=Review.COUNSEL,
        )
    heading = translated.get(INDEX)
    document = replace(
        governing,
        locale=locale,
        title=heading.prose.title if heading else governing.title,
        preamble=heading.prose.blocks if heading else governing.preamble,
        sections=tuple(_section(section, translated) for section in governing.sections),
    )
    parts = [INDEX, *(section.id for section in governing.sections)]
    fallback = frozenset(part for part in parts if part not in translated)
    status = Status.CURRENT if not fallback else Status.PARTIAL if translated else Status.FALLBACK
    reviewed = all(one.review is Review.COUNSEL for one in translated.values())
    return Edition(
        locale=locale,
        document=document,
        digest=text.digest(document),
        status=status,
        fallback=fallback,
        review=Review.COUNSEL if reviewed else Review.PENDING,
    )


def _section(section: Section, translated: Mapping[str, Translated]) -> Section:
    found = translated.get(section.id)
    if found is None:
        return section
    return section_of(found.prose, section.id)
