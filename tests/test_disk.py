"""Publishing: what is shown is always a whole site, and nothing is lost that this program did not write."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from site_builder.doors.disk import Output, Published
from site_builder.model.artifact import Artifact
from site_builder.press import kept
from site_builder.problems import ProblemError, Severity

NOTE = {"commit": "0" * 40, "as_of": "2026-01-28T00:00:00+00:00"}
NOBODY = 65534


def site(**files: str) -> list[Artifact]:
    """Artifacts with a manifest behind them, as a build makes them; `__` in a name is a folder."""
    made = [Artifact(path=n.replace("__", "/") + ".html", body=b.encode()) for n, b in files.items()]
    listed = {a.path: {"digest": f"sha256-{hashlib.sha256(a.body).hexdigest()}"} for a in made}
    return [*made, Artifact(path="manifest.json", body=json.dumps({"files": listed}).encode())]


def publish(out: Path, artifacts: Iterable[Artifact], *, copy: bool = False) -> Published:
    return Output(out, copy=copy, repository=out.parent / "repository").publish(artifacts, NOTE)


def snapshot(folder: Path) -> dict[str, tuple[bytes, float]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture(params=[False, True], ids=["link", "copy"])
def copy(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_site_is_shown_and_then_replaced(tmp_path: Path, *, copy: bool) -> None:
    out = tmp_path / "site"
    assert publish(out, site(index="one", a__index="two"), copy=copy).written == 3
    assert (out / "a" / "index.html").read_text() == "two"
    again = publish(out, site(index="ONE"), copy=copy)
    assert (again.written, again.removed) == (2, 1)
    assert (out / "index.html").read_text() == "ONE"
    assert not (out / "a").exists()
    assert out.is_symlink() is not copy


def test_the_same_site_touches_nothing(tmp_path: Path, *, copy: bool) -> None:
    out = tmp_path / "site"
    publish(out, site(index="one"), copy=copy)
    before = snapshot(tmp_path)
    result = publish(out, site(index="one"), copy=copy)
    assert not result.changed
    assert snapshot(tmp_path) == before


def test_unchanged_files_are_links_to_the_generation_before(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, site(same="s", other="1"))
    first = (out / "same.html").stat().st_ino
    publish(out, site(same="s", other="2"))
    assert (out / "same.html").stat().st_ino == first


def test_the_generation_before_stays_and_older_ones_go(tmp_path: Path) -> None:
    out = tmp_path / "site"
    for word in ("one", "two", "three"):
        publish(out, site(index=word))
    assert sorted(path.name for path in (tmp_path / "site.d").iterdir() if path.is_dir()) == ["2", "3"]
    assert json.loads((tmp_path / "site.d" / "3.json").read_text()) == NOTE


def test_a_link_becomes_a_folder_and_a_folder_a_link(tmp_path: Path) -> None:
    out = tmp_path / "site"
    for copy in (False, True, False, True):
        publish(out, site(index="one"), copy=copy)
        assert out.is_symlink() is not copy
        assert (out / "index.html").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name] == []


def broken(artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    yield from artifacts
    raise ProblemError([])


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(tmp_path: Path, *, copy: bool) -> None:
    out = tmp_path / "site"
    with pytest.raises(ProblemError):
        publish(out, broken(site(index="one")), copy=copy)
    assert list(tmp_path.iterdir()) == []
    publish(out, site(index="one"), copy=copy)
    before = snapshot(tmp_path)
    with pytest.raises(ProblemError):
        publish(out, broken(site(index="two", more="m")), copy=copy)
    assert snapshot(tmp_path) == before


def refusal(tmp_path: Path, out: Path, *, copy: bool = False) -> str:
    before = snapshot(tmp_path)
    with pytest.raises(ProblemError) as caught:
        publish(out, site(index="one"), copy=copy)
    assert snapshot(tmp_path) == before
    (problem,) = caught.value.problems
    assert problem.severity is Severity.ENVIRONMENT
    return problem.code


def test_a_folder_with_files_of_others_is_refused(tmp_path: Path, *, copy: bool) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    assert refusal(tmp_path, out, copy=copy) == "PS-513"


def test_a_file_of_others_in_our_own_folder_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, site(index="one"), copy=True)
    (out / "thesis.txt").write_text("mine")
    assert refusal(tmp_path, out, copy=True) == "PS-513"


def test_a_site_in_which_somebody_keeps_a_file_is_not_replaced(tmp_path: Path) -> None:
    """It would go with the generation that it is in. What a Mac leaves behind is nobody's."""
    out = tmp_path / "site"
    publish(out, site(index="one", a__b="b"))
    (out / "a" / ".DS_Store").write_text("windows of the Finder")
    publish(out, site(index="two", a__b="b"))
    (out / "a" / "CNAME").write_text("policies.example")
    publish(out, site(index="two", a__b="b"))
    with pytest.raises(ProblemError, match=r"PS-513.* a/CNAME"):
        publish(out, site(index="three", a__b="b"))
    assert (out / "index.html").read_text() == "two"
    (out / "a" / "CNAME").unlink()
    publish(out, site(index="three", a__b="b"))
    assert (out / "index.html").read_text() == "three"


def test_a_site_that_was_copied_is_known_again(tmp_path: Path) -> None:
    """Its files have other times of writing: they are read once, and what they are is known from then on."""
    out = tmp_path / "site"

    def is_known(word: str) -> bool:
        *_, manifest = site(**SAME, index=word)
        memory = Output(out, copy=False, repository=tmp_path / "repository").memory
        return memory.untouched(kept(manifest)) is not None

    publish(out, site(**SAME, index="one"))
    for seconds, word in ((1_000_000_000, "one"), (2_000_000_000, "two")):
        for path in out.resolve().rglob("*.html"):
            os.utime(path, (seconds, seconds))
        assert not is_known("one")
        publish(out, site(**SAME, index=word))
        assert is_known(word)
        assert not is_known("three")


def test_a_file_a_foreign_link_and_a_foreign_store_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert refusal(tmp_path, tmp_path / "file") == "PS-513"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    assert refusal(tmp_path, tmp_path / "link") == "PS-513"
    (tmp_path / "site.d").mkdir()
    (tmp_path / "site.d" / "mine").write_text("mine")
    assert refusal(tmp_path, tmp_path / "site") == "PS-513"
    (tmp_path / "other.d").write_text("mine")
    assert refusal(tmp_path, tmp_path / "other") == "PS-513"


def test_an_empty_folder_is_taken(tmp_path: Path, *, copy: bool) -> None:
    out = tmp_path / "site"
    out.mkdir()
    publish(out, site(index="one"), copy=copy)
    assert (out / "index.html").read_text() == "one"


@pytest.mark.parametrize("where", ["repository/content", "repository/content/site", "repository"])
def test_the_content_is_never_an_output(tmp_path: Path, where: str) -> None:
    (tmp_path / "repository" / "content").mkdir(parents=True)
    out = tmp_path / where
    with pytest.raises(ProblemError) as caught:
        Output(out, copy=False, repository=tmp_path / "repository")
    assert caught.value.problems[0].code in {"PS-510", "PS-513"}


def test_a_missing_parent_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, tmp_path / "nowhere" / "site") == "PS-511"


@pytest.fixture
def shut() -> Iterator[Path]:
    """A folder that may not be written to, seen by a user whom permissions bind: root is not one."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.rmdir()


SAME = {f"same__{number}": "s" for number in range(8)}


def files(folder: Path) -> dict[str, bytes]:
    """What stands in a folder, links followed."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def third(out: Path, artifacts: list[Artifact], spoil: Callable[[Path], object] = bool) -> bool:
    """Publish over two sites, the first of which was spoiled; whether that one was used up for it."""
    publish(out, [*site(**SAME, index="one", gone__x__old="1", a__b="1"), Artifact(path="turns/into", body=b"1")])
    first = out.parent / "site.d" / "1"
    place = first.stat().st_ino
    publish(out, site(**SAME, index="two", a__b="1"))
    spoil(first)
    before = files(out.parent / "site.d" / "2")
    publish(out, artifacts)
    assert files(out.resolve()) == {one.path: one.body for one in artifacts}
    assert files(out.parent / "site.d" / "2") == before
    folders = {path.relative_to(out.resolve()).as_posix() for path in out.resolve().rglob("*") if path.is_dir()}
    assert folders == {str(above) for one in artifacts for above in Path(one.path).parents} - {"."}
    assert sorted(path.name for path in (out.parent / "site.d").iterdir() if path.name[:1].isdigit()) == (
        ["2", "2.json", "2.stamps", "3", "3.json", "3.stamps"]
    )
    return out.resolve().stat().st_ino == place


def test_an_old_generation_is_made_into_the_new_one(tmp_path: Path) -> None:
    """Nothing else of it is seen: not what is gone, nor a folder without files; a file may stand where a folder was."""
    new = [*site(**SAME, index="three", a__b="1", c__d__e="1"), Artifact(path="turns", body=b"2")]
    assert third(tmp_path / "site", new)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda first: (first / "stranger.html").write_text("x"),
        lambda first: (first / "same" / "1.html").write_text("another"),
        lambda first: (first / "same" / "1.html").unlink(),
        lambda first: (first / "gone" / "empty").symlink_to(first.parent),
        lambda first: first.with_suffix(".stamps").unlink(),
    ],
    ids=["a stranger", "other words", "a file is missing", "a link", "no stamps"],
)
def test_an_old_generation_that_was_touched_is_not_used(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    """What somebody put there is in no site, wherever it leads."""

    (tmp_path / "untouched").mkdir()

    def carefully(first: Path, spoil: Callable[[Path], object]) -> None:
        # An edit must not reach the other generations, which have the same file.
        kept = first / "same" / "1.html"
        body, was = kept.read_bytes(), kept.stat().st_mtime_ns
        kept.unlink()
        kept.write_bytes(body)
        os.utime(kept, ns=(was, was))
        spoil(first)

    new = site(**SAME, index="three", a__b="1")
    assert third(tmp_path / "untouched" / "site", new, lambda first: carefully(first, bool))
    assert not third(tmp_path / "site", new, lambda first: carefully(first, spoil))


def test_a_generation_that_is_shown_is_not_used(tmp_path: Path) -> None:
    """Who turned the link back shows the older one, and goes on to show it while the next site is made."""
    out = tmp_path / "site"
    publish(out, site(**SAME, index="one"))
    publish(out, site(**SAME, index="two"))
    out.unlink()
    out.symlink_to("site.d/1")
    shown = out.resolve().stat().st_ino
    publish(out, site(**SAME, index="three"))
    assert files(out)["index.html"] == b"three"
    assert out.resolve().stat().st_ino != shown
    # Readers may still be in the one that they were shown, and nobody was ever in the other one.
    assert sorted(path.name for path in (tmp_path / "site.d").iterdir() if path.is_dir()) == ["1", "3"]


def test_a_place_that_cannot_be_written_to_is_refused_before_any_work(shut: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        Output(shut / "site", copy=False, repository=shut / "repository")
    assert caught.value.problems[0].code == "PS-512"


def test_no_artifact_is_written_outside_the_site(tmp_path: Path) -> None:
    evil = [Artifact(path="../evil.html", body=b"x"), *site(index="one")]
    with pytest.raises(AssertionError):
        publish(tmp_path / "site", evil)
    assert not (tmp_path / "evil.html").exists()
    assert not (tmp_path / "site.d" / "evil.html").exists()


def test_everybody_may_read_the_site_whatever_the_umask(tmp_path: Path, *, copy: bool) -> None:
    old = os.umask(0o077)
    try:
        publish(tmp_path / "site", site(index="one", a__b__index="two"), copy=copy)
    finally:
        os.umask(old)
    shown = tmp_path / "site"
    for path in (shown, *shown.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_what_was_changed_on_the_disk_is_written_again(tmp_path: Path, *, copy: bool) -> None:
    """A word of the same length, and a file that is gone: neither is taken for the site."""
    out = tmp_path / "site"
    publish(out, site(index="90 days", more="m"), copy=copy)
    (out / "index.html").write_text("99 days")
    (out / "more.html").unlink()
    publish(out, site(index="90 days", more="m"), copy=copy)
    assert (out / "index.html").read_text() == "90 days"
    assert (out / "more.html").read_text() == "m"


def test_a_link_that_was_removed_does_not_lose_the_last_site(tmp_path: Path) -> None:
    """Nor does a folder that was emptied."""
    out = tmp_path / "site"
    publish(out, site(index="one"))
    out.unlink()
    assert (Output(out, copy=False, repository=tmp_path).last / "index.html").read_text() == "one"
    out.mkdir()
    assert (Output(out, copy=True, repository=tmp_path).last / "index.html").read_text() == "one"


def test_a_build_stopped_between_two_renames_has_its_old_site_back(tmp_path: Path, *, copy: bool) -> None:
    """Whether the old site is a folder or the link that a folder takes the place of."""
    out = tmp_path / "site"
    publish(out, site(index="one"), copy=copy)
    out.rename(tmp_path / "site.d" / "old.new")
    assert (Output(out, copy=True, repository=tmp_path).last / "index.html").read_text() == "one"
    with pytest.raises(ProblemError):
        publish(out, broken(site(index="two")), copy=True)
    assert (out / "index.html").read_text() == "one"


def test_git_s_own_folder_is_never_an_output(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(ProblemError) as caught:
        Output(tmp_path / ".git" / "site", copy=False, repository=tmp_path)
    assert caught.value.problems[0].code == "PS-510"
