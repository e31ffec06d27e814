"""What a check remembers is said again only where looking again would find the very same."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from site_builder.check import check
from site_builder.doors.checking import Paper, inspect
from site_builder.doors.disk import cache_of
from site_builder.doors.inspect import BaseOf, inspection
from site_builder.doors.publish import Destination, publish
from site_builder.doors.report import Format
from site_builder.press import Notebook
from site_builder.problems import Problem
from tests import publisher
from tests.publisher import FOLDER, Publisher
from tests.test_memory import LONGER, OTHER, STYLED, TERMS, release

RETENTION = f"{FOLDER}/en/retention.md"
EDITED = publisher.RETENTION.replace("30", "90")
RECORD = "{level: material, sections: [retention], summary: {en: We keep data for 90 days.}}\n"
SECOND = release(2, LONGER, "02-10", "03-20", changes="[longer]")
NO_BASE = BaseOf()
CHINESE = "# 保留\n\n我们保存数据30天。参见[](#scope)。\n"


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-{moment}+08:00").astimezone(UTC)


@dataclass
class Life:
    """A repository that is checked again and again: by somebody who remembers, and by somebody who does not."""

    repo: Publisher
    caches: Path
    patch: pytest.MonkeyPatch
    said: Callable[[], tuple[str, str]]

    def check(
        self, as_of: datetime, base_of: BaseOf = NO_BASE, *, caches: Path | None = None, form: Format = Format.JSON
    ) -> str:
        """What a check says, and its exit status; without a folder for caches it can remember nothing."""
        self.patch.delenv("HOME", raising=False)
        self.patch.setenv("XDG_CACHE_HOME", str(caches or ""))
        status = inspect(repo=self.repo.path, as_of=as_of, form=form, base_of=base_of, paper=Paper())
        return f"{status} {self.said()}"

    def both(self, as_of: datetime, base_of: BaseOf = NO_BASE) -> str:
        """The same is said by both, and by the one who remembers once more."""
        fresh = self.check(as_of, base_of)
        assert self.check(as_of, base_of, caches=self.caches) == fresh
        assert self.check(as_of, base_of, caches=self.caches) == fresh
        return fresh

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files and commit nothing; None removes one."""
        for name, body in files.items():
            path = self.repo.path / name
            if body is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, "utf-8")

    def build(self, as_of: datetime, out: Path | None = None) -> None:
        """Publish a site: by default the one that a check looks at by default."""
        to = Destination(out=out or self.repo.path / "site")
        publish(repo=self.repo.path, ref="HEAD", to=to, as_of=as_of, form=Format.TEXT)
        self.said()


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Life:
    def said() -> tuple[str, str]:
        read = capsys.readouterr()
        return read.out, read.err

    repo = Publisher(tmp_path / "repo")
    repo.commit({**publisher.simple_files(), ".gitignore": "/site\n/site.d\n"})
    return Life(repo, tmp_path / "caches", monkeypatch, said)


@dataclass(frozen=True)
class Step:
    """What is done to work tree and repository, and when it is checked; ``same`` where nothing new is to be said."""

    name: str
    day: str
    files: Mapping[str, str | None] = field(default_factory=dict)
    git: tuple[str, ...] = ()
    build: bool = False
    same: bool = False


STEPS = (
    Step("nothing", "02-02T00:00:00", same=True),
    Step("an edit that is not committed", "02-02T00:00:00", {RETENTION: EDITED}),
    Step("another one of the same length", "02-02T00:00:00", {RETENTION: EDITED.replace("90", "60")}),
    Step("a file that git does not know", "02-02T00:00:00", {RETENTION: EDITED, f"{FOLDER}/en/stray.md": "# Stray\n"}),
    Step("it is gone", "02-02T00:00:00", {f"{FOLDER}/en/stray.md": None}),
    Step("what the edit means", "02-02T00:00:00", {f"{FOLDER}/changes/longer.yaml": RECORD}),
    Step("it is committed on a branch", "02-02T00:00:00", git=("checkout -qb longer", "add .", "commit -qm longer")),
    Step("a release", "02-09T10:05:00", {f"{FOLDER}/releases/2026-03-20.yaml": SECOND}),
    Step("time passes", "02-17T22:50:00", same=True),
    Step("until it is too late for the notice", "02-17T23:10:00"),
    Step("the release is committed", "02-09T10:05:00", git=("add .", "commit -qm release")),
    Step("the site is built", "02-09T10:05:00", build=True, same=True),
    Step("and too late", "02-18T10:05:00"),
    Step("it is merged", "02-11T10:05:00", git=("update-ref refs/remotes/origin/main HEAD",)),
    Step(
        "a date is edited", "02-11T10:05:00", {f"{FOLDER}/releases/2026-03-20.yaml": SECOND.replace("03-20", "03-25")}
    ),
    Step("the site with the old one is built", "02-11T10:05:00", build=True),
    Step("the edit is taken back", "02-11T10:05:00", {f"{FOLDER}/releases/2026-03-20.yaml": SECOND}),
    Step("a translation, not committed", "02-12T00:00:00", {f"{FOLDER}/zh-Hans/retention.md": CHINESE}),
    Step(
        "with its digest", "02-12T00:00:00", {f"{FOLDER}/zh-Hans/retention.md": publisher.translation(EDITED, CHINESE)}
    ),
    Step("another policy", "02-12T00:00:00", OTHER),
    Step("all is committed", "02-12T00:00:00", git=("add .", "commit -qm more")),
    Step("settings that cannot be read", "02-12T00:00:00", {f"{TERMS}/policy.yaml": "id: [terms\n"}),
    Step("the policy is taken out", "02-12T00:00:00", dict.fromkeys(OTHER)),
    Step("it is put back", "02-12T00:00:00", OTHER),
    Step("a theme with a fault", "02-12T00:00:00", {**STYLED, "themes/default/index.html": "{% if %}"}),
    Step("it is taken back", "02-12T00:00:00", dict.fromkeys(STYLED)),
    Step("back on the main line", "02-12T00:00:00", git=("checkout -q main",)),
)


def test_a_life_with_memory_is_the_life_without(life: Life) -> None:
    """After every kind of change, committed or not, and at every time, a check says what one without memory says."""
    before = life.both(at("02-01T00:00:00"))
    for step in STEPS:
        life.write(step.files)
        for line in step.git:
            life.repo.git(*line.split())
        if step.build:
            life.build(at(step.day))
        after = life.both(at(step.day))
        assert (after == before) == step.same, step.name
        before = after
        if step.name in ("a release", "it is merged"):
            life.both(at(step.day), BaseOf("HEAD"))


def test_time_alone_changes_what_is_said_when_it_would_without_memory(life: Life) -> None:
    """A release waits for its merge: at each second around the ends of periods, before and behind, the same is said."""
    life.write({RETENTION: EDITED, f"{FOLDER}/changes/longer.yaml": RECORD})
    life.write({f"{FOLDER}/releases/2026-03-20.yaml": SECOND})
    found: set[str] = set()
    # Thirty days before it takes effect, an hour and two before that, its publication, its day, and no end of anything.
    ends = ("02-17T22:00:00", "02-17T23:00:00", "02-18T00:00:00", "02-10T00:00:00", "03-20T00:00:00", "02-17T23:37:00")
    for end in ends:
        for seconds in (1, 0, -1):
            moment = at(end) + timedelta(seconds=seconds)
            fresh = life.check(moment)
            assert life.check(moment, caches=life.caches) == fresh, moment
            found.add(fresh)
    assert len(found) > 2


def test_every_format_is_the_same_from_memory(life: Life) -> None:
    """What people, programs and GitHub read does not show whether anything was looked at."""
    life.write({RETENTION: EDITED})
    moment = at("02-02T00:00:00")
    for form in Format:
        fresh = life.check(moment, form=form)
        assert [life.check(moment, form=form, caches=life.caches) for _ in range(2)] == [fresh, fresh], form


def test_a_published_site_counts_by_its_record_and_by_who_named_it(life: Life, tmp_path: Path) -> None:
    """A site that is named must have a record that can be read, and each is told by its own path."""
    named = [tmp_path / "empty", tmp_path / "damaged", tmp_path / "also-damaged"]
    for site in named:
        (site / "api/v1/events").mkdir(parents=True)
    for site in named[1:]:
        (site / "api/v1/events/index.json").write_text("{")
    moment = at("02-02T00:00:00")
    assert life.both(moment).startswith("0")
    for site in named:
        said = life.both(moment, BaseOf(site=site))
        assert said.startswith("4")
        assert f"{site} cannot be read" in said


def test_another_record_is_another_past(life: Life, tmp_path: Path) -> None:
    """Of two sites that were published of the same policy, one has what the files say now, and the other has not."""
    life.repo.commit({RETENTION: EDITED})
    life.repo.commit({f"{FOLDER}/releases/2026-03-20.yaml": SECOND.replace("03-20", "03-25")})
    sites = tmp_path / "one", tmp_path / "other"
    life.build(at("02-11T10:05:00"), sites[0])
    life.repo.commit({f"{FOLDER}/releases/2026-03-20.yaml": SECOND})
    life.build(at("02-11T10:05:00"), sites[1])
    said = [life.both(at("02-12T00:00:00"), BaseOf(site=site)) for site in sites]
    assert ["PS-4" in one for one in said] == [True, False]


def test_a_folder_is_remembered_in_whatever_the_umask(life: Life) -> None:
    """Where others of a group may write by default, they may not write there."""
    before = os.umask(0o002)
    try:
        life.both(at("02-02T00:00:00"))
    finally:
        os.umask(before)
    (folder,) = (life.caches / "site-builder").iterdir()
    assert [*folder.iterdir()]


@pytest.mark.parametrize("harm", ["cut", "gone", "others may write", "no folder"])
def test_a_memory_that_cannot_be_trusted_is_none(life: Life, harm: str) -> None:
    """A damaged file is not read, and neither is a folder that somebody else could have written to."""
    moment = at("02-02T00:00:00")
    before = life.both(moment)
    (folder,) = (life.caches / "site-builder").iterdir()
    match harm:
        case "cut":
            for path in folder.iterdir():
                path.write_bytes(path.read_bytes()[:-5])
        case "gone":
            for path in folder.iterdir():
                path.unlink()
        case "others may write":
            folder.chmod(0o777)
        case _:
            life.caches = life.repo.path / "content" / "site.yaml" / "caches"
    assert life.both(moment) == before
    assert (cache_of(life.repo.path) is None) == (harm in ("others may write", "no folder"))


def test_an_edit_costs_the_policy_that_it_is_in(life: Life) -> None:
    """What is said of the other policies is taken over: they are not looked at, and no review comes of them."""
    life.repo.commit(OTHER)
    books: dict[str, Notebook] = {}

    def looked_at() -> set[str]:
        books.update({name: Notebook(book.known()) for name, book in books.items()})
        work = replace(
            inspection(life.repo.path, at("07-01T00:00:00"), BaseOf()),
            memory=lambda name: books.setdefault(name, Notebook({})),
        )
        return {one.policy.id for one in check(work) if hasattr(one, "policy") and not isinstance(one, Problem)}

    assert looked_at() == {"privacy", "terms"}
    assert looked_at() == set()
    life.write({f"{TERMS}/en/scope.md": "# Scope\n\nThese terms cover the app.\n"})
    assert looked_at() == {"terms"}
    assert looked_at() == set()


def test_reviewers_read_of_every_policy(life: Life, tmp_path: Path) -> None:
    """What is written for reviewers is made of all of them, whatever was remembered."""
    moment = at("02-02T00:00:00")
    life.write({RETENTION: EDITED})
    life.both(moment)
    life.patch.setenv("XDG_CACHE_HOME", str(life.caches))
    paper = Paper(comments=tmp_path / "comments")
    inspect(repo=life.repo.path, as_of=moment, form=Format.JSON, base_of=BaseOf(), paper=paper)
    assert [path.name for path in (tmp_path / "comments").iterdir()] == ["privacy.md"]
