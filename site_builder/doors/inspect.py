"""From a folder on disk to what is to be said of it, without writing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder.check import Inspection, check
from site_builder.doors.disk import previous_record, shipped
from site_builder.doors.git import GitRepository, open_repository
from site_builder.doors.progress import telling
from site_builder.doors.report import Format, report
from site_builder.doors.worktree import FOLDERS, read_worktree
from site_builder.model.review import Review
from site_builder.model.revision import Entry, Repository
from site_builder.model.shipped import Shipped
from site_builder.outputs import reviews
from site_builder.overlay import NoHistory, Overlay
from site_builder.problems import ExitCode, Place, Problem, ProblemError, Severity, exit_code

# What a branch is proposed to, where nobody says otherwise, in the order in which git sorts names.
_MAIN_LINES = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")
# Why there is no history to look at, without its being a fault of the content: no git, no repository, no
# commit yet, a shallow clone, a repository of another user.
_UNSEEN = ("PS-500", "PS-501", "PS-502", "PS-503", "PS-504")


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


@dataclass(frozen=True, slots=True)
class BaseOf:
    """With what the work tree is compared: a revision, or where none is named, where it left the main line.

    ``site`` is the published site, by default the one that a build would replace, where there is one.
    """

    revision: str = ""
    site: Path | None = None


def inspection(repo: Path, as_of: datetime | None, base_of: BaseOf | None = None) -> Inspection:
    """All that a check or a preview of the work tree depends on, as it is now; without a base for a preview.

    Raises:
        ProblemError: as ``overlay_of``.
    """
    overlay, unseen = overlay_of(repo)
    if unseen is not None and base_of is not None and base_of.revision:
        # Who asks what a change means must not hear that nothing is wrong because nobody could look.
        unseen = replace(unseen, severity=Severity.ENVIRONMENT)
    ships = shipped()
    head = overlay.base
    base = _base(head, base_of.revision) if base_of is not None and isinstance(head, GitRepository) else None
    return Inspection(
        base=base,
        named=base_of is not None and bool(base_of.revision),
        overlay=overlay,
        theme=ships.theme,
        catalogues=ships.catalogues,
        as_of=(as_of or datetime.now(UTC)).replace(microsecond=0),
        unseen=unseen,
    )


def _base(head: GitRepository, revision: str) -> GitRepository:
    """The commit at which the work tree parted from what it is compared with, as GitHub compares branches."""
    other = head.at(revision).commit if revision else head.first_of(_MAIN_LINES)
    return head.parted_from(other) if other else head


def _unseen(problem: Problem) -> Problem:
    message = f"only the files were checked, not the history: {problem.message}"
    return replace(problem, code="PS-603", message=message, severity=Severity.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Where the reviewers of a pull request read: a file that is added to, a folder with a comment for each policy.

    ``link`` is where everything stands that a comment has no room for. ``preview`` is a folder for the pages of
    the draft.
    """

    summary: Path | None = None
    comments: Path | None = None
    preview: Path | None = None
    link: str = ""


def _foreseen(work: Inspection, repo: Path, previous: Path | None) -> Iterator[Problem]:
    """What a build would say of the work tree because of what the published site has made public."""
    try:
        record = previous_record(previous or repo / "site", required=previous is not None)
    except ProblemError as error:
        yield from error.problems
        return
    if work.unseen is None and record is not None:
        from site_builder.build import Work, foresee  # noqa: PLC0415 - pages need libraries that no check does

        shipped_files = Shipped(theme=work.theme, catalogues=work.catalogues)
        yield from foresee(Work(repository=work.overlay, shipped=shipped_files, as_of=work.as_of, previous=record))


def inspect(*, repo: Path, as_of: datetime | None, form: Format, base_of: BaseOf, paper: Paper) -> ExitCode:
    """Check the work tree and the history around ``repo`` and say what was found."""
    work = inspection(repo, as_of, base_of)
    with telling() as teller:
        found = (*check(replace(work, progress=teller)), *_foreseen(work, repo, base_of.site))
    problems = tuple(dict.fromkeys(one for one in found if isinstance(one, Problem)))
    if paper.preview is not None:
        _hand_out(work, paper.preview)
    _put(paper, [one for one in found if isinstance(one, Review)], problems)
    report(problems, form)
    if form is Format.TEXT:
        faults = sum(one.severity < Severity.WARNING for one in problems)
        warnings = sum(one.severity is Severity.WARNING for one in problems)
        click.echo(f"{faults or 'no'} {_many('fault', faults)}, {warnings or 'no'} {_many('warning', warnings)}")
    return exit_code(problems)


def _hand_out(work: Inspection, folder: Path) -> None:
    """Write the pages of the draft into a new or empty folder."""
    from site_builder.handout import handout  # noqa: PLC0415 - a check loads no page

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "name a new folder; nothing was changed"
        problem = Problem(code="PS-513", message=f"{folder} is not empty", place=Place(""), hint=hint)
        raise ProblemError([replace(problem, severity=Severity.ENVIRONMENT)])
    for one in handout(work):
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.body)


def _put(paper: Paper, found: Sequence[Review], problems: Sequence[Problem]) -> None:
    """Write what reviewers read; a file of GitHub's is added to, because other steps write there too."""
    if paper.summary is not None:
        with paper.summary.open("a", encoding="utf-8", newline="") as file:
            file.write(reviews.summary(found, problems))
    if paper.comments is not None:
        paper.comments.mkdir(parents=True, exist_ok=True)
        for one in found:
            # Where nothing changes, a comment that is there is renewed and none is begun.
            quiet = ".quiet" if reviews.is_quiet(one, problems) else ""
            name = f"{one.policy.id}{quiet}.md"
            body = reviews.comment(one, problems, paper.link)
            (paper.comments / name).write_text(body, encoding="utf-8", newline="")


def _many(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
