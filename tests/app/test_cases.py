"""Both clients do what the tables beside this file say, and say the same of everything else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_builder import client
from tests.app.lives import HERE, Json, in_javascript, in_python

CASES: list[Json] = yaml.safe_load((HERE / "cases.yaml").read_text("utf-8"))
LANGUAGES: list[Any] = yaml.safe_load((HERE / "languages.yaml").read_text("utf-8"))
NOTHING = {"tell": False, "ask": False, "corrections": []}


def current(said: Json) -> Json:
    """`current.json` as a case shortens it."""
    modes: dict[str, int] = said["modes"]
    asking = {mode: revision for mode, revision in modes.items() if mode not in ("silent", "inform")}
    told, accepted = (max(found.values(), default=0) for found in (modes, asking))
    bound = said.get("in_force")
    steps = [{"revision": r, "effective_at": at} for r, at in said.get("coming", {}).items()]
    return {
        "policy": "privacy",
        "stream": said.get("stream", "s"),
        "entry": said.get("entry", 1),
        "current": {"revision": bound} if bound else None,
        "timeline": [*([{"revision": bound, "effective_at": "2026-01-01T00:00:00Z"}] if bound else []), *steps],
        "cancelled": [{"revision": r, "state": state} for r, state in said.get("cancelled", {}).items()],
        "audiences": {
            "default": {
                "notice": {"min_told_revision": told, "mode": "acknowledge"},
                "acceptance": {"min_accepted_revision": accepted, "mode": "acknowledge"},
                "by_mode": modes,
                "baseline_revision": said.get("baseline", bound or 0),
            }
        },
        "oldest_notice_revision": said.get("oldest", 1),
        "locales": {"en": {}},
    }


def notice(now: Json, changed: Json) -> Json:
    """The notice file that belongs to an answer, with what a case says of it otherwise."""
    told = changed.get("revision", now["audiences"]["default"]["notice"]["min_told_revision"])
    bound = now["current"]["revision"] if now["current"] else 0
    ahead = [one for one in now["timeline"] if one["revision"] > bound]
    off = [{"revision": one["revision"], "effective_at": None} for one in now["cancelled"]]
    return {
        "policy": "privacy",
        "audience": "default",
        "stream": now["stream"],
        "entry": changed.get("entry", now["entry"]),
        "notice": {
            "id": f"notice {told}",
            "revision": told,
            "summaries": [{**one, "state": "announced"} for one in ahead],
        },
        "corrections": [{"id": f"correction {one['revision']}", **one} for one in (*off, *ahead)],
    }


def life(case: Json) -> Json:
    """A case with everything that it leaves out."""
    given = case.get("start")
    start = None
    if given:
        promises = [{"revision": r, "effective_at": at} for r, at in given.get("promises", {}).items()]
        start = {"refused": 0, "stream": "", "entry": 0, "left": [], **given, "promises": promises}
    steps: list[Json] = []
    for step in case["steps"]:
        now = current(step["current"]) if "current" in step else steps[-1]["current"]
        act = step.get("do", "")
        steps.append(
            {"current": now, "notice": notice(now, step.get("notice", {})), "act": "" if act == "nothing" else act}
        )
    return {"audience": case.get("audience", "default"), "start": start, "steps": steps}


LIVES = [life(case) for case in CASES]


@pytest.fixture(scope="module")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> list[list[Json]]:
    found: list[list[Json]] = in_javascript(tmp_path_factory.mktemp("client"), lives=LIVES)["lives"]
    return found


def differences(case: Json, said: list[Json]) -> list[str]:
    """Where a client does otherwise than a case says."""
    wrong = []
    for number, (step, found) in enumerate(zip(case["steps"], said, strict=True), 1):
        expected: Json = dict(step.get("keeps", {}))
        if "promises" in expected:
            expected["promises"] = [{"revision": r, "effective_at": at} for r, at in expected["promises"].items()]
        wrong += [
            f"step {number}: keeps {key} {found['standing'][key]!r}, not {value!r}"
            for key, value in expected.items()
            if found["standing"][key] != value
        ]
        if "due" in step and step["due"] is None and found["decision"] is not None:
            wrong.append(f"step {number}: an answer that is too old is believed")
        due = NOTHING if step.get("due") == "nothing" else step.get("due") or {}
        for key, value in due.items():
            real = found["decision"][key]
            if real != value:
                wrong.append(f"step {number}: {key} is {real!r}, not {value!r}")
        shown = found["ids"] is not None
        if "prompt" in step and step["prompt"] is not shown:
            wrong.append(f"step {number}: there is {'a' if shown else 'no'} prompt")
    return wrong


@pytest.mark.parametrize("index", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_both_clients_do_what_the_table_says(index: int, javascript: list[list[Json]]) -> None:
    """Every step of every case, in Python and in JavaScript, and both find the same in all of it."""
    python = in_python(LIVES[index])
    assert differences(CASES[index], python) == []
    assert differences(CASES[index], javascript[index]) == []
    assert python == javascript[index]


def test_a_wrong_client_would_be_found() -> None:
    """A client that forgets what it has shown fails the table."""
    forgetful = [{**step, "act": ""} for step in LIVES[1]["steps"]]
    assert differences(CASES[1], in_python({**LIVES[1], "steps": forgetful})) != []


def test_both_clients_choose_the_same_language(tmp_path: Path) -> None:
    """By the table; Chinese is never given in the other script."""
    expected = [given for _, _, given in LANGUAGES]
    assert [client.language(wanted, served) for wanted, served, _ in LANGUAGES] == expected
    assert in_javascript(tmp_path, languages=LANGUAGES)["languages"] == expected


GOOD = json.dumps(current({"in_force": 1, "modes": {}, "entry": 5}))
NEWER = json.dumps(current({"in_force": 1, "modes": {}, "entry": 6}))
PORTAL = "<!doctype html><title>Welcome to our network</title>"
# What a host, a cache or a network may answer with, and the entry that the client goes on with.
EXCHANGES: dict[str, list[tuple[int, str, str, int | None]]] = {
    "nothing changed": [(200, '"a"', GOOD, 5), (304, "", "", 5)],
    "something changed": [(200, '"a"', GOOD, 5), (200, '"b"', NEWER, 6)],
    "no network": [(200, '"a"', GOOD, 5), (0, "", "", 5), (200, '"b"', NEWER, 6)],
    "no network from the start": [(0, "", "", None), (200, '"a"', GOOD, 5)],
    "a captive portal": [(200, '"a"', GOOD, 5), (200, '"p"', PORTAL, 5)],
    "a captive portal that speaks JSON": [(200, '"a"', GOOD, 5), (200, '"p"', '{"login": "required"}', 5)],
    "an error page": [(200, '"a"', GOOD, 5), (503, "", PORTAL, 5), (404, "", "{}", 5)],
    "another policy's file": [(200, '"a"', GOOD, 5), (200, '"p"', NEWER.replace("privacy", "terms"), 5)],
    "JSON that is no object": [(200, '"a"', GOOD, 5), (200, "", "[]", 5), (200, "", "null", 5), (200, "", "7", 5)],
    "a file that was cut off": [(200, '"a"', GOOD, 5), *((200, "", GOOD[:at], 5) for at in range(0, len(GOOD), 7))],
}


def exchange(answers: list[tuple[int, str, str, int | None]]) -> tuple[list[int | None], list[tuple[str, str]]]:
    """The entries that the Python client goes on with, and what it asks for with which entity tag."""
    kept: client.Kept | None = None
    entries: list[int | None] = []
    asked: list[tuple[str, str]] = []
    for status, etag, body, _ in answers:
        answer = client.Answer(status=status, etag=etag, body=body.encode())

        def fetch(url: str, known: str, answer: client.Answer = answer) -> client.Answer:
            asked.append((url, known))
            return answer

        kept = client.Site("https://example.org/", fetch).current("privacy", kept)
        entries.append(kept.value["entry"] if kept else None)
    return entries, asked


def test_what_is_no_answer_of_ours_leaves_the_last_one_standing(tmp_path: Path) -> None:
    """Error pages, portals, files cut off anywhere: both clients keep what they know."""
    rows = [[{"status": status, "body": body} for status, _, body, _ in answers] for answers in EXCHANGES.values()]
    expected = [[entry for *_, entry in answers] for answers in EXCHANGES.values()]
    assert [exchange(answers)[0] for answers in EXCHANGES.values()] == expected
    assert in_javascript(tmp_path, exchanges=rows)["exchanges"] == expected


def test_the_tag_of_the_last_good_answer_is_sent() -> None:
    """What is not ours has no tag that counts."""
    address = "https://example.org/api/v1/privacy/current.json"
    answers = EXCHANGES["a captive portal"] + EXCHANGES["something changed"]
    assert exchange(answers)[1] == [(address, ""), (address, '"a"'), (address, '"a"'), (address, '"a"')]


def entry(number: int, kind: str) -> Json:
    return {"id": str(number), "type": f"policy.version.{kind}", "data": {"policy": "privacy"}}


def test_an_unknown_kind_of_event_stops_both_clients_with_a_message(tmp_path: Path) -> None:
    """Whatever stands before it is read once; the cursor stays before it, and the message names it."""
    entries = [entry(1, "announced"), entry(2, "effective"), entry(3, "abolished"), entry(4, "withdrawn")]
    index = {"stream": "s", "pages": [{"page": 1, "last": 4}]}
    page = {"stream": "s", "events": entries}
    read: list[tuple[client.Cursor, client.Happening]] = []
    with pytest.raises(client.UnknownKindError, match=r"entry 3 .*policy\.version\.abolished.*newer"):
        read.extend(client.read_events(client.Cursor(), index, lambda _: page))
    half = {**index, "pages": [{"page": 1, "last": 2}]}
    read += client.read_events(client.Cursor(), half, lambda _: {**page, "events": entries[:2]})
    calls = [
        {"cursor": {"stream": "", "entry": 0}, "stream": "s", "entries": entries},
        {"cursor": {"stream": "s", "entry": 2}, "stream": "s", "entries": entries[:2]},
        {"cursor": {"stream": "other", "entry": 2}, "stream": "s", "entries": entries[:2]},
    ]
    stopped, nothing, again = in_javascript(tmp_path, events=calls)["events"]
    assert "entry 3 is of the kind policy.version.abolished" in stopped["error"]
    assert [cursor["entry"] for cursor, _ in stopped["read"]] == [1, 2]
    assert nothing == {"read": []}
    assert [cursor["entry"] for cursor, _ in again["read"]] == [1, 2]
    assert [happening.kind for _, happening in read][-2:] == ["announced", "effective"]
    assert list(client.read_events(client.Cursor(stream="s", entry=4), index, lambda _: page)) == []


def test_no_decision_looks_at_a_clock() -> None:
    """The Python client imports nothing that tells the time; the driver of the JavaScript one takes the clock away."""
    package = Path(client.__file__).parent
    for path in sorted(package.glob("*.py")):
        imported = re.findall(r"^(?:from|import) (\S+)", path.read_text("utf-8"), re.MULTILINE)
        assert not {"time", "datetime", "calendar", "random"} & {name.split(".")[0] for name in imported}, path
