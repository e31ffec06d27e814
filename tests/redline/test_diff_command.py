"""`site-builder diff`: any two text files, four formats, exit codes, and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from site_builder.characters import expose
from site_builder.doors.cli import main

OLD = "# Terms\n\nYou may use it for 30 days.\n"
NEW = "# Terms\n\nYou may use it for 3 days.\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.md", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, words)])


def test_it_exits_with_0_also_when_texts_differ(files: tuple[Path, Path]) -> None:
    result = run(*files)
    assert (result.exit_code, result.output) == (
        0,
        "1 change\n\nTerms  (reworded)\n  You may use it for [-30-]{+3+} days.\n",
    )


def test_exit_code_tells_as_git_does(files: tuple[Path, Path]) -> None:
    old, new = files
    assert run(old, new, "--exit-code").exit_code == 1
    assert run(old, old, "--exit-code").exit_code == 0


def test_json_has_the_whole_section_in_spans(files: tuple[Path, Path]) -> None:
    written = json.loads(run(*files, "--format", "json").output)
    (section,) = written["sections"]
    assert section["spans"] == [["=", "You may use it for "], ["-", "30"], ["+", "3"], ["=", " days.\n"]]
    assert section["aspects"] == ["reworded"]
    assert written["counts"]["changes"] == 1


def test_html_is_one_fragment_with_unchanged_parts(files: tuple[Path, Path]) -> None:
    output = run(*files, "--format", "html").output
    assert output.startswith('<div class="redline">')
    assert output.endswith("</div>\n")
    assert "Terms</h1>" in output
    assert "style=" not in output
    assert "<script" not in output


def test_markdown_marks_words_inline(files: tuple[Path, Path]) -> None:
    assert "You may use it for <del>30</del><ins>3</ins> days." in run(*files, "--format", "markdown").output


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        (b"caf\xe9\n", "PS-100", 1),
        ("Hello\n".encode("utf-16"), "PS-101", 1),
        (b"%PDF\n\0\x01", "PS-102", 1),
    ],
)
def test_what_is_no_text_is_refused_with_a_hint(
    tmp_path: Path, files: tuple[Path, Path], data: bytes, code: str, status: int
) -> None:
    bad = tmp_path / "bad.md"
    bad.write_bytes(data)
    result = run(bad, files[0])
    assert result.exit_code == status
    assert f"error[{code}]" in result.output
    assert "hint:" in result.output
    assert "Traceback" not in result.output


def test_a_missing_file_and_a_folder_are_both_told(tmp_path: Path) -> None:
    result = run(tmp_path / "none.md", tmp_path)
    assert result.exit_code == 3
    assert result.output.count("error[PS-505]") == 2


@pytest.mark.parametrize("form", ["terminal", "html", "markdown", "json"])
def test_what_cannot_be_seen_is_told_and_never_written(tmp_path: Path, form: str) -> None:
    """Whoever prints the output, or reviews it, is not at the mercy of the text: in words, titles and links."""
    old, new = tmp_path / "a", tmp_path / "b"
    old.write_text("# Hello\n\nHello world\n", encoding="utf-8")
    text = "# Hel\u2066lo\n\nHello \x1b[2Jworld\u202e\n\n[a\x9bb](https://a.example 't\u200bt')\n"
    new.write_text(text, encoding="utf-8")
    output = run(old, new, "--format", form).output
    assert not [run for run, unseen in expose(output) if unseen]
    for number in ("1B", "202E", "2066", "9B"):
        assert f"\\u{number.zfill(4).lower()}" if form == "json" else f"⟦U+{number.zfill(4)}⟧" in output


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](<java&#10;script:alert(1)>)",
    "[x]( JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    '![x](https://evil.example/pixel.gif "t")',
    "`<svg onload=alert(1)>`",
    "&lt;svg onload=alert(1)&gt;",
    '[a](https://x.example/"onmouseover="alert(1))',
)


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, payload: str, form: str) -> None:
    """In kept, removed and added words alike: no script, no handler, no address that runs, nothing fetched."""
    old, new = tmp_path / "a", tmp_path / "b"
    old.write_text(f"Same {payload} words\n\ngone {payload}\n", encoding="utf-8")
    new.write_text(f"Same {payload} terms\n\n## come {payload}\n", encoding="utf-8")
    output = run(old, new, "--format", form).output.lower()
    if form == "markdown":
        output = MarkdownIt("commonmark").enable("table").render(output).lower()
    tags = [tag.partition(">")[0] for tag in output.split("<")[1:]]
    assert not [tag for tag in tags if tag.startswith(("script", "svg", "img", "iframe"))]
    # Between quotes stands what an attribute says; outside, there is no attribute that runs something.
    assert not [tag for tag in tags if " on" in " ".join(tag.split('"')[::2])]
    assert not [tag for tag in tags if "href" in tag and ("script:" in tag or "data:" in tag)]


def test_the_result_does_not_depend_on_the_order_of_sets(tmp_path: Path) -> None:
    """The same bytes whatever Python's hash seed is."""
    old, new = tmp_path / "a.md", tmp_path / "b.md"
    lines = [f"Paragraph {number} is about the data of kind {number % 7} and its use." for number in range(60)]
    old.write_text("# A\n\n" + "\n\n".join(lines), encoding="utf-8")
    new.write_text("# A\n\n" + "\n\n".join(lines[::-1]).replace("kind 3", "sort 3"), encoding="utf-8")
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "site_builder", "diff", str(old), str(new), "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
