"""The gallery of tricky cases: what is shown for each is in its file and in docs/tricky-cases.md."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location("tricky_cases", ROOT / "scripts" / "tricky_cases.py")
assert _SPEC is not None
assert _SPEC.loader is not None
tricky_cases = importlib.util.module_from_spec(_SPEC)
sys.modules["tricky_cases"] = tricky_cases
_SPEC.loader.exec_module(tricky_cases)
CASES = tricky_cases.cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_a_tricky_case_is_shown_as_its_file_says(case: Any) -> None:  # noqa: ANN401 - a script's own type
    assert case.now == case.shown


def test_the_gallery_is_in_step_with_the_cases() -> None:
    """`python scripts/tricky_cases.py` writes it."""
    assert tricky_cases.GALLERY.read_text(encoding="utf-8") == tricky_cases.gallery()
    assert len(CASES) >= 20
