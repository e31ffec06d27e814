"""From a repository on disk to a site on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder.doors.disk import Output, Published, program
from site_builder.doors.garbage import collecting_seldom
from site_builder.doors.git import GitRepository, open_repository
from site_builder.doors.progress import Stopwatch, telling
from site_builder.doors.report import Format, report
from site_builder.doors.standstill import Standstill
from site_builder.doors.workers import workers
from site_builder.model.artifact import File
from site_builder.problems import Problem, ProblemError, Severity
from site_builder.stages import NOBODY, Stage, Tally, during


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a site goes, the site whose record goes on (by default the one there), and whether by copying."""

    out: Path
    previous: Path | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """How a site is made, which changes nothing in it: by how many processes, by which cluster, and told or not."""

    jobs: int = 1
    executor: str = ""
    profile: bool = False


def publish(
    *, repo: Path, ref: str, to: Destination, as_of: datetime | None, form: Format, means: Means | None = None
) -> None:
    """Build the commit that ``ref`` names and say what was done, and where the time went if that is asked for."""
    repository = open_repository(repo, ref)
    output = Output(to.out, copy=to.copy, repository=repo)
    problems = list(repository.remarks())
    means = means or Means()
    stopwatch = Stopwatch() if means.profile else None
    still = Standstill(output.memory, program(), repository.commit)
    # A build that waited for another one goes on from the record that this one left, and so from a later time.
    with output.alone():
        instant = (as_of or datetime.now(UTC)).replace(microsecond=0)
        known = still.result(instant) if to.previous is None and output.is_shown else None
        if known:
            result, told = known
            problems += told
        else:
            count = len(problems)
            build = _Build(repository=repository, output=output, to=to, instant=instant, means=means)
            with collecting_seldom():
                result = _build(build, stopwatch or NOBODY, problems)
            still.remember(instant, problems[count:])
            with suppress(OSError):  # nothing of it is needed
                output.memory.save()
    # Where problems go to standard output for a program, words for people must not stand between them.
    click.echo(_done(repository, instant, output, result), err=form is not Format.TEXT)
    if stopwatch:
        click.echo(str(stopwatch), err=True)
    if any(problem.severity is Severity.HELD for problem in problems):
        raise ProblemError(problems)
    report(problems, form)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Build:
    """A build that is to be made."""

    repository: GitRepository
    output: Output
    to: Destination
    instant: datetime
    means: Means


def _build(build: _Build, tally: Tally, problems: list[Problem]) -> Published:
    from site_builder.doors.making import Making, cldr_version  # noqa: PLC0415 - heavy, and there may be nothing to make

    repository, output, to, instant = build.repository, build.output, build.to, build.instant
    # With another CLDR the same date can be written otherwise on a page; texts and their digests never are.
    note = {"commit": repository.commit, "as_of": instant.isoformat(), "cldr": cldr_version()}
    with telling() as teller, workers(build.means.jobs, build.means.executor) as run, during(tally, Stage.PUBLISH):
        making = Making(
            repository=repository, as_of=instant, memory=output.memory, progress=teller, tally=tally, run=run
        )
        # Who empties a site must not tell everybody again: what was made here before had a record.
        files = making.files(to.previous or output.last, required=to.previous is not None or output.was_published)
        result = output.publish(_artifacts(files, problems), note)
    tally.count(Stage.PUBLISH, made=result.written, reused=result.files - result.written)
    return result


def _artifacts(made: Iterable[File | Problem], problems: list[Problem]) -> Iterator[File]:
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
