"""How the property tests draw their examples: the same everywhere in CI, others in each run of `make soak`."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.effort import SOAK, take_turns

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("soak", deadline=None, print_blob=True)
settings.load_profile("soak" if SOAK else "ci" if os.environ.get("CI") else "default")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A property test takes as many turns in a soak as its share needs."""
    take_turns(metafunc)
