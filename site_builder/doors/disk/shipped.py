"""The files that ship with the program."""

from __future__ import annotations

from pathlib import Path

from site_builder.doors.disk.files import files_in
from site_builder.model.shipped import Shipped

_PACKAGE = Path(__file__).resolve().parents[2]


def shipped() -> Shipped:
    """The theme and the catalogues that ship: in the package, or beside it in a checkout."""
    root = _PACKAGE / "_shipped"
    if not root.is_dir():
        root = _PACKAGE.parent
    theme = root / "themes" / "default"
    words = root / "translations"
    return Shipped(
        theme={path.relative_to(theme).as_posix(): path.read_bytes() for path in files_in(theme)},
        catalogues={path.parts[-3]: path.read_bytes() for path in files_in(words) if path.suffix == ".po"},
    )
