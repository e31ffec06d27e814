"""From a repository on disk to a site on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder import routes, versions
from site_builder.build import Work, build
from site_builder.doors.disk import Output, Published, previous_record, read_published, shipped
from site_builder.doors.git import GitRepository, open_repository
from site_builder.doors.progress import Stopwatch, telling
from site_builder.doors.report import Format, report
from site_builder.doors.worktree import read_worktree
from site_builder.locales import cldr_version
from site_builder.model.artifact import Artifact
from site_builder.problems import Problem, ProblemError, Severity
from site_builder.stages import NOBODY, Stage, Tally, during
from site_builder.text import digest, heading_digest, section_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a site goes, the site whose record goes on (by default the one there), and whether by copying."""

    out: Path
    previous: Path | None = None
    copy: bool = False


def publish(
    *, repo: Path, ref: str, to: Destination, as_of: datetime | None, form: Format, profile: bool = False
) -> None:
    """Build the commit that ``ref`` names and say what was done, and where the time went if that is asked for."""
    repository = open_repository(repo, ref)
    output = Output(to.out, copy=to.copy, repository=repo)
    instant = (as_of or datetime.now(UTC)).replace(microsecond=0)
    before = to.previous or output.last
    stopwatch = Stopwatch() if profile else None
    tally: Tally = stopwatch or NOBODY
    work = Work(
        repository=repository,
        shipped=shipped(),
        as_of=instant,
        previous=previous_record(before, required=to.previous is not None),
        earlier_text=lambda digest: read_published(before, routes.api_text(digest)),
        tally=tally,
    )
    # With another CLDR the same date can be written otherwise on a page; texts and their digests never are.
    note = {"commit": repository.commit, "as_of": instant.isoformat(), "cldr": cldr_version()}
    problems = list(repository.remarks())
    with telling() as teller, during(tally, Stage.PUBLISH):
        result = output.publish(_artifacts(build(replace(work, progress=teller)), problems), note)
    tally.count(Stage.PUBLISH, made=result.written, reused=result.files - result.written)
    # Where problems go to standard output for a program, words for people must not stand between them.
    click.echo(_done(repository, instant, output, result), err=form is not Format.TEXT)
    if stopwatch:
        click.echo(str(stopwatch), err=True)
    if any(problem.severity is Severity.HELD for problem in problems):
        raise ProblemError(problems)
    report(problems, form)


def _artifacts(made: Iterable[Artifact | Problem], problems: list[Problem]) -> Iterator[Artifact]:
    """The artifacts; problems are gathered, and any that is worse than what is held back stops all."""
    for one in made:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            yield one
    if any(problem.severity < Severity.HELD for problem in problems):
        raise ProblemError(problems)


def _done(repository: GitRepository, instant: datetime, output: Output, result: Published) -> str:
    built = f"commit {repository.commit[:12]} as of {instant.isoformat()}"
    if not result.changed:
        return f"{built}\n{output.out}: unchanged, {result.files} files"
    return (
        f"{built}\n{output.out}: {result.files} files, {result.size:,} bytes; "
        f"{result.written} written, {result.removed} removed"
    )


def is_edited(repo: Path) -> bool:
    """Whether the work tree has content that is not committed; a bare repository has no work tree."""
    if not (repo / "content").is_dir():
        return False
    committed = {p: one for p, one in open_repository(repo).tree().items() if p.partition("/")[0] == "content"}
    entries = read_worktree(repo, committed).entries
    return {p: one for p, one in entries.items() if p.partition("/")[0] == "content"} != committed


def digests(*, repo: Path, ref: str, policy: str, sections: bool) -> Iterator[str]:
    """The digest of a policy's text, or of the parts that translations name."""
    repository = open_repository(repo, ref)
    document = versions.governing_document(repository, repository.tree(), policy, UTC)
    if not sections:
        yield digest(document)
        return
    yield f"index {heading_digest(document.title, document.preamble)}"
    for section in document.sections:
        yield f"{section.id} {section_digest(section)}"
