"""What a build is made from, as doors find it: the repository, the site before, the memory of earlier builds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from site_builder import routes
from site_builder.build import Work, build
from site_builder.doors.disk import Store, previous_record, program, read_published, shipped
from site_builder.doors.git import GitRepository
from site_builder.doors.pasts import KeptPasts
from site_builder.locales import cldr_version
from site_builder.model.artifact import File
from site_builder.problems import Problem

__all__ = ["cldr_version", "made"]


def made(
    repository: GitRepository, before: Path, as_of: datetime, memory: Store, *, required: bool
) -> Iterator[File | Problem]:
    """The files of the site of a commit. ``required``: there must be a site before, whose record goes on."""
    name = program()
    work = Work(
        repository=repository,
        shipped=shipped(),
        as_of=as_of,
        previous=previous_record(before, required=required, memory=memory.scope("record")),
        earlier_text=lambda digest: read_published(before, routes.api_text(digest)),
        program=name,
        pasts=KeptPasts(repository, memory, name),
        memory=memory.scope,
    )
    return build(work)
