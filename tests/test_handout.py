"""H2: the preview of what a stranger proposes cannot be taken for the site, and can do nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from site_builder import config, content, text
from site_builder.handout import handout
from site_builder.model.artifact import Artifact
from site_builder.outputs.reviews import comment
from tests.faults.cases import BASE, MemoryRepository, files_below, make
from tests.test_review import RETENTION, inspection, reviewed


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Artifact]:
    """The handout of an edit that also brings a theme with a script and other words."""
    work = inspection(
        tmp_path_factory.mktemp("handout"),
        {
            "content/privacy/en/retention.md": "# Retention\n\nWe keep your data for 900 days.\n",
            "themes/default/policy.html": "<script>alert(1)</script> STOLEN {{ 7 * 7 }}",
            "translations/de/LC_MESSAGES/messages.po": 'msgid "Contents"\nmsgstr "STOLEN"\n',
        },
    )
    return {one.path: one for one in handout(work)}


def test_each_page_is_marked_and_closed(pages: dict[str, Artifact]) -> None:
    """Banner, watermark, noindex, and a policy by which the browser loads, runs and sends nothing."""
    found = {path: one.body.decode() for path, one in pages.items() if path.endswith(".html")}
    assert "privacy/draft/en/index.html" in found
    for path, page in found.items():
        assert 'class="pv-banner"' in page, path
        assert "content:'PREVIEW'" in page or "content:'DRAFT'" in page, path
        assert '<meta name="robots" content="noindex">' in page, path
        (policy,) = re.findall('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        assert policy.startswith("default-src 'none';"), path
        assert "script" not in policy, path


def test_it_is_nothing_but_pages(pages: dict[str, Artifact]) -> None:
    """No feed, no record, nothing that an app asks for."""
    assert {path.rpartition(".")[2] for path in pages} <= {"html", "css", "txt"}
    assert not [path for path in pages if path.startswith(("api/", "feeds/", "schemas/"))]


def test_the_theme_of_a_stranger_is_not_used(pages: dict[str, Artifact]) -> None:
    """B15: it looks as the base looks."""
    assert not [path for path, one in pages.items() if b"STOLEN" in one.body or b"alert(1)" in one.body]


def test_the_theme_of_the_base_is_used(tmp_path: Path) -> None:
    """The claim above would also hold if no theme of a repository were ever used."""
    work = inspection(tmp_path, {"content/privacy/en/retention.md": "# Retention\n\nWe keep it.\n"})
    own = files_below(Path(__file__).parents[1] / "themes")
    own["default/style.css"] += b"\n/* our own */\n"
    base = MemoryRepository()
    make(tmp_path / "base", {f"themes/{name}": body for name, body in own.items()})
    base.add(files_below(tmp_path / "base"))
    repository = work.overlay.base
    assert isinstance(repository, MemoryRepository)
    repository.blobs |= base.blobs
    made = handout(replace(work, base=base))
    assert any(one.path.endswith(".css") and b"/* our own */" in one.body for one in made)


def test_what_users_will_be_told_of_a_release_that_is_published_later_is_there(tmp_path: Path) -> None:
    """Whoever approves a release sees its notices, on each channel and in each language; the comment says where."""
    words = "# Retention\n\nWe keep your data for 900 days.\n"
    release = (BASE / "content/privacy/releases/2026-01-01.yaml").read_text("utf-8")
    folder = tmp_path / "content"
    make(folder, files_below(BASE) | {RETENTION: words.encode()})
    digest = draft_digest(folder)
    release = re.sub("text: .*", f"text: {digest}", release).replace("revision: 1", "revision: 2")
    release = release.replace("2025-11-01", "2026-06-20").replace("2026-01-01", "2026-09-01")
    release = release.replace("The first version.", "We keep data longer.")
    changed = {RETENTION: words, "content/privacy/releases/2026-09-01.yaml": release}
    made = {one.path: one.body.decode() for one in handout(inspection(tmp_path / "work", changed))}
    page = made["notices/privacy/2026-09-01/index.html"]
    assert page.count("We keep data longer.") >= 3
    assert 'class="pv-banner"' in page
    assert "privacy/2026-09-01/index.html" not in made
    review, problems = reviewed(tmp_path / "review", changed)
    assert "`notices/privacy/2026-09-01/index.html` in the preview" in comment(review, problems)


def draft_digest(folder: Path) -> str:
    """The digest of a policy's governing text."""
    policy = config.read_policy(
        (folder / "content/privacy/policy.yaml").read_text("utf-8"), path="policy.yaml", zone=UTC
    )
    files = {
        path.relative_to(folder / "content/privacy").as_posix(): path.read_bytes() for path in folder.rglob("*.md")
    }
    return text.digest(content.read_document(policy, content.Folder("content/privacy", files)))
