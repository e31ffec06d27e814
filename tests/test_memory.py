"""What an earlier build made is taken over only where making it again would give the very same."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from site_builder.doors.disk import Output
from site_builder.doors.disk import memory as remembering
from site_builder.doors.git import open_repository
from site_builder.doors.making import Making
from site_builder.doors.publish import Destination, publish
from site_builder.doors.report import Format
from site_builder.fingerprints import fingerprint
from site_builder.model.artifact import File
from site_builder.model.prose import Document
from site_builder.problems import Problem, ProblemError
from site_builder.stages import NOBODY
from tests import publisher
from tests.building import tree
from tests.publisher import FOLDER, Publisher
from tests.values import site, theme_files

FIRST, LONGER, SHORTER = (
    publisher.document(scope=publisher.SCOPE, retention=publisher.RETENTION.replace("30", days))
    for days in ("30", "90", "10")
)
TERMS = "content/terms"


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T00:00:00+00:00").replace(tzinfo=UTC)


@dataclass
class Life:
    """A repository and its site, built again and again; and the same without any memory."""

    folder: Path
    repo: Publisher

    def build(self, day: str) -> dict[str, tuple[str, str]]:
        """Build twice from the same site before, with memory and without; the sites are the same."""
        out, other = self.folder / "site", self.folder / "forgetful"
        for left in (other, self.folder / "forgetful.d"):
            if left.is_symlink():
                left.unlink()
            elif left.exists():
                shutil.rmtree(left)
        if out.exists():
            shutil.copytree(self.folder / "site.d", self.folder / "forgetful.d", symlinks=True)
            shutil.rmtree(self.folder / "forgetful.d" / "memory")
            other.symlink_to(Path("forgetful.d") / out.readlink().name)
        for to in (out, other):
            self.make(day, to)
        assert tree(out.resolve()) == tree(other.resolve())
        return tree(out.resolve())

    def make(self, day: str, to: Path | None = None) -> None:
        """Build once, by default with memory."""
        destination = Destination(out=to or self.folder / "site")
        publish(repo=self.repo.path, ref="HEAD", to=destination, as_of=at(day), form=Format.TEXT)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    made = Life(tmp_path, Publisher(tmp_path / "repo"))
    made.repo.commit(publisher.simple_files())
    return made


def release(revision: int, text: Document, published: str, effective: str, **more: str) -> str:
    return publisher.release(revision, text, f"2026-{published}", f"2026-{effective}", **more)


def moved(files: Mapping[str, str], to: str) -> dict[str, str | None]:
    return {**dict.fromkeys(files), **{path.replace(TERMS, to): body for path, body in files.items()}}


THEME = {f"themes/default/{name}": body.decode() for name, body in theme_files().items()}
STYLED = {**THEME, "themes/default/style.css": THEME["themes/default/style.css"] + "p { color: black }\n"}
CHINESE = "# 保留\n\n我们保存数据30天。参见[](#scope)。\n"
TRANSLATED = {f"{FOLDER}/zh-Hans/retention.md": publisher.translation(publisher.RETENTION, CHINESE)}
CORRECTED = {
    f"{FOLDER}/zh-Hans/retention.md": publisher.translation(publisher.RETENTION, CHINESE.replace("保存", "保留"))
}
SECOND = release(2, LONGER, "02-05", "06-01")
LATER = "amendments: [{at: 2026-03-01T00:00:00Z, effective: 2026-07-01, reason: {en: More time.}}]\n"
OTHER = {
    f"{TERMS}/policy.yaml": publisher.POLICY.replace("privacy", "terms"),
    f"{TERMS}/en/index.md": publisher.INDEX,
    f"{TERMS}/en/scope.md": publisher.SCOPE,
    f"{TERMS}/en/retention.md": publisher.RETENTION,
    f"{TERMS}/releases/2026-01-28.yaml": release(1, FIRST, "01-28", "01-28"),
}
# What is done, what then is committed, and on which day it is built.
STEPS: tuple[tuple[str, Mapping[str, str | None], str], ...] = (
    ("nothing", {}, "02-02"),
    ("a draft, which is not shown", {f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "90")}, "02-03"),
    ("its release", {f"{FOLDER}/releases/2026-06-01.yaml": SECOND}, "02-05"),
    ("a translation", TRANSLATED, "02-06"),
    ("a translation is corrected", CORRECTED, "02-07"),
    ("a date is moved", {f"{FOLDER}/releases/2026-06-01.yaml": SECOND + LATER}, "03-02"),
    ("nothing, on the day that it was", {}, "06-02"),
    ("it takes effect", {}, "07-02"),
    ("another policy", OTHER, "07-03"),
    ("its folder moves, which nobody sees", moved(OTHER, "content/legal/terms"), "07-04"),
    ("a name", {"content/site.yaml": publisher.SITE.replace("Policies", "Rules")}, "07-05"),
    ("a theme", STYLED, "07-06"),
    ("it is taken back", dict.fromkeys(STYLED), "07-07"),
)


def test_a_life_with_memory_is_the_life_without(life: Life) -> None:
    """After every kind of change, the site is what a build without memory makes of the same site before."""
    before = life.build("02-01")
    for name, files, day in STEPS:
        if files:
            life.repo.commit(files)
        after = life.build(day)
        assert (after == before) == name.startswith(("nothing", "a draft", "its folder")), name
        before = after


def test_what_was_touched_on_the_disk_is_made_again(life: Life) -> None:
    """A file that is no longer as it was written is not taken over, and neither is one that is gone."""
    before = life.build("02-01")
    shown = (life.folder / "site").resolve()
    (shown / "privacy" / "index.html").write_text("other")
    (shown / "privacy" / "history" / "index.html").unlink()
    life.make("02-01")
    assert tree((life.folder / "site").resolve()) == before


def test_an_earlier_commit_is_built_again_though_the_build_between_left_no_word(life: Life) -> None:
    """One that keeps something back shows its site and fails: going back from there is no standstill."""
    before = life.build("02-01")
    first = life.repo.git("rev-parse", "HEAD")
    life.repo.commit({"content/site.yaml": publisher.SITE.replace("Policies", "Rules")})
    life.repo.commit({f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "90")})
    life.repo.commit({f"{FOLDER}/releases/2026-02-10.yaml": release(2, LONGER, "02-02", "02-10")})
    to = Destination(out=life.folder / "site")
    with pytest.raises(ProblemError, match="PS-3"):
        publish(repo=life.repo.path, ref="HEAD", to=to, as_of=at("02-02"), form=Format.TEXT)
    assert tree(to.out.resolve()) != before
    publish(repo=life.repo.path, ref=first, to=to, as_of=at("02-02"), form=Format.TEXT)
    assert tree(to.out.resolve()) == before


def test_a_site_that_was_emptied_does_not_begin_anew(life: Life) -> None:
    """Its record is gone with it, and everybody would be told again."""
    life.build("02-01")
    shown = (life.folder / "site").resolve()
    shutil.rmtree(shown)
    shown.mkdir()
    to = Destination(out=life.folder / "site")
    with pytest.raises(ProblemError, match=r"PS-404.* it is not there"):
        publish(repo=life.repo.path, ref="HEAD", to=to, as_of=at("02-02"), form=Format.TEXT)


def test_of_two_builds_at_once_one_goes_on_from_the_other(life: Life) -> None:
    """What the first has made public stays as it is recorded; who is of an earlier time than that is refused."""
    life.build("02-01")
    life.repo.commit({f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "90")})
    life.repo.commit({f"{FOLDER}/releases/2026-06-01.yaml": SECOND})
    command = [sys.executable, "-m", "site_builder", "build", "--out", f"{life.folder}/site"]
    times = [f"2026-02-05T00:00:0{second}Z" for second in range(2)]
    builds = [
        subprocess.Popen([*command, "--as-of", one], cwd=life.repo.path, stderr=subprocess.PIPE, text=True)
        for one in times
    ]
    for build in builds:
        _, said = build.communicate()
        assert build.returncode == 0 or "PS-405" in said, said
    generations = sorted(path for path in (life.folder / "site.d").iterdir() if path.name.isdecimal())
    records = [json.loads((one / "api/v1/events/1.json").read_bytes())["events"] for one in generations]
    assert len(records[-1]) == 3
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(records))


@pytest.mark.parametrize("harm", ["cut", "edited", "other", "gone"])
def test_a_damaged_memory_is_no_memory(life: Life, harm: str) -> None:
    """It is never needed: the site is the same, and the memory is whole again."""
    before = life.build("02-01")
    for path in (life.folder / "site.d" / "memory").iterdir():
        data = path.read_bytes()
        match harm:
            case "cut":
                path.write_bytes(data[:-5])
            case "edited":
                path.write_bytes(data[:-5] + b"12345")
            case "other":
                body = pickle.dumps(["something else"])
                path.write_bytes(remembering._seal(body) + body)
            case _:
                path.unlink()
    assert life.build("02-01") == before


def test_a_memory_that_cannot_be_written_fails_no_build(life: Life) -> None:
    """The site is published by then, and nothing of a memory is needed."""
    (life.folder / "site.d").mkdir()
    (life.folder / "site.d" / "made-by-site-builder").touch()
    (life.folder / "site.d" / "memory").write_text("a file where a folder would be")
    to = Destination(out=life.folder / "site")
    publish(repo=life.repo.path, ref="HEAD", to=to, as_of=at("02-01"), form=Format.TEXT)
    assert (to.out / "index.html").is_file()


class Evil:
    """Runs something when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return Path, ("/",)


def test_a_memory_runs_nothing(tmp_path: Path) -> None:
    """Only values are read from it: a class of anybody else's, a function, or a method is refused."""
    for value in (Evil(), print, "".join, Path("/"), publish):
        body = pickle.dumps({"key": value})
        (tmp_path / "x").write_bytes(remembering._seal(body) + body)
        assert remembering._read(tmp_path / "x") == {}
    remembering._write(tmp_path / "x", {"key": (FIRST, site(), at("02-01"))})
    assert remembering._read(tmp_path / "x") == {"key": (FIRST, site(), at("02-01"))}


def test_a_memory_of_another_program_is_none(tmp_path: Path) -> None:
    """Its values can have other fields, and come of the same files in another way: none of them is even made."""
    body = pickle.dumps({"key": "value"})
    (tmp_path / "x").write_bytes(hashlib.sha256(b"another program" + body).digest() + body)
    assert remembering._read(tmp_path / "x") == {}
    (tmp_path / "x").write_bytes(hashlib.sha256(remembering.program().encode() + body).digest() + body)
    assert remembering._read(tmp_path / "x") == {"key": "value"}


def test_a_memory_of_which_a_part_is_lost_changes_nothing(life: Life) -> None:
    """Who is stopped while it is written leaves files of two times: what is missing in one of them is read again."""
    life.repo.commit(TRANSLATED)
    life.build("02-01")
    files = sorted((life.folder / "site.d" / "memory").iterdir())
    life.repo.commit({f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "90")})
    life.repo.commit({f"{FOLDER}/releases/2026-06-01.yaml": SECOND})
    made = []
    for number, file in enumerate(files):
        out = life.folder / str(number)
        shutil.copytree(life.folder / "site.d", out.with_name(f"{number}.d"))
        out.symlink_to(f"{number}.d/1")
        (out.with_name(f"{number}.d") / "memory" / file.name).unlink()
        publish(repo=life.repo.path, ref="HEAD", to=Destination(out=out), as_of=at("02-05"), form=Format.TEXT)
        made.append(tree(out.resolve()))
    whole = life.build("02-05")
    assert [one == whole for one in made] == [True] * len(files)


def test_names_tell_values_apart() -> None:
    """Values that differ anywhere have different names; a mapping has no order."""
    values: list[object] = [
        "",
        "a",
        ("a",),
        ("a", ""),
        ("", "a"),
        ("aa",),
        1,
        "1",
        True,
        None,
        b"a",
        {"a": "b"},
        ("a", "b"),
    ]
    values += [FIRST, LONGER, site(), site(base_url="https://other.example"), at("02-01"), at("02-02")]
    assert len({fingerprint(one) for one in values}) == len(values)
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    with pytest.raises(TypeError):
        fingerprint(object())


def test_a_release_makes_only_what_it_changes(life: Life) -> None:
    """Of the pages of past versions, none is made again for a release on top of them."""
    life.build("02-01")
    life.repo.commit({f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "90")})
    life.repo.commit({f"{FOLDER}/releases/2026-06-01.yaml": SECOND})
    life.build("02-05")
    first = (life.folder / "site").resolve()
    life.repo.commit({f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "10")})
    life.repo.commit({f"{FOLDER}/releases/2026-07-01.yaml": release(3, SHORTER, "02-06", "07-01")})
    life.build("02-06")
    second = (life.folder / "site").resolve()
    past = [path for path in tree(first) if path.startswith("privacy/2026-01-28/")]
    assert past
    assert all((first / path).samefile(second / path) for path in past)


def hidden(name: str) -> str:
    """The file that remembers something of that name."""
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.memory"


@pytest.mark.parametrize("harm", ["gone", "older"])
def test_history_that_is_remembered_in_part_is_read_again(life: Life, harm: str) -> None:
    """Where what was found of a policy is lost, or older than what is said of it, no translation is missed."""
    past = life.folder / "site.d" / "memory" / hidden("past privacy")
    life.make("02-01")
    older = past.read_bytes()
    life.repo.commit(TRANSLATED)
    life.make("02-02")
    if harm == "gone":
        past.unlink()
    else:
        past.write_bytes(older)
    life.repo.commit({f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "90")})
    life.build("02-03")


def test_a_build_that_was_stopped_leaves_a_memory_that_is_right(life: Life) -> None:
    """Of what it had made, the site that was never shown, nothing is taken over."""
    life.repo.commit(OTHER)
    life.build("02-01")
    life.repo.commit({f"{FOLDER}/en/retention.md": publisher.RETENTION.replace("30", "90")})
    life.repo.commit({f"{FOLDER}/releases/2026-06-01.yaml": SECOND, **STYLED})
    output = Output(life.folder / "site", copy=False, repository=life.repo.path)
    making = Making(
        repository=open_repository(life.repo.path, "HEAD"),
        as_of=at("02-05"),
        memory=output.memory,
        progress=NOBODY,
        tally=NOBODY,
    )
    before = tree(life.folder / "site.d" / "memory")

    def stopped() -> Iterator[File]:
        for one in making.files(output.last, required=False):
            if not isinstance(one, Problem):
                yield one
                if one.path == "terms/index.html":
                    raise ProblemError([])

    with pytest.raises(ProblemError):
        output.publish(stopped(), {})
    assert tree(life.folder / "site.d" / "memory") != before
    life.build("02-06")
