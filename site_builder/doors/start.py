"""A publisher's first repository on disk."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.doors.git.making import create_repository
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.starter import Answers, first_repository, workflows

_ROOT = Path(__file__).resolve().parents[1]


def start(folder: Path, answers: Answers) -> None:
    """Make the repository and say what is in it.

    Raises:
        ProblemError: where the folder is in use, an answer cannot be used, or git is not there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProblemError(
            [
                Problem(
                    code="PS-520",
                    message=f"{folder} is there already, and not empty",
                    place=Place(""),
                    hint="name a new folder; nothing was changed",
                    severity=Severity.ENVIRONMENT,
                )
            ]
        )
    commits = first_repository(answers, workflows(_shipped()))
    folder.mkdir(parents=True, exist_ok=True)
    create_repository(folder, commits)
    click.echo(f"{folder}: one policy in two languages with three versions, one of them announced")
    click.echo(f"read {folder / 'README.md'}; then, in the folder: site-builder check · serve · build")


def _shipped() -> dict[str, str]:
    """The workflows that ship, by their paths below ``.github``: in the package, or beside it in a checkout."""
    packed = _ROOT / "_shipped" / "github"
    folder = packed if packed.is_dir() else _ROOT.parent / ".github"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
