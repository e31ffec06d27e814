"""Each broken site of this folder is answered with exactly the words that its case expects."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.codes import CODES
from tests.faults import makers, reference
from tests.faults.cases import HERE, Case, all_cases, blob_of, run_case

CASES = all_cases()
SOURCES = sorted((HERE.parents[1] / "site_builder").rglob("*.py"))
# The rows of the fault catalogue that this program answers with a case.
ROWS = (
    {"A30", "C5", "C7", "C9", "C10", "D4", "E5", "E6", "G10", "H1"}
    | {f"A{n}" for n in range(1, 30)}
    | {f"B{n}" for n in (*range(1, 14), 15, 18)}
)
# Rows that are shown by other means: no site is broken where ids are prefixed (B4 in part) or nothing is lost.


@pytest.mark.parametrize("case", [c for c in CASES if not c.made_by], ids=lambda case: case.path.stem)
def test_the_program_says_what_the_case_expects(case: Case, tmp_path: Path) -> None:
    assert run_case(case, tmp_path) == case.expected


@pytest.mark.parametrize("case", [c for c in CASES if c.made_by], ids=lambda case: case.path.stem)
def test_faults_of_the_machine_are_told_as_the_case_expects(case: Case, tmp_path: Path) -> None:
    assert makers.run(case, tmp_path) == case.expected


@pytest.mark.parametrize(
    "case", [c for c in CASES if any(s.verb == "good" for s in c.steps)], ids=lambda case: case.path.stem
)
def test_the_right_way_that_a_case_shows_is_right(case: Case, tmp_path: Path) -> None:
    said = run_case(case, tmp_path, good=True)
    assert not {code for code in case.codes if f"[{code}]" in said}, said


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150


def test_every_row_of_the_catalogue_has_a_case() -> None:
    told = {found[1] for case in CASES if (found := re.match(r"([A-H]\d+): ", case.title))}
    assert told >= ROWS, sorted(ROWS - told)


def test_every_case_says_what_it_is_about() -> None:
    assert [c.path.name for c in CASES if not re.match(r"[\w ]+: [\w`]", c.title)] == []


def used_codes() -> dict[str, str]:
    """The codes in the source with the file that has each; the table itself does not count."""
    return {
        code: path.name
        for path in SOURCES
        if path.name != "codes.py"
        for code in re.findall(r"\"(PS-\d{3})\"", path.read_text("utf-8"))
    }


def test_every_code_in_the_source_is_in_the_table_and_the_other_way_round() -> None:
    assert used_codes().keys() - CODES.keys() == set(), "add them to site_builder/codes.py"
    assert CODES.keys() - used_codes().keys() == set(), "nothing uses these"


def test_every_code_has_a_case() -> None:
    shown = {code for case in CASES for code in case.codes}
    assert {code: used_codes()[code] for code in CODES.keys() - shown} == {}


def test_the_page_of_problems_is_made_of_these_cases() -> None:
    hint = "write it anew with `python -m tests.faults.cases docs`"
    assert reference.PAGE.read_text("utf-8") == reference.page(CASES), hint


def test_expectations_end_with_the_exit_status_that_the_worst_problem_asks_for() -> None:
    for case in CASES:
        status = int(case.expected.rstrip("\n").rpartition("exit ")[2])
        # 3, 4 and 70 depend on the code and are the exact expectation of the case; 0 and 1 can be told apart.
        if "error[" in case.expected:
            assert status in (1, 3, 4, 70), case.path.name
        else:
            assert status == 0, case.path.name


def test_git_names_blobs_so() -> None:
    assert blob_of(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"
