"""The lock of a folder: a file in it that says whose it is. Whoever has the lock may remove the folder with it."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

MARKER = "made-by-site-builder"


def is_strange(folder: Path) -> bool:
    """Whether something is there that is not ours. An empty folder is left by whoever was stopped when it was made."""
    if not folder.is_dir():
        return folder.exists()
    return not (folder / MARKER).is_file() and any(folder.iterdir())


def locked(folder: Path) -> IO[bytes]:
    """The lock, until it is closed or this process ends; waits until nobody else has it. Makes the folder."""
    marker = folder / MARKER
    while True:
        if not marker.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
        with suppress(FileNotFoundError):  # whoever had the lock has removed the folder meanwhile
            lock = os.fdopen(os.open(marker, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if os.path.samestat(marker.stat(), os.fstat(lock.fileno())):
                    return lock
            except BaseException:
                lock.close()
                raise
            lock.close()
