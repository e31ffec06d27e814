"""What earlier builds made, beside the site: a file for each policy, and what each file of the site was.

Nothing here is needed. What is missing, damaged, or of another program is made again; what is remembered of a file is
heeded only while the file is there as it was written.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import io
import os
import pickle
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache, cached_property
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from zoneinfo import ZoneInfo

from site_builder.doors.disk.files import files_in, make_folder
from site_builder.doors.disk.shipped import shipped
from site_builder.model.artifact import Kept

_PACKAGE = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_OURS = "site_builder."
_PLAIN = {(one.__module__, one.__qualname__): one for one in (date, datetime, timedelta, timezone, frozenset, set)}
# What a file was when it was written: its digest, its size, and when, in nanoseconds of Unix time.
Stamp = tuple[str, int, int]


class Scope:
    """What was made for one policy, or for the site as a whole (``reuse.Memory``).

    What nobody asks for any more is forgotten when it is saved.
    """

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._path = path
        self._old = _read(path)
        self._new: dict[str, object] = {}
        self._is_new = False

    def get(self, key: str) -> object:
        """What was put under a name, or None."""
        if key not in self._new and key in self._old:
            self._new[key] = self._old[key]
        return self._new.get(key)

    def put(self, key: str, value: object) -> None:
        """Remember a value."""
        self._new[key] = value
        self._is_new = True

    def holds(self, file: Kept) -> bool:
        """Whether the site before still has a file as it was made."""
        return self._store.holds(file)

    def known(self) -> Mapping[str, object]:
        """All that is remembered, by name; of files, those alone that the site before still has."""
        found = {**self._old, **self._new}
        return {key: one for key, one in found.items() if not isinstance(one, Kept) or self.holds(one)}

    def save(self) -> None:
        """Write what was asked for or put, where it differs from what is there."""
        if self._is_new or self._new.keys() != self._old.keys():
            _write(self._path, self._new)


class Store:
    """The memory of an output folder. ``newest`` gives the generation that was published last, once it is needed."""

    def __init__(self, folder: Path, newest: Callable[[], Path | None]) -> None:
        self._folder = folder
        self._newest = newest
        self._scopes: dict[str, Scope] = {}

    @cached_property
    def _before(self) -> Path | None:
        return self._newest()

    @cached_property
    def _stamps(self) -> Mapping[str, Stamp]:
        return read_stamps(self._before) if self._before is not None else {}

    def scope(self, name: str) -> Scope:
        """What is remembered of something, by its name."""
        if name not in self._scopes:
            self._scopes[name] = Scope(self, self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.memory")
        return self._scopes[name]

    def holds(self, file: Kept) -> bool:
        """Whether the site before still has a file as it was made."""
        stamp = self._stamps.get(file.path)
        if self._before is None or stamp is None or stamp[0] != file.digest:
            return False
        return is_untouched(f"{self._before}/{file.path}", stamp)

    def untouched(self) -> tuple[int, int] | None:
        """The number and the size of the files of the site before; None where one is not as it was written."""
        if not self._stamps or not all(
            is_untouched(f"{self._before}/{path}", one) for path, one in self._stamps.items()
        ):
            return None
        return len(self._stamps), sum(size for _, size, _ in self._stamps.values())

    def save(self) -> None:
        """Write what has changed."""
        for scope in self._scopes.values():
            scope.save()


def is_untouched(path: str, stamp: Stamp) -> bool:
    """Whether a file is there as it was written."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path is made of every file of a site
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == stamp[1:]


def stamp(path: str, digest: str) -> Stamp:
    """What a file is now."""
    found = os.stat(path)  # noqa: PTH116 - as above
    return digest, found.st_size, found.st_mtime_ns


def stamps_of(generation: Path) -> Path:
    """The file with the stamps of a generation, beside it."""
    return generation.with_suffix(".stamps")


def read_stamps(generation: Path) -> Mapping[str, Stamp]:
    """What each file of a generation was when it was written; nothing where that cannot be read."""
    found = _read(stamps_of(generation)).get("files")
    return found if isinstance(found, dict) else {}


def write_stamps(generation: Path, stamps: Mapping[str, Stamp]) -> None:
    """Keep what each file of a generation is."""
    _write(stamps_of(generation), {"files": dict(stamps)})


@cache
def program() -> str:
    """The name of this program: the digest of all its files, and the versions of what it stands on."""
    digest = hashlib.sha256(f"{sys.version} {_libraries()}".encode())
    for path in files_in(_PACKAGE):
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(_PACKAGE)} ".encode() + path.read_bytes())
    beside = shipped()
    for name, body in sorted({**beside.theme, **beside.catalogues}.items()):
        digest.update(f"{name} ".encode() + body)
    return digest.hexdigest()


def _libraries() -> list[tuple[str, str]]:
    """What the program stands on, and which versions of it are installed; nothing where it is itself not installed."""
    try:
        names = (_NAME.match(one) for one in requires("policy-site-builder") or () if "extra ==" not in one)
        return sorted((name[0], version(name[0])) for name in names if name)
    except PackageNotFoundError:
        return []


class _Writer(pickle.Pickler):
    """Writes a time zone as its name."""

    def persistent_id(self, obj: object) -> object:
        return obj.key if isinstance(obj, ZoneInfo) else None


class _Reader(pickle.Unpickler):
    """Makes nothing but our own values and a few of Python's: a file is data, whoever wrote it."""

    def persistent_load(self, pid: object) -> object:
        return ZoneInfo(str(pid))

    def find_class(self, module: str, name: str) -> object:
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if module.startswith(_OURS) and name.isidentifier():
            found = getattr(import_module(module), name)
            if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


def _read(path: Path) -> dict[str, object]:
    try:
        data = path.read_bytes()
        if _seal(data[32:]) != data[:32]:
            return {}
        found = _Reader(io.BytesIO(data[32:])).load()
    except Exception:  # noqa: BLE001 - a memory that cannot be read is no memory
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, values: Mapping[str, object]) -> None:
    make_folder(path.parent)
    written = io.BytesIO()
    _Writer(written, protocol=5).dump(dict(values))
    body = written.getvalue()
    fresh = path.with_suffix(".fresh")
    fresh.write_bytes(_seal(body) + body)
    fresh.replace(path)


def _seal(body: bytes) -> bytes:
    """What stands before the values: with it they are whole, and of this program.

    In another one a value of the same name can have other fields, or come of the same files in another way.
    """
    return hashlib.sha256(program().encode() + body).digest()
