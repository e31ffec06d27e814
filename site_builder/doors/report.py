"""Problems to a person: all of a run at once, worst first, and the exit status that they ask for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from site_builder.problems import ExitCode, Problem, ProblemError, exit_code, worst_first

_SHOWN = 50


def report(problems: Iterable[Problem]) -> None:
    """Print problems on standard error: the first fifty, and how many more there are."""
    ordered = worst_first(problems)
    for problem in ordered[:_SHOWN]:
        click.echo(str(problem), err=True)
    if len(ordered) > _SHOWN:
        click.echo(f"{len(ordered) - _SHOWN} more", err=True)


@contextmanager
def reported() -> Iterator[None]:
    """Run a command's work; what it raises becomes words and an exit status, never a traceback."""
    try:
        yield
    except ProblemError as error:
        report(error.problems)
        sys.exit(exit_code(error.problems))
    except KeyboardInterrupt:
        click.echo("stopped; nothing was published", err=True)
        sys.exit(ExitCode.INTERRUPTED)
