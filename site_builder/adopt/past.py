"""What a source is, whatever kept it: moments at which files changed, and their bytes."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from site_builder.adopt.calendar import Written
from site_builder.adopt.datelines import Kind, stated
from site_builder.adopt.reading import is_text, read_source
from site_builder.adopt.steps import Notes
from site_builder.model.revision import Entry
from site_builder.problems import Place, Problem, ProblemError

ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".txt", ".text")
# What a repository says of itself. In folders such names may well be policies.
_FURNITURE = re.compile(
    r"(?:readme|licen[cs]e|contributing|changelog|changes|code[_-]of[_-]conduct|security|support|notice|authors|"
    r"maintainers|governance|codeowners)(?:[.-][a-z-]+)?",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant at which files changed. ``source`` says in words where the instant is known from."""

    id: str
    at: datetime
    source: str
    changes: Mapping[str, Entry | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Everything that a source kept: its moments, oldest first, and how to read bytes by their ids."""

    moments: Sequence[Moment]
    read: Callable[[Iterable[str]], Mapping[str, bytes]]


def in_order(moments: Iterable[Moment]) -> Iterator[Moment]:
    """The moments with instants that never go back: clocks do, the order of commits does not."""
    before = _EARLIEST
    for moment in moments:
        before = max(before, min(moment.at, _LATEST))
        yield replace(moment, at=before)


def furniture(path: str) -> str:
    """Why a file is no policy, or nothing where it may be one."""
    folder, name = posixpath.split(path)
    stem, ending = posixpath.splitext(name)
    if ending.lower() not in ENDINGS:
        return "no Markdown and no plain text"
    if any(part.startswith(".") for part in path.split("/")):
        return "a hidden file"
    if not folder and _FURNITURE.fullmatch(stem):
        return "a page of the repository about itself"
    if folder and stem.casefold() in ("readme", "license"):
        return "a page of the repository about itself"
    return ""


def past_of_files(files: Mapping[str, bytes]) -> Past:
    """The past that dated files are: the date stands in a file's name or folder, else in its text.

    Raises:
        ProblemError: with every file that has a date in neither.
    """
    problems: list[Problem] = []
    moments: list[Moment] = []
    blobs: dict[str, bytes] = {}
    for path, data in sorted(files.items()):
        if furniture(path) or not is_text(data):
            continue
        named = _DATED.search(path)
        day = _day(named)
        line = None if day else _line(data)
        if day is None and line is None:
            problems.append(_undated(path))
            continue
        blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
        blobs[blob] = data
        source = f'the line "{line[1]}" of the text' if line else f"the name of the file {path}"
        at = datetime.combine(line[0].day if line else day or date.min, time(), UTC)
        change = {_undated_path(path): Entry("100644", blob)}
        moments.append(Moment(id=path, at=at, source=source, changes=change))
    if problems:
        raise ProblemError(problems)
    ordered = sorted(moments, key=lambda moment: (moment.at, moment.id))
    return Past(moments=tuple(in_order(ordered)), read=lambda wanted: {blob: blobs[blob] for blob in wanted})


def _day(named: re.Match[str] | None) -> date | None:
    if named is None:
        return None
    try:
        return date(int(named[1]), int(named[3]), int(named[4]))
    except ValueError:
        return None


def _undated_path(path: str) -> str:
    """A path without its date: the same for all versions of one text."""
    parts = []
    for part in path.split("/"):
        stem, ending = posixpath.splitext(part)
        stem, ending = (stem, ending) if ending.lower() in ENDINGS else (part, "")
        left = _DATED.sub("", stem).strip("-_. ")
        left = re.sub(r"[-_. ]{2,}", "-", left)
        parts.append(f"{left}{ending}")
    named = [part for part in parts if part and part.lower() not in ENDINGS]
    return "/".join(named) if named and posixpath.splitext(named[-1])[1] else "/".join([*named, f"index{parts[-1]}"])


def _line(data: bytes) -> tuple[Written, str] | None:
    """The first date line of a text; of several kinds the one that says when it was changed."""
    source = read_source(data, Notes())
    found = [one for line in source.text.split("\n")[:40] for one in stated(line.lstrip("#> \t"))]
    found.sort(key=lambda one: one.kind is not Kind.UPDATED)
    return (found[0].date, found[0].line) if found else None


def _undated(path: str) -> Problem:
    return Problem(
        code="PS-530",
        message="there is no date in the name of this file, and no line of its text says when it was changed",
        place=Place(path),
        hint="put the date into the name, as in privacy-2026-01-28.md",
    )


DAY = timedelta(days=1)
