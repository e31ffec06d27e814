"""What the repository's own files may and may not say."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

pytestmark = pytest.mark.house

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))

# Written apart, so that this file does not say what it forbids.
MACHINE = re.compile(
    r"(?<![\w.$-])/(?:{})/".format("|".join(["wo" + "rk", "ro" + "ot", "fa" + "rm", "ho" + "me", "Us" + "ers"]))
)
HOSTS = re.compile(
    "|".join(["registry" + r"\.npmjs", "pypi" + r"\.org", "files" + r"\.pythonhosted", "deb" + r"\.debian"])
)


def tracked() -> dict[str, str]:
    """The text of every tracked file by its path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    texts = {}
    for path in listed.decode().split("\0"):
        file = REPOSITORY / path
        if path and file.is_file() and b"\0" not in (body := file.read_bytes()):
            texts[path] = body.decode("utf-8", errors="replace")
    return texts


def pins(name: str) -> dict[str, Version]:
    """The versions that a constraints file names."""
    lines = (REPOSITORY / name).read_text("utf-8").splitlines()
    found = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(package): Version(version) for package, version in found}


def requirements(*groups: str) -> list[Requirement]:
    """What the program needs, and what the groups add."""
    return [
        Requirement(one)
        for one in [
            *PROJECT["project"]["dependencies"],
            *(r for g in groups for r in PROJECT["dependency-groups"][g]),
        ]
    ]


@pytest.mark.parametrize("forbidden", [MACHINE, HOSTS], ids=["paths of a machine", "package hosts"])
def test_no_file_names_a_machine(forbidden: re.Pattern[str]) -> None:
    """The repository means the same on every machine: no absolute path of one, no host that packages come from."""
    texts = tracked()
    assert "pyproject.toml" in texts
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if forbidden.search(line)
    ]
    assert found == []


def test_lock_files_have_no_addresses() -> None:
    """Pins are names and versions, npm's with digests; where packages come from is a machine's setting."""
    for name in ("constraints.txt", "constraints-lowest.txt"):
        lines = [line for line in (REPOSITORY / name).read_text("utf-8").splitlines() if not line.startswith("#")]
        assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.!+]*", line)] == []
    lock = json.loads((REPOSITORY / "tests/browser/package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry.get("integrity")] == []


def test_everything_needed_is_pinned() -> None:
    """Each requirement has a pin that fulfils it, and what is installed here is what is pinned."""
    newest = pins("constraints.txt")
    for one in requirements("test"):
        assert newest[canonicalize_name(one.name)] in one.specifier, one
    unpinned = {canonicalize_name(one.name) for one in metadata.distributions()} - newest.keys()
    assert unpinned <= {"policy-site-builder", "setuptools"}


def test_the_lowest_pins_are_the_lowest_versions_allowed() -> None:
    """`make lowest` tests the lower bounds that pyproject.toml promises, and no others."""
    lowest = pins("constraints-lowest.txt")
    for one in requirements():
        (bound,) = [each.version for each in one.specifier if each.operator == ">="]
        assert lowest[canonicalize_name(one.name)] == Version(bound), one


def test_actions_are_pinned_by_commit() -> None:
    """A tag can be moved by whoever owns it; a commit cannot. The tag stands beside it for people."""
    uses = [
        f"{path}: {line.strip()}"
        for path, text in tracked().items()
        if path.startswith(".github/") and path.endswith(".yml")
        for line in text.splitlines()
        if re.search(r"\buses:", line)
    ]
    assert uses
    # What begins with `$/` is this repository at the very commit that runs.
    pinned = re.compile(r"uses: ([\w./-]+@[0-9a-f]{40} # v\d|\$/\.github/actions/)")
    assert [line for line in uses if not pinned.search(line)] == []


def test_versions_agree() -> None:
    """The package, the distribution and the change log speak of one version."""
    init = (REPOSITORY / "site_builder/__init__.py").read_text("utf-8")
    version = PROJECT["project"]["version"]
    assert f'__version__ = "{version}"' in init
    assert re.search(
        rf"^## \[(Unreleased|{re.escape(version)})\]",
        (REPOSITORY / "CHANGELOG.md").read_text("utf-8"),
        re.MULTILINE,
    )
