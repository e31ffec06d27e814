"""How hard a property test tries: some examples in every run, many more in `make soak`.

Hypothesis remembers every example of a test, so a long test is many short turns, each from a seed of its own: the
memory that it needs does not grow, and whoever stops it can say how far it came.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings

Test = TypeVar("Test", bound=Callable[..., None])

SOAK = bool(os.environ.get("SOAK"))
A_TURN = 5_000


def tries(every_run: int, *, in_soak: int) -> Callable[[Test], Test]:
    """Mark a property test with its two numbers of examples."""

    def mark(test: Test) -> Test:
        settled = settings(
            max_examples=A_TURN if SOAK else every_run,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            # Examples that all pass need no second look at each; one that fails is made small.
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        )(test)
        marked: Test = pytest.mark.soak(in_soak)(settled)
        return marked

    return mark


def take_turns(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked so as often as its examples in a soak need it; without a number it is run once."""
    marked = metafunc.definition.get_closest_marker("soak")
    if SOAK and marked is not None and marked.args:
        metafunc.fixturenames.append("turn")
        metafunc.parametrize("turn", range(-(-marked.args[0] // A_TURN)))
