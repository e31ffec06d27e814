"""What reading a long history costs, in steps and not in seconds; and translations over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import history as long
from site_builder import versions
from site_builder.doors.git import GitRepository, open_repository
from site_builder.meaning import says_the_same
from site_builder.model.revision import Repository
from site_builder.model.version import Status, Version
from site_builder.publisher import read_publisher
from tests import publisher as p
from tests.publisher import FOLDER, Publisher


@dataclass
class Counted(GitRepository):
    """A repository that counts what it is asked for."""

    batches: int = 0
    blobs: list[str] = field(default_factory=list)

    def read(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        wanted = list(blobs)
        self.batches += bool(wanted)
        self.blobs += wanted
        return super().read(wanted)


def counted(path: Path) -> Counted:
    found = open_repository(path)
    made = Counted.__new__(Counted)
    made.git_dir, made.commit, made.batches, made.blobs = found.git_dir, found.commit, 0, []
    return made


def all_versions(repository: Repository) -> dict[str, Version]:
    publisher = read_publisher(repository, repository.tree())
    releases = [one.release for one in publisher.releases["privacy"]]
    archive = versions.read_archive(repository, publisher.zone)
    made = versions.make_versions(archive, releases, publisher.site, says_the_same)
    return {version.label: version for _, version in made if version is not None}


def test_a_long_history_is_read_once(tmp_path: Path) -> None:
    """Each commit costs the files that it changed; the number of times that git is started does not grow with it."""
    commits = 2500
    long.make(tmp_path / "long", commits)
    repository = counted(tmp_path / "long")
    publisher = read_publisher(repository, repository.tree())
    releases = [one.release for one in publisher.releases["privacy"]]
    repository.blobs.clear()
    repository.batches = 0
    archive = versions.read_archive(repository, publisher.zone)
    assert len(versions.open_texts(archive, releases)) == 2
    # One more for each file that is read again, because a text was found there, and for the first commit.
    assert len(repository.blobs) <= commits + 3 * (len(long.SECTIONS) + 3)
    assert repository.batches <= commits / 512 + 4


def chinese(made: Publisher, label: str = "2026-01-28") -> tuple[Status, str]:
    edition = all_versions(open_repository(made.path))[label].editions["zh-Hans"]
    (section,) = (one for one in edition.document.sections if one.id == "scope")
    return edition.status, section.title


def start(path: Path) -> Publisher:
    """A version whose translation is whole."""
    made = Publisher(path / "repository")
    files = p.simple_files()
    files[f"{FOLDER}/zh-Hans/retention.md"] = p.translation(
        p.RETENTION, "# 保留\n\n我们保留数据 30 天。见[](#scope)。\n"
    )
    made.commit(files)
    return made


def second(made: Publisher, scope: str) -> None:
    text = p.document(scope=scope, retention=p.RETENTION)
    release = p.release(2, text, "2026-03-01", "2026-04-01")
    made.commit({f"{FOLDER}/en/scope.md": scope, f"{FOLDER}/releases/2026-04-01.yaml": release})


def test_a_translation_stays_current_across_an_editorial_change(tmp_path: Path) -> None:
    """Other punctuation and bold type: not a word is different, so the translation goes on."""
    made = start(tmp_path)
    second(made, "# Scope\n\nThis policy covers **the app**!\n")
    assert chinese(made, "2026-04-01") == (Status.CURRENT, "范围")


def test_a_translation_of_other_words_never_passes_for_the_new_text(tmp_path: Path) -> None:
    """One word more, a number, a symbol or another reference is another text."""
    for number, scope in enumerate(
        (
            "# Scope\n\nThis policy covers the app not.\n",
            "# Scope\n\nThis policy covers the app 2.\n",
            "# Scope\n\nThis policy covers the app €.\n",
            "# Scope\n\nThis policy covers the app [](#retention).\n",
            "# Scopes\n\nThis policy covers the app.\n",
        )
    ):
        (tmp_path / str(number)).mkdir()
        made = start(tmp_path / str(number))
        second(made, scope)
        assert chinese(made, "2026-04-01") == (Status.PARTIAL, scope[2:].partition("\n")[0])


def test_a_late_translation_reaches_the_version_that_it_belongs_to(tmp_path: Path) -> None:
    made = start(tmp_path)
    scope = "# Scope\n\nThis policy covers everything.\n"
    second(made, scope)
    assert chinese(made, "2026-04-01")[0] is Status.PARTIAL
    made.commit({f"{FOLDER}/zh-Hans/scope.md": p.translation(scope, "# 全部\n\n本政策适用于一切。\n")})
    assert chinese(made, "2026-04-01") == (Status.CURRENT, "全部")
    assert chinese(made) == (Status.CURRENT, "范围"), "the earlier version keeps its own"


def test_of_several_translations_the_newest_counts(tmp_path: Path) -> None:
    """Also one that was corrected for a text that differs only in its punctuation; and one that is gone stays."""
    made = start(tmp_path)
    made.commit({f"{FOLDER}/zh-Hans/scope.md": p.translation(p.SCOPE, "# 适用范围\n\n本政策适用于本应用。\n")})
    assert chinese(made) == (Status.CURRENT, "适用范围")
    spelled = "# Scope\n\nThis policy covers the app!\n"
    second(made, spelled)
    made.commit({f"{FOLDER}/zh-Hans/scope.md": p.translation(spelled, "# 覆盖范围\n\n本政策适用于本应用！\n")})
    assert chinese(made) == chinese(made, "2026-04-01") == (Status.CURRENT, "覆盖范围")
    made.commit({f"{FOLDER}/zh-Hans/scope.md": None})
    assert chinese(made) == (Status.CURRENT, "覆盖范围")


def test_a_renamed_section_keeps_its_translation(tmp_path: Path) -> None:
    made = start(tmp_path)
    text = p.document(coverage=p.SCOPE, retention=p.RETENTION.replace("#scope", "#coverage"))
    policy = p.POLICY.replace("[scope,", "[coverage,") + "formerly: {coverage: [scope]}\n"
    made.commit(
        {
            f"{FOLDER}/policy.yaml": policy,
            f"{FOLDER}/en/scope.md": None,
            f"{FOLDER}/en/coverage.md": p.SCOPE,
            f"{FOLDER}/en/retention.md": p.RETENTION.replace("#scope", "#coverage"),
            f"{FOLDER}/releases/2026-04-01.yaml": p.release(2, text, "2026-03-01", "2026-04-01"),
        }
    )
    edition = all_versions(open_repository(made.path))["2026-04-01"].editions["zh-Hans"]
    assert "coverage" not in edition.fallback
    assert edition.document.sections[0].title == "范围"


def test_settings_that_come_after_a_translation_count_for_it(tmp_path: Path) -> None:
    """Its locale, or a section that it refers to, is listed one commit later than the file is there."""
    scope = "# Scope\n\nThis policy covers the app. See [](#retention).\n"
    files = p.simple_files()
    files[f"{FOLDER}/en/scope.md"] = scope
    files[f"{FOLDER}/zh-Hans/scope.md"] = p.translation(scope, "# 范围\n\n见[](#retention)。\n")
    text = p.document(scope=scope, retention=p.RETENTION)
    files[f"{FOLDER}/releases/2026-01-28.yaml"] = p.release(1, text, "2026-01-28", "2026-01-28")
    for number, (now, before) in enumerate({"[en, zh-Hans]": "[en]", "[scope, retention]": "[scope]"}.items()):
        made = Publisher(tmp_path / str(number))
        made.commit({**files, f"{FOLDER}/policy.yaml": p.POLICY.replace(now, before)})
        made.commit({f"{FOLDER}/policy.yaml": p.POLICY})
        assert chinese(made) == (Status.PARTIAL, "范围")


def test_what_was_a_submodule_or_a_link_once_is_no_file_of_history(tmp_path: Path) -> None:
    """It has no text, and an object that was never here is not missed."""
    made = Publisher(tmp_path / "repository")
    for name in ("content/site.yaml", "content/terms/policy.yaml"):
        made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{name}")
    made.git("commit", "--quiet", "--message", "Somebody's idea")
    (made.path / "content/other").mkdir(parents=True)
    (made.path / "content/other/policy.yaml").symlink_to("../site.yaml")
    files = p.simple_files()
    made.commit({name: body for name, body in files.items() if name != "content/site.yaml"})
    made.git("update-index", "--force-remove", "content/terms/policy.yaml", "content/other/policy.yaml")
    (made.path / "content/other/policy.yaml").unlink()
    made.commit(files)
    assert chinese(made) == (Status.PARTIAL, "范围")


def test_a_newer_translation_that_an_older_version_cannot_carry_leaves_it_its_own(tmp_path: Path) -> None:
    """It refers to a section that is not there yet; the page would fall back to English although it was translated."""
    made = Publisher(tmp_path / "repository")
    made.commit(p.simple_files())
    newer = p.translation(p.SCOPE, "# 适用范围\n\n见[](#more)。\n")
    settings = p.POLICY.replace("retention]", "retention, more]")
    made.commit(
        {
            f"{FOLDER}/policy.yaml": settings,
            f"{FOLDER}/en/more.md": "# More\n\nWords.\n",
            f"{FOLDER}/zh-Hans/scope.md": newer,
        }
    )
    assert chinese(made) == (Status.PARTIAL, "范围")
    text = p.document(scope=p.SCOPE, retention=p.RETENTION, more="# More\n\nWords.\n")
    made.commit({f"{FOLDER}/releases/2026-04-01.yaml": p.release(2, text, "2026-03-01", "2026-04-01")})
    assert chinese(made, "2026-04-01") == (Status.PARTIAL, "适用范围")
    # Whoever goes back and forth makes no circle of it.
    made.commit({f"{FOLDER}/zh-Hans/scope.md": p.simple_files()[f"{FOLDER}/zh-Hans/scope.md"]})
    made.commit({f"{FOLDER}/zh-Hans/scope.md": newer})
    assert chinese(made) == (Status.PARTIAL, "范围")
