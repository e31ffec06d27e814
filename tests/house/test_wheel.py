"""What is published as a package works without this repository beside it."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests import building

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist made from the committed files alone, and the wheel made from the sdist alone."""
    folder = tmp_path_factory.mktemp("dist")
    source = folder / "source"
    source.mkdir()
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=building.REPOSITORY, capture_output=True, check=True)
    subprocess.run(["tar", "--extract"], cwd=source, input=archive.stdout, check=True)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_has_all_that_the_program_reads(dist: Path) -> None:
    """Themes, catalogues, workflows, schemas, the mark of typing and the licence ship; tests and content do not."""
    (wheel,) = dist.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    shipped = "site_builder/_shipped"
    assert f"{shipped}/themes/default/style.css" in names
    assert any(name.startswith(f"{shipped}/translations/") and name.endswith("/messages.po") for name in names)
    assert any(name.startswith("site_builder/schemas/") and name.endswith(".schema.json") for name in names)
    assert f"{shipped}/github/workflows/check.yml" in names
    assert f"{shipped}/github/actions/comment/comment.sh" in names
    assert "site_builder/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"site_builder", "policy_site_builder"}


def test_the_sdist_has_the_tests(dist: Path) -> None:
    """Whoever packages the program can test it."""
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"tests/test_determinism.py", "constraints.txt", "content/site.yaml", "Makefile"} <= names


def test_an_installed_wheel_builds_the_same_site(dist: Path, tmp_path: Path) -> None:
    """In an empty environment, away from this repository, the wheel builds what the checkout builds."""
    (wheel,) = dist.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-input"]
    pins = building.REPOSITORY / "constraints.txt"
    subprocess.run([*install, "--constraint", str(pins), str(wheel)], check=True)
    repo = building.publisher(tmp_path / "publisher")
    (tmp_path / "elsewhere").mkdir()
    installed = building.build(
        repo, tmp_path / "elsewhere" / "site", python=(python, "-I"), cwd=tmp_path, environment={"PYTHONPATH": ""}
    )
    assert building.tree(installed) == building.tree(building.build(repo, tmp_path / "site"))
