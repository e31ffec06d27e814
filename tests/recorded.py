"""Builds in memory, one after another, each with the record of the one before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from site_builder import routes
from site_builder.build import Work, build
from site_builder.doors.disk import shipped
from site_builder.doors.git import open_repository
from site_builder.model.artifact import Artifact
from site_builder.model.record import Record
from site_builder.outputs import events
from site_builder.problems import Problem, Severity

Built = tuple[dict[str, bytes], list[Problem]]


def made_from(path: Path, as_of: str, previous: dict[str, bytes] | None = None) -> Built:
    """The files of a site and what was said of it."""
    before = previous or {}
    work = Work(
        repository=open_repository(path),
        shipped=shipped(),
        as_of=datetime.fromisoformat(as_of),
        previous=record_of(before) if before else None,
        earlier_text=lambda digest: before.get(routes.file_of(routes.api_text(digest))),
    )
    made = list(build(work))
    problems = [one for one in made if isinstance(one, Problem) and one.severity is not Severity.NOTE]
    return {one.path: one.body for one in made if isinstance(one, Artifact)}, problems


def record_of(files: dict[str, bytes]) -> Record:
    """The publication record of a site."""
    record = events.read_record(lambda address: files.get(routes.file_of(address)))
    assert record is not None
    return record


def told(files: dict[str, bytes]) -> list[str]:
    """The entries of a site's record: what happened to which version."""
    return [f"{event.kind} {event.version}" for event in record_of(files).events]
