"""Faults of the machine and of git, which no file can describe: each is made here, and the real command run."""

from __future__ import annotations

from pathlib import Path

from tests.faults.cases import Case

MAKERS = {}


def run(case: Case, folder: Path) -> str:
    """What the command says; the folder is written as `<folder>`."""
    return str(MAKERS[case.made_by](folder)).replace(str(folder), "<folder>")
