"""Thousands of users over four years: everybody is told what is due, once, in the right words.

``make test`` lives through 100,000 deliveries, ``make soak`` through a million.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from site_builder import client
from site_builder.model.record import Record
from tests.app.lives import in_javascript, in_python
from tests.app.simulation import Tally, live_through, simulate
from tests.app.world import Host, Oracle, adopted, history
from tests.effort import SOAK
from tests.shared import bundle

pytestmark = pytest.mark.many

POLICIES, PEOPLE, DELIVERIES = (25, 12_000, 500_000) if SOAK else (5, 3_300, 50_000)
HAPPENINGS = {
    "offline",
    "an older answer",
    "files of two moments",
    "reinstalled",
    "another language",
    "ended before it was shown",
    "ended while it was shown",
}


@pytest.mark.soak
@pytest.mark.parametrize("half", [0, 1])
def test_everybody_is_told_what_is_due_once(half: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Delivered is due, and nothing is told twice, in another language, or after it was withdrawn."""
    tally, _ = simulate(range(half * POLICIES, (half + 1) * POLICIES), PEOPLE)
    with capsys.disabled():
        print(f"\n{tally.delivered:,} deliveries of {tally.due:,} due, in {tally.looks:,} looks")  # noqa: T201
    assert tally.wrong == {}, tally.examples
    assert tally.delivered == tally.due
    assert tally.delivered >= DELIVERIES
    assert set(tally.happened) == HAPPENINGS
    assert min(tally.happened.values()) > 100


def test_the_javascript_client_lives_the_same_lives(tmp_path: Path) -> None:
    """Each step of hundreds of lives ends the same in both clients."""
    _, lives = simulate(range(4), 60, sample=60)
    rows = [life for life in lives if life["steps"]]
    assert len(rows) > 200
    found = in_javascript(tmp_path, lives=rows)["lives"]
    assert found == [in_python(life) for life in rows]


# Policies of the real histories, by bundle.
HISTORIES = {
    "site-policy": "Policies/github-privacy-statement.md",
    "basecamp-policies": "privacy/index.md",
    "GenAI-versions": "Bardeen/Privacy Policy.md",
}


@pytest.mark.corpora
@pytest.mark.parametrize(("name", "path"), HISTORIES.items(), ids=[*HISTORIES])
def test_everybody_is_told_in_the_rhythm_of_real_histories(name: str, path: str, tmp_path: Path) -> None:
    """Versions come as often, and as near to each other, as they came in fact."""
    clone = tmp_path / "history"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(bundle(name)), str(clone)], check=True)
    command = ["git", "-C", str(clone), "log", "--format=%ct", "HEAD", "--", path]
    seconds = [*map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())]
    releases = adopted(seconds, seed=1)
    assert len(releases) >= 3
    tally = Tally()
    live_through(name, Host(releases), Oracle(releases), 300, tally)
    assert tally.wrong == {}, tally.examples
    assert tally.delivered == tally.due > 300


def _told(**changed: object) -> Tally:
    """What becomes of a client that does one thing otherwise."""
    rules = SimpleNamespace(**{name: getattr(client, name) for name in client.__all__} | changed)
    return simulate(range(3), 60, rules=rules)[0]


def _trusting(standing: client.Standing, *rest: object) -> object:
    return client.decide(replace(standing, stream="", entry=0, left=()), *rest)  # type: ignore[arg-type]


def _careless(standing: client.Standing, *rest: object) -> object:
    return client.decide(replace(standing, promises=()), *rest)  # type: ignore[arg-type]


def _hasty(decision: client.Decision, answer: dict[str, object]) -> object:
    return client.prompt(decision, {**answer, "entry": decision.entry, "stream": decision.stream})


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"show": lambda standing, _: standing}, "decision"),
        ({"accept": client.show}, "decision"),
        ({"decide": _trusting}, "old answer believed"),
        ({"decide": _careless}, "decision"),
        ({"prompt": _hasty}, "notice of another moment"),
        ({"language": lambda _wanted, served: served[0]}, "wrong language"),
        ({"begin": lambda _current, _audience: client.Standing(told=0, accepted=0)}, "baseline"),
    ],
    ids=[
        "forgets",
        "forgets answers",
        "believes caches",
        "forgets promises",
        "mixes files",
        "speaks English",
        "floods",
    ],
)
def test_the_simulation_would_find_a_wrong_client(changed: dict[str, object], kind: str) -> None:
    """A client that does one thing otherwise is found out."""
    assert _told(**changed).wrong[kind] > 0


class Forgetful(Host):
    """A site that asks by its files what it never kept."""

    def _record(self, index: int) -> Record:
        return replace(super()._record(index), events=())


def test_the_simulation_would_find_a_site_that_follows_its_files() -> None:
    """Where an edit of `modes` reaches back, clients are told otherwise than the rules say."""
    tally = Tally()
    for seed in range(3):
        live_through(f"{seed}", Forgetful(history(seed)), Oracle(history(seed)), 60, tally)
    assert tally.wrong["decision"] > 0
