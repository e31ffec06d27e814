"""Two texts of a policy, named as people name them: a version's label, `draft`, or a revision of git."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder import publisher, versions
from site_builder.characters import visible
from site_builder.compare import compare
from site_builder.doors.git import GitRepository, open_repository
from site_builder.doors.worktree import FOLDERS, read_worktree
from site_builder.meaning import says_the_same
from site_builder.model.change import Comparison
from site_builder.model.release import Release
from site_builder.model.revision import Repository
from site_builder.model.version import Status, Version
from site_builder.overlay import DRAFT, Overlay
from site_builder.problems import Place, Problem, ProblemError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is compared: a policy, and the locale of its texts; empty for the one that governs."""

    repo: Path
    policy: str
    locale: str


def compare_versions(old: str, new: str, wanted: Wanted) -> Comparison:
    """Compare two texts of a policy.

    Raises ``ProblemError`` where one of them is not there, or not whole in the locale that is asked for.
    """
    head = open_repository(wanted.repo)
    before, after = (_Source(head, wanted).version(name) for name in (old, new))
    locale = wanted.locale or after.policy.governing
    problems = [*_incomplete(old, before, locale), *_incomplete(new, after, locale)]
    if problems:
        raise ProblemError(problems)
    documents = (version.editions[locale].document for version in (before, after))
    return compare(*documents, formerly=after.policy.formerly)


class _Source:
    """Finds a text in a repository. A label comes before a revision of git that has the same name."""

    def __init__(self, head: GitRepository, wanted: Wanted) -> None:
        self.head = head
        self.wanted = wanted

    def version(self, name: str) -> Version:
        if name == DRAFT:
            if not (self.wanted.repo / "content").is_dir():
                hint = "name the folder that holds `content/` with --repo, or a revision of git such as HEAD"
                raise ProblemError([_problem("there are no files to take the draft from", hint)])
            tree = self.head.tree()
            committed = {path: one for path, one in tree.items() if path.partition("/")[0] in FOLDERS}
            work = read_worktree(self.wanted.repo, committed)
            return self._standing(Overlay(base=self.head, work=work, committed=committed), name)
        settled = publisher.read_publisher(self.head, self.head.tree())
        known = [policy.id for policy in settled.policies]
        releases = [one.release for one in settled.releases.get(self.wanted.policy, ())]
        for release in releases:
            if release.label == name:
                return _made(self.head, settled, release)
        try:
            found = open_repository(self.wanted.repo, name)
        except ProblemError as error:
            if error.problems[0].code != "PS-502":
                raise
            raise ProblemError([_unknown(name, self.wanted.policy, releases, known)]) from None
        return self._standing(found, name)

    def _standing(self, repository: Repository, name: str) -> Version:
        """The text of a commit as it stands, as if it were released there."""
        tree = repository.tree()
        settled = publisher.read_publisher(repository, tree)
        text = versions.governing_document(repository, tree, self.wanted.policy, settled.zone)
        return _made(repository, settled, versions.as_released(text, name))


def _made(repository: Repository, settled: publisher.Publisher, release: Release) -> Version:
    archive = versions.read_archive(repository, settled.zone)
    for one, version in versions.make_versions(archive, [release], settled.site, says_the_same):
        if version is not None:
            return version
        place = settled.places.get((one.policy, one.label), Place("content"))
        raise ProblemError([versions.missing_text(one, place)])
    raise AssertionError


def _incomplete(name: str, version: Version, locale: str) -> Iterator[Problem]:
    edition = version.editions.get(locale)
    if edition is None:
        known = ", ".join(version.editions)
        yield _problem(f"`{visible(name)}` has no text in {visible(locale)}", f"its locales are {known}")
    elif edition.status not in (Status.GOVERNING, Status.CURRENT):
        missing = ", ".join(sorted(edition.fallback))
        message = f"`{visible(name)}` is not whole in {locale}: {missing}"
        yield _problem(message, f"translate what is missing, or compare the texts in {version.policy.governing}")


def _unknown(name: str, policy: str, releases: list[Release], known: list[str]) -> Problem:
    if policy not in known:
        return _problem(f"there is no policy `{visible(policy)}`", f"known here: {', '.join(known)}")
    labels = ", ".join(release.label for release in releases) or "none"
    hint = f"versions of {visible(policy)}: {labels}; or write `{DRAFT}`, or a revision of git such as HEAD~3"
    return _problem(f"`{visible(name)}` is no version of {visible(policy)} and no revision of git", hint)


def _problem(message: str, hint: str) -> Problem:
    return Problem(code="PS-323", message=message, place=Place(""), hint=hint)
