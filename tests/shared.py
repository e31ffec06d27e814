"""Material that stands beside the project and is no part of it: the git bundles of real histories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# `POLICY_CORPORA` names another folder. `.ci/run` says that the bundles are required.
CORPORA = Path(os.environ.get("POLICY_CORPORA") or Path(__file__).parents[2] / "shared" / "corpora")


def bundle(name: str) -> Path:
    """The bundle of that name. Where it is not there, the test is skipped, or fails if bundles are required."""
    path = CORPORA / f"{name}.bundle"
    if not path.is_file():
        (pytest.fail if os.environ.get("REQUIRE_CORPORA") else pytest.skip)(f"{path} is not there")
    return path
