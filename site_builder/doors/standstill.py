"""A build that would change nothing, known before anything is read.

A site follows from a commit, a program, the record of the site before and the declared instants that have passed. While
none of these differs from an earlier build, the site is still the one that it made, and no file was touched since, the
site is what that build would make.
"""

from __future__ import annotations

from datetime import datetime

from site_builder.doors.disk import Published, Store
from site_builder.model.artifact import Kept
from site_builder.problems import Problem, Severity

_LAST, UNTIL, MANIFEST = "last", "until", "manifest"


class Standstill:
    """What is known of a build into a folder, by a program and from a commit.

    It need not be the last one: who was stopped, or kept something back, has replaced its site and left no word of it.
    """

    def __init__(self, memory: Store, program: str, commit: str) -> None:
        self._memory = memory
        self._name = f"{program} {commit}"

    def result(self, as_of: datetime) -> tuple[Published, tuple[Problem, ...]] | None:
        """What a build would come to and say, or None where it has to be made."""
        match self._memory.scope("still").get(_LAST):
            case [self._name, Kept() as manifest, datetime() as since, datetime() | None as until, tuple() as problems]:
                inside = since <= as_of and (until is None or as_of < until)
                files = self._memory.untouched(manifest) if inside else None
                return (Published(*files, written=0, removed=0), problems) if files else None
            case _:
                return None

    def remember(self, as_of: datetime, problems: list[Problem]) -> None:
        """Keep what the build came to; one that kept something back is to say so each time."""
        scope = self._memory.scope("still")
        match scope.get(UNTIL), scope.get(MANIFEST):
            case (until,), Kept() as manifest if all(problem.severity >= Severity.WARNING for problem in problems):
                scope.put(_LAST, [self._name, manifest, as_of, until, tuple(problems)])
            case _:
                pass
