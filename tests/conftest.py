"""How the property tests draw their examples, and what coverage is measured of.

The examples are the same everywhere in CI, and others in each run of `make soak`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import is_hypothesis_test, settings

from tests.effort import SOAK, take_turns

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("soak", deadline=None, print_blob=True)
settings.load_profile("soak" if SOAK else "ci" if os.environ.get("CI") else "default")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A property test takes as many turns in a soak as its share needs."""
    take_turns(metafunc)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that show something by the number of their cases are not measured (docs/decisions/0038)."""
    for item in items:
        if item.get_closest_marker("many") or item.get_closest_marker("corpora") or _draws_examples(item):
            item.add_marker(pytest.mark.no_cover)


def _draws_examples(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)


@pytest.fixture(autouse=True, scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands remember of repositories stays among the files of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield
