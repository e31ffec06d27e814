"""The order of work of a review: what was released, what is edited, what is proposed, which dates move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from site_builder import content, drafts, schedule, text
from site_builder.authored import Authored
from site_builder.gate.base import Base, is_proposed
from site_builder.gate.dates import dates_moved, told
from site_builder.gate.edits import check_edits, touched
from site_builder.gate.foreseeing import Outlook, foresee, say
from site_builder.gate.judging import Judge
from site_builder.gate.proposals import against, propose
from site_builder.gate.releases import check_proposal, check_published, check_records
from site_builder.gate.translations import check_translations
from site_builder.model.policy import Level, Site
from site_builder.model.prose import Document
from site_builder.model.release import ChangeRecord, Release
from site_builder.model.review import Judged, Proposal, Review, Touched
from site_builder.model.version import Version
from site_builder.problems import Problem, ProblemError
from site_builder.publisher import Declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One policy of the work tree beside the base.

    ``site`` has the periods and audiences that count, which are the base's; ``proposed`` is the site of the work
    tree. ``versions`` has the releases of both sides whose texts were found, by their digest; ``public`` those that
    readers have, as the base has them, where a translation differs from the base.
    """

    site: Site
    proposed: Site
    base: Base
    now: Authored
    releases: Sequence[Declared]
    versions: Mapping[str, Version]
    public: Mapping[str, Version]
    as_of: datetime
    judge: Judge

    @property
    def before(self) -> Authored | None:
        """The policy as the base has it."""
        return self.base.policies.get(self.now.policy.id)

    @property
    def known(self) -> tuple[Release, ...]:
        """The releases of the base."""
        return self.base.releases_of(self.now.policy.id)

    @property
    def declared(self) -> tuple[Release, ...]:
        """The releases of the work tree."""
        return tuple(one.release for one in self.releases)

    @property
    def fresh(self) -> tuple[ChangeRecord, ...]:
        """The change records that are new or edited."""
        before = self.before.changes if self.before else ()
        return tuple(record for record in self.now.changes if record not in before)


def review(work: Work) -> Review:
    """What a change would mean for the readers of one policy."""
    policy, document = work.now.policy, work.now.document
    released = _released(work)
    edit = draft = None
    if document is not None:
        edit = _differs(work, _edited(work, released), document)
        draft = _differs(work, released.governing.document if released else None, document)
    return Review(
        policy=policy,
        folder=work.now.folder.path,
        audiences=work.site.audiences,
        released=released,
        edit=edit,
        draft=draft,
        touched=_touched(work, draft, edit) if draft else (),
        proposals=tuple(_proposals(work)),
        dates=tuple(dates_moved(work.site, work.known, work.declared)),
        incomplete=_incomplete(work),
        changes=work.now.changes,
        digest=text.digest(document) if document else "",
        next_revision=max((one.revision for one in work.declared), default=0) + 1,
        earliest={level: schedule.earliest_day(work.site, level, work.as_of) for level in Level},
    )


def check_review(work: Work, found: Review) -> Iterator[Problem]:
    """Everything that keeps the change from being merged, and what its reviewers should know."""
    yield from check_edits(found)
    for one in found.proposals:
        yield from check_proposal(found, one, work.declared, work.now.changes)
    yield from _foreseen(work, found)
    public = [one for one in work.known if one.published <= work.as_of]
    yield from check_published(public, work.declared, found.folder, found.policy.id)
    yield from check_records(public, work.before.changes if work.before else (), work.now.changes, found.folder)
    yield from check_translations(work.now, work.public, work.versions, work.fresh, work.judge)
    yield from told(found.policy.id, found.folder, found.dates)


def _foreseen(work: Work, found: Review) -> Iterator[Problem]:
    """What the builds to come would hold back of what the work tree declares."""
    told = schedule.told_until(work.known, work.as_of)
    told |= {one.release.revision: one.release for one in found.proposals if one.is_history}
    outlook = Outlook(
        policy=work.now.policy,
        sites=(work.site, work.proposed) if work.proposed != work.site else (work.site,),
        releases=work.declared,
        versions=_by_revision(work),
        told=told,
        as_of=work.as_of,
        judge=work.judge,
    )
    places = {one.release.revision: one.place for one in work.releases}
    for one in foresee(outlook):
        yield from say(outlook, one, places)


def _released(work: Work) -> Version | None:
    """The newest version that the base declares and nobody took back, else the newest that is there at all."""
    declared = work.known or work.declared
    counted = (schedule.amended(one, one.effective) for one in declared)
    standing = sorted((one for one in counted if not one.withdrawn), key=lambda one: -one.revision)
    return next((work.versions[one.text] for one in standing if one.text in work.versions), None)


def _edited(work: Work, released: Version | None) -> Document | None:
    """The text that a change edits; where nobody can read that of the base, what was released stands for it."""
    if work.before is not None and work.before.document is None and released is not None:
        return released.governing.document
    return work.before.document if work.before else None


def _differs(work: Work, old: Document | None, new: Document) -> Judged | None:
    if old is None or text.digest(old) == text.digest(new):
        return None
    return work.judge.between(old, new, work.now.policy.formerly)


def _touched(work: Work, draft: Judged, edit: Judged | None) -> tuple[Touched, ...]:
    # What a release of the base covers has been said; a proposed release is a part of the same change.
    done = {slug for one in work.known if not is_proposed(one, work.known, work.as_of) for slug in one.changes}
    records = [one for one in work.now.changes if one.slug not in done]
    fresh = [one.slug for one in work.fresh]
    return tuple(touched(draft, edit, records, fresh, named=work.base.named))


def _proposals(work: Work) -> Iterator[Proposal]:
    versions = _by_revision(work)
    for one in work.releases:
        release = one.release
        if not is_proposed(release, work.known, work.as_of):
            continue
        found = propose(work.site, release, one.place.path, work.as_of, is_new=not work.known)
        version = versions.get(release.revision)
        judged = () if found.is_exempt else against(release, versions, work.declared, _last(work), work.judge)
        yield replace(found, version=version, against=tuple(judged))


def _by_revision(work: Work) -> dict[int, Version]:
    """The versions of the work tree; two releases may have one text."""
    found = ((one, work.versions.get(one.text)) for one in work.declared)
    return {one.revision: replace(version, release=one) for one, version in found if version is not None}


def _last(work: Work) -> datetime:
    """The last instant that anything declares."""
    return max(schedule.instants(work.now.policy, work.declared), default=work.as_of)


def _incomplete(work: Work) -> dict[str, tuple[str, ...]]:
    """The locales of the policy without a translation of the present text, part by part."""
    if work.now.document is None:
        return {}
    present = drafts.digests(work.now.document)
    found: dict[str, tuple[str, ...]] = {}
    for locale in work.now.policy.locales:
        if locale == work.now.policy.governing:
            continue
        files = work.now.folder.below(locale)
        missing = [part for part in present if not _translates(work, files.get(part), present[part])]
        if missing:
            found[locale] = tuple(missing)
    return found


def _translates(work: Work, data: bytes | None, digest: str) -> bool:
    if data is None:
        return False
    try:
        return content.read_translated(work.now.policy, data, path="").translates == digest
    except ProblemError:
        return False
