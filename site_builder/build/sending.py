"""How files come back from a worker: packed, because those of one policy can have hundreds of megabytes.

They are held several times on their way: by the worker, as they are sent, and by whoever receives them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.build.making import Summary
from site_builder.model.artifact import Artifact, File, Kept
from site_builder.problems import Problem

# At this level pages become a quarter; to make them smaller takes longer than to send them.
_FAST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An artifact with its bytes packed."""

    path: str
    packed: bytes
    schema: str


Sent = Parcel | Kept | Problem | Summary


def packed(made: Iterable[File | Problem | Summary]) -> Iterator[Sent]:
    """Pack the artifacts; what else there is stays."""
    for one in made:
        if isinstance(one, Artifact):
            yield Parcel(path=one.path, packed=zlib.compress(one.body, _FAST), schema=one.schema)
        else:
            yield one


def opened(sent: list[Sent]) -> Iterator[File | Problem | Summary]:
    """What was sent, in its order; the list is empty then, so that nobody holds what was handed on."""
    sent.reverse()
    while sent:
        one = sent.pop()
        if isinstance(one, Parcel):
            yield Artifact(path=one.path, body=zlib.decompress(one.packed), schema=one.schema)
        else:
            yield one
