"""A text that differs from what was released: which sections, how much, and which change records say so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from site_builder import config
from site_builder.model.policy import Level, Policy
from site_builder.model.release import ChangeRecord
from site_builder.model.review import Judged, Review, Touched
from site_builder.problems import Place, Problem

_SHOWN = 8


def touched(
    draft: Judged, edit: Judged | None, records: Sequence[ChangeRecord], fresh: Iterable[str], *, named: bool
) -> Iterator[Touched]:
    """The sections that readers know otherwise, with the unreleased records that name them.

    ``records`` are the unreleased ones, ``fresh`` the slugs of those that this change adds or edits. What this
    change edits is told by one of them; a slip that is mended in a draft, by the draft's own record. What it
    leaves alone is told by any; of a pull request (``named``) it is no business.
    """
    new = frozenset(fresh)
    for section in draft.changed:
        names = draft.names(section)
        here = edit.level(section) if edit and names & set(edit.changed) else None
        mine = tuple(one for one in records if names & set(one.sections))
        is_fresh = any(one.slug in new for one in mine)
        if here is None and named and not is_fresh:
            continue
        is_told = bool(mine) if here in (None, Level.EDITORIAL) else is_fresh
        yield Touched(section=section, level=draft.level(section), here=here, records=mine, is_told=is_told)


def check_edits(review: Review) -> Iterator[Problem]:
    """What is wrong with the records of an edit, and what an edit hides."""
    untold = [one for one in review.touched if not one.is_told]
    if untold:
        yield _untold(review, untold)
    yield from _too_low(review)
    for judged in (review.edit, review.draft):
        if judged is not None:
            yield from _unseen(review, judged)


def needed_locales(policy: Policy) -> tuple[str, ...]:
    """The locales in which readers are owed a summary: the governing one, and those that are required."""
    return tuple(dict.fromkeys((policy.governing, *policy.required_locales)))


def _untold(review: Review, untold: Sequence[Touched]) -> Problem:
    sections = [one.section for one in untold]
    level = max(one.level for one in untold)
    shown = ", ".join(sections[:_SHOWN]) + (f" and {len(sections) - _SHOWN} more" if sections[_SHOWN:] else "")
    summary = ", ".join(f"{locale}: …" for locale in needed_locales(review.policy))
    lines = f"{{level: {level}, sections: [{', '.join(sections)}], summary: {{{summary}}}}}"
    slug = f"{review.folder}/{config.CHANGES}/{sections[0]}-{level}.yaml"
    return Problem(
        code="PS-610",
        message=f"no change record says what the edit of {shown} means; the rules find it {level}",
        place=Place(f"{review.folder}/{review.policy.governing}/{sections[0]}.md"),
        hint=f"run `site-builder record {review.policy.id}`, or add {slug} with `{lines}`",
    )


def _too_low(review: Review) -> Iterator[Problem]:
    """Records of which none says as high a level as the rules find, and none says why."""
    for one in review.touched:
        if not one.records or one.level <= max(record.level for record in one.records):
            continue
        if any(record.override for record in one.records):
            continue
        highest = max(one.records, key=lambda record: record.level)
        words = proof(review.draft, one.section, one.level)
        yield Problem(
            code="PS-611",
            message=f"this record calls the change of {one.section} {highest.level}; the rules find it "
            f"{one.level}{words}",
            place=Place(f"{review.folder}/{config.CHANGES}/{highest.slug}.yaml"),
            hint=f"write `level: {one.level}`, or say why not: `override: {{reason: …}}`",
        )


def proof(judged: Judged | None, section: str, level: Level) -> str:
    """The words that prove a level, where the finding has some: the first of them is enough to look at."""
    for one in judged.findings.get(section, ()) if judged else ():
        if one.level is level:
            before, after = one.evidence.before, one.evidence.after
            if before and after:
                return f" (rule {one.rule}: {_quoted(before)} → {_quoted(after)})"
            return f" (rule {one.rule}: {_quoted(after or before or one.evidence.now or one.evidence.was)})"
    return ""


def _quoted(words: str) -> str:
    flat = " ".join(words.split())
    return json.dumps(flat if len(flat) <= 60 else f"{flat[:59]}…", ensure_ascii=False)


def _unseen(review: Review, judged: Judged) -> Iterator[Problem]:
    """Sections in which characters changed that nobody sees, and nothing else did."""
    for section in judged.changed:
        found = judged.findings.get(section, ())
        if found and all(one.rule == "invisible" for one in found):
            evidence = found[0].evidence
            was, now = evidence.before or "nothing", evidence.after or "nothing"
            yield Problem(
                code="PS-619",
                message=f"no visible change: {section} differs in characters that nobody sees ({was} → {now})",
                place=Place(f"{review.folder}/{review.policy.governing}/{section}.md"),
                hint="take the characters out; two texts that look the same must be the same",
            )
