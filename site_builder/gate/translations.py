"""A translation that says something else than readers have read, while the text that it translates stayed.

What readers have is the editions of public versions, wherever their texts come from: a file may have been deleted in
one change and be put back with other words in the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from site_builder import config
from site_builder.authored import Authored
from site_builder.content import INDEX
from site_builder.gate.judging import Judge
from site_builder.model.policy import Level
from site_builder.model.prose import Document, Section
from site_builder.model.release import ChangeRecord
from site_builder.model.version import Edition, Version
from site_builder.problems import Place, Problem

# Versions by the digest of their governing text.
Texts = Mapping[str, Version]


def check_translations(
    now: Authored, public: Texts, texts: Texts, fresh: Iterable[ChangeRecord], judge: Judge
) -> Iterator[Problem]:
    """Translations whose meaning changed without a record that this change brings; ``fresh`` are those it brings.

    ``public`` are the versions that readers have, with their editions of the base; ``texts`` those of the work tree.
    """
    records = tuple(fresh)
    for (locale, part), level in _changed(public, texts, judge).items():
        mine = [record for record in records if part in record.sections]
        if level > _said(mine):
            yield _problem(now, locale, part, level, mine)


def _changed(public: Texts, texts: Texts, judge: Judge) -> dict[tuple[str, str], Level]:
    """How much the text of a part differs in a locale, in the version in which it differs most."""
    found: dict[tuple[str, str], Level] = {}
    for digest, before in public.items():
        after = texts.get(digest)
        for locale, old in before.editions.items():
            new = after.editions.get(locale) if after is not None else None
            if new is None or locale == before.policy.governing or old.digest == new.digest:
                continue
            for part in _parts(old, new):
                one, two = _alone(old.document, part), _alone(new.document, part)
                level = judge.between(one, two, {}).judgement.level if one != two else Level.EDITORIAL
                found[locale, part] = max(level, found.get((locale, part), Level.EDITORIAL))
    return dict(sorted(found.items()))


def _parts(old: Edition, new: Edition) -> Iterator[str]:
    """The parts that were translated and are; one that was not says nothing else than before."""
    translated = {INDEX, *(one.id for one in new.document.sections)} - old.fallback - new.fallback
    return iter(sorted(translated))


def _alone(document: Document, part: str) -> Document:
    """A document of one part, so that it can be compared by itself."""
    is_heading = part == INDEX
    sections: tuple[Section, ...] = tuple(one for one in document.sections if one.id == part)
    return Document(
        policy=document.policy,
        locale=document.locale,
        title=document.title if is_heading else "",
        preamble=document.preamble if is_heading else (),
        sections=sections,
        numbering=document.numbering,
    )


def _said(records: Iterable[ChangeRecord]) -> Level:
    """How much the records say that something matters; a reason for a lower level stands for the highest."""
    said = (Level.MATERIAL if record.override else record.level for record in records)
    return max(said, default=Level.EDITORIAL)


def _problem(now: Authored, locale: str, part: str, level: Level, records: Sequence[ChangeRecord]) -> Problem:
    policy = now.policy
    lines = f"{{level: {level}, sections: [{part}], summary: {{{policy.governing}: …, {locale}: …}}}}"
    hint = f"add a change record that says so: `{lines}`"
    if records:
        highest = max(records, key=lambda record: record.level)
        path = f"{now.folder.path}/{config.CHANGES}/{highest.slug}.yaml"
        hint = f"in {path} write `level: {level}`, or say why not: `override: {{reason: …}}`"
    return Problem(
        code="PS-617",
        message=f"the {locale} text of {part} says something else than before ({level}), and the text that it "
        "translates says the same",
        place=Place(f"{now.folder.path}/{locale}/{part}.md"),
        hint=hint,
    )
