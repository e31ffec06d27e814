"""What ships with the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """The program's own theme (by path in its folder) and catalogues (by locale)."""

    theme: Mapping[str, bytes]
    catalogues: Mapping[str, bytes]
