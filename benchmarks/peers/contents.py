"""What the sites are made of: real histories, as a publisher's repository for us and as pages for the others.

The histories in ``../shared/corpora`` are adopted as ``site-builder adopt`` does it, once. Of their 270 policies
whole histories are taken, in the order of the digests of their ids, until there are as many versions as asked for;
the last one is cut. A smaller history so is the beginning of a larger one.

Where more versions are asked for than there are, further policies are made of those in languages with Latin
letters. In half of all words (those whose own digest says so, the same ones in every version) each vowel becomes
another one: "information" may be "onfurmetoun" in the first copy and something else in the second. Nearly every
block of text so is another text, as long and as varied as the real one, with edits in the same places; half of
the words are still words that the rules know. Addresses and Markdown stay as they are, and so do some headings of
one or two words, which real policies share as well.

The others get the same Markdown, a page for each version: the title in front matter, and below it the sections
with their headings one step lower.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path

from site_builder import config, content
from site_builder.content import Folder
from site_builder.doors.git import import_repository, open_repository
from site_builder.model.policy import Policy
from site_builder.text import digest
from tests.shared import bundle

BUNDLES = ("basecamp-policies", "site-policy", "GenAI-versions")
# The whole history that is named beside those of a certain number of versions.
WHOLE = {"genai": "GenAI-versions"}
# Everything is built as at one instant, and after one more release as at the next day.
BUILT = datetime(2026, 12, 1, tzinfo=UTC)
BUILT_AGAIN = BUILT + timedelta(days=1)

_SITE = """\
title: {en: Policies}
base_url: https://policies.example
time_zone: UTC
locales: [en, zh-Hans, pt]
audiences:
  default:
    notice_days: {clarifying: 0, material: 30}
"""
_VOWELS = "aeiou"
_LATIN = ("en", "pt")
# What is no word for readers: where links lead, code, HTML, templates, characters by name.
_NO_WORDS = re.compile(r"\]\([^)]*\)|<[^>\s]*>|\S*://\S*|\S*@\S*|`[^`]*`|&\w+;|\{[{%].*?[%}]\}")
_WORD = re.compile(r"[A-Za-z]{3,}")
_HEADING = re.compile(r"^(#{1,5}) ", re.MULTILINE)
_NEW_SENTENCE = "\n\nEarlier versions of this text can be read on this site.\n"


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
class Contents:
    """A history on disk: our repository, the others' pages, and one more release in both forms.

    ``more`` are the files of one more commit by path, ``page`` the path and text of one more page.
    """

    name: str
    versions: int
    policies: int
    size: int
    repository: Path
    pages: Path
    more: Mapping[str, str]
    page: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Commit:
    message: str
    at: datetime
    files: Mapping[str, str | None]


def prepare(name: str, work: Path) -> Contents:
    """The contents of that name (a key of ``WHOLE``, or a number of versions) in a folder, made where they are not."""
    folder = work / name
    pasts = _chosen(name, work)
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if name in WHOLE:
            _run("git", "clone", "--quiet", _adopted(WHOLE[name], work), folder / "repository")
        else:
            import_repository(folder / "repository", commits(pasts))
        for path, text in pages(pasts):
            _write(folder / "pages" / path, text)
        (folder / "done").touch()
    more, page = one_more(pasts)
    sources = list((folder / "pages").rglob("*.md"))
    return Contents(
        name=name,
        versions=len(sources),
        policies=len(pasts),
        size=sum(path.stat().st_size for path in sources),
        repository=folder / "repository",
        pages=folder / "pages",
        more=more,
        page=page,
    )


def _chosen(name: str, work: Path) -> list[Past]:
    if name in WHOLE:
        return read(_adopted(WHOLE[name], work))
    real = [past for one in BUNDLES for past in read(_adopted(one, work))]
    return list(choose(real, int(name)))


def _adopted(name: str, work: Path) -> Path:
    """The repository that adopting a bundle makes."""
    folder = work / "adopted" / name
    if not folder.exists():
        print(f"adopting {name}, once", file=sys.stderr, flush=True)
        source, fresh = work / "adopted" / f"{name}.source", work / "adopted" / f"{name}.new"
        for left in (source, fresh):
            shutil.rmtree(left, ignore_errors=True)
        _run("git", "clone", "--quiet", "--bare", bundle(name), source)
        _run(sys.executable, "-m", "site_builder", "adopt", source, "--out", fresh)
        fresh.rename(folder)
    return folder


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


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


def other_words(text: str, copy: int) -> str:
    """The text with other vowels in half of its words; what is no word stays."""
    made: list[str] = []
    at = 0
    for kept in _NO_WORDS.finditer(text):
        made += [_WORD.sub(lambda found: _turned(found[0], copy), text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*made, _WORD.sub(lambda found: _turned(found[0], copy), text[at:])])


@lru_cache(maxsize=65_536)
def _turned(word: str, copy: int) -> str:
    chance = hashlib.sha256(f"{copy} {word.lower()}".encode()).digest()
    if chance[0] % 2:
        return word
    turn = 1 + chance[1] % (len(_VOWELS) - 1)
    after = {vowel: _VOWELS[(place + turn) % len(_VOWELS)] for place, vowel in enumerate(_VOWELS)}
    after |= {vowel.upper(): other.upper() for vowel, other in after.items()}
    return "".join(after.get(letter, letter) for letter in word)


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


def one_more(pasts: Sequence[Past]) -> tuple[dict[str, str], tuple[str, str]]:
    """One more release, of the policy that has the most: a new sentence behind its last section."""
    going = [past for past in pasts if "\nretired:" not in _last(past)[config.POLICY_FILE]]
    past = max(going, key=lambda one: (one.versions, one.policy))
    state = dict(_last(past))
    policy = _policy(state[config.POLICY_FILE])
    section = f"{policy.governing}/{policy.sections[-1]}.md"
    state[section] = state[section].rstrip() + _NEW_SENTENCE
    day = BUILT_AGAIN.isoformat()
    label = BUILT_AGAIN.date().isoformat()
    files = {
        section: state[section],
        "changes/say-where-versions-are.yaml": (
            f"level: clarifying\nsections: [{policy.sections[-1]}]\n"
            f"summary: {{{policy.governing}: We say where to read earlier versions.}}\n"
        ),
        f"releases/{label}.yaml": (
            f"revision: {past.versions + 1}\ntext: {_digest(state)}\npublished: {day}\neffective: {day}\n"
            f"level: clarifying\nchanges: [say-where-versions-are]\n"
            f"summary: {{{policy.governing}: We say where to read earlier versions.}}\n"
            "approved_by: [General Counsel]\n"
        ),
    }
    more = {f"content/{past.policy}/{name}": body for name, body in files.items()}
    return more, (f"{past.policy}/{label}.md", page(state))


def _last(past: Past) -> Mapping[str, str]:
    state: dict[str, str] = {}
    for step in past.steps:
        _go_on(state, step.files)
    return state


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
