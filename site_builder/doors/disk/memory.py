"""What earlier builds made, beside the site: a file for each policy, and one for the site as a whole.

Nothing here is needed. What is missing, damaged, or of another program is made again; what is remembered of a file is
heeded only while the file is there as it was written.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import io
import pickle
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from functools import cache, cached_property
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from site_builder.doors.disk.files import files_in, make_folder
from site_builder.doors.disk.shipped import shipped
from site_builder.doors.disk.stamps import (
    NO_STAMP,
    Stamp,
    digest_of,
    is_untouched,
    read_stamps,
    untouched,
)
from site_builder.model.artifact import Kept

_PACKAGE = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_OURS = "site_builder."
_PLAIN = {(one.__module__, one.__qualname__): one for one in (date, datetime, timedelta, timezone, frozenset, set)}


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
        self._is_closed = False

    def get(self, key: str) -> object:
        """What was put under a name, or None."""
        if key not in self._new and key in self._old:
            self._new[key] = self._old[key]
        return self._new.get(key)

    def put(self, key: str, value: object) -> None:
        """Remember a value."""
        if self._is_closed:
            raise AssertionError(f"what is remembered as {key} comes too late")
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
            self._is_new = False

    def close(self) -> None:
        """Write it at once and let its values go, of which a site with many policies has too many for one process.

        That the site which is made here may never be shown does no harm: values are known by what they are made of,
        and files are heeded only where the site that is shown has them.
        """
        with suppress(OSError):  # nothing of it is needed
            self.save()
        self._old = self._new = {}
        self._is_closed = True


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
        stamp = self._stamps.get(file.path, NO_STAMP)
        return digest_of(stamp) == file.digest and is_untouched(f"{self._before}/{file.path}", stamp)

    def stamps_of(self, generation: Path) -> Mapping[str, Stamp]:
        """The stamps of the files of a generation, which is the one before unless another build came between."""
        return self._stamps if generation == self._before else read_stamps(generation)

    def untouched(self, manifest: Kept) -> tuple[int, int] | None:
        """The number and the size of the files of the site before, where it is the one with this manifest.

        None where it is another one, or a file is not as it was written.
        """
        return untouched(self._before, manifest) if self._before is not None else None

    def save(self) -> None:
        """Write what has changed."""
        for scope in self._scopes.values():
            scope.save()


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
        if _seal(memoryview(data)[32:]) != data[:32]:
            return {}
        written = io.BytesIO(data)
        written.seek(32)
        found = _Reader(written).load()
    except Exception:  # noqa: BLE001 - a memory that cannot be read is no memory
        return {}
    return found if isinstance(found, dict) else {}


class _Named:
    """Passes what is written on to a file, and seals it (``_seal``): nothing of it is held."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = _begun()

    def write(self, data: bytes | memoryview) -> int:
        self.digest.update(data)
        return self._file.write(data)


def _write(path: Path, values: Mapping[str, object]) -> None:
    make_folder(path.parent)
    fresh = path.with_suffix(".fresh")
    with fresh.open("wb") as file:
        file.seek(32)
        named = _Named(file)
        _Writer(named, protocol=5).dump(values)
        file.seek(0)
        file.write(named.digest.digest())
    fresh.replace(path)


def _seal(body: bytes | memoryview) -> bytes:
    """What stands before the values: with it they are whole, and of this program.

    In another one a value of the same name can have other fields, or come of the same files in another way.
    """
    digest = _begun()
    digest.update(body)
    return digest.digest()


def _begun() -> hashlib._Hash:
    return hashlib.sha256(program().encode())
