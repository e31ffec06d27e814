"""docs/reference/problems.md: every code with a wrong and a right example, made of the cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from site_builder.codes import CODES
from tests.faults.cases import BASE, Case, Step

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "problems.md"
_HEAD = """\
# Problems

Everything that `site-builder` says about content has a place, a code, a reason and a hint:

```
content/privacy/releases/2026-01-01.yaml:4:1: error[PS-117] unknown key `efective`
  hint: did you mean `effective`?
```

All problems of a run are told in that run, the worst first; in text, the first fifty and how many more there are.
`check` and `build` write them for people (`--format text`), for programs (`--format json`, all of them) or as
annotations of GitHub Actions (`--format github`, as many as GitHub shows); `check` also as SARIF (`--format sarif`).
What nobody can see is written as its number: `⟦U+200B⟧`.

| exit status | meaning |
|---|---|
| 0 | nothing is wrong; warnings and notes may have been told |
| 1 | the content is at fault, or a part of it was held back |
| 2 | the command line is |
| 3 | the environment is: git is missing, the disk is full, a file may not be read |
| 4 | integrity: what was published does not agree with the history or with the content |
| 70 | this program itself has a fault; please report what it says |
| 130 | it was stopped |

This page is made of `site_builder/codes.py` and of the cases in `tests/faults` by `python -m tests.faults.cases docs`;
a test keeps it so. In the examples, `\\u{…}` stands for the character of that number, and the site around them is the
one in `tests/faults/base`.
"""
_LONGEST = 14


def page(cases: Iterable[Case]) -> str:
    """The whole page."""
    known = list(cases)
    return "\n".join([_HEAD, *(line for code in CODES for line in _entry(code, known))])


def _entry(code: str, cases: Iterable[Case]) -> Iterator[str]:
    yield f"## {code}: {CODES[code].title}\n"
    yield f"{CODES[code].meaning}\n"
    shown = [case for case in cases if code in case.codes]
    if not shown:
        return
    best = min(shown, key=lambda case: (not _is_shown(case, code), len(case.expected), case.path.name))
    wrong = [step for step in best.steps if step.verb in ("write", "escaped", "replace", "remove", "link", "pipe")]
    what = best.title.partition(": ")[2]
    yield f"Wrong: {what}.{' ' + ' '.join(best.story.split()) if best.story else ''}\n"
    for step in wrong:
        yield from _wrong(step)
    yield from _fence(_said(best, code))
    right = list(_right(best, wrong))
    if right:
        yield "Right:\n"
        yield from right


def _is_shown(case: Case, code: str) -> bool:
    """Whether a case has a right example for its code and is about nothing else."""
    return case.codes == {code} and any(step.verb in ("good", "replace") for step in case.steps)


def _said(case: Case, code: str) -> str:
    lines = case.expected.splitlines()
    at = next(index for index, line in enumerate(lines) if f"[{code}]" in line)
    return "\n".join(lines[at : at + 2 if lines[at + 1].startswith("  hint:") else at + 1]) + "\n"


def _wrong(step: Step) -> Iterator[str]:
    match step.verb:
        case "remove":
            yield f"`{step.argument}` is not there.\n"
        case "link":
            path, _, target = step.argument.partition(" -> ")
            yield f"`{path}` is a link to `{target}`.\n"
        case "pipe":
            yield f"`{step.argument}` is a pipe.\n"
        case "replace":
            yield f"`{step.argument}`\n"
            yield from _fence(re.sub(r"^(-.*\n?|\+ ?)", "", step.body, flags=re.MULTILINE))
        case _:
            yield f"`{step.argument}`\n"
            yield from _fence(step.body)


def _right(case: Case, wrong: Iterable[Step]) -> Iterator[str]:
    good = [step for step in case.steps if step.verb == "good"]
    for step in good:
        yield from _fence(step.body)
    if good:
        return
    for step in wrong:
        base = BASE / step.argument
        if step.verb == "replace":
            yield from _fence(re.sub(r"^(\+.*\n?|- ?)", "", step.body, flags=re.MULTILINE))
        elif step.verb in ("write", "escaped") and base.is_file():
            yield from _fence(base.read_text("utf-8"))


def _fence(body: str) -> Iterator[str]:
    """Lines as they are; what is long is cut, and said to be."""
    lines = [line if len(line) <= 160 else f"{line[:157]}..." for line in body.rstrip("\n").split("\n")]
    if len(lines) > _LONGEST:
        lines = [*lines[:_LONGEST], "..."]
    marks = max((len(found) for found in re.findall(r"`{3,}", body)), default=2) + 1
    yield "\n".join(["`" * marks, *lines, "`" * marks]) + "\n"
