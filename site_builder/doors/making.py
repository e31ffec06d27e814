"""What a build is made from, as doors find it: the repository, the site before, the memory of earlier builds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_builder import routes
from site_builder.build import Run, Work, build
from site_builder.doors.disk import Store, previous_record, program, read_published, shipped
from site_builder.doors.git import GitRepository
from site_builder.doors.pasts import KeptPasts
from site_builder.locales import cldr_version
from site_builder.model.artifact import File
from site_builder.problems import Problem
from site_builder.stages import Progress, Tally

__all__ = ["Making", "cldr_version"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A build as doors start it."""

    repository: GitRepository
    as_of: datetime
    memory: Store
    progress: Progress
    tally: Tally
    run: Run | None = None

    def files(self, before: Path, *, required: bool) -> Iterator[File | Problem]:
        """The files of the site. ``before`` is the site whose record goes on; ``required``: it must be there."""
        name = program()
        work = Work(
            repository=self.repository,
            shipped=shipped(),
            as_of=self.as_of,
            previous=previous_record(before, required=required, memory=self.memory.scope("record")),
            earlier_text=lambda digest: read_published(before, routes.api_text(digest)),
            program=name,
            pasts=KeptPasts(self.repository, self.memory, name),
            memory=self.memory.scope,
            progress=self.progress,
            tally=self.tally,
            run=self.run,
        )
        return build(work)
