"""From a repository to a site: what is in it, what is not, and what stops it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from site_builder import routes
from site_builder.build import Work, build
from site_builder.doors.disk import shipped
from site_builder.doors.git import open_repository
from site_builder.model.artifact import Artifact
from site_builder.model.record import Record
from site_builder.outputs import events
from site_builder.problems import Problem, Severity
from tests import publisher as p
from tests.publisher import Publisher

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
SEED = ROOT / "tests" / "cases" / "seed" / "privacy-policy.txt"

Built = tuple[dict[str, bytes], list[Problem]]


@pytest.fixture
def repository(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "repository")
    made.commit(p.simple_files())
    return made


def made_from(path: Path, as_of: datetime = NOW, previous: Record | None = None) -> Built:
    work = Work(repository=open_repository(path), shipped=shipped(), as_of=as_of, previous=previous)
    made = list(build(work))
    artifacts = {one.path: one.body for one in made if isinstance(one, Artifact)}
    problems = [one for one in made if isinstance(one, Problem) and one.severity is not Severity.NOTE]
    return artifacts, problems


def read(files: dict[str, bytes], path: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(files[path])


def record_of(files: dict[str, bytes]) -> Record:
    record = events.read_record(lambda address: files.get(routes.file_of(address)))
    assert record is not None
    return record


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words(page: bytes) -> str:
    parser = _Words()
    parser.feed(page.decode())
    return " ".join(" ".join(parser.words).split())


def test_the_pages_and_files_of_a_policy_are_there(repository: Publisher) -> None:
    files, problems = made_from(repository.path)
    assert problems == []
    pages = ["", "privacy/", "privacy/2026-01-28/", "privacy/history/", "embed/privacy/"]
    for page in pages:
        for locale in ("", "en/", "zh-Hans/"):
            assert f"{page}{locale}index.html" in files
    assert {
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "_headers",
        "nginx.conf",
        "manifest.json",
    } <= files.keys()


def test_a_page_says_the_words_of_its_language_and_marks_what_is_not_translated(
    repository: Publisher,
) -> None:
    files, _ = made_from(repository.path)
    assert "This policy covers the app." in words(files["privacy/index.html"])
    page = files["privacy/zh-Hans/index.html"]
    assert "本政策适用于本应用。" in words(page)
    assert "We keep data for 30 days." in words(page)
    _, _, retention = page.partition(b'id="s-retention"')
    assert b'<div lang="en" dir="ltr">' in retention
    assert b'lang="en" dir="ltr"' not in page.partition(b'id="s-scope"')[2].partition(b'id="s-retention"')[0]
    version = read(files, "api/v1/privacy/versions/2026-01-28/zh-Hans.json")
    assert version["status"] == "partial"
    assert [section["locale"] for section in version["sections"]] == ["zh-Hans", "en"]


def test_the_app_reads_what_is_in_force(repository: Publisher) -> None:
    files, _ = made_from(repository.path)
    current = read(files, "api/v1/privacy/current.json")
    assert current["current"]["revision"] == 1
    assert current["current"]["effective_at"] == "2026-01-27T16:00:00Z"
    assert current["audiences"]["default"] == {
        "notice": {"min_told_revision": 0, "mode": "silent"},
        "acceptance": {"min_accepted_revision": 0, "mode": "silent"},
        "by_mode": {},
        "baseline_revision": 1,
    }
    assert current["locales"] == {
        "en": {"status": "governing", "text_revision": 1},
        "zh-Hans": {"status": "partial", "text_revision": 1},
    }
    (policy,) = read(files, "api/v1/index.json")["policies"]
    assert policy == {key: value for key, value in current.items() if key != "$schema"}


def test_every_text_is_a_file_whose_bytes_have_the_digest_in_its_name(repository: Publisher) -> None:
    files, _ = made_from(repository.path)
    texts = [path for path in files if path.startswith("api/v1/texts/")]
    assert len(texts) == 2
    from hashlib import sha256  # noqa: PLC0415 - as an auditor would

    for path in texts:
        assert Path(path).stem == f"c1-sha256-{sha256(files[path]).hexdigest()}"


def test_a_draft_is_not_on_the_site(repository: Publisher) -> None:
    before, _ = made_from(repository.path)
    repository.commit({f"{p.FOLDER}/en/retention.md": "# Retention\n\nWe keep data for 90 days.\n"})
    assert made_from(repository.path) == (before, [])


def test_a_broken_draft_does_not_stop_a_build(repository: Publisher) -> None:
    before, _ = made_from(repository.path)
    repository.commit({f"{p.FOLDER}/en/retention.md": "no title, and <script>"})
    assert made_from(repository.path) == (before, [])


def test_a_text_that_no_commit_holds_is_an_integrity_problem(repository: Publisher) -> None:
    name = f"{p.FOLDER}/releases/2026-01-28.yaml"
    source = p.simple_files()[name]
    repository.commit({name: re.sub(r"sha256-....", "sha256-0000", source)})
    files, problems = made_from(repository.path)
    assert files == {}
    assert [(one.code, one.severity, str(one.place)) for one in problems] == [("PS-401", Severity.INTEGRITY, name)]


def test_before_the_first_publication_there_is_no_site(repository: Publisher) -> None:
    files, problems = made_from(repository.path, as_of=datetime(2026, 1, 1, tzinfo=UTC))
    assert files == {}
    (problem,) = problems
    assert problem.code == "PS-320"
    assert "2026-01-28T00:00:00+08:00" in problem.hint


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda f: f.pop("content/site.yaml"), ["PS-200"]),
        (
            lambda f: f.update({"content/site.yaml": p.SITE.replace("base_url", "base_uri")}),
            ["PS-117"],
        ),
        (lambda f: f.update({"content/site.yaml": p.SITE.replace("Asia/", "Asien/")}), ["PS-203"]),
        (lambda f: f.update({"content/site.yaml": p.SITE.replace("zh-Hans]", "zh-hans]")}), ["PS-202"]),
        (lambda f: f.update({f"{p.FOLDER}/policy.yaml": p.POLICY.replace(": privacy", ": api")}), ["PS-210"]),
        (lambda f: f.update({"content/b/policy.yaml": p.POLICY}), ["PS-213"]),
        (lambda f: f.update({f"{p.FOLDER}/policy.yaml": p.POLICY.replace("en", "fr")}), ["PS-214"]),
        (
            lambda f: f.update(
                {f"{p.FOLDER}/releases/b.yaml": f[f"{p.FOLDER}/releases/2026-01-28.yaml"].replace("28", "30")}
            ),
            ["PS-310"],
        ),
    ],
)
def test_faults_in_settings_stop_a_build(
    tmp_path: Path, change: Callable[[dict[str, str]], object], codes: list[str]
) -> None:
    repository = Publisher(tmp_path / "repository")
    contents = p.simple_files()
    change(contents)
    repository.commit(contents)
    files, problems = made_from(repository.path)
    assert files == {}
    assert sorted(problem.code for problem in problems) == codes


def test_a_theme_of_the_repository_is_used_and_its_fault_stops_the_build(repository: Publisher) -> None:
    theme = {f"themes/default/{name}": body.decode() for name, body in shipped().theme.items()}
    theme["themes/default/style.css"] += "\n/* our own */\n"
    repository.commit(theme)
    files, problems = made_from(repository.path)
    assert problems == []
    assert any(path.startswith("assets/") and b"/* our own */" in body for path, body in files.items())
    repository.commit({"themes/default/policy.html": "{{ view.nothing }}"})
    _, problems = made_from(repository.path)
    assert any("themes/default/policy.html" in str(problem) for problem in problems)


def test_the_record_goes_on_from_the_one_before_and_its_entries_never_change(repository: Publisher) -> None:
    files, _ = made_from(repository.path)
    first = record_of(files)
    assert [(event.number, event.kind, event.reconstructed) for event in first.events] == [
        (1, "announced", True),
        (2, "effective", True),
    ]
    again, _ = made_from(repository.path, previous=first)
    assert again == files


def test_a_release_that_was_published_cannot_disappear(repository: Publisher) -> None:
    files, _ = made_from(repository.path)
    record = record_of(files)
    name = f"{p.FOLDER}/releases/2026-01-28.yaml"
    repository.commit({name: None, f"{p.FOLDER}/releases/other.yaml": p.simple_files()[name]})
    made, problems = made_from(repository.path, previous=record)
    assert made == {}
    assert {problem.code for problem in problems} == {"PS-403"}


def test_nothing_of_the_machine_is_in_the_site(
    repository: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    canaries = {f"CANARY_{n}": f"canary-value-{n}" for n in range(3)} | {"USER": "canary-user"}
    for name, value in canaries.items():
        monkeypatch.setenv(name, value)
    files, _ = made_from(repository.path)
    whole = b"\n".join([*files.values(), *(path.encode() for path in files)])
    for secret in (
        *canaries.values(),
        str(tmp_path),
        str(ROOT),
        os.uname().nodename,
        repository.git("rev-parse", "HEAD"),
    ):
        assert secret.encode() not in whole


def test_the_published_policy_has_every_sentence_of_its_source_in_order() -> None:
    """Word for word: the page's words, markers and numbers included, contain the source's in its order."""
    files, problems = made_from(ROOT)
    assert problems == []
    page = words(files["privacy/en/index.html"])
    source = SEED.read_text(encoding="utf-8")
    # A paragraph break was lost wherever a sentence starts right behind a full stop, colon or bracket.
    source = re.sub(r"(?<=[.:)])(?=[A-Z(])|(?<=;)(?=\()", " ", source).replace("•", " ")
    sentences = [" ".join(part.split()) for part in re.split(r"(?<=[.:;])\s+|\n\s*\n", source) if part.strip()]
    assert len(sentences) > 60
    at = 0
    for sentence in sentences:
        found = page.find(sentence, at)
        assert found >= 0, sentence
        at = found + len(sentence)
