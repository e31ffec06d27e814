"""Whom to tell, whom to ask, once: pure functions, the same as those of `policy-notice.js`.

A user of a policy is a ``Standing``: two revisions that only rise, and the dates of announced versions that the
user was told of. `tell = told < min_told_revision` and `ask = accepted < min_accepted_revision`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Json = Mapping[str, Any]

MODES = ("silent", "inform", "acknowledge", "consent")
# Who left this many streams of the publication record behind has forgotten the first.
_LEFT = 8
# Regions of which a reader of Chinese reads traditional characters, where the tag names no script.
_HANT = frozenset({"TW", "HK", "MO"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An announced version that the user was told of; ``effective_at`` is None once it was called off."""

    revision: int
    effective_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a user knows of a policy. ``stream`` and ``entry`` say how new the last answer was."""

    told: int
    accepted: int
    refused: int = 0
    promises: tuple[Promise, ...] = ()
    stream: str = ""
    entry: int = 0
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is due: ``base`` is the revision to ask the notice for, ``revision`` the one that it must be about.

    ``corrections`` has the revisions of which the user was told something that will not happen so.
    """

    policy: str
    audience: str
    tell: bool
    ask: bool
    mode: str
    base: int
    revision: int
    corrections: tuple[int, ...]
    stream: str
    entry: int

    @property
    def due(self) -> bool:
        """Whether anything is to be shown."""
        return self.tell or self.ask or bool(self.corrections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What to show, as one: a notice, corrections, or both. ``mode`` is how. ``ids`` name what it holds."""

    policy: str
    mode: str
    notice: Json | None
    corrections: tuple[Json, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all that it holds."""
        notice = (str(self.notice["id"]),) if self.notice else ()
        return (*notice, *(str(one["id"]) for one in self.corrections))


def begin(current: Json, audience: str) -> Standing:
    """A user without a record: as somebody who sees the text in force for the first time."""
    baseline = int(_audience(current, audience)["baseline_revision"])
    return Standing(told=baseline, accepted=baseline)


def decide(standing: Standing, current: Json, audience: str) -> tuple[Standing, Decision | None]:
    """What is due by `current.json`; None where the answer is older than one that was seen before.

    The standing comes back with the age of the answer, and without promises that were kept. Keep it.
    """
    stream, entry = str(current["stream"]), int(current["entry"])
    if stream in standing.left or (stream == standing.stream and entry < standing.entry):
        return standing, None
    left = standing.left
    if standing.stream and stream != standing.stream:
        left = (*left, standing.stream)[-_LEFT:]
    broken, open_ = _promises(standing.promises, current)
    if (stream, entry, open_) != (standing.stream, standing.entry, standing.promises):
        standing = replace(standing, promises=open_, stream=stream, entry=entry, left=left)
    return standing, _due(standing, current, audience, broken)


def _due(standing: Standing, current: Json, audience: str, broken: tuple[int, ...]) -> Decision:
    mine = _audience(current, audience)
    told, accepted = int(mine["notice"]["min_told_revision"]), int(mine["acceptance"]["min_accepted_revision"])
    tell = standing.told < told
    ask = standing.accepted < accepted and standing.refused < accepted
    asked = max(standing.accepted, standing.refused)
    modes = [
        _known(name)
        for name, revision in mine["by_mode"].items()
        if (tell and revision > standing.told) or (ask and revision > asked and _known(name) != "inform")
    ]
    base = min(standing.accepted, standing.told) if ask else standing.told
    return Decision(
        policy=str(current["policy"]),
        audience=audience if audience in current["audiences"] else "default",
        tell=tell,
        ask=ask,
        mode=max(modes, key=MODES.index, default="inform" if broken else "silent"),
        base=base if base >= int(current["oldest_notice_revision"]) else 0,
        revision=max(told, accepted),
        corrections=broken,
        stream=str(current["stream"]),
        entry=int(current["entry"]),
    )


def _audience(current: Json, audience: str) -> Json:
    """What concerns an audience; one that the site does not know is the default one."""
    audiences: Json = current["audiences"]
    found: Json = audiences[audience] if audience in audiences else audiences["default"]
    return found


def _known(mode: str) -> str:
    return mode if mode in MODES else "acknowledge"


def _promises(promises: Iterable[Promise], current: Json) -> tuple[tuple[int, ...], tuple[Promise, ...]]:
    """The revisions of promises that are broken, and the promises that are still open, the broken included."""
    off = {int(one["revision"]) for one in current["cancelled"]}
    coming = {int(one["revision"]): one["effective_at"] for one in current["timeline"]}
    bound = int(current["current"]["revision"]) if current["current"] else 0
    broken: list[int] = []
    still: list[Promise] = []
    for one in promises:
        if one.revision not in off and one.revision <= bound:
            continue  # it is in force, or was: the promise was kept
        still.append(one)
        if one.revision in off:
            called_off = one.effective_at is not None
            broken += [one.revision] * called_off
        elif one.revision in coming and coming[one.revision] != one.effective_at:
            broken.append(one.revision)
    return tuple(broken), tuple(still)


def prompt(decision: Decision, answer: Json) -> Prompt | None:
    """What to show by the notice that was asked for, or None where it does not fit: ask again later.

    A notice from another moment than the decision could tell of what has been withdrawn meanwhile.
    """
    same = (answer["policy"], answer["audience"], answer["stream"], answer["entry"])
    if same != (decision.policy, decision.audience, decision.stream, decision.entry):
        return None
    notice: Json | None = answer["notice"] if decision.tell or decision.ask else None
    if (decision.tell or decision.ask) and (notice is None or int(notice["revision"]) != decision.revision):
        return None
    chosen = tuple(one for one in answer["corrections"] if int(one["revision"]) in decision.corrections)
    if notice is None and not chosen:
        return None
    return Prompt(policy=decision.policy, mode=decision.mode, notice=notice, corrections=chosen)


def show(standing: Standing, shown: Prompt) -> Standing:
    """After a prompt was shown. What is still ahead of it is a promise from now on."""
    promises = {one.revision: one for one in standing.promises}
    told = standing.told
    if shown.notice:
        told = max(told, int(shown.notice["revision"]))
        for one in shown.notice["summaries"]:
            if one["state"] == "announced":
                revision = int(one["revision"])
                promises[revision] = Promise(revision=revision, effective_at=one["effective_at"])
    for one in shown.corrections:
        revision = int(one["revision"])
        promises[revision] = Promise(revision=revision, effective_at=one["effective_at"])
    ordered = tuple(promises[revision] for revision in sorted(promises))
    return replace(standing, told=told, promises=ordered)


def accept(standing: Standing, answered: Prompt) -> Standing:
    """After the user accepted: a policy and a revision, never a language."""
    standing = show(standing, answered)
    revision = int(answered.notice["revision"]) if answered.notice else 0
    return replace(standing, accepted=max(standing.accepted, revision))


def refuse(standing: Standing, answered: Prompt) -> Standing:
    """After the user refused. A refusal is an answer: this revision is not asked for again."""
    standing = show(standing, answered)
    revision = int(answered.notice["revision"]) if answered.notice else 0
    return replace(standing, refused=max(standing.refused, revision))


def language(wanted: Sequence[str], served: Sequence[str]) -> str:
    """The locale of a site for a reader: the first wanted language that there is, else the site's first."""
    known = {tag.lower(): tag for tag in served}
    for tag in wanted:
        for one in _shorter(tag):
            if one.lower() in known:
                return known[one.lower()]
    return served[0]


def _shorter(tag: str) -> Iterable[str]:
    """A tag and what stands for it, the nearest first; Chinese is never given in the other script."""
    parts = tag.replace("_", "-").split("-")
    if parts[0].lower() == "zh" and not any(len(part) == 4 for part in parts[1:]):
        traditional = any(part.upper() in _HANT for part in parts[1:])
        parts = [parts[0], "Hant" if traditional else "Hans", *parts[1:]]
        yield tag
    for length in range(len(parts), 0, -1):
        if not (parts[0].lower() == "zh" and length == 1):
            yield "-".join(parts[:length])
    if parts[0].lower() == "zh" and len(parts) > 2:
        yield "-".join([parts[0], *parts[2:]])
