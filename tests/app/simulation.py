"""Thousands of users over years: phones that are off, caches that are slow, apps that end at the wrong moment.

Each user has an app with `site_builder.client`, and beside it an ``Oracle`` says what is due. The two are compared
at every look; what a user has really seen is kept apart from what the app has saved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from random import Random
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

from site_builder import client, routes
from tests.app.world import CURRENT, DAYS, LOCALES, Host, Json, Oracle, history

MODES = ("silent", "inform", "acknowledge", "consent")


class Due(NamedTuple):
    """What the rules say: whether to tell, whether to ask, and what was promised and will not happen so."""

    tell: bool
    ask: bool
    broken: frozenset[int]

    @property
    def only_asked(self) -> bool:
        """Whether nothing is news, and an answer alone is missing."""
        return not self.tell and not self.broken


@dataclass
class Tally:
    """What happened. Everything but the first three must stay 0."""

    due: int = 0
    delivered: int = 0
    looks: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, story: str) -> None:
        """Something that must never happen."""
        self.wrong[kind] += 1
        if len(self.examples) < 5:
            self.examples.append(f"{kind}: {story}")


@dataclass
class Person:
    """What a user has seen and answered, by the oracle's book."""

    told: int = 0
    accepted: int = 0
    refused: int = 0
    fresh: int = -1
    dates: dict[int, str | None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


class Life:
    """One user's app on one policy."""

    def __init__(
        self, host: Host, oracle: Oracle, seed: str, tally: Tally, rules: ModuleType | SimpleNamespace
    ) -> None:
        self.host, self.oracle, self.tally, self.rules = host, oracle, tally, rules
        self.chance = Random(seed)  # noqa: S311 - the same lives each time
        self.name = seed
        self.audience = self.chance.choice(("default", "default", "cn", "cn", "quiet", "late"))
        self.locale = self.chance.choice(LOCALES)
        self.person = Person()
        self.standing: client.Standing | None = None
        self.steps: list[Json] = []
        self.born = False

    def live(self) -> None:
        """Look again and again, with long pauses, and once more at the end, when all is well."""
        at = self.chance.randrange(DAYS // 8)
        days = self.host.days()
        while at < DAYS:
            newest = max(one for one in days if one <= at)
            index = days.index(newest)
            stale = self.chance.random() < 0.1
            built = days[max(0, index - self.chance.randint(1, 3))] if stale else newest
            self.look(built, calm=False)
            at += self.chance.choice((20, 150, 200, 280))
        for _ in range(2):
            self.look(days[-1], calm=True)
        if any(self.due(days[-1])) and not self.due(days[-1]).only_asked:
            self.tally.fault("never told", f"{self.name}: {self.due(days[-1])} is still due at the end")

    def due(self, built: int) -> Due:
        """What the rules say of a day."""
        asks, person = self.oracle.asks(built, self.audience), self.person
        newest, owed = self.oracle.marks(built, self.audience)
        broken: frozenset[int] = frozenset()
        if person.dates:
            state = self.oracle.state(built)
            broken = frozenset(
                r
                for r, when in person.dates.items()
                if (r in state.off and when is not None) or (r in state.ahead and state.ahead[r] != when)
            )
        return Due(bool(asks) and newest > person.told, owed > max(person.accepted, person.refused), broken)

    def look(self, built: int, *, calm: bool) -> None:
        """Ask the site as of a day, and deal with what it says."""
        chance, person = self.chance, self.person
        self.tally.looks += 1
        current = self.host.answer(built, CURRENT)
        if current is None or (not calm and chance.random() < 0.05):
            self.tally.happened["offline"] += 1
            return
        if not self.born:
            self.begin(current)
        if not calm and chance.random() < 0.03:
            self.reinstall()
        if not calm and chance.random() < 0.05:
            self.locale = chance.choice(LOCALES)
            self.tally.happened["another language"] += 1
        assert self.standing is not None
        self.standing, decision = self.rules.decide(self.standing, current, self.audience)
        if built < person.fresh:
            self.tally.happened["an older answer"] += 1
            if decision is not None:
                self.tally.fault("old answer believed", self.name)
            return
        person.fresh = built
        self.forget(built)
        if decision is None:
            self.tally.fault("new answer refused", f"{self.name}: on {built}")
            return
        expected = self.due(built)
        found = Due(decision.tell, decision.ask, frozenset(decision.corrections))
        if found != expected:
            self.tally.fault("decision", f"{self.name} on {built}: {found}, not {expected}")
        if not decision.due and not any(expected):
            self.record(current, None, "")
            return
        self.answer(built, current, decision, expected, calm=calm)

    def begin(self, current: Json) -> None:
        """The first start: nothing is known, so the text in force is."""
        self.born = True
        self.standing = self.rules.begin(current, self.audience)
        state = self.oracle.state(self.host.days()[current["entry"] - 1])
        self.person.told = self.person.accepted = state.bound
        if (self.standing.told, self.standing.accepted) != (state.bound, state.bound):
            self.tally.fault("baseline", f"{self.name}: {self.standing}")

    def reinstall(self) -> None:
        """The app loses what it has; the account keeps everything that was saved."""
        self.tally.happened["reinstalled"] += 1
        assert self.standing is not None
        kept = self.standing
        self.standing = client.Standing(
            told=kept.told,
            accepted=kept.accepted,
            refused=kept.refused,
            promises=kept.promises,
            stream=kept.stream,
            entry=kept.entry,
        )

    def forget(self, built: int) -> None:
        """A version that took effect is no promise any more."""
        state = self.oracle.state(built)
        self.person.dates = {r: w for r, w in self.person.dates.items() if r in state.off or r > state.bound}

    def answer(self, built: int, current: Json, decision: client.Decision, expected: Due, *, calm: bool) -> None:
        """Fetch the notice, show it, answer it; the app may end in between."""
        chance = self.chance
        days = self.host.days()
        other = days[max(0, days.index(built) - 1)] if not calm and chance.random() < 0.05 else built
        locale = self.rules.language([self.locale], [*current["locales"]])
        address = routes.api_notice("privacy", decision.audience, decision.base, locale)
        notice = self.host.answer(other, address)
        shown = self.rules.prompt(decision, notice) if notice else None
        if other != built:
            self.tally.happened["files of two moments"] += 1
            if shown is not None:
                self.tally.fault("notice of another moment", self.name)
            return
        if not calm and chance.random() < 0.08:
            self.tally.happened["ended before it was shown"] += 1
            return
        if not calm and chance.random() < 0.08:
            # It stands on the screen and the app ends: nothing is saved, and the user has closed nothing.
            self.tally.happened["ended while it was shown"] += 1
            return
        self.tally.due += int(expected.tell) + len(expected.broken)
        if shown is None or notice is None:
            self.tally.fault("nothing to show", f"{self.name} on {built}: {decision}, {address}")
            return
        self.see(built, shown, expected)
        acts: tuple[str, ...] = ("show",)
        if decision.ask:
            acts = ("accept",) if calm else ("show", "accept", "accept", "accept", "refuse")
        act = chance.choice(acts)
        self.record(current, notice, act)
        assert self.standing is not None
        self.standing = getattr(self.rules, act)(self.standing, shown)
        self.write_down(built, shown, act, expected)

    def see(self, built: int, shown: client.Prompt, expected: Due) -> None:
        """Compare what a user sees with the rules."""
        person, state = self.person, self.oracle.state(built)
        news = [shown.notice["id"]] if shown.notice and expected.tell else []
        news += [one["id"] for one in shown.corrections]
        self.tally.delivered += len(news)
        if not person.seen.isdisjoint(news):
            self.tally.fault("told twice", f"{self.name} on {built}: {news}")
        person.seen.update(news)
        if shown.notice is None:
            return
        listed = [one["revision"] for one in shown.notice["summaries"]]
        if not state.off.isdisjoint(listed):
            self.tally.fault("shown after withdrawal", f"{self.name} on {built}: {listed}")
        behind = self.behind(built, expected)
        if not behind.keys() <= set(listed):
            self.tally.fault("a change left out", f"{self.name} on {built}: {behind} in {listed}")
        words = {shown.notice["lang"]}
        for one in shown.notice["summaries"]:
            words |= {one["lang"], one["text"].split()[0]}
        if words != {self.locale}:
            self.tally.fault("wrong language", f"{self.name}: {words}, not {self.locale}")
        strictest = max(behind.values(), key=MODES.index, default="")
        if shown.mode != strictest and not person.refused:
            self.tally.fault("mode", f"{self.name} on {built}: {shown.mode}, not {strictest}")

    def behind(self, built: int, expected: Due) -> dict[int, str]:
        """What was asked for behind what the user has answered, or, where no answer is due, was told."""
        known = self.person.accepted if expected.ask else self.person.told
        return {r: mode for r, mode in self.oracle.asks(built, self.audience).items() if r > known}

    def write_down(self, built: int, shown: client.Prompt, act: str, expected: Due) -> None:
        """What the user knows now, by the oracle's book."""
        person, state = self.person, self.oracle.state(built)
        if shown.notice is not None:
            newest, _ = self.oracle.marks(built, self.audience)
            person.dates |= {r: state.ahead[r] for r in self.behind(built, expected) if r in state.ahead}
            person.told = max(person.told, newest)
            if act == "accept":
                person.accepted = max(person.accepted, newest)
            elif act == "refuse":
                person.refused = max(person.refused, newest)
        for one in shown.corrections:
            person.dates[one["revision"]] = state.ahead.get(one["revision"])

    def record(self, current: Json, notice: Json | None, act: str) -> None:
        """A step for the other client."""
        empty = {"policy": "", "audience": "", "stream": "", "entry": 0, "notice": None, "corrections": []}
        self.steps.append({"current": current, "notice": notice or empty, "act": act, "audience": self.audience})


@cache
def policy(seed: int) -> tuple[Host, Oracle]:
    """A made-up policy, built once."""
    releases = history(seed)
    return Host(releases), Oracle(releases)


def simulate(
    seeds: range, people: int, sample: int = 0, rules: ModuleType | SimpleNamespace = client
) -> tuple[Tally, list[dict[str, Any]]]:
    """Lives on each policy, and the lives of the first few as steps for the other client."""
    tally, lives = Tally(), []
    for seed in seeds:
        host, oracle = policy(seed)
        lived = live_through(f"{seed}", host, oracle, people, tally, rules)
        lives += [{"audience": life.audience, "start": None, "steps": life.steps} for life in lived[:sample]]
    return tally, lives


def live_through(
    name: str, host: Host, oracle: Oracle, people: int, tally: Tally, rules: ModuleType | SimpleNamespace = client
) -> list[Life]:
    """Lives on one policy."""
    lived = [Life(host, oracle, f"{name}/{number}", tally, rules) for number in range(people)]
    for life in lived:
        life.live()
    return lived
