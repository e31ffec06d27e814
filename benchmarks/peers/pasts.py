"""The past of policies: read from adopted repositories, chosen, copied, and written as commits and as pages.

Of the adopted policies whole histories are taken, in the order of the digests of their ids, until there are as many
versions as asked for; the last one is cut. A smaller history so is the beginning of a larger one. Where more versions
are asked for than there are, further policies are made of those in languages with Latin letters, in other words
(``words.py``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path

from benchmarks.peers.words import other_words
from site_builder import config, content
from site_builder.content import Folder
from site_builder.doors.git import open_repository
from site_builder.model.policy import Policy
from site_builder.text import digest

# Everything is built as at one instant, and after each further release as at the next day.
BUILT = datetime(2026, 12, 1, tzinfo=UTC)
BUILT_AGAIN = tuple(BUILT + timedelta(days=days) for days in (1, 2))

_SITE = """\
title: {en: Policies}
base_url: https://policies.example
time_zone: UTC
locales: [en, zh-Hans, pt]
audiences:
  default:
    notice_days: {clarifying: 0, material: 30}
"""
_LATIN = ("en", "pt")
_HEADING = re.compile(r"^(#{1,5}) ", re.MULTILINE)
_NEW_SENTENCES = (
    "Earlier versions of this text can be read on this site.",
    "Later versions of this text will be found there as well.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One commit in a policy's folder: files below it (None: removed), and the label where it is a release."""

    at: datetime
    files: Mapping[str, str | None]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A policy's steps, oldest first."""

    policy: str
    steps: tuple[Step, ...]

    @property
    def versions(self) -> int:
        """How many versions it has."""
        return sum(bool(step.label) for step in self.steps)

    def cut(self, versions: int) -> Past:
        """The steps up to a version."""
        labels = (number for number, step in enumerate(self.steps, start=1) if step.label)
        last = [number for _, number in zip(range(versions), labels, strict=False)][-1]
        return replace(self, steps=self.steps[:last])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Commit:
    message: str
    at: datetime
    files: Mapping[str, str | None]


def read(repository: Path) -> list[Past]:
    """The policies of an adopted repository, sorted by id."""
    found = open_repository(repository)
    instants = found.instants()
    revisions = list(found.revisions())
    blobs = found.read(entry.blob for one in revisions for path, entry in one.changes.items() if _ours(path) and entry)
    steps: dict[str, list[Step]] = {}
    for revision in revisions:
        at = datetime.fromtimestamp(instants[revision.id], UTC)
        files: dict[str, dict[str, str | None]] = {}
        for path, entry in revision.changes.items():
            if _ours(path):
                _, policy, below = path.split("/", 2)
                files.setdefault(policy, {})[below] = blobs[entry.blob].decode() if entry else None
        for policy, changed in files.items():
            steps.setdefault(policy, []).extend(_steps(at, changed))
    return [Past(policy=policy, steps=tuple(steps[policy])) for policy in sorted(steps)]


def _ours(path: str) -> bool:
    """Whether a file belongs to a policy."""
    return path.startswith("content/") and path.count("/") > 1


def _steps(at: datetime, changed: Mapping[str, str | None]) -> Iterator[Step]:
    labels = [name.removeprefix("releases/").removesuffix(".yaml") for name in changed if name.startswith("releases/")]
    if len(labels) > 1:
        raise AssertionError(f"an adopted commit has one version of a policy: {labels}")
    yield Step(at=at, files=changed, label=labels[0] if labels else "")


def choose(real: Sequence[Past], versions: int) -> Iterator[Past]:
    """Policies with so many versions together: real ones, then copies in other words."""
    order = sorted(real, key=lambda past: hashlib.sha256(past.policy.encode()).digest())
    left = versions
    for copy in count():
        for past in order:
            if copy and _settings(past).governing not in _LATIN:
                continue
            taken = past if not copy else in_other_words(past, copy)
            yield taken if taken.versions <= left else taken.cut(left)
            left -= min(left, taken.versions)
            if not left:
                return


def _settings(past: Past) -> Policy:
    return _policy(str(past.steps[0].files[config.POLICY_FILE]))


@lru_cache(maxsize=4096)
def _policy(source: str) -> Policy:
    return config.read_policy(source, path=config.POLICY_FILE, zone=UTC)


def in_other_words(past: Past, copy: int) -> Past:
    """The same history of another policy, whose text shares little with the first."""
    policy = f"{past.policy}-copy-{copy}"
    steps: list[Step] = []
    state: dict[str, str] = {}
    for step in past.steps:
        files = {name: body and _changed(name, body, past.policy, copy) for name, body in step.files.items()}
        _go_on(state, files)
        if step.label:
            path = f"releases/{step.label}.yaml"
            named = re.sub(r"(?m)^text: .*$", f"text: {_digest(state)}", str(files[path]))
            files[path] = state[path] = named
        steps.append(replace(step, files=files))
    return Past(policy=policy, steps=tuple(steps))


def _changed(name: str, body: str, policy: str, copy: int) -> str:
    if name.endswith(".md"):
        return other_words(body, copy)
    if name == config.POLICY_FILE:
        return body.replace(f"id: {policy}\n", f"id: {policy}-copy-{copy}\n", 1)
    return body


def _go_on(state: dict[str, str], files: Mapping[str, str | None]) -> None:
    for name, body in files.items():
        if body is None:
            state.pop(name, None)
        else:
            state[name] = body


def _digest(state: Mapping[str, str]) -> str:
    files = {name: body.encode() for name, body in state.items()}
    return digest(content.read_document(_policy(state[config.POLICY_FILE]), Folder("content/policy", files)))


def commits(pasts: Iterable[Past]) -> Iterator[_Commit]:
    """A publisher's repository: the settings, then every step in the order of time."""
    yield _Commit(message="Begin", at=datetime(2000, 1, 1, tzinfo=UTC), files={"content/site.yaml": _SITE})
    steps: list[tuple[datetime, str, int, Step]] = []
    for past in pasts:
        latest = past.steps[0].at
        for number, step in enumerate(past.steps):
            latest = max(latest, step.at)
            steps.append((latest, past.policy, number, step))
    for at, policy, _, step in sorted(steps, key=lambda one: one[:3]):
        files = {f"content/{policy}/{name}": body for name, body in step.files.items()}
        yield _Commit(message=f"{policy} {step.label}".rstrip(), at=at, files=files)


def pages(pasts: Iterable[Past]) -> Iterator[tuple[str, str]]:
    """The path and the Markdown of each version."""
    for past in pasts:
        state: dict[str, str] = {}
        for step in past.steps:
            _go_on(state, step.files)
            if step.label:
                yield f"{past.policy}/{step.label}.md", page(state)


def page(state: Mapping[str, str]) -> str:
    """A policy's folder as one page."""
    policy = _policy(state[config.POLICY_FILE])
    title, _, preamble = state[f"{policy.governing}/index.md"].removeprefix("# ").partition("\n")
    parts = [
        preamble.strip(),
        *(_HEADING.sub(r"#\1 ", state[f"{policy.governing}/{one}.md"]) for one in policy.sections),
    ]
    body = "\n\n".join(part.strip() for part in parts if part.strip())
    return f"---\ntitle: {json.dumps(title.strip(), ensure_ascii=False)}\n---\n\n{body}\n"


# One more release: the files of its commit by path, and the path and the text of the same as a page.
Release = tuple[Mapping[str, str], tuple[str, str]]


def further(pasts: Sequence[Past]) -> Iterator[Release]:
    """One more release of the policy that has the most, and the one after it: a new sentence in its last section."""
    going = [past for past in pasts if "\nretired:" not in _last(past)[config.POLICY_FILE]]
    past = max(going, key=lambda one: (one.versions, one.policy))
    state = dict(_last(past))
    policy = _policy(state[config.POLICY_FILE])
    section = f"{policy.governing}/{policy.sections[-1]}.md"
    for number, (at, sentence) in enumerate(zip(BUILT_AGAIN, _NEW_SENTENCES, strict=True), 1):
        state[section] = f"{state[section].rstrip()}\n\n{sentence}\n"
        day, label = at.isoformat(), at.date().isoformat()
        slug, said = f"say-where-versions-are-{number}", f"{{{policy.governing}: We say where to read other versions.}}"
        files = {
            section: state[section],
            f"changes/{slug}.yaml": f"level: clarifying\nsections: [{policy.sections[-1]}]\nsummary: {said}\n",
            f"releases/{label}.yaml": (
                f"revision: {past.versions + number}\ntext: {_digest(state)}\npublished: {day}\neffective: {day}\n"
                f"level: clarifying\nchanges: [{slug}]\nsummary: {said}\napproved_by: [General Counsel]\n"
            ),
        }
        more = {f"content/{past.policy}/{name}": body for name, body in files.items()}
        yield more, (f"{past.policy}/{label}.md", page(state))


def _last(past: Past) -> Mapping[str, str]:
    state: dict[str, str] = {}
    for step in past.steps:
        _go_on(state, step.files)
    return state
