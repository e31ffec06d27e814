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
from site_builder.gate.judging import Judge
from site_builder.gate.proposals import against, propose
from site_builder.gate.releases import check_proposal, check_published, check_records, check_sooner, silenced
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

    ``site`` has the periods and audiences that count, which are the base's. ``versions`` has the releases of
    both sides whose texts were found, by their digest.
    """

    site: Site
    base: Base
    now: Authored
    releases: Sequence[Declared]
    versions: Mapping[str, Version]
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
        edit = _differs(work, work.before.document if work.before else None, document)
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
        yield from check_proposal(found, one, work.site, work.declared, work.now.changes)
    public = [one for one in work.known if one.published <= work.as_of]
    yield from check_published(public, work.declared, found.folder, found.policy.id)
    yield from check_records(public, work.before.changes if work.before else (), work.now.changes, found.folder)
    yield from _amended(work)
    yield from _silenced(work)
    if work.before is not None and work.known:
        yield from check_translations(work.now, work.before, work.fresh, work.judge)
    yield from told(found.policy.id, found.folder, found.dates)


def _amended(work: Work) -> Iterator[Problem]:
    public = {one.revision: one for one in work.known if not is_proposed(one, work.known, work.as_of)}
    for one in work.releases:
        old = public.get(one.release.revision)
        if old is not None:
            yield from check_sooner(old, one.release, work.site, work.as_of, one.place)


def _silenced(work: Work) -> Iterator[Problem]:
    """Versions that are announced already, and would change more than they say when others are amended.

    A reason that one of them gives for its level was given for what it superseded then, and not for this.
    """
    before = {one.revision: one for one in work.known if not is_proposed(one, work.known, work.as_of)}
    versions = _by_revision(work)
    for one in work.releases:
        old, new = before.get(one.release.revision), one.release
        standing = schedule.amended(new, work.as_of)
        is_out = schedule.amended(new, _last(work)).withdrawn
        if old is None or is_out or standing.effective <= work.as_of:
            continue
        earlier = {version.revision for version, _ in against(old, versions, work.known, _last(work), work.judge)}
        for version, judged in against(new, versions, work.declared, _last(work), work.judge):
            if version.revision not in earlier and judged.judgement.level > new.level:
                binds = standing.first_effective <= work.as_of
                yield silenced(new, version, judged, one.place, binds=binds)
                break


def _released(work: Work) -> Version | None:
    """The newest version that the base declares and nobody took back, else the newest that is there at all."""
    declared = work.known or work.declared
    counted = (schedule.amended(one, one.effective) for one in declared)
    standing = sorted((one for one in counted if not one.withdrawn), key=lambda one: -one.revision)
    return next((work.versions[one.text] for one in standing if one.text in work.versions), None)


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
        if version is not None:
            version = replace(version, release=release)
        judged = () if found.is_exempt else against(release, versions, work.declared, _last(work), work.judge)
        yield replace(found, version=version, against=tuple(judged))


def _by_revision(work: Work) -> dict[int, Version]:
    return {one.revision: work.versions[one.text] for one in work.declared if one.text in work.versions}


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
