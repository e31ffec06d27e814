"""A generation in the making. Unchanged files are hard links to the generation before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from site_builder.doors.disk.files import add_folder, digests, has, make_folder, strangers, sync, write
from site_builder.doors.disk.spare import Spare, take
from site_builder.doors.disk.stamps import NO_STAMP, Stamp, Stamps, digest_of, stamp, stamp_of, write_stamps
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
    """A generation in the making. Its folder is made when the first file differs from the one before.

    ``stamps`` are those of the generation before, as far as they are known.
    """

    def __init__(self, folder: Path, before: Path | None, stamps: Mapping[str, Stamp]) -> None:
        self.folder = folder
        self.before = before
        self._known = stamps
        # What the generation before has and this one does not, until it comes.
        self._gone = set(stamps or (digests(before) if before else ()))
        self._unchanged = Stamps()
        self._fresh = Stamps()
        # Whether a file of the generation before is another one than was known, with the same bytes.
        self._is_other = False
        self._size = 0
        # Below the folder, by their paths in it: a large site has tens of thousands, and each is looked for once.
        self._folders: set[str] = set()

    def add(self, artifact: File) -> None:
        """Take a file; one that the generation before has is linked, not written."""
        path, digest = artifact.path, artifact.digest
        self._gone.discard(path)
        self._size += artifact.size
        known = self._known.get(path, NO_STAMP)
        is_known = digest_of(known) == digest
        if isinstance(artifact, Kept):
            if not is_known:
                raise AssertionError(f"the site before does not have {path}")
            self._unchanged.add(path, known)
        elif self.before is not None and has(self.before / path, artifact.body):
            # It was read: what it is is known from that. A site that was copied or restored has its files with other
            # times, which are theirs from the next build on.
            found = stamp(f"{self.before}/{path}", digest)
            self._is_other = self._is_other or found != known
            self._unchanged.add(path, found)
        else:
            self._fresh.add(path, stamp_of(digest, write(self._inside(path), artifact.body)))

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
        written = len(self._fresh)
        return Published(len(self._unchanged) + written, self._size, written=written, removed=len(self._gone))

    def strangers(self) -> list[str]:
        """What somebody else keeps in the generation before, as far as anybody knows what is its own."""
        if self.before is None:
            return []
        known = self._known.keys() or digests(self.before).keys()
        return strangers(self.before, known) if known else []

    def finish(self, generation: Path, spare: Path | None = None) -> None:
        """Complete the folder and give it its name once all of it is on the disk.

        What is unchanged comes by links, or is there already where most of the site is, and ``spare`` is an older
        generation that may be used up.
        """
        self._make("")
        # Waited for only now: the system has written most of it meanwhile.
        for path in self._fresh.paths():
            sync(f"{self.folder}/{path}")
        used = None
        if spare is not None and len(self._fresh) < len(self._unchanged):
            used = take(spare, self.folder.with_name(f"spare{self.folder.suffix}"))
        touched = self._folders if used is None else self._put_into(used)
        made = self.folder if used is None else used.folder
        if used is None:
            for path in self._unchanged.paths():
                os.link(f"{self.before}/{path}", self._inside(path))
        write_stamps(generation, self._unchanged, self._fresh)
        for folder in sorted(touched):
            sync(f"{made}/{folder}")
        made.rename(generation)
        sync(generation.parent)

    def _put_into(self, spare: Spare) -> set[str]:
        """Make an old generation into this one. Gives the folders in which something has changed."""
        # What is gone goes first: a file may stand where a folder was, and the other way round.
        spare.keep(chain(self._unchanged.paths(), self._fresh.paths()))
        for path in self._fresh.paths():
            spare.put(f"{self.folder}/{path}", path)
        for path, stamp_now in self._unchanged:
            if spare.stamps.get(path) != stamp_now:
                spare.link(f"{self.before}/{path}", path)
        shutil.rmtree(self.folder)
        return spare.touched

    def remember(self) -> None:
        """Keep what the files of the generation before are, where nothing of it had to be made anew."""
        if self.before is not None and self._is_other:
            write_stamps(self.before, self._unchanged)
