"""The preview of a draft: marked as such on every page, with what is wrong at its place, whatever is wrong."""

from __future__ import annotations

import http.client
import threading
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from site_builder.check import Inspection
from site_builder.doors.disk import shipped
from site_builder.doors.serving import Previewer, serve
from site_builder.doors.worktree import read_worktree
from site_builder.overlay import Overlay
from site_builder.preview import Preview, preview
from tests.faults.cases import BASE, MemoryRepository, all_cases, apply, files_below, make
from tests.faults.environments import repository

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def previewed(folder: Path) -> Preview:
    committed = MemoryRepository()
    committed.add(files_below(BASE))
    tree = read_worktree(folder, committed.tree())
    ships = shipped()
    overlay = Overlay(base=committed, work=tree, committed=committed.tree())
    work = Inspection(overlay=overlay, theme=ships.theme, catalogues=ships.catalogues, as_of=AS_OF)
    return preview(work)


def pages(found: Preview) -> dict[str, str]:
    return {one.path: one.body.decode() for one in found.artifacts if one.path.endswith(".html")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path, files_below(BASE))
    return tmp_path


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "content" / "privacy" / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_every_page_says_that_it_is_a_preview_and_keeps_search_engines_away(folder: Path) -> None:
    edit(folder, "en/retention.md", "90 days", "30 days")
    found = pages(previewed(folder))
    assert len(found) > 20
    for path, page in found.items():
        assert 'class="pv-banner"' in page, path
        assert '<meta name="robots" content="noindex">' in page, path
        assert "Content-Security-Policy" not in page, path


def test_robots_are_kept_out(folder: Path) -> None:
    (robots,) = (one.body for one in previewed(folder).artifacts if one.path == "robots.txt")
    assert robots == b"User-agent: *\nDisallow: /\n"


def test_a_draft_is_a_version_of_its_own_and_the_text_in_force_stays(folder: Path) -> None:
    edit(folder, "en/retention.md", "90 days", "30 days")
    found = pages(previewed(folder))
    assert "30 days" in found["privacy/draft/en/index.html"]
    assert "Draft: this text is not published." in found["privacy/draft/en/index.html"]
    assert "90 days" in found["privacy/2026-01-01/en/index.html"]
    assert "draft: privacy differs from 2026-01-01 in: retention" in found["index.html"]


def test_a_draft_is_shown_before_its_translations_are_there(folder: Path) -> None:
    edit(folder, "policy.yaml", "required_locales: [en]", "required_locales: [en, de]")
    edit(folder, "releases/2026-01-01.yaml", "effective: 2026-01-01", "effective: 2026-09-01")
    edit(folder, "en/retention.md", "90 days", "30 days")
    assert "30 days" in pages(previewed(folder))["privacy/draft/en/index.html"]


def test_without_a_draft_there_is_no_draft_version(folder: Path) -> None:
    assert not [path for path in pages(previewed(folder)) if "draft" in path]


def test_a_problem_stands_in_the_section_that_it_is_about(folder: Path) -> None:
    edit(folder, "en/scope.md", "our products", "<b>our</b> products")
    edit(folder, "en/retention.md", "90 days", "30 days")
    page = pages(previewed(folder))["privacy/draft/en/index.html"]
    section = page[page.index('id="s-scope"') : page.index('id="s-retention"')]
    assert "PS-133" in section
    assert "This section is shown as it was last committed." in section
    assert "our products" in section
    assert "<b>our" not in page
    other = pages(previewed(folder))["privacy/draft/de/index.html"]
    assert "PS-133" not in other[other.index('id="s-scope"') :]


def test_a_new_section_that_cannot_be_read_is_a_gap_and_not_the_end(folder: Path) -> None:
    edit(folder, "policy.yaml", "  - retention\n", "  - retention\n  - rights\n")
    (folder / "content/privacy/en/rights.md").write_bytes(b"\xff\xfe")
    page = pages(previewed(folder))["privacy/draft/en/index.html"]
    assert "PS-101" in page[page.index('id="s-rights"') :]


def test_hostile_words_of_a_problem_are_words(folder: Path) -> None:
    edit(folder, "en/scope.md", "our products", "<script>alert(1)</script> products\u202e")
    text = "".join(pages(previewed(folder)).values())
    assert "<script>alert" not in text
    assert "\u202e" not in text


# A part of them: each makes a whole site.
CASES = [case for case in all_cases() if not case.made_by][::6]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_every_broken_site_has_a_preview_that_names_its_faults(case, folder: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for step in case.steps:
        if step.verb not in ("commit", "run"):
            apply(step, folder, good=False)
    found = previewed(folder)
    first = pages(found)["index.html"]
    faults = [one for one in found.problems if one.severity <= 2]
    assert all(one.code in first for one in faults[:50])


def test_whatever_fails_becomes_a_page(tmp_path: Path) -> None:
    previewer = Previewer(tmp_path / "nowhere", tmp_path)
    previewer.refresh()
    assert b"PS-200" in (tmp_path / "index.html").read_bytes()
    assert b"PS-200" in previewer.fallback


def test_a_fault_of_the_program_becomes_a_page_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("site_builder.doors.serving.inspection", fails)
    Previewer(tmp_path, tmp_path).refresh()
    assert b"PS-700" in (tmp_path / "index.html").read_bytes()


def get(address: str, host: str = "") -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_follows_a_save_and_answers_nobody_else(tmp_path: Path) -> None:
    repo = repository(tmp_path)
    seen: list[tuple[int, str]] = []

    def visit(address: str, server) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        try:
            seen.append(get(f"{address}privacy/en/"))
            seen.append(get(address, host="evil.example"))
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
            connection.request("GET", "/../../etc/passwd")
            seen.append((connection.getresponse().status, ""))
            retention = repo / "content/privacy/en/retention.md"
            epoch = server._visible_epoch
            retention.write_text(retention.read_text().replace("90 days", "30 days"))
            with server._epoch_cond:
                server._epoch_cond.wait_for(lambda: server._visible_epoch != epoch, timeout=60)
            seen.append(get(f"{address}privacy/draft/en/"))
        finally:
            server._shutdown = True
            with server._rebuild_cond:
                server._rebuild_cond.notify_all()

    before = threading.active_count()
    serve(repo=repo, port=0, ready=visit)
    assert [status for status, _ in seen] == [200, 403, 404, 200]
    assert "90 days" in seen[0][1]
    assert "livereload" in seen[0][1]
    assert "30 days" in seen[3][1]
    assert threading.active_count() <= before + 1
