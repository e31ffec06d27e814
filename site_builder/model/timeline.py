"""Where versions stand at an instant (docs/glossary.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from site_builder.model.policy import Policy
from site_builder.model.release import Users
from site_builder.model.version import Version


class State(StrEnum):
    """Where a version stands."""

    SCHEDULED = "scheduled"
    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A version and its state for existing users, and for new ones.

    ``until`` is when it stopped being in force, where it did. ``overtaken_by`` is the public version that
    keeps it, as things are declared now, from ever taking effect. ``before`` is the version that it
    supersedes in force, or would have, and never a withdrawn or replaced one; None for the first.
    """

    version: Version
    state: State
    new_users: State
    until: datetime | None = None
    overtaken_by: Version | None = None
    before: Version | None = None

    @property
    def comes(self) -> bool:
        """Public, and will take effect as things are declared now."""
        return self.state is State.ANNOUNCED and self.overtaken_by is None


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A policy, as of the built commit, with its public versions in the order of their revisions.

    ``neighbours`` are the pairs of which the first was, at any time, what the second was to supersede: the
    redlines that have addresses for ever. ``seen_from`` is the last declared instant that has passed;
    periods that look back are counted from it, so that output changes with declared instants only.

    Every page of every version asks the same of it, so the answers are kept.
    """

    policy: Policy
    standings: tuple[Standing, ...]
    neighbours: tuple[tuple[Version, Version], ...] = ()
    seen_from: datetime

    def in_force_for(self, users: Users) -> Standing | None:
        """The one version in force for those users, or None before the first and after retirement."""
        for one in self.standings:
            if State.IN_FORCE is (one.state if users is Users.EXISTING else one.new_users):
                return one
        return None

    @cached_property
    def in_force(self) -> Standing | None:
        """The one version in force for existing users."""
        return self.in_force_for(Users.EXISTING)

    @cached_property
    def coming(self) -> tuple[Standing, ...]:
        """What is public and will take effect, the next first."""
        ahead = (one for one in self.standings if one.comes)
        return tuple(sorted(ahead, key=lambda one: one.version.release.effective))

    @property
    def ended(self) -> bool:
        """Whether the policy is retired already."""
        return self.policy.retired is not None and self.policy.retired.on <= self.seen_from

    @cached_property
    def shown(self) -> Standing | None:
        """What the short address shows: the text in force, else the next that comes, else the last that was."""
        past = [one for one in self.standings if one.state is State.SUPERSEDED]
        return self.in_force or next(iter(self.coming), None) or (past[-1] if past else None)

    @cached_property
    def by_label(self) -> Mapping[str, Standing]:
        """Each version's standing by its label."""
        return {one.version.label: one for one in self.standings}

    @cached_property
    def successors(self) -> Mapping[str, Version]:
        """The version that took or will take the place of each one that counted or counts, by its label."""
        line = [one for one in self.standings if one.comes or one.state in (State.SUPERSEDED, State.IN_FORCE)]
        counted = {one.version.label for one in line}
        found: dict[str, Version] = {}
        for one in line:
            if one.before is not None and one.before.label in counted:
                found.setdefault(one.before.label, one.version)
        return found
