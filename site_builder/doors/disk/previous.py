"""The publication record of a site that was published before."""

from __future__ import annotations

import json
from pathlib import Path

from site_builder import routes
from site_builder.doors.disk.files import read_published
from site_builder.model.record import Record
from site_builder.outputs import events
from site_builder.press import NOTHING, Memory
from site_builder.problems import Place, Problem, ProblemError, Severity


def previous_record(site: Path, *, required: bool, memory: Memory = NOTHING) -> Record | None:
    """The publication record of a site, or None where there is no site.

    Raises:
        ProblemError: where it cannot be read, or is not there although it is ``required``.
    """
    try:
        record = events.read_record(lambda address: read_published(site, address), memory)
    except ValueError as error:
        why = "it is damaged" if isinstance(error, json.JSONDecodeError) else str(error)
        raise _unreadable(site, why) from None
    if record is None and required:
        raise _unreadable(site, "it is not there")
    return record


def record_files(site: Path) -> tuple[bytes | None, ...]:
    """The bytes that the record of a site is read from."""
    index = read_published(site, routes.api_events())
    try:
        pages = [int(one["page"]) for one in json.loads(index or b"")["pages"]]
    except (ValueError, KeyError, TypeError):
        pages = [1]  # reading it says what is wrong
    return index, *(read_published(site, routes.api_events(page)) for page in pages)


def _unreadable(site: Path, why: str) -> ProblemError:
    problem = Problem(
        code="PS-404",
        message=f"the publication record of {site} cannot be read: {why}",
        place=Place(""),
        hint="without it, users would be told again: restore the published site and build again",
        severity=Severity.INTEGRITY,
    )
    return ProblemError([problem])
