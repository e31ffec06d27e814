"""What a change does to policies beside their texts: lines of their settings, and policies that go away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from site_builder import config
from site_builder.authored import Authored
from site_builder.content import INDEX
from site_builder.gate.base import Base, day
from site_builder.gate.edits import needed_locales
from site_builder.gate.releases import check_published
from site_builder.model.policy import Level, Policy, Site
from site_builder.problems import Place, Problem, Severity

# What readers and users are told by these is part of no text, so no record has to speak of it.
_WATCHED = ("required_locales", "locales")

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
                place=_place(after),
                hint="no change record speaks of it; look at this file with somebody who knows it",
                severity=Severity.WARNING,
            )
        if base.site is not None and any(one.published <= as_of for one in base.releases_of(name)):
            yield from _provisions(before, after, base.site, as_of)


def _provisions(before: Authored, after: Authored, site: Site, as_of: datetime) -> Iterator[Problem]:
    """What settings say that binds users: which text prevails for whom, and when the policy ends."""
    yield from _rewritten(before.policy, after, site, as_of)
    if _is_said(before, after):
        return
    old, new = before.policy.prevails, after.policy.prevails
    for audience in sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)):
        was, now = (prevails.get(audience, "none") for prevails in (old, new))
        yield _unsaid(after, f"the text that prevails for {audience} was {was} and would be {now}")
    ends = [day(one.retired.on, site) if one.retired else "" for one in (before.policy, after.policy)]
    if ends[0] != ends[1]:
        yield _unsaid(after, f"{after.policy.id} {_ending(ends[0])}, and {_ending(ends[1])} with this change")


def _ending(end: str) -> str:
    return f"ends on {end}" if end else "does not end"


def _is_said(before: Authored, after: Authored) -> bool:
    """Whether a change record that is new says it to everybody: one about the policy as a whole, and material."""
    fresh = (one for one in after.changes if one not in before.changes)
    return any(INDEX in one.sections and (one.level is Level.MATERIAL or one.override) for one in fresh)


def _unsaid(after: Authored, what: str) -> Problem:
    summary = ", ".join(f"{locale}: …" for locale in needed_locales(after.policy))
    lines = f"{{level: material, sections: [{INDEX}], summary: {{{summary}}}}}"
    return Problem(
        code="PS-643",
        message=f"{what}; no change record says so",
        place=_place(after),
        hint=f"add {after.folder.path}/{config.CHANGES}/NAME.yaml with `{lines}`, and a release with it, so that users "
        "are told",
    )


def _rewritten(before: Policy, after: Authored, site: Site, as_of: datetime) -> Iterator[Problem]:
    """An end that has passed, and would not have been, or that would have come before anybody knew."""
    old, new = (policy.retired.on if policy.retired else None for policy in (before, after.policy))
    if old == new:
        return
    if old is not None and old <= as_of:
        yield Problem(
            code="PS-644",
            message=f"{before.id} ended on {day(old, site)}: with this change it would have been in force since",
            place=_place(after),
            hint="take the edit back; what is to bind users again is a policy with another id",
        )
    elif new is not None and new <= as_of:
        yield Problem(
            code="PS-644",
            message=f"{before.id} would have ended on {day(new, site)}, before anybody could know",
            place=_place(after),
            hint="write a day to come in `retired: {on: DATE}`",
        )


def _place(policy: Authored) -> Place:
    return Place(f"{policy.folder.path}/{config.POLICY_FILE}")
