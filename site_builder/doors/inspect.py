"""From a folder on disk to what is to be said of it, without writing anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder.build import Work, foresee
from site_builder.check import Inspection, check
from site_builder.doors.disk import previous_record, shipped
from site_builder.doors.git import open_repository
from site_builder.doors.report import Format, report
from site_builder.doors.worktree import FOLDERS, read_worktree
from site_builder.model.revision import Entry, Repository
from site_builder.model.shipped import Shipped
from site_builder.overlay import NoHistory, Overlay
from site_builder.problems import ExitCode, Place, Problem, ProblemError, Severity, exit_code

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


def inspection(repo: Path, as_of: datetime | None) -> Inspection:
    """All that a check or a preview of the work tree depends on, as it is now.

    Raises:
        ProblemError: as ``overlay_of``.
    """
    overlay, unseen = overlay_of(repo)
    ships = shipped()
    return Inspection(
        overlay=overlay,
        theme=ships.theme,
        catalogues=ships.catalogues,
        as_of=(as_of or datetime.now(UTC)).replace(microsecond=0),
        unseen=unseen,
    )


def _unseen(problem: Problem) -> Problem:
    message = f"only the files were checked, not the history: {problem.message}"
    return replace(problem, code="PS-603", message=message, severity=Severity.WARNING)


def _foreseen(work: Inspection, repo: Path, previous: Path | None) -> Iterator[Problem]:
    """What a build would say of the work tree because of what the published site has made public."""
    try:
        record = previous_record(previous or repo / "site", required=previous is not None)
    except ProblemError as error:
        yield from error.problems
        return
    if work.unseen is None:
        shipped_files = Shipped(theme=work.theme, catalogues=work.catalogues)
        yield from foresee(Work(repository=work.overlay, shipped=shipped_files, as_of=work.as_of, previous=record))


def inspect(*, repo: Path, as_of: datetime | None, form: Format, previous: Path | None = None) -> ExitCode:
    """Check the work tree and the history around ``repo`` and say what was found.

    ``previous`` is the published site; by default the one that a build would replace, where there is one.
    """
    work = inspection(repo, as_of)
    problems = tuple(dict.fromkeys((*check(work), *_foreseen(work, repo, previous))))
    report(problems, form)
    if form is Format.TEXT:
        faults = sum(one.severity < Severity.WARNING for one in problems)
        warnings = sum(one.severity is Severity.WARNING for one in problems)
        click.echo(f"{faults or 'no'} {_many('fault', faults)}, {warnings or 'no'} {_many('warning', warnings)}")
    return exit_code(problems)


def _many(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
