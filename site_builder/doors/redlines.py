"""Two files from disk, compared, and the comparison as somebody asked to see it."""

from __future__ import annotations

import json
from pathlib import Path

from site_builder.characters import expose
from site_builder.compare import compare_outlines
from site_builder.content.loose import decode, outline
from site_builder.materiality import judge
from site_builder.model.change import Comparison
from site_builder.model.outline import Outline
from site_builder.outputs.marked import redline_html, redline_json, redline_lines, redline_markdown
from site_builder.outputs.wording import judgement_json
from site_builder.problems import Place, Problem, ProblemError, Severity


def compare_files(old: Path, new: Path) -> Comparison:
    """Compare two files; both are read before anything is said.

    Raises ``ProblemError`` with everything that keeps them from being read, and where a law of the redline
    does not hold: then the fault is ours, and nothing is shown.
    """
    problems: list[Problem] = []
    outlines: list[Outline] = []
    for path in (old, new):
        try:
            outlines.append(_read(path))
        except ProblemError as error:
            problems.extend(error.problems)
    if problems:
        raise ProblemError(problems)
    try:
        return compare_outlines(*outlines)
    except AssertionError as error:
        raise ProblemError([_our_fault(new, error)]) from error


def _without_unseen(body: str) -> str:
    """JSON that says the same, with what cannot be seen written as escapes: it may be looked at in a terminal."""
    return "".join(json.dumps(run)[1:-1] if unseen else run for run, unseen in expose(body))


def _read(path: Path) -> Outline:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read this file: {error.strerror or error}"
        hint = "name a file that you may read"
        if isinstance(error, FileNotFoundError):
            hint = "check the path; versions of a policy are compared with `--policy <id>`"
        raise ProblemError([_problem("PS-505", message, path, hint, Severity.ENVIRONMENT)]) from None
    text = decode(data, path=str(path))
    try:
        return outline(text)
    except AssertionError as error:
        raise ProblemError([_our_fault(path, error)]) from error


def _our_fault(path: Path, error: AssertionError) -> Problem:
    message = f"the result did not pass its own proof, so nothing is shown: {error}"
    return _problem(
        "PS-700", message, path, "this is a fault of site-builder: report it with both files", Severity.INTEGRITY
    )


def _problem(code: str, message: str, path: Path, hint: str, severity: Severity) -> Problem:
    return Problem(code=code, message=message, place=Place(str(path)), hint=hint, severity=severity)


def written(comparison: Comparison, form: str, *, colour: bool) -> str:
    """The comparison in one of the four forms, with a line feed at its end."""
    match form:
        case "html":
            return f"{redline_html(comparison).html}\n"
        case "markdown":
            return redline_markdown(comparison)
        case "json":
            told = {**redline_json(comparison), **judgement_json(judge(comparison))}
            return _without_unseen(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")
        case _:
            return "".join(f"{line}\n" for line in redline_lines(comparison, colour=colour))
