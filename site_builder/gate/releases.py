"""What a release must say before it may be public. Each message offers the line to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from site_builder import config, schedule
from site_builder.gate.edits import needed_locales
from site_builder.gate.held import level_lines
from site_builder.model.release import ChangeRecord, Release
from site_builder.model.review import Proposal, Review
from site_builder.problems import Place, Problem


def check_proposal(
    review: Review, one: Proposal, known: Sequence[Release], records: Iterable[ChangeRecord]
) -> Iterator[Problem]:
    """What no build asks for: ``known`` are all releases of its policy, ``records`` all change records."""
    yield from _revision(one, known)
    yield from _summary(review, one)
    if one.is_exempt:
        return
    covered = [record for record in records if record.slug in one.release.changes]
    yield from _uncovered(review, one, covered)
    yield from _level(one, covered)


def _revision(one: Proposal, known: Sequence[Release]) -> Iterator[Problem]:
    others = [other.revision for other in known if other is not one.release]
    free = max(others, default=0) + 1
    # A number that is used twice is told where the releases are read.
    if one.release.revision > free:
        yield Problem(
            code="PS-621",
            message=f"revision {one.release.revision} leaves out {free}",
            place=Place(one.path),
            hint=f"write `revision: {free}`: it is the next free one",
        )


def _summary(review: Review, one: Proposal) -> Iterator[Problem]:
    for locale in needed_locales(review.policy):
        if not one.release.summary.get(locale, "").strip():
            yield Problem(
                code="PS-614",
                message=f"the summary has no words in {locale}",
                place=Place(one.path),
                hint=f"add below `summary:` the line `{locale}: …`, what changes in a sentence for readers",
            )


def _uncovered(review: Review, one: Proposal, covered: Sequence[ChangeRecord]) -> Iterator[Problem]:
    """Sections that differ from what is superseded, and that no record among `changes` names."""
    said = {section for record in covered for section in record.sections}
    missing = {
        section: found.level(section)
        for _, found in one.against
        for section in found.changed
        if not found.names(section) & said
    }
    if not missing:
        return
    names = ", ".join(missing)
    slugs = [record.slug for touched in review.touched for record in touched.records]
    fitting = [slug for slug in dict.fromkeys(slugs) if slug not in one.release.changes]
    hint = f"add a record with `sections: [{names}]` in {review.folder}/{config.CHANGES}, and its name to `changes:`"
    if fitting:
        hint = f"write `changes: [{', '.join((*one.release.changes, *fitting))}]`"
    yield Problem(
        code="PS-612",
        message=f"no change record among `changes` says what is new in {names}",
        place=Place(one.path),
        hint=hint,
    )


def _level(one: Proposal, covered: Sequence[ChangeRecord]) -> Iterator[Problem]:
    """A level below that of its own records; what the rules find beyond them is part of the verdict."""
    release = one.release
    highest = max(covered, key=lambda record: record.level, default=None)
    if highest is None or release.override or highest.level <= max(release.level, one.level):
        return
    yield Problem(
        code="PS-613",
        message=f"this release says {release.level}, and its change record {highest.slug} says {highest.level}",
        place=Place(one.path),
        hint=level_lines(highest.level),
    )


def check_published(before: Iterable[Release], now: Sequence[Release], folder: str, policy: str) -> Iterator[Problem]:
    """Releases that are public already, and whose files no longer say what they said: they are amended instead."""
    by_revision = {one.revision: one for one in now}
    for old in before:
        what = _edited(old, by_revision.get(old.revision))
        if what:
            command = f"site-builder release {policy} --reschedule {old.label} --effective DATE"
            yield Problem(
                code="PS-618",
                message=f"{policy} {old.label} is published, and {what}",
                place=Place(f"{folder}/{config.RELEASES}/{old.label}.yaml"),
                hint="take the edit back: other dates, another summary or a withdrawal are an entry in `amendments`; "
                f"`{command}` writes one for dates",
            )


def check_records(
    public: Iterable[Release], before: Iterable[ChangeRecord], now: Iterable[ChangeRecord], folder: str
) -> Iterator[Problem]:
    """Change records that a public release covers, and that no longer say what they said: whom they concern, how much.

    The words of notices are made from them in every build. One that is gone is told where the release names it.
    """
    covered = {slug: one.label for one in public for slug in one.changes}
    present = {one.slug: one for one in now}
    for old in before:
        if old.slug in covered and present.get(old.slug, old) != old:
            yield Problem(
                code="PS-618",
                message=f"{covered[old.slug]} is published and tells users what this record said, and it was edited",
                place=Place(f"{folder}/{config.CHANGES}/{old.slug}.yaml"),
                hint="take the edit back: another summary is an entry in `amendments` of the release, "
                "and another meaning a new release",
            )


def stray_text(one: Proposal, digest: str) -> Problem:
    """What to say of a release whose text is an earlier one of the same change."""
    return Problem(
        code="PS-624",
        message=f"the text of {one.release.label} is an earlier one of this change, and would be lost in a squash",
        place=Place(one.path),
        hint=f"write `text: {digest}`, which is the present text; another version goes into a change of its own",
    )


def _edited(old: Release, new: Release | None) -> str:
    if new is None:
        return "its release is gone"
    if new.label != old.label:
        return f"its file is called {new.label}.yaml now"
    if schedule.declaration(new) != schedule.declaration(old):
        named = [key for key in _KEYS if getattr(old, key) != getattr(new, key)]
        return f"its {' and '.join(f'`{key}`' for key in named)} was edited"
    if new.amendments[: len(old.amendments)] != old.amendments:
        return "its amendments were edited"
    return ""


_KEYS = (
    "text",
    "published",
    "effective",
    "effective_new_users",
    "level",
    "summary",
    "changes",
    "approved_by",
    "inferred",
    "group",
    "short_notice",
    "override",
    "retroactive_reason",
    "without",
)
