"""What a build makes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property


# Without slots, so that a digest can be kept: a site has gigabytes, and several rooms ask for it.
@dataclass(frozen=True, kw_only=True)
class Artifact:
    """One file of the site. ``path`` is relative to its root, with ``/``; ``body`` is its bytes.

    ``schema`` is the name of the JSON Schema that the file fulfils, or empty.
    """

    path: str
    body: bytes
    schema: str = ""

    @property
    def size(self) -> int:
        """The number of its bytes."""
        return len(self.body)

    @cached_property
    def digest(self) -> str:
        """The name of its bytes."""
        return f"sha256-{hashlib.sha256(self.body).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that the site before has already, as it is to be: nothing that it is made from has changed."""

    path: str
    digest: str
    size: int
    schema: str = ""


File = Artifact | Kept
