"""From what stands in a folder to what is to be said of it, without writing anything there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from site_builder.check import Inspection, check
from site_builder.doors.disk import Store, previous_record, program, shipped
from site_builder.doors.pasts import DraftPasts, KeptPasts
from site_builder.doors.sight import BaseOf, Sight, overlay_of, sight
from site_builder.model.lasting import Lasting
from site_builder.model.review import Review
from site_builder.model.shipped import Shipped
from site_builder.problems import Problem, ProblemError
from site_builder.schedule import lasting, together
from site_builder.stages import Progress

__all__ = ["BaseOf", "Checking", "inspection", "inspection_of", "overlay_of"]


def inspection(repo: Path, as_of: datetime | None, base_of: BaseOf | None = None) -> Inspection:
    """All that a check or a preview of the work tree depends on, as it is now; without a base for a preview.

    Raises:
        ProblemError: as ``overlay_of``.
    """
    return inspection_of(sight(repo, base_of), (as_of or datetime.now(UTC)).replace(microsecond=0))


def inspection_of(seen: Sight, as_of: datetime) -> Inspection:
    """The same of what was looked at already."""
    ships = shipped()
    return Inspection(
        base=seen.base,
        named=seen.named,
        overlay=seen.overlay,
        theme=ships.theme,
        catalogues=ships.catalogues,
        as_of=as_of,
        unseen=seen.unseen,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """A check as doors start it. ``site`` is what is published; ``required``: it must be there."""

    seen: Sight
    as_of: datetime
    site: Path
    required: bool
    memory: Store | None
    progress: Progress

    def everything(self) -> tuple[list[Problem | Review], Lasting | None]:
        """What is to be said of the files, and what a build would say because of what the site has made public.

        And how long that holds, or None where it does not.
        """
        name = program()
        work = replace(inspection_of(self.seen, self.as_of), program=name, progress=self.progress)
        if self.memory is not None:
            work = replace(work, memory=self.memory.scope)
        root, base = self.seen.root, self.seen.base
        if root is not None:
            # History is read once, for the check and for what a build would say.
            kept = KeptPasts(root, self.memory, name) if self.memory is not None else None
            is_base = base is not None and base.commit == root.commit
            work = replace(work, pasts=DraftPasts(self.seen.overlay, root, kept), base_pasts=kept if is_base else None)
        found = [*check(work), *_foreseen(work, self.site, required=self.required)]
        spans = [one for one in found if isinstance(one, Lasting)]
        said = [one for one in found if not isinstance(one, Lasting)]
        return said, together(spans) if len(spans) == 2 else None


def _foreseen(work: Inspection, site: Path, *, required: bool) -> list[Problem | Lasting]:
    """What a build would say of the work tree because of what the published site has made public."""
    try:
        record = previous_record(site, required=required)
    except ProblemError as error:
        return [*error.problems]
    if work.unseen is not None:
        record = None
    if record is None:
        return [lasting(work.as_of, (), is_told=True)]  # nothing is public yet
    from site_builder.build import Work, foresee  # noqa: PLC0415 - pages need libraries that no check does

    return [
        *foresee(
            Work(
                repository=work.overlay,
                shipped=Shipped(theme=work.theme, catalogues=work.catalogues),
                as_of=work.as_of,
                previous=record,
                program=work.program,
                pasts=work.pasts,
                memory=work.memory,
            )
        )
    ]
