"""The text of a commit as it stands, released or not; and what to say of a release without a text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from site_builder import config, content, text
from site_builder.model.policy import Level
from site_builder.model.prose import Document
from site_builder.model.release import Release
from site_builder.model.revision import Entry, Repository
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.versions.archive import read_folder


def missing_text(release: Release, place: Place) -> Problem:
    """What to say of a release whose text is nowhere."""
    return Problem(
        code="PS-401",
        message=f"no commit has the text that {release.policy} {release.label} names ({release.text})",
        place=place,
        hint="in a new release, commit the text and write the `text:` line that "
        f"`site-builder digest {release.policy}` prints; if this version was published, the commit with its text is "
        "missing here: fetch or restore it",
        severity=Severity.INTEGRITY,
    )


def as_released(document: Document, name: str) -> Release:
    """A release that no file declares, of a text as it stands, so that its translations can be found."""
    return Release(
        policy=document.policy,
        label=name,
        revision=1,
        text=text.digest(document),
        published=datetime.min.replace(tzinfo=UTC),
        effective=datetime.min.replace(tzinfo=UTC),
        level=Level.EDITORIAL,
        summary={},
        inferred={},
        without={},
    )


def governing_document(repository: Repository, tree: Mapping[str, Entry], policy_id: str, zone: tzinfo) -> Document:
    """The governing document of a policy in the files of a commit.

    Raises:
        ProblemError: where there is no such policy, or with everything that is wrong in its files.
    """
    known: list[str] = []
    for path in sorted(path for path in tree if path.endswith(f"/{config.POLICY_FILE}")):
        at = path.rpartition("/")[0]
        entries = {p[len(at) + 1 :]: entry for p, entry in tree.items() if p.startswith(f"{at}/")}
        folder = read_folder(repository, at, entries)
        source = content.decode(folder.files[config.POLICY_FILE], path=path)
        policy = config.read_policy(source, path=path, zone=zone)
        if policy.id == policy_id:
            return content.read_document(policy, folder)
        known.append(policy.id)
    hint = f"known here: {', '.join(known)}" if known else "add its policy.yaml and commit it"
    message = f"there is no policy `{policy_id}`"
    raise ProblemError([Problem(code="PS-215", message=message, place=Place("content"), hint=hint)])
