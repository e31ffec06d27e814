"""The revision that a change is compared with, and what is proposed beyond it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from site_builder import authored, config, instants, publisher
from site_builder.authored import Authored
from site_builder.model.policy import Site
from site_builder.model.release import ChangeRecord, Release
from site_builder.model.revision import Entry, Repository
from site_builder.press import NOTHING, Memory
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.publisher import Declared

# Where what runs in this repository, and how, is settled; content is only text.
_WORKFLOWS = ".github/workflows/"
_SETTINGS = (config.SITE_FILE, "themes/", "translations/", ".github/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the base revision has; nothing where no site is there yet, and then ``site`` is None.

    ``named`` says that somebody named the base: then only what the change itself touches is asked for.
    """

    site: Site | None = None
    policies: Mapping[str, Authored] = field(default_factory=dict)
    releases: Mapping[str, tuple[Declared, ...]] = field(default_factory=dict)
    named: bool = False

    def with_text(self, policy: str) -> Base:
        """The same, with the text of a policy, where it has that policy and the text can be read."""
        if policy not in self.policies:
            return self
        return replace(self, policies={**self.policies, policy: authored.with_text(self.policies[policy], [])})

    def releases_of(self, policy: str) -> tuple[Release, ...]:
        """The releases of a policy there."""
        return tuple(one.release for one in self.releases.get(policy, ()))


def read_base(repository: Repository, *, named: bool, memory: Memory = NOTHING) -> Base:
    """The base as values, its policies without their texts. ``memory`` has settings that were read before.

    Raises:
        ProblemError: where its settings cannot be read, so that nobody can say what differs from them.
    """
    tree = repository.tree()
    if config.SITE_FILE not in tree:
        return Base(named=named)
    try:
        settled = publisher.read_publisher(repository, tree, memory)
    except ProblemError as error:
        raise ProblemError([_unreadable(error.problems[0], named=named)]) from None
    files = authored.read_files(repository, {path: one for path, one in tree.items() if path.startswith("content/")})
    found = (authored.read_settings(path, own, settled.zone, []) for path, own in authored.folders(files))
    return Base(
        site=settled.site,
        policies={one.policy.id: one for one in found if one is not None},
        releases=settled.releases,
        named=named,
    )


def _unreadable(first: Problem, *, named: bool) -> Problem:
    return Problem(
        code="PS-642",
        message=f"the base cannot be read, so nobody can say what this changes: {first.message}",
        place=first.place,
        hint="mend it there first, or name a commit that can be read with --base",
        severity=Severity.ERROR if named else Severity.WARNING,
    )


def read_records(repository: Repository, policy: str) -> tuple[ChangeRecord, ...]:
    """The change records of a policy, or none where they cannot be read."""
    try:
        base = read_base(repository, named=False)
    except ProblemError:
        return ()
    return base.policies[policy].changes if policy in base.policies else ()


def is_proposed(release: Release, before: Iterable[Release], as_of: datetime) -> bool:
    """Whether nobody has seen a release yet: the base has no such one, or it is not published yet."""
    known = any(one.label == release.label and one.revision == release.revision for one in before)
    return not known or release.published > as_of


def settings_changed(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[Problem]:
    """What decides how a site is made, and differs from the base.

    It is said and not used: a pull request cannot change the rules by which it is checked (periods of notice,
    audiences), and its reviewers should see that it wants to.
    """
    differing = sorted(
        path
        for path in before.keys() | after.keys()
        if path.startswith(_SETTINGS) and before.get(path) != after.get(path)
    )
    for path in differing:
        yield Problem(
            code="PS-640",
            message=f"this {_did(path, before.keys(), after.keys())} what the site is made with, and not only its text",
            place=Place(path),
            hint="the check used the periods and audiences of the base; look at this file with somebody who knows it",
            severity=Severity.WARNING,
        )


def translations_touched(
    before: Mapping[str, Entry], after: Mapping[str, Entry], policies: Iterable[Authored]
) -> Iterator[str]:
    """The ids of the base's policies of which a text in a locale that does not govern differs."""
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    for one in policies:
        locales = set(one.policy.locales) - {one.policy.governing}
        starts = tuple(f"{one.folder.path}/{locale}/" for locale in locales)
        if any(path.startswith(starts) for path in differing):
            yield one.policy.id


def risky_workflows(repository: Repository, tree: Mapping[str, Entry]) -> Iterator[Problem]:
    """Workflows that run on pull requests of strangers with the rights of this repository.

    Source: GitHub, "Security hardening for GitHub Actions"; CodeQL's `actions/untrusted-checkout`.
    """
    paths = [p for p in tree if p.startswith(_WORKFLOWS) and p.endswith((".yml", ".yaml"))]
    read = repository.read(tree[path].blob for path in paths)
    for path in paths:
        for number, line in enumerate(read[tree[path].blob].decode("utf-8", "replace").splitlines(), start=1):
            if "pull_request_target" in line.partition("#")[0]:
                yield Problem(
                    code="PS-641",
                    message="`pull_request_target` runs with the rights of this repository on what a stranger sends",
                    place=Place(path, number),
                    hint="use `pull_request`, and a second workflow on `workflow_run` for what needs a right",
                    severity=Severity.WARNING,
                )
                break


def _did(path: str, before: Iterable[str], after: Iterable[str]) -> str:
    if path not in before:
        return "adds"
    return "changes" if path in after else "removes"


def day(instant: datetime, site: Site) -> str:
    """The day of an instant in the site's zone, and its time where that is not midnight."""
    local = instant.astimezone(instants.zone(site.time_zone))
    return str(local.date()) if (local.hour, local.minute, local.second) == (0, 0, 0) else instants.with_zone(local)
