"""What an author must mend: where it is, what is wrong, what to do.

A problem is a value that is handed on and gathered; all problems of a run are reported together. Codes are
never reused. ``codes`` has the table of them, and ``docs/reference/problems.md`` examples of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How bad a problem is; the number is the order in which problems are reported, worst first.

    What is HELD is kept back while everything else is published; the command fails when that is done.
    """

    INTEGRITY = 0
    ENVIRONMENT = 1
    ERROR = 2
    HELD = 3
    WARNING = 4
    NOTE = 5


class ExitCode(IntEnum):
    """What the program tells the shell (head of the fault catalogue).

    70 is EX_SOFTWARE of sysexits.h: the fault is in this program and not in what it was given.
    """

    OK = 0
    CONTENT = 1
    USAGE = 2
    ENVIRONMENT = 3
    INTEGRITY = 4
    INTERNAL = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A path in the repository, with ``/``; line and column count from 1, and 0 means the whole file.

    An empty path stands for what has no place in the content, such as a missing program.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there."""
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.path, *numbers])


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault. ``code`` is ``PS-`` and three digits; ``hint`` says what to do about it."""

    code: str
    message: str
    place: Place
    hint: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """One line and the hint below it, as the error contract has them."""
        word = self.severity.name.lower() if self.severity >= Severity.WARNING else "error"
        place = f"{_plain(str(self.place))}: " if self.place.path else ""
        hint = f"\n  hint: {_plain(self.hint)}" if self.hint else ""
        return f"{place}{word}[{self.code}] {_plain(self.message)}{hint}"


def _plain(words: str) -> str:
    """Words without what would move a terminal's cursor; ``characters.visible`` knows more, and is used to report."""
    return (
        words if words.isprintable() else "".join(c if c.isprintable() or c == "\u00a0" else _number(c) for c in words)
    )


def _number(character: str) -> str:
    return f"⟦U+{ord(character):04X}⟧"


class ProblemError(Exception):
    """Work that cannot go on. It carries everything that was found until then, and never a traceback."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@contextmanager
def gather(into: list[Problem]) -> Iterator[None]:
    """Note the problems of one step of the work and go on with the next."""
    try:
        yield
    except ProblemError as error:
        into.extend(error.problems)


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by severity, then place, then code."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.severity, p.place, p.code, p.message))


def exit_code(problems: Iterable[Problem]) -> ExitCode:
    """The exit status that the worst of the problems asks for; warnings ask for none."""
    codes = {
        Severity.INTEGRITY: ExitCode.INTEGRITY,
        Severity.ENVIRONMENT: ExitCode.ENVIRONMENT,
        Severity.ERROR: ExitCode.CONTENT,
        Severity.HELD: ExitCode.CONTENT,
        Severity.WARNING: ExitCode.OK,
        Severity.NOTE: ExitCode.OK,
    }
    return codes[min((p.severity for p in problems), default=Severity.NOTE)]
