"""What ``benchmarks/sites.py`` does without measuring: contents, medians, tables, picture."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.peers import figures, pasts, plot
from benchmarks.peers.figures import Measured, Results, Table
from benchmarks.peers.measure import CommandError, measure
from benchmarks.peers.pasts import Past, Step
from benchmarks.peers.words import other_words
from site_builder import versions
from site_builder.doors.git import open_repository
from site_builder.doors.git.importing import import_repository
from site_builder.text import digest

POLICY = 'id: privacy\nterms_type: "Privacy Policy"\ngoverning: en\nlocales: [en]\nnumbering: none\nsections: [scope]\n'
RELEASE = "revision: {0}\ntext: c1-sha256-{1}\npublished: 2020-01-0{0}\neffective: 2020-01-0{0}\nlevel: editorial\n"
SCOPE = "# Scope\n\nThis policy covers information that you give us; see [here](https://a.example/information).\n"


def past(name: str, count: int) -> Past:
    """A policy with so many versions."""
    steps = [
        Step(
            at=datetime(2020, 1, number, tzinfo=UTC),
            files={
                **(
                    {"policy.yaml": POLICY.replace("privacy", name), "en/index.md": "# A \\& B\n"}
                    if number == 1
                    else {}
                ),
                "en/scope.md": f"{SCOPE}\n## Days\n\nWe keep it for {number} days.\n",
                f"releases/v{number}.yaml": RELEASE.format(number, "0" * 64),
            },
            label=f"v{number}",
        )
        for number in range(1, count + 1)
    ]
    return Past(policy=name, steps=tuple(steps))


def measured(tool: str, step: str = "full", *, contents: str = "100", cpu: float = 1.0, run: int = 1) -> Measured:
    """A measure in which little matters."""
    return Measured(
        tool=tool,
        contents=contents,
        versions=int(contents),
        step=step,
        run=run,
        cpu=cpu,
        wall=2.0,
        memory=1 << 20,
        files=10,
        pages=8,
    )


def results(*all_measured: Measured, date: str = "2026-01-01", **failed: str) -> Results:
    """What one call measured."""
    return Results(
        date=date,
        command="c",
        machine="m",
        tools={"hugo": "0.1"},
        contents={"100": "some"},
        measured=all_measured,
        failed=failed,
    )


def test_there_are_as_many_versions_as_asked_for_and_the_smaller_history_begins_the_larger() -> None:
    """Whole histories, the last one cut, and copies where the real ones are used up."""
    real = [past("a", 3), past("b", 2)]
    for count in range(1, 18):
        assert sum(one.versions for one in pasts.choose(real, count)) == count
    larger = list(pasts.choose(real, 12))
    assert larger[:2] == list(pasts.choose(real, 5))
    assert len({one.policy for one in larger}) == len(larger)


def test_a_copy_is_a_policy_that_can_be_published(tmp_path: Path) -> None:
    """Its releases name the digests of its own texts, as the program finds them in the repository."""
    copy = pasts.in_other_words(past("privacy", 2), 1)
    import_repository(tmp_path / "repository", pasts.commits([copy]))
    found = open_repository(tmp_path / "repository")
    document = versions.governing_document(found, found.tree(), "privacy-copy-1", UTC)
    assert f"text: {digest(document)}\n" in str(copy.steps[-1].files["releases/v2.yaml"])
    assert digest(document) not in str(copy.steps[0].files["releases/v1.yaml"])


def test_other_words_are_another_text_with_the_same_shape() -> None:
    """Vowels change in about half of the words, the same way each time; links, code and figures do not."""
    text = "Information we collect about your devices; information for 30 days"
    made = other_words(text, 1)
    assert len(made) == len(text)
    changed = [one != two for one, two in zip(text.split(), made.split(), strict=True)]
    assert 0 < sum(changed) < len(changed)
    assert made.split()[0][1:] == made.split()[6][1:]
    assert made != other_words(text, 2)
    for kept in ("](https://a.example/about)", "`information`", "<about@a.example>", "{% data variables %}", "30"):
        assert other_words(kept, 1) == kept


def test_a_version_is_one_page_for_the_others() -> None:
    """The title in front matter, the sections below it with their headings one step lower."""
    ((path, text), _) = pasts.pages([past("privacy", 2)])
    assert path == "privacy/v1.md"
    assert text.startswith('---\ntitle: "A \\\\& B"\n---\n\n## Scope\n\nThis policy')
    assert "\n### Days\n" in text


def test_one_more_release_goes_to_the_policy_that_has_the_most() -> None:
    """With a text of its own, and the same text as a page for the others."""
    for day, (more, (path, text)) in enumerate(pasts.further([past("a", 3), past("b", 2)]), 2):
        assert path == f"a/2026-12-0{day}.md"
        assert "Earlier versions of this text can be read on this site." in text
        assert ("Later versions" in text) == (day == 3)
        assert set(more) == {
            "content/a/en/scope.md",
            f"content/a/releases/2026-12-0{day}.yaml",
            f"content/a/changes/say-where-versions-are-{day - 1}.yaml",
        }


def test_what_a_command_starts_is_counted_with_it(tmp_path: Path) -> None:
    """Time and memory of a process that the command starts are the command's; memory of who measures is not."""
    ours = b"x" * (160 << 20)
    work = "x = b'x' * (40 << 20)\nfor n in range(2_000_000): pass\nimport time; time.sleep(1)"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    cost = measure([sys.executable, "-c", start], tmp_path, os.environ)
    assert 40 << 20 <= cost.memory < len(ours)
    assert 0.02 < cost.cpu < cost.wall * 2
    with pytest.raises(CommandError, match=r"ended with 1: …wrong$"):
        measure([sys.executable, "-c", "import sys; sys.exit('wrong')"], tmp_path, os.environ)


def test_a_table_shows_medians_and_the_later_of_two_calls() -> None:
    """Three runs become their median; what a later call measured again replaces the earlier one, not the rest."""
    early = results(*(measured("hugo", cpu=cpu, run=run) for run, cpu in enumerate((9.0, 2.0, 4.0))))
    late = results(measured("ours", cpu=1.0), measured("ours", "more", cpu=0.5))
    later = results(measured("ours", cpu=6.0))
    found = {(one.tool, one.step): (one.cpu, one.run) for one in figures.join([early, late, later])}
    assert found == {("hugo", "full"): (4.0, 3), ("ours", "full"): (6.0, 1), ("ours", "more"): (0.5, 1)}


def test_what_is_kept_is_read_back() -> None:
    """Raw results are the same after a file."""
    one = results(measured("ours"), mkdocs="no package")
    assert figures.from_json(figures.to_json(one)) == one


def test_tables_give_ratios_to_hugo_and_say_what_is_missing() -> None:
    """A tool that could not be installed is named with the reason, and no figure is made up for it."""
    one = results(
        measured("hugo", cpu=2.0),
        measured("ours", cpu=3.0),
        measured("hugo", "more", cpu=30.0),
        measured("ours", "more", cpu=0.5),
        measured("ours", "next", cpu=0.4),
        measured("ours", "check", cpu=0.25),
        measured("ours", "rechecked", cpu=0.125),
        mkdocs="cannot be installed here (no such package)",
    )
    said = figures.report([one], "images/cost.svg")
    assert "| 100 | ours | 10 | 8 | 3.00 | 1.50 | 2.00 | 1 | 4 | 5 |\n" in said
    assert "| 100 | ours | 0.50 | 60.0 times | 2.00 | 1 | 0.40 |  |  | 0.25 | 0.12 |\n" in said
    assert "- mkdocs: cannot be installed here (no such package)\n" in said
    assert "| MkDocs |" not in said


def test_the_picture_has_each_tool_by_name_and_no_word_on_another() -> None:
    """Lines that end at one place have their words below each other, inside the picture; twice the same bytes."""
    tools = list(figures.TITLES)
    both = [measured(tool, contents=size, cpu=int(size) / 100) for tool in tools for size in ("100", "5000")]
    table = Table(figures.medians([*both, *(replace(one, step="more") for one in both)]))
    lines = {tool: table.line(tool, "full") for tool in table.tools}
    panel = plot.Panel(title="Full", lines=lines, words=figures.TITLES)
    drawn = plot.picture([panel, panel], across="versions", up="seconds", note="n")
    assert drawn == plot.picture([panel, panel], across="versions", up="seconds", note="n")
    names = [one for one in ET.fromstring(drawn).iter() if one.get("class") == "name"]  # noqa: S314 - our own
    assert [one.text for one in names] == list(figures.TITLES.values()) * 2
    heights = sorted(float(one.get("y", "")) for one in names[: len(tools)])
    assert all(later - earlier >= 16 for earlier, later in pairwise(heights))
    assert heights[-1] < 400
