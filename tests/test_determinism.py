"""Same inputs, same bytes: nothing of the machine is in the site.

A build is repeated in environments that differ in one thing each, and compared file by file with rights and bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import pytest

from tests import building

# Python imports this at its start: the order in which a folder gives its files is then a bad one.
DISORDER = """
import os, random

_listdir, _scandir = os.listdir, os.scandir
_order = random.Random({seed})

def listdir(*arguments):
    names = sorted(_listdir(*arguments))
    _order.shuffle(names)
    return names

class scandir:
    def __init__(self, *arguments):
        with _scandir(*arguments) as entries:
            self.entries = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        _order.shuffle(self.entries)
    def __iter__(self): return iter(self.entries)
    def __next__(self): return self.entries.pop(0)
    def __enter__(self): return self
    def __exit__(self, *_): return None
    def close(self): pass

os.listdir, os.scandir = listdir, scandir
"""
# What a user's own settings may do to git.
GITCONFIG = """
[core]
	autocrlf = true
	quotePath = true
	pager = false
	abbrev = 4
[diff]
	renames = copies
	noprefix = true
	external = false
[log]
	showSignature = true
	date = relative
[i18n]
	logOutputEncoding = UTF-16
[color]
	ui = always
"""


@dataclass(frozen=True)
class Elsewhere:
    """One way in which another machine differs."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: int = -1
    disorder: int = 0
    home: bool = False
    cwd: bool = False
    clone: bool = False
    zones: bool = False
    flags: tuple[str, ...] = ()


MACHINES = [
    *(Elsewhere(f"hash seed {seed}", {"PYTHONHASHSEED": seed}) for seed in ("0", "1", "4242")),
    *(Elsewhere(f"time zone {zone}", {"TZ": zone}) for zone in ("Pacific/Kiritimati", "America/St_Johns")),
    *(Elsewhere(f"locale {name}", {"LC_ALL": name, "LANGUAGE": name}) for name in ("C", "tr_TR.UTF-8", "ar_EG.UTF-8")),
    Elsewhere("legacy encoding", {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    Elsewhere("umask 077", umask=0o077),
    Elsewhere("umask 000", umask=0),
    *(Elsewhere(f"file order {seed}", disorder=seed) for seed in (1, 2, 3)),
    Elsewhere("other rules for time zones", zones=True),
    Elsewhere("another user", home=True),
    Elsewhere("another folder to work in", cwd=True),
    Elsewhere("a clone elsewhere", clone=True),
    Elsewhere("optimised", flags=("-OO",)),
    Elsewhere("a date for reproducible builds", {"SOURCE_DATE_EPOCH": "86400"}),
]


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publisher's repository."""
    return building.publisher(tmp_path_factory.mktemp("publisher") / "repo")


@pytest.fixture(scope="module")
def expected(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """The site as it is built here."""
    files = building.tree(building.build(repo, tmp_path_factory.mktemp("here") / "site"))
    assert len(files) > 20
    return files


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_another_machine_makes_the_same_site(
    machine: Elsewhere, repo: Path, expected: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    """Every byte and every file's rights are the same."""
    environment = dict(machine.environment)
    if machine.disorder:
        environment["PYTHONPATH"] = str(_disorder(tmp_path / "disorder", machine.disorder))
    if machine.home:
        home = tmp_path / "home of somebody"
        home.mkdir()
        (home / ".gitconfig").write_text(GITCONFIG, "utf-8")
        environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "USER": "somebody", "LOGNAME": "somebody"}
    if machine.zones:
        environment["PYTHONTZPATH"] = str(_moved_zones(tmp_path / "zones"))
    if machine.clone:
        clone = tmp_path / "a clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(repo), str(clone)], check=True)
        repo = clone
    site = building.build(
        repo,
        tmp_path / "site",
        environment=environment,
        cwd=tmp_path if machine.cwd else None,
        umask=machine.umask,
        python=(sys.executable, *machine.flags),
    )
    assert building.tree(site) == expected


def test_nothing_of_the_machine_is_in_the_site(repo: Path, tmp_path: Path) -> None:
    """No folder, user or secret of the environment gets into a file."""
    home = tmp_path / "canary-home"
    home.mkdir()
    environment = {"HOME": str(home), "USER": "canary-user", "API_TOKEN": "canary-token", "HOSTNAME": "canary-host"}
    site = building.build(repo, tmp_path / "canary-out", environment=environment)
    for path in site.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert b"canary" not in body, path
            assert str(tmp_path).encode() not in body, path
            assert str(building.REPOSITORY).encode() not in body, path


def test_a_second_build_touches_nothing(repo: Path, tmp_path: Path) -> None:
    """Built again, the site is the same files, not only the same bytes."""
    site = building.build(repo, tmp_path / "site")
    before = {path: path.stat() for path in site.rglob("*")}
    target = site.resolve()
    building.build(repo, tmp_path / "site")
    assert site.resolve() == target
    after = {path: path.stat() for path in site.rglob("*")}
    assert {path: (one.st_ino, one.st_mtime_ns) for path, one in before.items()} == {
        path: (one.st_ino, one.st_mtime_ns) for path, one in after.items()
    }


def test_the_hour_of_the_build_does_not_matter(repo: Path, tmp_path: Path) -> None:
    """Between two declared instants, the record aside, it does not matter when the site is built."""
    first, second = (
        building.tree(building.build(repo, tmp_path / name, options=("--as-of", as_of)))
        for name, as_of in (("one", "2030-01-01T00:00:00Z"), ("two", "2031-07-07T07:07:07Z"))
    )
    assert first == second


def test_the_disorder_is_real(tmp_path: Path) -> None:
    """The module that puts files out of order does so."""
    for number in range(20):
        (tmp_path / f"{number:02}").touch()
    script = "import os, sys; print([[e.name for e in os.scandir(sys.argv[1])], os.listdir(sys.argv[1])])"
    environment = {"PYTHONPATH": str(_disorder(tmp_path / "disorder", 1))}
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "'00', '01', '02'" not in done.stdout
    assert done.stdout.count("'07'") == 2


def _moved_zones(folder: Path) -> Path:
    """A database of time zones in which Shanghai keeps the hours of Kiritimati."""
    (folder / "Asia").mkdir(parents=True)
    zone = resources.files("tzdata") / "zoneinfo" / "Pacific" / "Kiritimati"
    (folder / "Asia" / "Shanghai").write_bytes(zone.read_bytes())
    return folder


def _disorder(folder: Path, seed: int) -> Path:
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(DISORDER.format(seed=seed), "utf-8")
    return folder


def test_the_note_beside_the_site_says_what_it_was_built_of(tmp_path: Path) -> None:
    """Commit, instant and the customs by which dates are written: what a later build may differ in."""
    repo = building.publisher(tmp_path / "repository")
    out = building.build(repo, tmp_path / "site")
    (note,) = (tmp_path / "site.d").glob("*.json")
    said = json.loads(note.read_text("utf-8"))
    assert (said["as_of"], len(said["commit"])) == ("2030-01-01T00:00:00+00:00", 40)
    assert said["cldr"].isdecimal()
    assert not (out / note.name).exists()
