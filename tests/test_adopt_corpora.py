"""Real histories are adopted whole, and what comes of them checks and builds.

A few texts of each bundle are adopted each time; ``python -m benchmarks.adopt`` adopts all of them.
"""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder import publisher
from site_builder.compare import compare
from site_builder.doors.cli import main
from site_builder.doors.git import open_repository
from site_builder.meaning import says_the_same
from site_builder.versions import make_versions, read_archive
from tests.shared import bundle

# By bundle: the texts, and how many policies and versions they are. The languages are English and Chinese.
CHOSEN = {
    "basecamp-policies": (["cancellation/*", "sla/*"], 2, 17),
    "site-policy": (["*github-cookies.md", "*github-logo-policy.md", "*github-subprocessors.md"], 3, 15),
    "GenAI-versions": (["DALL·E/Acceptable*", "Wenxinyiyan/Privacy*", "Le Chat/Privacy*"], 3, 16),
}


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    return done.exit_code, done.output


@pytest.mark.corpora
@pytest.mark.parametrize("name", sorted(CHOSEN))
def test_a_real_history_is_adopted_checks_and_builds(name: str, tmp_path: Path) -> None:
    """Every version is found by its digest, and no redline of neighbours loses a word; nothing is at fault."""
    globs, policies, versions = CHOSEN[name]
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--bare", str(bundle(name)), str(clone)], check=True, capture_output=True
    )
    chosen = [part for glob in globs for part in ("--select", glob)]
    code, said = run("adopt", clone, "--out", tmp_path / "ours", *chosen)
    assert code == 0, said
    assert f"{versions} new versions, {policies} policies" in said
    code, said = run("check", "--repo", tmp_path / "ours")
    assert (code, "error[" in said) == (0, False), said
    code, said = run(
        "build", "--repo", tmp_path / "ours", "--out", tmp_path / "site", "--as-of", "2026-06-01T00:00:00Z"
    )
    assert code == 0, said
    assert _compared(tmp_path / "ours") == versions - policies


def _compared(repo: Path) -> int:
    """How many neighbours were compared; a redline that loses or invents a word raises."""
    repository = open_repository(repo)
    settled = publisher.read_publisher(repository, repository.tree())
    compared = 0
    for policy in settled.policies:
        releases = [one.release for one in settled.releases[policy.id]]
        archive = read_archive(repository, settled.zone)
        documents = [
            version.governing.document
            for _, version in make_versions(archive, releases, settled.site, says_the_same)
            if version is not None
        ]
        assert len(documents) == len(releases)
        for before, after in itertools.pairwise(documents):
            compare(before, after)
            compared += 1
    return compared
