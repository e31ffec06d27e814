"""What the sites are made of: real histories, as a publisher's repository for us and as pages for the others.

The histories in ``../shared/corpora`` are adopted as ``site-builder adopt`` does it, once; ``pasts.py`` says what is
taken of them for a history of so many versions, and how more are made than there are. The others get the same
Markdown, a page for each version: the title in front matter, and below it the sections with their headings one step
lower. What was prepared is used again until somebody removes the folder.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.pasts import Past, Release, choose, commits, further, pages, read
from site_builder.doors.git.importing import import_repository
from tests.shared import bundle

BUNDLES = ("basecamp-policies", "site-policy", "GenAI-versions")
# The whole history that is named beside those of a certain number of versions.
WHOLE = {"genai": "GenAI-versions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A history on disk: our repository, the others' pages, and further releases in both forms."""

    name: str
    versions: int
    policies: int
    size: int
    repository: Path
    pages: Path
    further: tuple[Release, ...]


def prepare(name: str, work: Path) -> Contents:
    """The contents of that name (a key of ``WHOLE``, or a number of versions) in a folder, made where they are not."""
    folder = work / name
    pasts = _chosen(name, work)
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if name in WHOLE:
            _run("git", "clone", "--quiet", _adopted(WHOLE[name], work), folder / "repository")
        else:
            import_repository(folder / "repository", commits(pasts))
        for path, text in pages(pasts):
            _write(folder / "pages" / path, text)
        (folder / "done").touch()
    sources = list((folder / "pages").rglob("*.md"))
    return Contents(
        name=name,
        versions=len(sources),
        policies=len(pasts),
        size=sum(path.stat().st_size for path in sources),
        repository=folder / "repository",
        pages=folder / "pages",
        further=tuple(further(pasts)),
    )


def _chosen(name: str, work: Path) -> list[Past]:
    if name in WHOLE:
        return read(_adopted(WHOLE[name], work))
    real = [past for one in BUNDLES for past in read(_adopted(one, work))]
    return list(choose(real, int(name)))


def _adopted(name: str, work: Path) -> Path:
    """The repository that adopting a bundle makes."""
    folder = work / "adopted" / name
    if not folder.exists():
        print(f"adopting {name}, once", file=sys.stderr, flush=True)
        source, fresh = work / "adopted" / f"{name}.source", work / "adopted" / f"{name}.new"
        for left in (source, fresh):
            shutil.rmtree(left, ignore_errors=True)
        _run("git", "clone", "--quiet", "--bare", bundle(name), source)
        _run(sys.executable, "-m", "site_builder", "adopt", source, "--out", fresh)
        fresh.rename(folder)
    return folder


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
