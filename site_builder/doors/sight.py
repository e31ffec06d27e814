"""What stands in a folder on disk: its work tree, the history around it, and the commit that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.doors.git import GitRepository, open_repository
from site_builder.doors.worktree import FOLDERS, read_worktree
from site_builder.model.revision import Entry, Repository
from site_builder.overlay import NoHistory, Overlay
from site_builder.problems import Place, Problem, ProblemError, Severity

# What a branch is proposed to, where nobody says otherwise, in the order in which git sorts names.
_MAIN_LINES = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")
# Why there is no history to look at, without its being a fault of the content: no git, no repository, no
# commit yet, a shallow clone, a repository of another user.
_UNSEEN = ("PS-500", "PS-501", "PS-502", "PS-503", "PS-504")


@dataclass(frozen=True, slots=True)
class BaseOf:
    """With what the work tree is compared: a revision, or where none is named, where it left the main line.

    ``site`` is the published site, by default the one that a build would replace, where there is one.
    """

    revision: str = ""
    site: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A work tree on top of its history; ``unseen`` says why that could not be read, where it could not.

    ``base`` is None where nobody asks what a change means, or there is no history; ``named`` says that somebody named
    it.
    """

    overlay: Overlay
    unseen: Problem | None
    base: GitRepository | None
    named: bool

    @property
    def root(self) -> GitRepository | None:
        """The newest commit that this branch goes on from and that others share: the base, else the last commit."""
        head = self.overlay.base
        if not isinstance(head, GitRepository):
            return None
        if self.base is not None and head.revisions_since(self.base.commit) is not None:
            return self.base
        return head


def sight(repo: Path, base_of: BaseOf | None = None) -> Sight:
    """What stands there now; without a base for a preview.

    Raises:
        ProblemError: as ``overlay_of``.
    """
    overlay, unseen = overlay_of(repo)
    if unseen is not None and base_of is not None and base_of.revision:
        # Who asks what a change means must not hear that nothing is wrong because nobody could look.
        unseen = replace(unseen, severity=Severity.ENVIRONMENT)
    head = overlay.base
    base = _base(head, base_of.revision) if base_of is not None and isinstance(head, GitRepository) else None
    return Sight(overlay=overlay, unseen=unseen, base=base, named=base_of is not None and bool(base_of.revision))


def overlay_of(repo: Path) -> tuple[Overlay, Problem | None]:
    """The history of a repository with its work tree on top, and why the history is not there if it is not.

    Raises:
        ProblemError: where there is no folder, a file cannot be read, or git fails.
    """
    if not (repo / "content").is_dir():
        hint = "run this in the publisher's repository, or name it with --repo; `site-builder new` makes one"
        problem = Problem(code="PS-200", message=f"{repo} has no content", place=Place(""), hint=hint)
        raise ProblemError([problem])
    base: Repository
    unseen: Problem | None = None
    committed: dict[str, Entry] = {}
    try:
        base = open_repository(repo)
    except ProblemError as error:
        (problem,) = error.problems
        if problem.code not in _UNSEEN:
            raise
        base, unseen = NoHistory(), _unseen(problem)
    else:
        committed = {path: one for path, one in base.tree().items() if path.partition("/")[0] in FOLDERS}
    return Overlay(base=base, work=read_worktree(repo, committed), committed=committed), unseen


def _base(head: GitRepository, revision: str) -> GitRepository:
    """The commit at which the work tree parted from what it is compared with, as GitHub compares branches."""
    other = head.at(revision).commit if revision else head.first_of(_MAIN_LINES)
    return head.parted_from(other) if other else head


def _unseen(problem: Problem) -> Problem:
    message = f"only the files were checked, not the history: {problem.message}"
    return replace(problem, code="PS-603", message=message, severity=Severity.WARNING)
