"""The same edits, landed in every way that git knows: the same versions, and the same bytes of the whole site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from site_builder import schedule, versions
from site_builder.build import Work, build
from site_builder.doors.disk import shipped
from site_builder.doors.git import open_repository
from site_builder.meaning import says_the_same
from site_builder.model.artifact import Artifact
from site_builder.model.release import Release
from site_builder.model.version import Version
from site_builder.problems import Problem, Severity
from site_builder.publisher import read_publisher
from tests import publisher as p
from tests.publisher import FOLDER, Publisher

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WORDING = "# Retention\n\nWe keep data for 45 days. See [](#scope).\n"
FINAL = "# Retention\n\nWe keep data for 60 days. See [](#scope).\n"
LATER = "# Retention\n\nWe keep data for 75 days. See [](#scope).\n"
RETENTION = f"{FOLDER}/en/retention.md"
RELEASE = f"{FOLDER}/releases/2026-04-01.yaml"
DECLARED = p.release(2, p.document(scope=p.SCOPE, retention=FINAL), "2026-03-01", "2026-04-01")
TRANSLATED = {f"{FOLDER}/zh-Hans/retention.md": p.translation(FINAL, "# 保留\n\n我们保留数据 60 天。\n")}
NOTE = {"README.md": "Something else happens meanwhile.\n"}


def branch(made: Publisher) -> None:
    """The work on a branch: a first wording, the final one with its translation, the release."""
    made.git("switch", "--quiet", "--create", "legal")
    made.commit({RETENTION: WORDING})
    made.commit({RETENTION: FINAL, **TRANSLATED})
    made.commit({RELEASE: DECLARED})


def back(made: Publisher) -> None:
    made.git("switch", "--quiet", "main")
    made.commit(NOTE)


def merge_commit(made: Publisher) -> None:
    branch(made)
    back(made)
    made.git("merge", "--quiet", "--no-ff", "--no-edit", "legal")


def squash(made: Publisher) -> None:
    branch(made)
    back(made)
    made.git("merge", "--quiet", "--squash", "legal")
    made.git("commit", "--quiet", "--message", "Everything at once")


def rebase(made: Publisher) -> None:
    branch(made)
    back(made)
    made.git("switch", "--quiet", "legal")
    made.git("rebase", "--quiet", "main")
    made.git("switch", "--quiet", "main")
    made.git("merge", "--quiet", "--ff-only", "legal")


def branch_that_merged_main(made: Publisher) -> None:
    """After the fast-forward, the first-parent line of main runs through the branch."""
    branch(made)
    back(made)
    made.git("switch", "--quiet", "legal")
    made.git("merge", "--quiet", "--no-edit", "main")
    made.git("switch", "--quiet", "main")
    made.git("merge", "--quiet", "--ff-only", "legal")


def cherry_pick(made: Publisher) -> None:
    branch(made)
    back(made)
    made.git("cherry-pick", "main..legal")


def revert_and_land_again(made: Publisher) -> None:
    merge_commit(made)
    made.git("revert", "--no-edit", "--mainline", "1", "HEAD")
    made.git("revert", "--no-edit", "HEAD")


def release_before_the_last_wording(made: Publisher) -> None:
    made.commit({RETENTION: WORDING, RELEASE: DECLARED})
    made.commit({RETENTION: FINAL, **TRANSLATED, **NOTE})


def drafts_after_the_release(made: Publisher) -> None:
    made.commit({RETENTION: FINAL, **TRANSLATED, **NOTE})
    made.commit({RELEASE: DECLARED})
    made.commit({RETENTION: LATER})


def octopus(made: Publisher) -> None:
    branch(made)
    made.git("switch", "--quiet", "--create", "other", "main")
    made.commit({"NOTES": "Another branch.\n"})
    back(made)
    made.git("merge", "--quiet", "--no-edit", "legal", "other")


def merge_that_drops_the_text(made: Publisher) -> None:
    """The final wording is in the history of the branch only: what was merged is a later draft."""
    branch(made)
    made.commit({RETENTION: LATER})
    back(made)
    made.git("merge", "--quiet", "--no-ff", "--no-edit", "legal")


def folder_moved(made: Publisher) -> None:
    merge_commit(made)
    made.git("mv", "content/privacy", "content/data-protection")
    made.git("commit", "--quiet", "--message", "Move the folder")


def folder_moved_between(made: Publisher) -> None:
    """Moved while the work goes on: the first version's text is in one place and the second's in another."""
    made.git("mv", "content/privacy", "content/data-protection")
    made.git("commit", "--quiet", "--message", "Move the folder")
    files = {RETENTION: FINAL, **TRANSLATED, RELEASE: DECLARED}
    made.commit({path.replace("privacy", "data-protection"): body for path, body in files.items()} | NOTE)


def other_spelling(made: Publisher) -> None:
    """Re-wrapped, with CRLF and another bullet sign: the same text."""
    wrapped = "# Retention\r\n\r\nWe keep data\r\nfor 60 days.\r\nSee [](#scope).\r\n"
    made.commit({RETENTION: wrapped, **TRANSLATED, RELEASE: DECLARED, **NOTE})


SHAPES: list[Callable[[Publisher], None]] = [
    merge_commit,
    squash,
    rebase,
    branch_that_merged_main,
    cherry_pick,
    revert_and_land_again,
    release_before_the_last_wording,
    drafts_after_the_release,
    octopus,
    merge_that_drops_the_text,
    folder_moved,
    folder_moved_between,
    other_spelling,
]


def repository(path: Path) -> Publisher:
    made = Publisher(path)
    made.commit(p.simple_files())
    return made


def site_of(path: Path) -> dict[str, bytes]:
    work = Work(repository=open_repository(path), shipped=shipped(), as_of=NOW, previous=None)
    made = list(build(work))
    assert [one for one in made if isinstance(one, Problem) and one.severity is not Severity.NOTE] == []
    return {one.path: one.body for one in made if isinstance(one, Artifact)}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The plain way: one commit behind the other on main."""
    made = repository(tmp_path_factory.mktemp("plain") / "repository")
    made.commit({RETENTION: FINAL, **TRANSLATED})
    made.commit({RELEASE: DECLARED})
    return site_of(made.path)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_shape_of_history_makes_the_same_site(
    shape: Callable[[Publisher], None], expected: dict[str, bytes], tmp_path: Path
) -> None:
    made = repository(tmp_path / "repository")
    shape(made)
    assert site_of(made.path) == expected
    assert "privacy/2026-04-01/index.html" in expected


def test_a_text_is_taken_from_the_earliest_commit_of_the_main_line(tmp_path: Path) -> None:
    """Names that belong to the document are as they were then; a side branch that was earlier does not count."""
    made = repository(tmp_path / "repository")
    publisher = "publisher: {{name: {}}}\n"
    made.git("switch", "--quiet", "--create", "side")
    made.commit({RETENTION: FINAL, "content/site.yaml": p.SITE + publisher.format("Side Ltd")})
    made.git("switch", "--quiet", "main")
    made.commit({"content/site.yaml": p.SITE + publisher.format("Old Ltd")})
    made.commit({RETENTION: FINAL, RELEASE: DECLARED})
    made.commit({"content/site.yaml": p.SITE + publisher.format("New Ltd")})
    made.git("merge", "--quiet", "--no-edit", "--strategy", "ours", "side")
    found = {version.label: version for version in all_versions(made.path)}
    assert found["2026-04-01"].publisher.name == "Old Ltd"
    # The first text is older than any name.
    assert found["2026-01-28"].publisher.name == ""


def test_a_text_of_a_side_branch_is_found_where_it_stands(tmp_path: Path) -> None:
    """Two branches that part and meet: the state of each commit is its own, whatever the order of the walk."""
    made = repository(tmp_path / "repository")
    scope = "# Scope\n\nThis policy covers the website.\n"
    for name, files in {"one": {RETENTION: FINAL}, "two": {f"{FOLDER}/en/scope.md": scope}}.items():
        made.git("switch", "--quiet", "--create", name, "main")
        made.commit(files)
        made.commit({f"{name}.txt": "More.\n"})
        made.git("switch", "--quiet", "main")
    for name in ("one", "two"):
        made.git("merge", "--quiet", "--no-edit", "--no-ff", "--strategy", "ours", name)
    mixed = p.release(3, p.document(scope=scope, retention=FINAL), "2026-03-02", "2026-04-02")
    other = p.release(3, p.document(scope=scope, retention=p.RETENTION), "2026-03-02", "2026-04-02")
    made.commit({RELEASE: DECLARED, f"{FOLDER}/releases/2026-04-02.yaml": other})
    assert [version.label for version in all_versions(made.path)] == ["2026-01-28", "2026-04-01", "2026-04-02"]
    # No commit has both edits at once, and none is made up by mixing the branches.
    made.commit({f"{FOLDER}/releases/2026-04-02.yaml": mixed})
    work = Work(repository=open_repository(made.path), shipped=shipped(), as_of=NOW, previous=None)
    assert [one.code for one in build(work) if isinstance(one, Problem)] == ["PS-401"]


def all_versions(path: Path) -> list[Version]:
    found = open_repository(path)
    publisher = read_publisher(found, found.tree())
    releases: list[Release] = [one.release for one in publisher.releases["privacy"]]
    archive = versions.read_archive(found, publisher.zone)
    made = versions.make_versions(archive, releases, publisher.site, says_the_same)
    kept = [version for _, version in made if version is not None]
    assert schedule.timeline(publisher.policies[0], kept, NOW).in_force is not None
    return kept
