"""From a source on disk to a repository with its past: a git repository, a folder of dated files, or one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from site_builder import adopt, config, content, publisher
from site_builder.adopt import Adoption, Earlier, Moment, Past, Wishes
from site_builder.doors.git import GitRepository, open_repository
from site_builder.doors.git.importing import import_repository, is_behind
from site_builder.doors.progress import telling
from site_builder.doors.report import Format, report
from site_builder.problems import ExitCode, Place, Problem, ProblemError, Severity, exit_code
from site_builder.stages import steps

_LARGEST = 8 * 1024 * 1024
_BRANCH = "adopted"


def adopt_source(source: Path, out: Path, wishes: Wishes, mapping: Path | None) -> ExitCode:
    """Adopt a source into a folder that is new, or that an adoption made.

    Raises:
        ProblemError: where the source or the folder cannot be used.
    """
    earlier = _earlier(out)
    if mapping is not None:
        earlier = _with_mapping(earlier, mapping)
    adoption = Adoption(_past(source), wishes, earlier)
    with telling() as teller:
        teller.phase("versions adopted")
        made = import_repository(out, steps(teller, adoption.commits()))
    report(adoption.problems, Format.TEXT)
    _say(adoption, out, made)
    return exit_code(adoption.problems)


def _say(adoption: Adoption, out: Path, made: int) -> None:
    if not made:
        click.echo(f"{out}: nothing is new in the source")
        return
    policies = len(adoption.histories)
    versions = f"{adoption.made} new {'version' if adoption.made == 1 else 'versions'}"
    click.echo(f"{out}: {versions}, {policies} {'policy' if policies == 1 else 'policies'}")
    click.echo(f"read {out / 'adopted' / 'report.md'}; put the name and address of your site into {config.SITE_FILE}")
    if is_behind(out):
        click.echo(f"your own work stands beside it: in the folder, run `git merge {_BRANCH}`")


def _past(source: Path) -> Past:
    if source.is_file():
        return adopt.past_of_files({source.name: _bytes(source)})
    if (source / ".git").exists() or all((source / part).exists() for part in ("HEAD", "objects", "refs")):
        return _past_of_repository(open_repository(source))
    if not source.is_dir():
        hint = "name a git repository, a folder of dated files, or one text"
        raise ProblemError([_refused("PS-507", f"{source} is not there", hint)])
    files = {
        path.relative_to(source).as_posix(): _bytes(path)
        for path in sorted(source.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    return adopt.past_of_files(files)


def _past_of_repository(repository: GitRepository) -> Past:
    instants = repository.instants()
    moments = (
        Moment(
            id=revision.id,
            at=_instant(instants[revision.id]),
            source=f"the commit {revision.id[:12]} of the source",
            changes=revision.changes,
        )
        for revision in repository.revisions()
    )
    return Past(moments=tuple(adopt.in_order(moments)), read=repository.read)


def _instant(seconds: int) -> datetime:
    """An instant from a clock that may be wrong; ``in_order`` brings the rest into the calendar."""
    return datetime.fromtimestamp(min(max(seconds, 0), 4_102_444_800), UTC)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            return b"\0"  # no policy is so large; it is passed over as what it is, no text
        return path.read_bytes()
    except OSError as error:
        message = f"cannot read this file: {error.strerror or error}"
        problem = Problem(
            code="PS-507",
            message=message,
            place=Place(str(path)),
            hint="check that you may read it",
            severity=Severity.ENVIRONMENT,
        )
        raise ProblemError([problem]) from None


def _earlier(out: Path) -> Earlier:
    """What earlier adoptions left in the folder; nothing where it is new or empty."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return Earlier()
    try:
        repository = open_repository(out, _BRANCH) if (out / ".git").exists() else None
    except ProblemError:
        repository = None
    if repository is None:
        hint = "name a new folder; nothing was changed"
        raise ProblemError([_refused("PS-536", f"{out} is there already, and no adoption made it", hint)])
    tree = repository.tree()
    kept = {
        path: entry.blob
        for path, entry in tree.items()
        if path.startswith(adopt.FOLDER) or path in (config.SITE_FILE, ".gitattributes", ".gitignore", "README.md")
    }
    blobs = repository.read(kept.values())
    files = {path: blobs[blob] for path, blob in kept.items()}
    settled = publisher.read_publisher(repository, tree)
    return Earlier(
        decided=adopt.read_mapping(files),
        adoptions=adopt.read_source_file(files[adopt.SOURCE_FILE]) if adopt.SOURCE_FILE in files else (),
        texts={name: [one.release.text for one in releases] for name, releases in _by_revision(settled).items()},
        files={path: content.decode(data, path=path) for path, data in files.items()},
        languages=settled.site.locales,
    )


def _by_revision(settled: publisher.Publisher) -> Mapping[str, list[publisher.Declared]]:
    return {name: sorted(found, key=lambda one: one.release.revision) for name, found in settled.releases.items()}


def _with_mapping(earlier: Earlier, mapping: Path) -> Earlier:
    """What earlier adoptions left, with the decisions that stand in another folder."""
    folder = mapping / adopt.FOLDER
    files = {
        f"{adopt.FOLDER}{path.relative_to(folder).as_posix()}": _bytes(path)
        for path in sorted(folder.rglob("*.yaml"))
        if path.is_file()
    }
    decided = adopt.read_mapping(files)
    if not decided:
        hint = "name the folder of an adopted repository; its decisions stand in adopted/policies"
        raise ProblemError([_refused("PS-536", f"{mapping} has no decisions of an adoption", hint)])
    return replace(earlier, decided=decided)


def _refused(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, place=Place(""), hint=hint, severity=Severity.ENVIRONMENT)
