"""A translation that says something else than before, while the text that it translates stayed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from site_builder import config, content, drafts
from site_builder.authored import Authored
from site_builder.content import INDEX
from site_builder.gate.judging import Judge
from site_builder.model.policy import Level, Policy
from site_builder.model.prose import Document, Section
from site_builder.model.release import ChangeRecord
from site_builder.problems import Place, Problem, ProblemError


def check_translations(now: Authored, base: Authored, fresh: Iterable[ChangeRecord], judge: Judge) -> Iterator[Problem]:
    """Translations whose meaning changed without a record that this change brings; ``fresh`` are those it brings.

    Where the original changes in more than its spelling, the record of that covers its translations too.
    """
    if now.document is None or base.document is None:
        return
    records = tuple(fresh)
    original = judge.between(base.document, now.document, now.policy.formerly)
    before, after = drafts.digests(base.document), drafts.digests(now.document)
    same = [part for part in after if part in before and original.level(part) <= Level.EDITORIAL]
    for locale in now.policy.locales:
        if locale == now.policy.governing:
            continue
        old, new = base.folder.below(locale), now.folder.below(locale)
        for part in same:
            edited = part in old and part in new and old[part] != new[part]
            if edited and _was_current(now.policy, old[part], before[part]):
                level = _level(now.policy, locale, part, (old[part], new[part]), judge)
                mine = [record for record in records if part in record.sections]
                if level > _said(mine):
                    yield _problem(now, locale, part, level, mine)


def _said(records: Iterable[ChangeRecord]) -> Level:
    """How much the records say that something matters; a reason for a lower level stands for the highest."""
    said = (Level.MATERIAL if record.override else record.level for record in records)
    return max(said, default=Level.EDITORIAL)


def _was_current(policy: Policy, data: bytes, digest: str) -> bool:
    """Whether readers saw this file: one that translates an older text only catches up with what was told then."""
    try:
        return content.read_translated(policy, data, path="").translates == digest
    except ProblemError:
        return False


def _level(policy: Policy, locale: str, part: str, files: tuple[bytes, bytes], judge: Judge) -> Level:
    try:
        old, new = (_document(policy, locale, part, data) for data in files)
    except ProblemError:
        return Level.EDITORIAL  # what is wrong with the file is told elsewhere
    return judge.between(old, new, {}).judgement.level


def _document(policy: Policy, locale: str, part: str, data: bytes) -> Document:
    """A document of one section, so that it can be compared by itself."""
    prose = content.read_translated(policy, data, path="").prose
    is_heading = part == INDEX
    sections = () if is_heading else (Section(id=part, title=prose.title, blocks=prose.blocks),)
    return Document(
        policy=policy.id,
        locale=locale,
        title=prose.title if is_heading else "",
        preamble=prose.blocks if is_heading else (),
        sections=sections,
        numbering=policy.numbering,
    )


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
