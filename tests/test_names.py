"""What authors call things stays inside the site, whatever they try."""

from __future__ import annotations

import itertools
from datetime import UTC
from pathlib import Path

import pytest

from site_builder import config, routes
from site_builder.content import check_names
from site_builder.doors.worktree import read_worktree
from site_builder.model.revision import Entry
from site_builder.problems import ProblemError

# Parts of names that lead elsewhere on some system, alone and joined with others.
PARTS = [
    "..", ".", "/", "\\", "%2e", "%2f", "\0", "\n", "C:", "~", "$HOME", " ", "\u2024\u2024", "\u2215", "\uff0e", "a",
]  # fmt: skip
PAYLOADS = sorted(
    {"".join(parts) for count in (1, 2, 3) for parts in itertools.product(PARTS, repeat=count)} - {"a", "aa", "aaa"}
)
DEVICES = ["con", "PRN", "aux.md", "nul", "com1", "LPT9.yaml", ".git", ".GIT", "git~1"]


def test_there_are_many() -> None:
    assert len(PAYLOADS) > 300


def test_none_of_them_is_an_id() -> None:
    assert [one for one in PAYLOADS if routes.is_id(one)] == []


@pytest.mark.parametrize("key", ["id", "sections"])
def test_none_of_them_can_be_the_id_of_a_policy_or_a_section(key: str) -> None:
    for one in PAYLOADS:
        quoted = "".join(f"\\x{ord(c):02x}" if ord(c) < 32 else f"\\{c}" if c == "\\" else c for c in one)
        value = f'"{quoted}"' if key == "id" else f'["{quoted}"]'
        keys = {"id": "privacy", "terms_type": "T", "governing": "en", "locales": "[en]", "sections": "[scope]"}
        text = "".join(f"{name}: {content}\n" for name, content in {**keys, key: value}.items())
        with pytest.raises(ProblemError):
            config.read_policy(text, path="policy.yaml", zone=UTC)


@pytest.mark.parametrize("name", [*DEVICES, "a ", "a.", "é.md", "a b.md", "-a.md", "x" * 200])
def test_names_that_other_systems_cannot_hold_are_told(name: str) -> None:
    path = f"content/privacy/en/{name}"
    assert [one.code for one in check_names({path: Entry("100644", "")})] == ["PS-162"]


def test_names_that_are_one_elsewhere_name_each_other() -> None:
    tree = dict.fromkeys(
        ["content/a/S.md", "content/a/s.md", "content/a/stra\u00dfe", "content/a/STRASSE"], Entry("100644", "")
    )
    told = [one.message for one in check_names(tree) if one.code == "PS-161"]
    assert len(told) == 2
    assert "content/a/S.md and content/a/s.md" in told[0]


def test_a_work_tree_is_read_without_following_a_link(tmp_path: Path) -> None:
    """Six kinds of links: to a file, a folder, out of the tree, to nowhere, to itself, to the folder around it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret")
    content = tmp_path / "repo" / "content"
    content.mkdir(parents=True)
    (content / "a.md").write_text("a")
    targets = {"file": "a.md", "folder": "../content", "out": "../../outside", "gone": "x", "self": "self", "up": ".."}
    for name, target in targets.items():
        (content / name).symlink_to(target)
    (tmp_path / "repo" / "themes").symlink_to(outside)
    tree = read_worktree(tmp_path / "repo", {})
    assert {path for path, one in tree.entries.items() if one.mode == "120000"} == {
        "themes",
        *(f"content/{name}" for name in targets),
    }
    assert set(tree.blobs.values()) == {b"a"}
