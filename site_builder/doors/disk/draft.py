"""A generation in the making. Unchanged files are hard links to the generation before."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from site_builder.doors.disk.files import add_folder, digests, has, make_folder, strangers, sync, write
from site_builder.doors.disk.memory import Stamp, read_stamps, stamp, write_stamps
from site_builder.doors.disk.spare import Spare, take
from site_builder.model.artifact import File, Kept


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the number and bytes of all files, and how many were written anew."""

    files: int
    size: int
    written: int
    removed: int

    @property
    def changed(self) -> bool:
        """False where the site was as it should be and nothing was touched."""
        return bool(self.written or self.removed)


class Draft:
    """A generation in the making. Its folder is made when the first file differs from the one before."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self.folder = folder
        self.before = before
        self.stamps = read_stamps(before) if before else {}
        # The paths of the generation before.
        self._known = self.stamps.keys() or (digests(before).keys() if before else set())
        self.unchanged: dict[str, str] = {}
        # Those of them that were read: what they are is known from that, and not from their stamps.
        self._read: set[str] = set()
        self.fresh: dict[str, str] = {}
        self.seen: set[str] = set()
        self.size = 0
        # Below the folder, by their paths in it: a large site has tens of thousands, and each is looked for once.
        self._folders: set[str] = set()

    def add(self, artifact: File) -> None:
        """Take a file; one that the generation before has is linked, not written."""
        self.seen.add(artifact.path)
        self.size += artifact.size
        if isinstance(artifact, Kept):
            if self.stamps.get(artifact.path, ("",))[0] != artifact.digest:
                raise AssertionError(f"the site before does not have {artifact.path}")
            self.unchanged[artifact.path] = artifact.digest
        elif self.before is not None and has(self.before / artifact.path, artifact.body):
            self.unchanged[artifact.path] = artifact.digest
            self._read.add(artifact.path)
        else:
            self.fresh[artifact.path] = artifact.digest
            write(self._inside(artifact.path), artifact.body)

    def _inside(self, path: str) -> str:
        """Where a file goes, in a folder that is there; nothing goes outside, whatever its address says."""
        *folders, _ = path.split("/")
        if path[:1] == "/" or ".." in folders or path.endswith("/.."):
            raise AssertionError(f"an artifact would be written outside the site: {path}")
        self._make("/".join(folders))
        return f"{self.folder}/{path}"

    def _make(self, folder: str) -> None:
        if folder in self._folders:
            return
        if folder:
            self._make(folder.rpartition("/")[0])
            add_folder(f"{self.folder}/{folder}")
        else:
            make_folder(self.folder)
        self._folders.add(folder)

    def result(self) -> Published:
        """What has come so far. The manifest does not list itself, so it is not missed."""
        removed = len(self._known - self.seen)
        return Published(len(self.seen), self.size, written=len(self.fresh), removed=removed)

    def strangers(self) -> list[str]:
        """What somebody else keeps in the generation before, as far as anybody knows what is its own."""
        return strangers(self.before, self._known) if self.before is not None and self._known else []

    def finish(self, generation: Path, spare: Path | None = None) -> None:
        """Complete the folder and give it its name once all of it is on the disk.

        What is unchanged comes by links, or is there already where most of the site is, and ``spare`` is an older
        generation that may be used up.
        """
        self._make("")
        # Waited for only now: the system has written most of it meanwhile.
        for path in self.fresh:
            sync(f"{self.folder}/{path}")
        used = None
        if spare is not None and len(self.fresh) < len(self.unchanged):
            used = take(spare, self.folder.with_name(f"spare{self.folder.suffix}"))
        touched = self._folders if used is None else self._put_into(used)
        made = self.folder if used is None else used.folder
        if used is None:
            for path in self.unchanged:
                os.link(f"{self.before}/{path}", self._inside(path))
        write_stamps(generation, self._stamped(made))
        for folder in sorted(touched):
            sync(f"{made}/{folder}")
        made.rename(generation)
        sync(generation.parent)

    def _put_into(self, spare: Spare) -> set[str]:
        """Make an old generation into this one. Gives the folders in which something has changed."""
        # What is gone goes first: a file may stand where a folder was, and the other way round.
        for path in spare.stamps.keys() - self.seen:
            spare.remove(path)
        spare.prune(self.seen)
        for path in self.fresh:
            spare.put(f"{self.folder}/{path}", path)
        for path in self.unchanged:
            if spare.stamps.get(path) != self.stamps.get(path, ()):
                spare.link(f"{self.before}/{path}", path)
        shutil.rmtree(self.folder)
        return spare.touched

    def remember(self) -> None:
        """Keep what the files of the generation before are, where nothing of it had to be made anew."""
        if self.before is not None:
            stamps = self._stamped(self.before)
            if stamps != self.stamps:
                write_stamps(self.before, stamps)

    def _stamped(self, folder: Path) -> dict[str, Stamp]:
        """What each file is: as it was known, or as it is found in a folder.

        A site that was copied or restored has its files with other times; they are theirs from the next build on.
        """
        stamps: dict[str, Stamp] = {}
        for path, digest in (*self.unchanged.items(), *self.fresh.items()):
            known = self.stamps.get(path) if path in self.unchanged and path not in self._read else None
            stamps[path] = known or stamp(f"{folder}/{path}", digest)
        return stamps
