"""What a build makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One file of the site. ``path`` is relative to its root, with ``/``; ``body`` is its bytes.

    ``schema`` is the name of the JSON Schema that the file fulfils, or empty.
    """

    path: str
    body: bytes
    schema: str = ""
