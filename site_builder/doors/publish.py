"""From a repository on disk to a site on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder import history, routes, versions
from site_builder.build import Work, build
from site_builder.doors.disk import Output, Published, read_published, shipped
from site_builder.doors.git import GitRepository, open_repository
from site_builder.doors.report import report
from site_builder.model.artifact import Artifact
from site_builder.model.record import Record
from site_builder.outputs import records
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.text import digest, heading_digest, section_digest


def publish(
    *, repo: Path, ref: str, out: Path, as_of: datetime | None, previous: Path | None, copy: bool
) -> None:
    """Build the commit that ``ref`` names into ``out`` and say what was done."""
    repository = open_repository(repo, ref)
    output = Output(out, copy=copy, repository=repo)
    instant = (as_of or datetime.now(UTC)).replace(microsecond=0)
    record = _previous(previous or output.out, required=previous is not None)
    work = Work(repository=repository, shipped=shipped(), as_of=instant, previous=record)
    note = {"commit": repository.commit, "as_of": instant.isoformat()}
    result = output.publish(_artifacts(build(work)), note)
    _say(repository, instant, output, result)


def _artifacts(made: Iterable[Artifact | Problem]) -> Iterator[Artifact]:
    """The artifacts; the problems are held until the end, and any that is more than a warning stops all."""
    problems: list[Problem] = []
    for one in made:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            yield one
    if any(problem.severity < Severity.WARNING for problem in problems):
        raise ProblemError(problems)
    report(problems)


def _previous(site: Path, *, required: bool) -> Record | None:
    body = read_published(site, routes.api_events())
    if body is None and not required:
        return None
    try:
        return records.read_record(body or b"")
    except ValueError as error:
        raise ProblemError(
            [
                Problem(
                    code="PS-404",
                    message=f"the publication record of {site} cannot be read: {error}",
                    place=Place(""),
                    hint="without it, users would be told again: restore the published site and build again",
                    severity=Severity.INTEGRITY,
                )
            ]
        ) from None


def _say(repository: GitRepository, instant: datetime, output: Output, result: Published) -> None:
    click.echo(f"commit {repository.commit[:12]} as of {instant.isoformat()}")
    if not result.changed:
        click.echo(f"{output.out}: unchanged, {result.files} files")
        return
    click.echo(
        f"{output.out}: {result.files} files, {result.size:,} bytes; "
        f"{result.written} written, {result.removed} removed"
    )


def digests(*, repo: Path, ref: str, policy: str, sections: bool) -> Iterator[str]:
    """The digest of a policy's text, or of the parts that translations name."""
    repository = open_repository(repo, ref)
    tree = history.final_tree(repository.revisions())
    document = versions.governing_document(repository, tree, policy, UTC)
    if not sections:
        yield digest(document)
        return
    yield f"index {heading_digest(document.title, document.preamble)}"
    for section in document.sections:
        yield f"{section.id} {section_digest(section)}"
