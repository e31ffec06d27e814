"""The rules of the house, held by tools; `make lint` says the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.house, pytest.mark.xdist_group("house")]

REPOSITORY = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def complaints(*command: str) -> str:
    """What a tool says when it is not content, and nothing when it is."""
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"\n{done.stdout}{done.stderr}"


def test_style() -> None:
    """Ruff finds nothing by the rules of pyproject.toml."""
    assert complaints("ruff", "check", "--output-format", "concise", ".") == ""


def test_form() -> None:
    """The code is in the form that `make format` gives it."""
    assert complaints("ruff", "format", "--check", ".") == ""


def test_types() -> None:
    """Program, scripts and tests are typed, strictly."""
    assert complaints("mypy") == ""


def test_imports_go_down() -> None:
    """The floors of docs/architecture.md hold, and each third-party library is known to one room."""
    assert complaints("lint-imports", "--no-logo") == ""
