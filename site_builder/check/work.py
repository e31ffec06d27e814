"""What a check depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from site_builder import versions
from site_builder.model.revision import Repository
from site_builder.overlay import Overlay
from site_builder.press import NOTHING, Memory
from site_builder.problems import Problem
from site_builder.stages import NOBODY, Progress


def _no_memory(_name: str) -> Memory:
    return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """All that a check depends on. ``theme`` and ``catalogues`` are those that ship.

    ``unseen`` says why the history could not be read, where it could not. ``base`` is the revision that the
    work tree is compared with, or None where nobody asks what a change means; ``named`` says that somebody
    named it, as a pull request does. ``program`` names the program that checks; ``pasts`` and ``memory`` are what
    its earlier checks found, in history (``base_pasts`` in that of the base) and of each policy; of a policy that is
    known from there comes no review. ``progress`` is told how far the check is.
    """

    overlay: Overlay
    theme: Mapping[str, bytes]
    catalogues: Mapping[str, bytes]
    as_of: datetime
    unseen: Problem | None = None
    base: Repository | None = None
    named: bool = False
    program: str = ""
    pasts: versions.Pasts | None = None
    base_pasts: versions.Pasts | None = None
    memory: Callable[[str], Memory] = _no_memory
    progress: Progress = NOBODY
