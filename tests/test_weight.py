"""What a large build holds: of a file no more than a line, and of a policy nothing but its summary."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from site_builder import routes
from site_builder.build.manifest import with_manifest
from site_builder.build.sending import Sent, opened, packed
from site_builder.doors.disk import Output, Store
from site_builder.doors.disk.draft import Draft
from site_builder.doors.git import open_repository
from site_builder.doors.making import Making
from site_builder.model.artifact import Artifact, File, Kept
from site_builder.outputs import data
from site_builder.press import NOTHING
from site_builder.problems import ProblemError
from site_builder.stages import NOBODY
from tests import publisher
from tests.publisher import Publisher
from tests.test_memory import OTHER

MANY = 1_000


def files(count: int) -> Iterator[Artifact]:
    """So many files, in folders of a hundred, as they come."""
    for number in range(count):
        yield Artifact(path=f"privacy/{number // 100}/{number}.html", body=str(number).encode(), schema="text")


def blocks_of(work: Callable[[], object]) -> tuple[int, object]:
    """How many blocks of memory are taken after some work and were not before; and what keeps them."""
    gc.collect()
    before = sys.getallocatedblocks()
    kept = work()
    gc.collect()
    return sys.getallocatedblocks() - before, kept


def test_no_object_is_held_for_a_file(tmp_path: Path) -> None:
    """Neither by the generation in the making nor for the manifest, of which a site can have hundreds of thousands."""

    def written() -> Draft:
        draft = Draft(tmp_path / "next.new", None, {})
        for one in files(MANY):
            draft.add(one)
        return draft

    def listed() -> Iterator[object]:
        made = with_manifest(files(MANY), NOTHING)
        for _ in range(MANY):
            next(made)
        return made

    for work in (written, listed):
        blocks, _ = blocks_of(work)
        assert blocks < MANY / 2


def test_the_manifest_is_written_as_any_file() -> None:
    """Line by line, with the very bytes that it has as one value; no address is in it twice."""
    some = [*files(120), Artifact(path="404.html", body=b'no "page"'), Artifact(path="a.b", body=b"")]
    *_, manifest = with_manifest(iter(some), NOTHING)
    entries: dict[str, data.Value] = {
        one.path: {
            "digest": one.digest,
            "size": one.size,
            **({"schema": routes.schema(one.schema)} if one.schema else {}),
        }
        for one in sorted(some, key=lambda one: one.path)
    }
    assert manifest == data.artifact(routes.MANIFEST, "manifest", {"files": entries})
    with pytest.raises(AssertionError):
        list(with_manifest(iter([some[0], some[1], some[0]]), NOTHING))


def test_what_a_worker_sent_is_handed_on_and_let_go() -> None:
    """Every file comes as it was made, in its order, and is held by nobody then."""
    made: list[File] = [*files(3), Kept(path="b", digest="sha256-0", size=1)]
    sent: list[Sent] = list(packed(made))
    assert [*opened(sent)] == made
    assert sent == []


@pytest.fixture
def two(tmp_path: Path) -> Publisher:
    """A repository with two policies."""
    made = Publisher(tmp_path / "repo")
    made.commit({**publisher.simple_files(), **OTHER})
    return made


def test_of_a_policy_that_is_made_nothing_is_held(two: Publisher, tmp_path: Path) -> None:
    """When the files of the whole site are made, nothing is left of what is remembered of the files of policies."""
    store = Store(tmp_path / "memory", lambda: None)
    making = Making(
        repository=open_repository(two.path, "HEAD"),
        as_of=datetime(2026, 2, 1, tzinfo=UTC),
        memory=store,
        progress=NOBODY,
        tally=NOBODY,
    )
    found: list[str] = []
    for one in making.files(tmp_path / "nowhere", required=False):
        if isinstance(one, Artifact) and one.path == "404.html":
            gc.collect()
            held = [kept.path for kept in gc.get_objects() if isinstance(kept, Kept)]
            found = [path for path in held if path.startswith(("privacy/", "terms/", "api/v1/privacy/"))]
            break
    else:
        raise AssertionError("the files of the whole site never came")
    assert found == []
    assert len(list((tmp_path / "memory").iterdir())) == 4  # of each policy, its files and what they came to


def test_a_first_build_that_fails_leaves_no_memory(tmp_path: Path) -> None:
    """What was kept while it went on goes with it, so that nothing stands beside a site that is not there."""
    output = Output(tmp_path / "site", copy=False, repository=tmp_path / "repository")

    def stopped() -> Iterator[Artifact]:
        yield from files(3)
        scope = output.memory.scope("pages privacy")
        scope.put("key", "value")
        scope.close()
        raise ProblemError([])

    with pytest.raises(ProblemError):
        output.publish(stopped(), {})
    assert list(tmp_path.iterdir()) == []


def test_what_comes_too_late_is_not_lost_without_a_word(tmp_path: Path) -> None:
    """Whoever puts something into a memory that was closed is told; written over, it would have lost the rest."""
    scope = Store(tmp_path, lambda: None).scope("pages privacy")
    scope.put("key", "value")
    scope.close()
    with pytest.raises(AssertionError):
        scope.put("other", "value")
    assert Store(tmp_path, lambda: None).scope("pages privacy").get("key") == "value"
