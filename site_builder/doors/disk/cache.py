"""Where a command that writes nothing of its own remembers: a folder of the user's, as desktops have it.

https://specifications.freedesktop.org/basedir-spec/latest/
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from site_builder.doors.disk.memory import Store

# What was found in so many repositories is kept, those that were looked at last.
_MOST = 64


class Cache:
    """What is remembered of a repository. Where nothing can be written, nothing is, and nothing else comes of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.store = Store(folder, lambda: None)

    def save(self) -> None:
        """Write what has changed, and forget the repositories that nobody looked at for longest."""
        with suppress(OSError):
            self.store.save()
            os.utime(self._folder)
            for one in sorted(self._folder.parent.iterdir(), key=lambda path: -path.stat().st_mtime_ns)[_MOST:]:
                shutil.rmtree(one, ignore_errors=True)


def cache_of(repository: Path) -> Cache | None:
    """What is remembered of the repository in a folder; None where there is no place that only its user can write to.

    Whoever could write there could make a check say that all is well.
    """
    root = _root()
    if root is None:
        return None
    folder = root / "site-builder" / hashlib.sha256(os.fsencode(repository.resolve())).hexdigest()[:32]
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for one in (folder.parent, folder):
            one.mkdir(mode=0o700, exist_ok=True)  # whatever the umask lets others do
        return Cache(folder) if _is_own(folder.parent) and _is_own(folder) else None
    except OSError:
        return None


def _root() -> Path | None:
    """The user's folder for what can be made again; a relative path is to be ignored."""
    named, home = Path(os.environ.get("XDG_CACHE_HOME", "")), Path(os.environ.get("HOME", ""))
    if named.is_absolute():
        return named
    return home / ".cache" if home.is_absolute() else None


def _is_own(folder: Path) -> bool:
    found = folder.stat(follow_symlinks=False)
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022 and not folder.is_symlink()
