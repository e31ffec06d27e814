"""What `check` says and writes, from a folder on disk or from what it said of the very same before.

Whoever checks again while nothing changed is told the same at once: what is needed to know that is loaded, and nothing
else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder.doors.disk import Store, cache_of, program, record_files
from site_builder.doors.garbage import collecting_seldom
from site_builder.doors.progress import telling
from site_builder.doors.report import Format, report
from site_builder.doors.sight import BaseOf, Sight, sight
from site_builder.fingerprints import fingerprint
from site_builder.model.lasting import Lasting
from site_builder.model.review import Review
from site_builder.problems import ExitCode, Place, Problem, ProblemError, Severity, exit_code

_LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Where the reviewers of a pull request read: a file that is added to, a folder with a comment for each policy.

    ``link`` is where everything stands that a comment has no room for. ``preview`` is a folder for the pages of
    the draft.
    """

    summary: Path | None = None
    comments: Path | None = None
    preview: Path | None = None
    link: str = ""

    @property
    def is_asked_for(self) -> bool:
        """Whether reviewers read anything, for which every policy is looked at."""
        return self.summary is not None or self.comments is not None


class Remembered:
    """What the last check of a repository found, by a program, in the same files and history."""

    def __init__(self, memory: Store, name: str) -> None:
        self._memory = memory
        self.name = name

    def problems(self, as_of: datetime) -> tuple[Problem, ...] | None:
        """What a check would say, or None where it has to be made."""
        match self._memory.scope("check").get(_LAST):
            case [self.name, Lasting() as lasting, tuple() as problems]:
                return problems if lasting.has(as_of) else None
            case _:
                return None

    def put(self, lasting: Lasting, problems: Sequence[Problem]) -> None:
        """Keep what a check said, and how long that holds."""
        self._memory.scope("check").put(_LAST, [self.name, lasting, tuple(problems)])


def inspect(*, repo: Path, as_of: datetime | None, form: Format, base_of: BaseOf, paper: Paper) -> ExitCode:
    """Check the work tree and the history around ``repo`` and say what was found."""
    seen = sight(repo, base_of)
    instant = (as_of or datetime.now(UTC)).replace(microsecond=0)
    site = base_of.site or repo / "site"
    memory = None if paper.is_asked_for or seen.overlay.work.problems else cache_of(repo)
    remembered = Remembered(memory.store, _name(seen, base_of, site)) if memory is not None else None
    problems = remembered.problems(instant) if remembered is not None else None
    reviews: list[Review] = []
    if problems is None:
        from site_builder.doors.inspect import Checking  # noqa: PLC0415 - heavy, and there may be nothing to look at

        with collecting_seldom(), telling() as teller:
            checking = Checking(
                seen=seen,
                as_of=instant,
                site=site,
                required=base_of.site is not None,
                memory=memory.store if memory is not None else None,
                progress=teller,
            )
            found, lasting = checking.everything()
        problems = tuple(dict.fromkeys(one for one in found if isinstance(one, Problem)))
        reviews = [one for one in found if isinstance(one, Review)]
        if memory is not None:
            # The published site may have been replaced meanwhile; everything else was read once.
            if remembered is not None and lasting is not None and remembered.name == _name(seen, base_of, site):
                remembered.put(lasting, problems)
            memory.save()
    if paper.preview is not None:
        _hand_out(seen, instant, paper.preview)
    _put(paper, reviews, problems)
    report(problems, form)
    if form is Format.TEXT:
        faults = sum(one.severity < Severity.WARNING for one in problems)
        warnings = sum(one.severity is Severity.WARNING for one in problems)
        click.echo(f"{faults or 'no'} {_many('fault', faults)}, {warnings or 'no'} {_many('warning', warnings)}")
    return exit_code(problems)


def _name(seen: Sight, base_of: BaseOf, site: Path) -> str:
    """The name of everything that a check looks at, but for the time.

    The published site counts by its record, by its path, which is told where the record cannot be read, and by whether
    somebody named it, because then it must be there.
    """
    base = seen.base.commit if seen.base is not None else ""
    overlay, public = seen.overlay, (str(site), base_of.site is not None, record_files(site))
    return fingerprint(program(), overlay.base.commit, base, seen.named, seen.unseen, overlay.work.entries, public)


def _hand_out(seen: Sight, instant: datetime, folder: Path) -> None:
    """Write the pages of the draft into a new or empty folder."""
    from site_builder.doors.inspect import inspection_of  # noqa: PLC0415 - as above
    from site_builder.handout import handout  # noqa: PLC0415 - a check makes no page

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "name a new folder; nothing was changed"
        problem = Problem(code="PS-513", message=f"{folder} is not empty", place=Place(""), hint=hint)
        raise ProblemError([replace(problem, severity=Severity.ENVIRONMENT)])
    for one in handout(inspection_of(seen, instant)):
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.body)


def _put(paper: Paper, found: Sequence[Review], problems: Sequence[Problem]) -> None:
    """Write what reviewers read; a file of GitHub's is added to, because other steps write there too."""
    if not paper.is_asked_for:
        return
    from site_builder.outputs import reviews  # noqa: PLC0415 - as above

    if paper.summary is not None:
        with paper.summary.open("a", encoding="utf-8", newline="") as file:
            file.write(reviews.summary(found, problems))
    if paper.comments is not None:
        paper.comments.mkdir(parents=True, exist_ok=True)
        for one in found:
            # Where nothing changes, a comment that is there is renewed and none is begun.
            quiet = ".quiet" if reviews.is_quiet(one, problems) else ""
            name = f"{one.policy.id}{quiet}.md"
            body = reviews.comment(one, problems, paper.link)
            (paper.comments / name).write_text(body, encoding="utf-8", newline="")


def _many(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
