"""One policy looked at: its text and translations, and beside them what was released and what the base has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from site_builder import authored, content, drafts, gate, schedule, unfair, versions
from site_builder.authored import Authored
from site_builder.check.work import Inspection
from site_builder.fingerprints import fingerprint
from site_builder.meaning import says_the_same
from site_builder.model.lasting import Lasting
from site_builder.model.policy import Policy, Site
from site_builder.model.release import Release
from site_builder.model.review import Review
from site_builder.model.version import Version
from site_builder.press import NOTHING
from site_builder.problems import Problem, ProblemError
from site_builder.publisher import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a policy is compared with: what the work tree declares, history, and the base, where it can be read.

    ``touched`` are the policies of the base of which a translation differs.
    """

    settled: Publisher
    archive: versions.Archive
    base: gate.Base | None = None
    touched: AbstractSet[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that a policy is looked at with. ``files`` are those of each policy's folder, by its path.

    ``past`` is None where the settings cannot be read, and then only the files are looked at.
    """

    work: Inspection
    site: Site | None
    files: Mapping[str, Sequence[tuple[str, bytes]]]
    past: Past | None = None

    def declared(self, policy: Policy) -> tuple[Release, ...]:
        """The releases of a policy in the work tree."""
        return tuple(one.release for one in self.past.settled.releases.get(policy.id, ())) if self.past else ()

    def instants(self, policy: Policy) -> tuple[datetime, ...]:
        """Every instant that the work tree or the base declares for a policy."""
        found = schedule.instants(policy, self.declared(policy))
        base = self.past.base if self.past else None
        if base is not None and policy.id in base.policies:
            found += schedule.instants(base.policies[policy.id].policy, base.releases_of(policy.id))
        return tuple(sorted(set(found)))

    def is_told(self, policy: Policy) -> bool:
        """Whether everything that the work tree declares for a policy is public by the base."""
        base = self.past.base if self.past else None
        told = schedule.told_until(base.releases_of(policy.id), self.work.as_of) if base else {}
        return base is None or schedule.is_told(self.declared(policy), told)

    def lasting(self, policy: Policy) -> Lasting:
        """How long what is said of a policy holds while no file changes."""
        return schedule.lasting(self.work.as_of, self.instants(policy), is_told=self.is_told(policy))

    @cached_property
    def public(self) -> versions.Archive | None:
        """What the history of the base holds."""
        if self.work.base is None or self.past is None:
            return None
        return versions.read_archive(self.work.base, self.past.settled.zone, self.work.base_pasts)

    @cached_property
    def salt(self) -> str:
        """The name of what counts for every policy."""
        base = self.past.base if self.past else None
        compared = (base is not None, base and base.site, self.work.named)
        return fingerprint(self.work.program, self.site, compared, self.work.unseen is None)

    def name(self, settings: Authored, past: Past) -> str:
        """The name of everything that is looked at of a policy."""
        policy, before = settings.policy, past.base.policies.get(settings.policy.id) if past.base else None
        # The history of the base counts for what readers have in other languages, and for what is proposed.
        is_beside = policy.id in past.touched or not self.is_told(policy)
        commit = self.work.base.commit if self.work.base is not None and is_beside else ""
        return fingerprint(
            self.salt,
            settings.folder,
            before and before.folder,
            past.archive.touched(policy.id),
            commit,
            self.lasting(policy),
        )


def look(desk: Desk, settings: Authored) -> Iterator[Problem | Review]:
    """What is to be said of a policy; what an earlier check said of the very same is said again."""
    past, policy = desk.past, settings.policy
    memory = desk.work.memory(f"check {policy.id}")
    if past is None or memory is NOTHING:
        yield from _look(desk, settings)
        return
    name = desk.name(settings, past)
    known = memory.get(name)
    if isinstance(known, tuple):
        yield from known
        return
    found = [*_look(desk, settings)]
    # What was looked for on side branches depends on more than the commits that touched the policy.
    if not past.archive.past(policy.id).aside:
        memory.put(name, tuple(one for one in found if isinstance(one, Problem)))
    yield from found


def _look(desk: Desk, settings: Authored) -> Iterator[Problem | Review]:
    problems: list[Problem] = []
    draft = authored.with_text(settings, problems)
    yield from problems
    policy, folder = draft.policy, draft.folder
    if draft.document is not None:
        yield from drafts.check_empty(draft.document, f"{folder.path}/{policy.governing}")
    yield from drafts.check_prevailing(policy, folder.path)
    yield from drafts.check_translations(policy, folder, draft.document)
    yield from characters(desk.files.get(folder.path, ()), draft, desk.site)
    if desk.past is not None:
        yield from _beside(desk, desk.past, draft)


def characters(files: Iterable[tuple[str, bytes]], draft: Authored | None, site: Site | None) -> Iterator[Problem]:
    """What cannot be seen in files of content; the language is known from the folder of their policy."""
    languages = {f"{draft.folder.path}/{locale}": locale for locale in draft.policy.locales} if draft else {}
    several = "" if site is None or len(site.locales) > 1 else site.default_locale
    for path, data in files:
        locale = languages.get(path.rpartition("/")[0], several)
        yield from content.review(data, path=path, locale=locale)
        if path.endswith(".md") and locale:
            with suppress(ProblemError):  # what is no text has been said to be none
                yield from unfair.check_phrases(content.decode(data, path=path), path=path, locale=locale)


def _beside(desk: Desk, past: Past, draft: Authored) -> Iterator[Problem | Review]:
    """The draft beside what was released, and beside the base."""
    work, settled, base, policy = desk.work, past.settled, past.base, draft.policy
    declared = desk.declared(policy)
    yield from schedule.past_the_end(policy, declared, settled.places)
    # A release that a change takes out still has a text, with which the draft is compared.
    texts = {release.text for release in declared}
    others = [one for one in base.releases_of(policy.id) if one.text not in texts] if base else []
    known: dict[str, Version] = {}
    found: list[Version] = []
    made = versions.make_versions(past.archive, (*declared, *others), settled.site, says_the_same)
    for number, (release, version) in enumerate(made):
        if version is not None:
            known[release.text] = version
        if number >= len(declared):
            continue
        if version is not None:
            found.append(version)
        elif work.unseen is None:
            yield versions.missing_text(release, settled.places[release.policy, release.label])
    folder, standing = draft.folder.path, drafts.Standing(versions=found, releases=settled.releases.get(policy.id, ()))
    yield from drafts.check_changes(policy, folder, draft.changes, standing)
    earlier = base.releases_of(policy.id) if base is not None else ()
    public = {slug for one in earlier if one.published <= work.as_of for slug in one.changes}
    yield from drafts.check_audiences(folder, draft.changes, [one.id for one in settled.site.audiences], public)
    if draft.document is not None:
        yield from drafts.compare(policy, folder, draft.document, standing)
        yield from drafts.check_gone(policy, folder, draft.changes, standing)
    if base is not None:
        shown = _public(desk, base, policy) if policy.id in past.touched else {}
        task = gate.Work(
            site=base.site or settled.site,
            proposed=settled.site,
            base=base.with_text(policy.id),
            now=draft,
            releases=settled.releases.get(policy.id, ()),
            versions=known,
            public=shown,
            as_of=work.as_of,
            judge=gate.Judge(),
        )
        review = gate.review(task)
        yield review
        yield from gate.check_review(task, review)
        yield from _stray(desk, review)


def _public(desk: Desk, base: gate.Base, policy: Policy) -> dict[str, Version]:
    """The public versions of the base with the translations that readers have."""
    releases = [one for one in base.releases_of(policy.id) if one.published <= desk.work.as_of]
    site = base.site or desk.site
    if not releases or desk.public is None or site is None:
        return {}
    made = versions.make_versions(desk.public, releases, site, says_the_same)
    return {one.text: version for one, version in made if version is not None}


def _stray(desk: Desk, review: Review) -> Iterator[Problem]:
    """Releases of a text that neither the work tree has nor the base has ever had."""
    others = [one for one in review.proposals if one.version is not None and one.release.text != review.digest]
    if others and review.digest and desk.public is not None:
        texts = versions.open_texts(desk.public, [one.release for one in others])
        for one in others:
            if (one.release.policy, one.release.text) not in texts:
                yield gate.stray_text(one, review.digest)
