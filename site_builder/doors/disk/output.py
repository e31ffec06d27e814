"""The output folder, and the generations of a site in it.

A site is published as a generation: a folder beside the output, to which the output is a symbolic link that
is replaced at once. Nothing is deleted that this program did not write.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from site_builder.doors.disk.draft import Draft, Published
from site_builder.doors.disk.files import digests, files_in, has, strangers, sync, write
from site_builder.doors.disk.lock import MARKER, is_strange, locked
from site_builder.doors.disk.memory import Store
from site_builder.model.artifact import File
from site_builder.problems import Place, Problem, ProblemError, Severity

_MEMORY = "memory"


class Output:
    """An output folder: `out` is a link into `out.d`, which holds the generations and a lock."""

    def __init__(self, out: Path, *, copy: bool, repository: Path) -> None:
        self.out = Path(os.path.abspath(out))  # noqa: PTH100 - `resolve` would follow our own link
        self.store = self.out.with_name(f"{self.out.name}.d")
        self.copy = copy
        self._is_alone = False
        # What earlier builds into this folder made.
        self.memory = Store(self.store / _MEMORY, self._newest)
        self._check(repository)

    def _check(self, repository: Path) -> None:
        """Refuse, before any work, what cannot or must not be written to."""
        content = (repository / "content").resolve()
        target = self.out.parent.resolve() / self.out.name
        git = (repository / ".git").resolve()
        if git in target.parents or content in target.parents or target in (git, content, *content.parents):
            raise _error("PS-510", f"{self.out} holds the content itself", "choose another --out")
        if not self.out.parent.is_dir():
            raise _error("PS-511", f"there is no folder {self.out.parent}", "make it, or choose another --out")
        if not os.access(self.out.parent, os.W_OK | os.X_OK, effective_ids=True):
            raise _error("PS-512", f"{self.out.parent} cannot be written to", "choose another --out")
        if is_strange(self.store):
            hint = "move it away, or choose another --out"
            raise _error("PS-513", f"{self.store} is not a folder of this program", hint)
        self._check_out()

    def _check_out(self) -> None:
        if self.out.is_symlink():
            target = self.out.parent / self.out.readlink()
            if target.parent == self.store:
                return
            raise _error("PS-513", f"{self.out} is a link to somewhere else", "choose another --out")
        if not self.out.exists() or (self.out.is_dir() and not any(self.out.iterdir())):
            return
        if not self.out.is_dir():
            raise _error("PS-513", f"{self.out} is a file", "choose another --out")
        self._refuse_strangers(strangers(self.out, digests(self.out).keys()))

    def _refuse_strangers(self, others: Sequence[str]) -> None:
        """Refuse to replace a site in which somebody keeps files: they would go with it."""
        if others:
            message = f"{self.out} has files that are not of this program, such as {others[0]}"
            raise _error("PS-513", message, "move them away, or choose another --out; nothing was changed")

    @property
    def last(self) -> Path:
        """The site that is replaced: what is shown, or the newest generation where that was removed or emptied."""
        is_there = self.out.is_dir() and any(self.out.iterdir())
        return self.out if is_there else self._newest() or self.out

    @property
    def was_published(self) -> bool:
        """Whether a site was made here before, which has a publication record then."""
        return self._newest() is not None

    @property
    def is_shown(self) -> bool:
        """Whether the newest generation is what stands there, as a link to it."""
        newest = self._newest()
        return newest is not None and not self.copy and self._shows(newest)

    def _numbers(self) -> list[int]:
        names = self.store.iterdir() if self.store.is_dir() else ()
        return sorted(int(path.name) for path in names if path.name.isdecimal())

    def _newest(self) -> Path | None:
        numbers = self._numbers()
        return self.store / str(numbers[-1]) if numbers else None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """For as long as this lasts nobody else publishes there: what is read of the old site is what is replaced.

        Whoever is alone already stays so.
        """
        if self._is_alone:
            yield
            return
        with _in_words(self.store):
            lock = locked(self.store)
        with lock:
            try:
                with _in_words(self.store):
                    self._clear_drafts()
                self._is_alone = True
                yield
            finally:
                self._is_alone = False
                with _in_words(self.store):
                    self._clear()

    def publish(self, artifacts: Iterable[File], note: Mapping[str, str]) -> Published:
        """Write a generation and show it, or touch nothing where the site is the same already.

        ``note`` is kept beside the generation. What raises on the way leaves the old site as it was.
        """
        with self.alone(), _in_words(self.store):
            return self._publish(artifacts, note)

    def _clear_drafts(self) -> None:
        moved_away = self.store / "old.new"
        if os.path.lexists(moved_away) and not os.path.lexists(self.out):
            moved_away.rename(self.out)  # a build was stopped between the two renames of `_show`
        for left in self.store.glob("*.new"):
            if left.is_symlink():
                left.unlink()
            else:
                shutil.rmtree(left)
        for beside in (*self.store.glob("*.json"), *self.store.glob("*.stamps")):
            if not beside.with_suffix("").is_dir():
                beside.unlink()

    def _clear(self) -> None:
        """Remove what was not finished, and the store itself where nothing was ever published."""
        self._clear_drafts()
        if {path.name for path in self.store.iterdir()} <= {MARKER, _MEMORY}:
            shutil.rmtree(self.store, ignore_errors=True)  # who waits for the lock may begin to use it again

    def _publish(self, artifacts: Iterable[File], note: Mapping[str, str]) -> Published:
        numbers = self._numbers()
        before = self._newest()
        draft = Draft(self.store / "next.new", before, self.memory.stamps_of(before) if before else {})
        for artifact in artifacts:
            draft.add(artifact)
        result = draft.result()
        if result.changed:
            self._refuse_strangers(draft.strangers())
        newest = before
        if result.changed or before is None:
            newest = self.store / str(numbers[-1] + 1 if numbers else 1)
            beside = newest.with_suffix(".json")
            write(beside, (json.dumps(note, indent=1) + "\n").encode())
            sync(beside)
            draft.finish(newest, self._spare(numbers))
        else:
            draft.remember()
        if newest is not None and not self._shows(newest):
            last = self._shown_last(numbers)
            self._show(newest)
            self._forget(one for one in numbers if one not in (last, int(newest.name)))
        return result

    def _shown_last(self, numbers: list[int]) -> int | None:
        """The generation that was shown last. That is not always the newest: a build can be stopped before it shows."""
        shown = self.out.readlink().name if self.out.is_symlink() else ""
        return next((one for one in numbers if str(one) == shown), numbers[-1] if numbers else None)

    def _spare(self, numbers: list[int]) -> Path | None:
        """The generation before the one that is shown: where that stands, nobody is led into this one any more."""
        if self.copy or len(numbers) < 2 or not self._shows(self.store / str(numbers[-1])):
            return None
        return self.store / str(numbers[-2])

    def _shows(self, generation: Path) -> bool:
        if not self.copy:
            return self.out.is_symlink() and self.out.readlink() == self._link(generation)
        if self.out.is_symlink() or not self.out.is_dir():
            return False
        whole = all(has(self.out / p.relative_to(generation), p.read_bytes()) for p in files_in(generation))
        return whole and not strangers(self.out, digests(self.out).keys())

    def _link(self, generation: Path) -> Path:
        return Path(self.store.name) / generation.name

    def _show(self, generation: Path) -> None:
        """Put the new site where the old one was: a link is replaced at once, a folder by two renames."""
        fresh = self.store / "shown.new"
        if self.copy:
            shutil.copytree(generation, fresh)
            for path in (fresh, *fresh.rglob("*")):
                sync(path)
        else:
            fresh.symlink_to(self._link(generation))
        if os.path.lexists(self.out) and (self.copy or not self.out.is_symlink()):
            self.out.rename(self.store / "old.new")
        # A link is relative to the folder in which it stands, so it moves there by a rename.
        fresh.replace(self.out)
        sync(self.out.parent)

    def _forget(self, numbers: Iterable[int]) -> None:
        """Remove generations: all but the new one and the one shown before, which readers may still be in."""
        for number in numbers:
            folder = self.store / str(number)
            if folder.is_dir():  # it can have become the new one
                shutil.rmtree(folder)
            for beside in (".json", ".stamps"):
                (self.store / f"{number}{beside}").unlink(missing_ok=True)


@contextmanager
def _in_words(store: Path) -> Iterator[None]:
    """What the system refuses, as a problem."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            message = f"the disk is full: {error.filename or store}"
            raise _error("PS-514", message, "make room and build again; the old site stands") from error
        message = f"cannot write {error.filename or store}: {error.strerror}"
        raise _error("PS-512", message, "mend that and build again; the old site stands") from error


def _error(code: str, message: str, hint: str) -> ProblemError:
    place = Place("")
    return ProblemError([Problem(code=code, message=message, place=place, hint=hint, severity=Severity.ENVIRONMENT)])
