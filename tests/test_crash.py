"""What stands after a publication that did not end: always a whole site, and the next one heals the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
# How often each must have struck, so that a test that strikes nowhere is seen.
LEAST = {"dies": 30, "first": 20, "storeless": 1, "disk-full": 30, "stopped": 30, "killed": 300, "two": 50}


@pytest.mark.parametrize("what", LEAST)
def test_a_reader_always_finds_a_whole_site(tmp_path: Path, what: str) -> None:
    """Whether it dies, is stopped or finds the disk full at any file operation, is killed, or is not alone."""
    command = [sys.executable, "-m", "tests.crashing", what, str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= LEAST[what]
