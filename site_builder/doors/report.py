"""Problems to a person or a machine: all of a run at once, worst first, and the exit status they ask for."""

from __future__ import annotations

import json
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import click

from site_builder.characters import visible
from site_builder.codes import CODES
from site_builder.doors import sarif
from site_builder.problems import ExitCode, Place, Problem, ProblemError, Severity, exit_code, worst_first

# So many are shown to people; a file that is wrong everywhere is wrong once.
SHOWN = 50
# So many annotations of each kind GitHub shows for a step; what is beyond is dropped without a word.
ANNOTATED = 10
_LONGEST = 500
_PACKAGE = Path(__file__).resolve().parents[1]


class Format(StrEnum):
    """How problems are written: for people, for programs, as annotations of GitHub Actions [1], or as SARIF.

    [1] https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def written(problems: Iterable[Problem], form: Format) -> str:
    """The problems of a run in one of the formats, each once, worst first, with a line end at the end.

    Nothing in it is invisible or moves a terminal's cursor: such characters are written as their numbers.
    JSON and SARIF have all of them, text the first fifty, annotations as many as GitHub shows; both say how
    many more there are.
    """
    ordered = [_shown(problem) for problem in worst_first(problems)]
    match form:
        case Format.JSON:
            return _json(ordered)
        case Format.SARIF:
            return sarif.written(ordered)
        case Format.GITHUB:
            lines = _annotations(ordered)
        case _:
            lines = [str(one) for one in ordered[:SHOWN]]
            if len(ordered) > SHOWN:
                lines.append(f"{len(ordered) - SHOWN} more")
    return "".join(f"{line}\n" for line in lines)


def _annotations(problems: Sequence[Problem]) -> list[str]:
    """As many of each kind as GitHub shows for one step, the worst first; the last notice says how many more."""
    kinds = [_kind(one) for one in problems]
    room = {"error": ANNOTATED, "warning": ANNOTATED, "notice": ANNOTATED}
    if any(kinds.count(kind) > ANNOTATED for kind in room):
        room["notice"] -= 1
    lines: list[str] = []
    for one, kind in zip(problems, kinds, strict=True):
        room[kind] -= 1
        if room[kind] >= 0:
            lines.append(_annotation(one, kind))
    if len(lines) < len(problems):
        lines.append(f"::notice::{len(problems) - len(lines)} more in the summary of this check")
    return lines


def _kind(problem: Problem) -> str:
    return {Severity.WARNING: "warning", Severity.NOTE: "notice"}.get(problem.severity, "error")


def _shown(problem: Problem) -> Problem:
    place = replace(problem.place, path=_capped(problem.place.path))
    return replace(problem, place=place, message=_capped(problem.message), hint=_capped(problem.hint))


def _capped(text: str) -> str:
    return visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _json(problems: Sequence[Problem]) -> str:
    value = {
        "exit_code": int(exit_code(problems)),
        "problems": [
            {
                "code": one.code,
                "severity": one.severity.name.lower(),
                "title": CODES[one.code].title,
                "path": one.place.path,
                "line": one.place.line or None,
                "column": one.place.column or None,
                "message": one.message,
                "hint": one.hint,
            }
            for one in problems
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _annotation(problem: Problem, kind: str) -> str:
    place = problem.place
    parts = {"file": place.path, "line": place.line, "col": place.column}
    parts["title"] = f"{problem.code} {CODES[problem.code].title}"
    named = ",".join(f"{key}={_property(str(value))}" for key, value in parts.items() if value)
    return f"::{kind} {named}::" + _data(f"{problem.message}\nhint: {problem.hint}".removesuffix("\nhint: "))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def report(problems: Iterable[Problem], form: Format = Format.TEXT) -> None:
    """Print problems: for people on standard error, for programs on standard output."""
    click.echo(written(problems, form), nl=False, err=form is Format.TEXT)


@contextmanager
def reported(form: Format = Format.TEXT) -> Iterator[None]:
    """Run a command's work; what it raises becomes words and an exit status, never a traceback.

    A host that cancels a job sends SIGTERM. That is taken for Ctrl-C, so that nothing half done and no worker is left.
    """
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except ProblemError as error:
        report(error.problems, form)
        sys.exit(exit_code(error.problems))
    except (KeyboardInterrupt, click.Abort):  # click turns Ctrl-C and Ctrl-D at a question into the latter
        click.echo("stopped; nothing is published in part", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        raise
    except OSError as error:
        problem = unreadable(error)
        report([problem], form)
        sys.exit(ExitCode.ENVIRONMENT)
    except Exception as error:  # noqa: BLE001 - the last wall: a person gets a sentence and not our stack
        report([internal(error)], form)
        sys.exit(ExitCode.INTERNAL)


def unreadable(error: OSError) -> Problem:
    """What to say where the system refused something."""
    return Problem(
        code="PS-507",
        message=f"{error.filename or 'the system'}: {error.strerror or error}",
        place=Place(""),
        hint="see that the file is there and may be read, then try again",
        severity=Severity.ENVIRONMENT,
    )


def internal(error: BaseException) -> Problem:
    """What to say of a fault of this program: enough for a report, nothing of the author's text."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if _is_ours(one.filename)]
    where = ""
    if ours:
        where = f" at {Path(ours[-1].filename).relative_to(_PACKAGE.parent).as_posix()}:{ours[-1].lineno}"
    return Problem(
        code="PS-700",
        message=f"site-builder itself has a fault: {type(error).__name__}{where}",
        place=Place(""),
        hint="nothing was published; please report this line together with the file that brings it about",
        severity=Severity.ERROR,
    )


def _is_ours(filename: str) -> bool:
    return _PACKAGE in Path(filename).parents
