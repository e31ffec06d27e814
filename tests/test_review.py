"""What reviewers read of a change: in a comment, in the summary of a run, as annotations, as SARIF."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from site_builder.check import Inspection, check
from site_builder.doors.disk import shipped
from site_builder.doors.report import ANNOTATED, Format, written
from site_builder.doors.worktree import read_worktree
from site_builder.model.review import Review
from site_builder.outputs.reviews import comment, marker, summary
from site_builder.outputs.reviews.papers import COMMENT
from site_builder.overlay import Overlay
from site_builder.problems import Place, Problem, Severity
from tests.faults.cases import BASE, MemoryRepository, files_below, make

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
RETENTION = "content/privacy/en/retention.md"
OVERRIDE, ISOLATE, HIDDEN = "\u202e", "\u2067", "\u200b"


def reviewed(folder: Path, files: Mapping[str, str]) -> tuple[Review, list[Problem]]:
    """What is found in the base site of the fault cases with these files on top."""
    found = list(check(inspection(folder, files)))
    (review,) = (one for one in found if isinstance(one, Review))
    return review, [one for one in found if isinstance(one, Problem)]


def inspection(folder: Path, files: Mapping[str, str]) -> Inspection:
    """The base site of the fault cases as a base, and on top of it these files."""
    base = MemoryRepository()
    base.add(files_below(BASE))
    make(folder, files_below(BASE))
    make(folder, {name: body.encode() for name, body in files.items()})
    ships = shipped()
    overlay = Overlay(base=base, work=read_worktree(folder, base.tree()), committed=base.tree())
    return Inspection(
        overlay=overlay, theme=ships.theme, catalogues=ships.catalogues, as_of=AS_OF, base=base, named=True
    )


def test_a_comment_has_all_that_a_reviewer_needs(tmp_path: Path) -> None:
    """Level and why, sections, who is told and when, the earliest date, languages, lines to paste, the redline."""
    review, problems = reviewed(
        tmp_path, {RETENTION: "# Retention\n\nWe keep your data for 900 days:\n\n1. in the product\n2. in backups\n"}
    )
    said = comment(review, problems)
    assert said.startswith(f"{marker('privacy')}\n")
    for words in (
        "## `privacy`: material: users are told before it takes effect",
        "- Retention: 90 days → 900 days",
        "| `retention` | material | none |",
        "| `default` | users are told and confirm that they saw it | 30 days",
        "Earliest effective date, if it were published now: **2026-07-02**.",
        "| `de` | optional | `retention` |",
        "`{level: material, sections: [retention], summary: {en: …}}`",
        "`text: c1-sha256-",
        "<del>90</del><ins>900</ins> days:",
    ):
        assert words in said, words


def test_it_says_who_would_be_told_by_the_rules_of_notices(tmp_path: Path) -> None:
    """A record may concern some audiences only; one that names none of the site's concerns everybody."""
    text = "# Retention\n\nWe keep your data for 900 days:\n\n1. in the product\n2. in backups\n"
    nobody = "| `default` | nobody is told; no change record concerns them | 30 days"
    everybody = "| `default` | users are told and confirm that they saw it | 30 days"
    for number, (name, default) in enumerate((("cn", nobody), ("chn", everybody))):
        record = f"level: material\nsections: [retention]\naudiences: [{name}]\nsummary: {{en: Longer.}}\n"
        folder = tmp_path / str(number)
        folder.mkdir()
        review, _ = reviewed(folder, {RETENTION: text, "content/privacy/changes/longer.yaml": record})
        (one,) = review.audiences
        said = comment(replace(review, audiences=(replace(one, id="cn"), one)), [])
        assert "| `cn` | users are told and confirm that they saw it | 30 days" in said
        assert default in said, said


def test_an_edit_that_changes_nothing_for_readers_says_so(tmp_path: Path) -> None:
    """Nobody is told of a repaired slip, and the comment says that."""
    review, problems = reviewed(
        tmp_path, {RETENTION: "# Retention\n\nWe keep your data for 90 days:\n\n1. in the product\n2. in backups.\n"}
    )
    said = comment(review, problems)
    assert "editorial: nobody could understand anything different" in said
    assert "nobody is told; it stands in the history" in said


HOSTILE = f"""# Retention

We keep pay{HIDDEN}pal data {OVERRIDE}for 90 days. <script>alert(1)</script> @company/legal please approve, fixes #1.

[click](https://policies.example/@legal?b) <@company/all | `code` ![x](y) </details> ~~gone~~ *LGTM* \x1b[2J
"""


def test_nothing_in_a_text_becomes_markup_or_calls_somebody(tmp_path: Path) -> None:
    """H4, H5: hidden characters are seen, nobody is called, tags and escape codes are words."""
    hostile = HOSTILE.replace("\x1b", "")
    review, problems = reviewed(
        tmp_path,
        {RETENTION: hostile.replace("<script>alert(1)</script>", "").replace("</details>", "").replace("![x](y)", "")},
    )
    said = comment(review, problems)
    assert all(one.isprintable() or one == "\n" for one in said)
    assert "pay<span" in said
    assert "⟦U+200B⟧</span>pal" in said, "once, and at its place"
    assert "&#x20" not in said, "also not as a reference, which a browser would obey"
    assert "⟦U+202E⟧" in said
    words = re.sub(r"<a [^>]*>", "", said)
    assert not re.search(r"@\w", words)
    assert words.count("@<!-- -->company") >= 2
    assert 'href="https://policies.example/@legal?b"' in said
    # What a browser would run is refused before anybody compares it; the words of the message are no markup either.
    bad, problems = reviewed(tmp_path / "bad", {RETENTION: HOSTILE})
    said = comment(bad, problems) + summary([bad], problems)
    assert "<script" not in said
    assert "\x1b" not in said
    assert "PS-133" in said or "PS-102" in said


def test_a_text_that_cannot_be_read_is_no_text_that_stays_the_same(tmp_path: Path) -> None:
    """The comment says what is wrong, and never that nothing changes."""
    review, problems = reviewed(tmp_path, {RETENTION: "# Retention\n\n<div>We keep it.</div>\n"})
    said = comment(review, problems)
    assert "## `privacy`: the text cannot be read" in said
    assert "PS-133" in said
    assert "Nothing of" not in said


def test_a_base_that_cannot_be_read_fails_the_check_of_a_pull_request(tmp_path: Path) -> None:
    """Nothing is judged beside it as if everything were new; where nobody named a base, it is a warning."""
    base = MemoryRepository()
    base.add({**files_below(BASE), "content/site.yaml": b"title: [\n"})
    work = replace(inspection(tmp_path, {RETENTION: "# Retention\n\nGone.\n"}), base=base)
    for named, severity in ((True, Severity.ERROR), (False, Severity.WARNING)):
        found = list(check(replace(work, named=named)))
        assert [one.severity for one in found if isinstance(one, Problem) and one.code == "PS-642"] == [severity]
        assert not [one for one in found if isinstance(one, Review)]


def test_names_of_files_are_words(tmp_path: Path) -> None:
    """H5: a path with escape codes, backticks and bars breaks neither a table nor a terminal, and is cut."""
    name = "content/privacy/en/a`b|c\u202ed" + "x" * 150 + ".md"
    review, problems = reviewed(tmp_path, {name: "# X\n\nText.\n", RETENTION: "# Retention\n\nGone.\n"})
    for said in (comment(review, problems), summary([review], problems)):
        assert "\u202e" not in said
        assert "``content/privacy/en/a`b" in said
    for form in Format:
        assert "\u202e" not in written(problems, form)


def test_a_redline_is_cut_between_blocks_and_leads_to_the_rest(tmp_path: Path) -> None:
    """Below 60,000 characters, whole blocks only, and a link; the summary of the run has more of it."""
    paragraphs = [
        f"Paragraph {n} says that we keep your data for {n} days and no longer than that." for n in range(760)
    ]
    review, problems = reviewed(tmp_path, {RETENTION: "# Retention\n\n" + "\n\n".join(paragraphs) + "\n"})
    said = comment(review, problems, "https://github.example/run")
    assert len(said) < COMMENT
    assert said.endswith("… the rest is too long to be shown here: https://github.example/run\n")
    blocks = said.strip().split("\n\n")
    assert re.fullmatch(r"<ins>Paragraph \d+ says .* than that\.</ins>", blocks[-2])
    whole = summary([review], problems)
    assert len(whole) > len(said)
    assert "Paragraph 759 says" in whole


def test_a_change_of_nothing_is_silent(tmp_path: Path) -> None:
    """A comment that is there says that nothing changes any more; the summary says it too."""
    review, problems = reviewed(tmp_path, {})
    assert review.is_silent
    assert comment(review, problems) == f"{marker('privacy')}\n\nNothing of `privacy` changes any more.\n"
    assert "No text, release or date of a policy changes." in summary([review], problems)


def problem(number: int, severity: Severity) -> Problem:
    place = Place(f"content/{number:02}.md", number + 1, 3)
    return Problem(code="PS-107", message=f"fault {number}", place=place, hint="mend: 100% of it", severity=severity)


@pytest.mark.parametrize(
    ("errors", "warnings", "notes"), [(0, 0, 0), (10, 10, 10), (11, 3, 0), (30, 40, 50), (0, 0, 11)]
)
def test_annotations_stay_within_what_github_shows(errors: int, warnings: int, notes: int) -> None:
    """At most ten of a kind, the worst first, and how many more there are; none is lost without a word."""
    found = [problem(n, Severity.ERROR) for n in range(errors)]
    found += [problem(n, Severity.WARNING) for n in range(warnings)]
    found += [problem(n, Severity.NOTE) for n in range(notes)]
    lines = written(found, Format.GITHUB).splitlines()
    kinds = [re.match(r"::(\w+)", line) for line in lines]
    counts = [sum(1 for kind in kinds if kind and kind[1] == word) for word in ("error", "warning", "notice")]
    assert max(counts) <= ANNOTATED
    assert kinds == sorted(kinds, key=lambda kind: ("error", "warning", "notice").index(kind[1] if kind else ""))
    more = re.fullmatch(r"::notice::(\d+) more in the summary of this check", lines[-1]) if lines else None
    shown = len(lines) - (1 if more else 0)
    assert shown + (int(more[1]) if more else 0) == len(found)
    assert bool(more) == (max(errors, warnings, notes) > ANNOTATED)


# What GitHub's code scanning reads of SARIF 2.1.0, as the standard has it (sections 3.13, 3.14, 3.27, 3.29, 3.30).
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"required": ["text"]},
                                                "fullDescription": {"required": ["text"]},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["message", "ruleId", "level"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"pattern": r"^PS-\d{3}$"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"], "properties": {"text": {"minLength": 1}}},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {"uri": {"pattern": "^[^\\s:]+$"}},
                                                        "required": ["uri"],
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {"minimum": 1},
                                                            "startColumn": {"minimum": 1},
                                                        },
                                                        "required": ["startLine"],
                                                    },
                                                },
                                            }
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


def test_sarif_has_every_problem_where_it_is(tmp_path: Path) -> None:
    """Version 2.1.0; each result has its rule, level, place and a fingerprint that does not depend on the line."""
    _, problems = reviewed(
        tmp_path, {RETENTION: "# Retention\n\nWe keep your\u200b data for 900 days.\n", "content/a b.yaml": "x: 1\n"}
    )
    problems += [problem(n, Severity.WARNING) for n in range(70)]
    log = json.loads(written(problems, Format.SARIF))
    jsonschema.Draft202012Validator(SARIF).validate(log)
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert len(one["results"]) == len(dict.fromkeys(problems))
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    (found,) = (result for result in one["results"] if result["ruleId"] == "PS-107" and "200B" in str(result))
    location = found["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == RETENTION
    assert location["region"] == {"startLine": 3, "startColumn": 13}
    assert any(
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "content/a%20b.yaml"
        for r in one["results"]
        if "locations" in r
    )
