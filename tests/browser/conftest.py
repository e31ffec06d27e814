"""The real site, built once for all page checks, and a browser."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.serving import serve
from tests.browser.static import Site
from tests.building import REPOSITORY, build

PREFIX = "/legal/texts"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are page checks."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository's last commit, built with the real command, once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    out = shared / "built" / "site"
    out.parent.mkdir(exist_ok=True)
    with (out.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            build(REPOSITORY, out, options=())
    return out


@pytest.fixture(scope="session")
def site(folder: Path) -> Site:
    """The site's files, parsed."""
    settings = yaml.safe_load((REPOSITORY / "content" / "site.yaml").read_text("utf-8"))
    return Site(folder, settings["base_url"])


@pytest.fixture(scope="session")
def root(folder: Path) -> Iterator[str]:
    """The site served at the root of a host."""
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="session")
def prefixed(folder: Path) -> Iterator[str]:
    """The site served below a prefix."""
    with serve(folder, PREFIX) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    with chromium() as started:
        yield started
