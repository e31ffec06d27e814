"""What recurs is made once: blocks parsed, rendered and compared, however many versions have them (DESIGN §7).

Counted is what the rooms made and what they found again, so a test fails as soon as reuse is lost, on any machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.redline import remembered
from site_builder import reuse
from site_builder.build import Work, build
from site_builder.compare import compare, nodes
from site_builder.compare.pairs import Redlines
from site_builder.doors.disk import shipped
from site_builder.doors.git import open_repository
from site_builder.materiality import judge, pipeline, reads
from site_builder.model.artifact import Artifact
from site_builder.model.change import Comparison
from site_builder.model.finding import Judgement
from site_builder.model.timeline import State
from site_builder.outputs import data
from site_builder.outputs.marked import blocks as marked
from site_builder.outputs.pages import text as pages
from site_builder.redline import spans
from site_builder.reuse import Same, reusing
from tests import publisher, values
from tests.publisher import FOLDER, Publisher
from tests.test_build import NOW

if TYPE_CHECKING:
    from _typeshed import TraceFunction

# So many paragraphs are in each of the three sections.
PARAGRAPHS = 6
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)
# The room has a function of the same name.
parse = import_module("site_builder.markup.parse")


@pytest.fixture
def fresh() -> Iterator[None]:
    """A process that has read nothing yet, before and after."""
    forget()
    yield
    forget()


def forget() -> None:
    """Forget all texts and what was made of them."""
    for one in remembered():
        one()


def built(folder: Path, versions: int) -> None:
    """Build a policy of three sections of which each version rewrites one paragraph, each time another one."""
    repository = Publisher(folder)
    settings = {
        "content/site.yaml": publisher.SITE,
        f"{FOLDER}/policy.yaml": publisher.POLICY.replace("[scope, retention]", "[one, two, three]"),
        f"{FOLDER}/en/index.md": publisher.INDEX,
    }
    texts = {
        name: [f"We keep what belongs to {name} number {number} for a while." for number in range(PARAGRAPHS)]
        for name in ("one", "two", "three")
    }
    for revision in range(1, versions + 1):
        if revision > 1:
            texts[("one", "two", "three")[revision % 3]][revision // 3] += f" It is {revision} days."
        files: dict[str, Any] = {
            name: f"# Part {name}\n\n" + "\n\n".join(lines) + "\n" for name, lines in texts.items()
        }
        day = f"2026-01-{revision:02}"
        release = publisher.release(revision, publisher.document(**files), day, day)
        written = {f"{FOLDER}/en/{name}.md": body for name, body in files.items()}
        repository.commit({**settings, **written, f"{FOLDER}/releases/{day}.yaml": release})
    forget()
    work = Work(repository=open_repository(repository.path), shipped=shipped(), as_of=NOW, previous=None)
    made = [*build(work)]
    assert sum(isinstance(one, Artifact) for one in made) > versions


@pytest.mark.usefixtures("fresh")
def test_a_block_is_parsed_rendered_and_compared_once_however_many_versions_have_it(tmp_path: Path) -> None:
    """One more version costs the block that it rewrites, and nothing of the seventeen that it has from before."""
    found = []
    for versions in (4, 9):
        built(tmp_path / str(versions), versions)
        found.append(
            {
                "wordings parsed": parse._heard.cache_info().misses,
                "blocks prepared for comparing": nodes.node_of.made,
                "kept blocks written": marked._kept.made,
                "sections rendered": pages._body.made,
                "pairs of wordings compared": spans._known.cache_info().misses,
                "changes judged": pipeline._verdicts.cache_info().misses,
            }
        )
    few, many = found
    # The titles of the policy and its sections, the paragraphs of the first version, and those that were rewritten.
    assert few["wordings parsed"] == 4 + 3 * PARAGRAPHS + 3
    assert {name: (many[name] - few[name]) / 5 for name in few} == {
        "wordings parsed": 1,
        "blocks prepared for comparing": 1,
        "kept blocks written": 1,
        # In English and Chinese on the version's page and in the file to keep, and on the page without a language.
        "sections rendered": 5,
        "pairs of wordings compared": 1,
        "changes judged": 1,
    }


def lines_run(repository: Path, ref: str) -> int:
    """So many lines of the program are run to build a commit, without those of the libraries that it stands on."""
    count = 0

    def inside(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return inside

    def called(frame: FrameType, _event: str, _argument: object) -> TraceFunction | None:
        # What dataclasses compare is compiled from a string.
        return inside if "site_builder" in frame.f_code.co_filename or frame.f_code.co_name == "__eq__" else None

    forget()
    work = Work(repository=open_repository(repository, ref), shipped=shipped(), as_of=NOW, previous=None)
    before = sys.gettrace()
    sys.settrace(called)
    try:
        for _ in build(work):
            pass
    finally:
        sys.settrace(before)
    return count


@pytest.mark.usefixtures("fresh")
def test_work_grows_with_the_number_of_versions_and_not_faster(tmp_path: Path) -> None:
    """Whatever goes through all versions for each of them makes six more dearer, the more there are."""
    repository = Publisher(tmp_path / "many")
    repository.commit(
        {
            # Redlines since past versions list all that lies between, for as many of them as are asked for.
            "content/site.yaml": f"{publisher.SITE}redlines: {{versions: 1, months: 1}}\n",
            f"{FOLDER}/policy.yaml": publisher.POLICY.replace("[scope, retention]", "[scope]"),
            f"{FOLDER}/en/index.md": publisher.INDEX,
        }
    )
    refs = []
    for revision in range(1, 19):
        scope = publisher.SCOPE.replace("the app", f"app {revision}")
        day = f"20{revision:02}-01-01"
        release = publisher.release(revision, publisher.document(scope=scope), day, day)
        files = {f"{FOLDER}/en/scope.md": scope, f"{FOLDER}/releases/{day}.yaml": release}
        refs.append(repository.commit(files))
    six, twelve, eighteen = (lines_run(repository.path, refs[number - 1]) for number in (6, 12, 18))
    assert eighteen - twelve < 1.02 * (twelve - six)


@pytest.mark.usefixtures("fresh")
def test_a_pair_of_texts_is_compared_and_judged_once() -> None:
    """A text that is taken back and comes again is no other text."""
    one, two = (values.document(sections={"scope": ("Scope", words)}) for words in ("We keep it.", "We sell it."))
    policy = values.policy(sections=("scope",))
    line = [
        values.version(f"2026-01-{day:02}", day, values.edition(text), of=policy)
        for day, text in enumerate((one, two, one, two, one, two), start=1)
    ]
    stands = [(version, State.SUPERSEDED) for version in line[:-1]]
    judged: list[Comparison] = []

    class Counting:
        def judge(self, comparison: Comparison, locale: str) -> Judgement:
            judged.append(comparison)
            return judge(comparison, locale)

        def reads(self, locale: str) -> bool:
            return reads(locale)

    found = Redlines(values.site(), values.timeline(*stands, (line[-1], State.IN_FORCE)), Counting())
    made = [one for some in (*found.neighbours(), *found.since()) for one in some]
    assert len(made) == 3 * (5 + 6)
    # From the one to the other and back, and the one in force with itself.
    assert len({id(comparison) for comparison in judged}) == len(judged) == 3


@pytest.mark.usefixtures("fresh")
def test_what_is_judged_again_is_judged_as_if_for_the_first_time() -> None:
    """Verdicts are told by all that their rules asked: the same change in other texts has the verdict of those texts.

    What decides here stands elsewhere in the texts: whether a name is new, and whether a term is defined.
    """
    old, new = "Our Service is for Customers.", "Our service is for Acme Customers."
    rests = ("", "Acme is us.", '"Service" means the app.', '"Service" means the app of Acme.', "Nothing else.")
    pairs = [
        tuple(
            values.document(sections={"scope": ("Scope", f"{words}\n\n{rest}\n")})
            for words, rest in ((old, before), (new, after))
        )
        for before in rests
        for after in rests
    ]
    again = [judge(compare(*pair), "en") for _ in range(2) for pair in pairs][len(pairs) :]
    alone = []
    for pair in pairs:
        forget()
        alone.append(judge(compare(*pair), "en"))
    assert again == alone
    assert len({one.findings for one in alone}) > 1


def test_what_is_remembered_is_bounded_and_told_by_identity() -> None:
    """Equal values are not one value until they are made so; what nobody asked for is forgotten, at last."""
    asked: list[str] = []

    @reusing(2)
    def shout(words: tuple[str, ...], end: str) -> str:
        asked.append(words[0])
        return words[0].upper() + end

    one, two = (tuple(name for name in "a") for _ in range(2))
    assert [shout(one, "!"), shout(one, "!"), shout(two, "!"), shout(one, "?")] == ["A!", "A!", "A!", "A?"]
    assert (len(asked), shout.made, shout.reused) == (3, 3, 1)
    many = [(name,) for name in "bcdefgh"]
    for words in many:
        shout(words, "!")
    shout(many[-1], "!")
    assert asked[-1] == "h"
    shout(one, "!")
    assert asked[-1] == "a"
    same: Same[tuple[str, ...]] = Same(8)
    assert same(one) is same(two) is one


def test_what_is_large_is_remembered_less_and_what_another_policy_had_not_at_all() -> None:
    """A table of large results is full before it has many; what is let go is made again, and counting goes on."""

    @reusing(100, weigh=len)
    def long(words: tuple[str, ...]) -> str:
        return words[0] * 3_000_000

    names = [(name,) for name in "abcdefgh"]
    for words in names:
        long(words)
    assert (long(names[-1]), long.reused) == ("h" * 3_000_000, 1)
    long(names[0])
    assert (long.made, long.reused) == (9, 1)
    reuse.forget()
    long(names[-1])
    assert (long.made, long.reused) == (10, 1)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4))
def test_json_in_lines_says_the_same(value: dict[str, Any]) -> None:
    """Whether it is written at once or in parts that were written before, byte for byte; nothing is lost in it."""
    whole = data.artifact("/api/x.json", "x", value).body
    assert json.loads(whole) == {"$schema": "../schemas/v1/x.schema.json", **value}
    parts = data.artifact("/api/x.json", "x", data.members(value)).body
    assert parts == whole
    short = data.compact("/api/x.json", "x", {"all": data.written(value), "deep": [[data.written(value)]]}).body
    assert json.loads(short)["all"] == json.loads(short)["deep"][0][0] == value


def test_json_has_a_line_for_each_part() -> None:
    """For each name, each item of a list of values and each name below a name; words stand behind one another."""
    value: dict[str, Any] = {"a": [1, {"b": [2]}], "c": {"d": ["e", "f"]}, "g": ["h", "i"], "j": [], "k": {}}
    body = data.artifact("/api/x.json", "x", value).body.decode()
    assert body.splitlines()[2:] == [
        ' "a": [',
        "  1,",
        '  {"b":[2]}',
        " ],",
        ' "c": {',
        '  "d": ["e","f"]',
        " },",
        ' "g": ["h","i"],',
        ' "j": [],',
        ' "k": {}',
        "}",
    ]
