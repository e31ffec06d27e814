"""The real command on real repositories, for tests that look at what it leaves behind."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.publisher import Publisher

REPOSITORY = Path(__file__).parents[1]
# Late enough for every release of this repository to be public.
AS_OF = "2030-01-01T00:00:00Z"


def publisher(folder: Path) -> Path:
    """A publisher's repository: this one's content in one commit, without theme and catalogues of its own."""
    content = REPOSITORY / "content"
    files = {f"content/{path.relative_to(content).as_posix()}": path for path in content.rglob("*.*")}
    Publisher(folder).commit({name: path.read_text("utf-8") for name, path in sorted(files.items())})
    return folder


def build(
    repo: Path,
    out: Path,
    *,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    umask: int = -1,
    python: tuple[str | Path, ...] = (sys.executable,),
    options: tuple[str, ...] = ("--as-of", AS_OF),
) -> Path:
    """Run ``site-builder build`` and return the output folder; what it complains of fails the test."""
    command = [*python, "-m", "site_builder", "build", "--repo", repo, "--out", out, *options]
    done = subprocess.run(
        command,
        cwd=cwd or repo,
        env={**os.environ, **(environment or {})},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def tree(folder: Path) -> dict[str, tuple[str, str]]:
    """Each file's path, rights and digest."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (
            oct(path.stat().st_mode & 0o777),
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted(files)
    }
