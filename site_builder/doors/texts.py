"""The digests of a text, for the lines that name it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from site_builder import versions
from site_builder.doors.git import open_repository
from site_builder.doors.worktree import read_worktree
from site_builder.text import digest, heading_digest, section_digest


def is_edited(repo: Path) -> bool:
    """Whether the work tree has content that is not committed; a bare repository has no work tree."""
    if not (repo / "content").is_dir():
        return False
    committed = {p: one for p, one in open_repository(repo).tree().items() if p.partition("/")[0] == "content"}
    entries = read_worktree(repo, committed).entries
    return {p: one for p, one in entries.items() if p.partition("/")[0] == "content"} != committed


def digests(*, repo: Path, ref: str, policy: str, sections: bool) -> Iterator[str]:
    """The digest of a policy's text, or of the parts that translations name."""
    repository = open_repository(repo, ref)
    document = versions.governing_document(repository, repository.tree(), policy, UTC)
    if not sections:
        yield digest(document)
        return
    yield f"index {heading_digest(document.title, document.preamble)}"
    for section in document.sections:
        yield f"{section.id} {section_digest(section)}"
