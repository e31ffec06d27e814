"""How often Python looks for values that nothing holds but each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many values more than there were. Work makes millions of small frozen ones that hold no ring; to look through them
# after each 700 of them, as Python does by itself, is a tenth of a build. After many more, rings wait and take memory.
_SELDOM = 10_000


def collect_seldom() -> None:
    """Look less often from now on, in a process that does nothing but such work."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look less often while work is done here."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
