"""What a build depends on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from site_builder import versions
from site_builder.build.jobs import Run
from site_builder.model.record import Record
from site_builder.model.revision import Repository
from site_builder.model.shipped import Shipped
from site_builder.press import NOTHING, Memory
from site_builder.stages import NOBODY, Progress, Tally


def _no_text(_digest: str) -> bytes | None:
    return None


def _no_memory(_name: str) -> Memory:
    return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that a build depends on.

    ``earlier_text`` gives the canonical form of a text that the previous site has, by its digest. ``program`` names
    the program that builds; ``pasts`` and ``memory`` are what its earlier builds found in history and made, of each
    policy or other thing by its name. ``progress`` and ``tally`` are told what is done, and nothing depends on them;
    neither does it on ``run``, who does the work of policies where it is not done here.
    """

    repository: Repository
    shipped: Shipped
    as_of: datetime
    previous: Record | None
    earlier_text: Callable[[str], bytes | None] = _no_text
    program: str = ""
    pasts: versions.Pasts | None = None
    memory: Callable[[str], Memory] = _no_memory
    progress: Progress = NOBODY
    tally: Tally = NOBODY
    run: Run | None = None
