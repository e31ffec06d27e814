"""The rules about characters on real policies: every alarm is listed here and judged; there is no other.

The histories are those that GitHub and Basecamp keep of their own policies, and what Open Terms Archive recorded of
others'. In the last, texts were taken from web pages by a program, with whatever the pages had in them.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from site_builder.content import review
from tests.shared import bundle

# By history: the code, what was found, in how many files, and the verdict on it.
ALARMS = {
    "site-policy": {("PS-143", ""): 9},  # {% data … %}: GitHub's own templates, which readers would see as they stand
    "basecamp-policies": {("PS-143", ""): 8},  # {{ site.email_support }}: Jekyll's, likewise
    "GenAI-versions": {
        # An accent stored apart from its letter, in a web page. True, and a warning only.
        ("PS-105", "letters are stored in parts (Unicode NFD); they count as the whole letters"): 1,
        # In an address of a web page in Swedish: it could reorder what follows, and is of no use there. True.
        ("PS-106", "a character that reorders the text around it: U+202D LEFT-TO-RIGHT OVERRIDE"): 1,
        # Left behind by editors of web pages, at the start of paragraphs and around links. Nobody sees them, searching
        # and comparing stumble over them, and nothing in these texts needs them. All true.
        ("PS-107", "a character that nobody can see: U+200B ZERO WIDTH SPACE"): 8,
        ("PS-107", "a character that nobody can see: U+200D ZERO WIDTH JOINER"): 16,
        ("PS-107", "a character that nobody can see: U+2060 WORD JOINER"): 19,
    },
}


@pytest.mark.corpora
@pytest.mark.parametrize("name", sorted(ALARMS))
def test_every_alarm_on_real_policies_is_a_true_one(name: str, tmp_path: Path) -> None:
    clone = tmp_path / name
    subprocess.run(["git", "clone", "--quiet", str(bundle(name)), str(clone)], check=True, capture_output=True)
    found: Counter[tuple[str, str]] = Counter()
    files = sorted(clone.rglob("*.md"))
    assert len(files) > 20
    for path in files:
        for one in review(path.read_bytes(), path=path.relative_to(clone).as_posix(), locale="en"):
            what = "" if one.code == "PS-143" else one.message.split(" (and ")[0]
            found[one.code, what] += 1
    assert found == ALARMS[name]
