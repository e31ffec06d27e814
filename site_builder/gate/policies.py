"""What a change does to policies beside their texts: lines of their settings, and policies that go away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from site_builder import config
from site_builder.authored import Authored
from site_builder.gate.base import Base
from site_builder.gate.releases import check_published
from site_builder.problems import Place, Problem, Severity

# What readers and users are told by these is part of no text, so no record speaks of it.
_WATCHED = ("prevails", "retired", "required_locales", "locales")

_BACK = "put the folder of the policy back; one that ends says so by `retired: {on: DATE}` in its policy.yaml"


def policies_changed(base: Base, now: Iterable[Authored], as_of: datetime) -> Iterator[Problem]:
    """Settings that differ from the base, and policies whose public versions are gone with them."""
    here = {one.policy.id: one for one in now}
    for name, before in base.policies.items():
        after = here.get(name)
        if after is None:
            public = (one for one in base.releases_of(name) if one.published <= as_of)
            gone = check_published(public, (), before.folder.path, name)
            yield from (replace(one, hint=_BACK) for one in gone)
            continue
        lines = [line for line in _WATCHED if getattr(before.policy, line) != getattr(after.policy, line)]
        if lines:
            yield Problem(
                code="PS-640",
                message=f"this changes what holds for all of {name}, and not only its text: {', '.join(lines)}",
                place=Place(f"{after.folder.path}/{config.POLICY_FILE}"),
                hint="no change record speaks of it; look at this file with somebody who knows it",
                severity=Severity.WARNING,
            )
