"""Every fault that a function makes, by the name that its case gives (`@@ made NAME`)."""

from __future__ import annotations

from pathlib import Path

from tests.faults import adoptions, environments, exchanged
from tests.faults.cases import Case, without_sizes

MAKERS = environments.MAKERS | adoptions.MAKERS | exchanged.MAKERS


def run(case: Case, folder: Path) -> str:
    """What the command says; the folder is written as `<folder>`."""
    return without_sizes(MAKERS[case.made_by](folder).replace(str(folder), "<folder>"))
