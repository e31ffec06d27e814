"""What a release must say before it may be public. Each message offers the line to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from site_builder import config, schedule
from site_builder.gate.base import day
from site_builder.gate.edits import needed_locales, proof
from site_builder.gate.proposals import missing_translations
from site_builder.model.policy import Level, Policy, Site
from site_builder.model.release import ChangeRecord, Release, Reschedule
from site_builder.model.review import Judged, Proposal, Review
from site_builder.model.version import Version
from site_builder.problems import Place, Problem


def check_proposal(
    review: Review, one: Proposal, site: Site, known: Sequence[Release], records: Iterable[ChangeRecord]
) -> Iterator[Problem]:
    """Everything that is wrong with it; ``known`` are all releases of its policy, ``records`` all change records."""
    yield from _revision(one, known)
    yield from _summary(review, one)
    if one.is_exempt:
        return
    covered = [record for record in records if record.slug in one.release.changes]
    yield from _uncovered(review, one, covered)
    yield from _level(one, covered)
    yield from _period(one, site)
    yield from _reach(one, site, known)
    yield from _translations(one, review.policy)


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
    release = one.release
    if release.override:
        return
    highest = max(covered, key=lambda record: record.level, default=None)
    level = max(one.level, highest.level if highest else Level.EDITORIAL)
    if level <= release.level:
        return
    found = next(((old, judged) for old, judged in one.against if judged.judgement.level is level), None)
    if found is not None:
        why = f"the rules find {level} changes since {found[0].label}{_where(found[1], level)}"
    else:
        why = f"its change record {highest.slug if highest else ''} says {level}"
    yield Problem(
        code="PS-613",
        message=f"this release says {release.level}, and {why}",
        place=Place(one.path),
        hint=f"write `level: {level}`, or say why not: `override: {{reason: …}}`",
    )


def _where(judged: Judged, level: Level) -> str:
    section = next((name for name in judged.findings if judged.level(name) is level), "")
    return f" in {section}{proof(judged, section, level)}" if section else ""


def _period(one: Proposal, site: Site) -> Iterator[Problem]:
    """Fewer days between being public and taking effect than some audience has by law or by promise."""
    release = one.release
    effective = schedule.amended(release, release.effective).effective
    excused = release.short_notice or (release.reaches_back and release.retroactive_reason)
    if excused or not one.needed or effective >= one.soonest:
        return
    yield Problem(
        code="PS-615",
        message=f"{release.level} changes need {one.needed} days of notice (audience {one.audience.id}, "
        f"{one.audience.source(release.level)}), and this gives fewer",
        place=Place(one.path),
        hint=f"write `effective: {day(one.earliest, site)}`, or say why it cannot wait: "
        "`short_notice: {ground: legal-duty, reason: …}`",
    )


def _reach(one: Proposal, site: Site, known: Sequence[Release]) -> Iterator[Problem]:
    """What reaches back may not reach behind a version that was in force since: that would rewrite who was bound."""
    release = one.release
    since = [
        other.effective
        for other in known
        if other.revision < release.revision and release.effective <= other.effective <= release.published
    ]
    if release.retroactive_reason and since:
        yield Problem(
            code="PS-623",
            message="it would take effect before a version that has been in force since",
            place=Place(one.path),
            hint=f"make `effective` later than {day(max(since), site)}",
        )


def _translations(one: Proposal, policy: Policy) -> Iterator[Problem]:
    for locale in missing_translations(policy, one.version, one.release) if one.version else ():
        parts = ", ".join(sorted(one.version.editions[locale].fallback)) if one.version else ""
        yield Problem(
            code="PS-616",
            message=f"{locale} is required, and has no translation of this text in: {parts}",
            place=Place(one.path),
            hint=f"translate it, or say why it goes out without: `without: {{{locale}: …}}`",
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


def check_sooner(old: Release, new: Release, site: Site, as_of: datetime, place: Place) -> Iterator[Problem]:
    """Amendments that this change adds to a public release, and that bring its date nearer than the notice allows."""
    before = replace(new, amendments=old.amendments)
    for index, amendment in enumerate(new.amendments[len(old.amendments) :], start=len(old.amendments)):
        was = schedule.amended(before, amendment.at)
        before = replace(new, amendments=new.amendments[: index + 1])
        if not isinstance(amendment.what, Reschedule) or new.short_notice or amendment.what.effective >= was.effective:
            continue
        audience, start = schedule.longest(site, new.level), max(amendment.at, as_of)
        days = audience.notice_days[new.level]
        if days and amendment.what.effective < schedule.soonest(site, new.level, start):
            earliest = schedule.earliest_day(site, new.level, start)
            yield Problem(
                code="PS-615",
                message=f"{new.level} changes need {days} days of notice (audience {audience.id}, "
                f"{audience.source(new.level)}), and the new date gives fewer",
                place=place,
                hint=f"write `effective: {day(earliest, site)}` or later in the amendment",
            )


def stray_text(one: Proposal, digest: str) -> Problem:
    """What to say of a release whose text is an earlier one of the same change."""
    return Problem(
        code="PS-624",
        message=f"the text of {one.release.label} is an earlier one of this change, and would be lost in a squash",
        place=Place(one.path),
        hint=f"write `text: {digest}`, which is the present text; another version goes into a change of its own",
    )


def silenced(release: Release, old: Version, judged: Judged, place: Place, *, binds: bool) -> Problem:
    """What to say of an announced release that would have to tell more than it told, because others are amended.

    What binds somebody (``binds``), as new users, can no longer be withdrawn.
    """
    level = judged.judgement.level
    way = "withdraw it too, by an entry in `amendments`, and release its text anew with the level that it has then"
    if binds:
        way = f"take the amendment back: {release.label} binds new users already, and cannot be withdrawn"
    return Problem(
        code="PS-613",
        message=f"{release.label} is announced as {release.level}, and as others are amended now it follows "
        f"{old.label}: the rules find {level} changes since that{_where(judged, level)}",
        place=place,
        hint=way,
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
