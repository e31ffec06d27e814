"""What a build keeps back although somebody merged it (docs/decisions/0019-the-gate-and-what-is-held-back.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from site_builder import schedule, versions
from site_builder.gate.judging import Judge
from site_builder.gate.verdict import Case, verdict
from site_builder.model.policy import Policy, Site
from site_builder.model.record import Event
from site_builder.model.release import Release
from site_builder.model.version import Version
from site_builder.problems import Place, Problem

Places = Mapping[tuple[str, str], Place]


def hold(
    policy: Policy, releases: Sequence[Release], found: Iterable[Version], now: schedule.Moment, places: Places
) -> tuple[list[Version], list[Problem]]:
    """The versions of a policy as they may be public, and what is kept back and why.

    ``found`` are the releases whose texts are there. What may be public and has no text is a fault of integrity.
    """
    texts = {one.revision: one for one in found}
    judged = verdict(Case(policy=policy, releases=releases, versions=texts, moment=now, judge=Judge()))
    problems = [one.problem(places[policy.id, one.release.label]) for one in judged.held]
    lost = [one for one in judged.passed if one.revision not in texts]
    problems += [versions.missing_text(one, places[policy.id, one.label]) for one in lost]
    kept = [replace(texts[one.revision], release=one) for one in judged.passed if one not in lost]
    return kept, problems


def moment(site: Site, releases: Iterable[Release], events: Sequence[Event], at: datetime) -> schedule.Moment:
    """A build of one policy; ``events`` are its entries of the publication record."""
    return schedule.Moment(site=site, at=at, told=schedule.told_by(events, releases), is_recorded=bool(events))
