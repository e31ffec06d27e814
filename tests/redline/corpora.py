"""The real histories: every consecutive pair of versions of every document in the bundles."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from tests import shared

NAMES = ("site-policy", "basecamp-policies", "GenAI-versions")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one document, one after the other."""

    bundle: str
    path: str
    old: bytes
    new: bytes


def pairs(tmp: Path) -> Iterator[Pair]:
    """Every pair of every bundle."""
    for bundle in [shared.bundle(name) for name in NAMES]:
        yield from _pairs_of(bundle, tmp / bundle.stem)


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    clean = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, input=given, capture_output=True, check=True, env=clean).stdout


def _pairs_of(bundle: Path, folder: Path) -> Iterator[Pair]:
    folder.mkdir()
    _git(folder, "clone", "--quiet", "--bare", str(bundle), ".")
    commits = _git(folder, "rev-list", "--first-parent", "--reverse", "HEAD")
    arguments = "diff-tree --stdin -r --root --diff-merges=first-parent --raw --no-renames --no-abbrev -z"
    # One document behind the other: what is remembered of a version then serves for the next pair as well.
    changed = sorted(_modified(_git(folder, *arguments.split(), given=commits)), key=itemgetter(0))
    blobs = _blobs(folder, sorted({blob for _, *both in changed for blob in both}))
    for path, old, new in changed:
        yield Pair(bundle.stem, path, blobs[old], blobs[new])


def _modified(raw: bytes) -> Iterator[tuple[str, str, str]]:
    fields = iter(raw.split(b"\0"))
    for field in fields:
        # A commit id stands before the entries of each commit.
        entry = field.rpartition(b"\n")[2]
        if entry.startswith(b":"):
            path = next(fields).decode("utf-8", "replace")
            _, _, old, new, status = entry.decode().split(" ")
            if status == "M" and path.endswith(".md"):
                yield path, old, new


def _blobs(folder: Path, ids: Sequence[str]) -> dict[str, bytes]:
    out = _git(folder, "cat-file", "--batch", given="".join(f"{one}\n" for one in ids).encode())
    blobs: dict[str, bytes] = {}
    at = 0
    for one in ids:
        end = out.index(b"\n", at)
        size = int(out[at:end].split()[2])
        blobs[one] = out[end + 1 : end + 1 + size]
        at = end + 2 + size
    return blobs
