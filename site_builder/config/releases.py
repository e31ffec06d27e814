"""Release files, and what was declared about them after they were published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from site_builder import locales, routes, yamlfile
from site_builder.config.checks import LEVELS, Checks
from site_builder.model.release import (
    Amendment,
    Correction,
    Ground,
    Release,
    Reschedule,
    ShortNotice,
    Withdrawal,
)

RELEASES = "releases"
_CHANGES = ("effective", "summary", "withdrawn")


def read_release(text: str, *, path: str, policy: str, label: str, zone: tzinfo) -> Release:
    """A release of the policy with that id. ``label`` is the stem of the file's name.

    Raises:
        ProblemError: with everything that is wrong with the file.
    """
    file = yamlfile.read(text, path=path, schema="release")
    value = file.value
    checks = Checks(file)
    published, effective = checks.instant(zone, "published"), checks.instant(zone, "effective")
    new_users = checks.instant(zone, "effective_new_users") if "effective_new_users" in value else None
    if published and effective:
        _check_dates(checks, published, effective, new_users)
    if label in routes.RESERVED_LABELS or locales.is_tag(label) or not routes.is_id(label):
        hint = "name the file by a date, such as 2026-04-01.yaml"
        checks.problem("PS-302", f"`{label}` cannot be the label of a version", (), hint)
    checks.keys("summary")
    checks.keys("without")
    amendments = tuple(_amendments(checks, zone))
    if published and effective:
        _check_amendments(checks, amendments, published, _Dates(effective, new_users))
    checks.finish()
    if published is None or effective is None:  # `finish` has raised
        raise AssertionError
    return Release(
        policy=policy,
        label=label,
        revision=value["revision"],
        text=value["text"],
        published=published,
        effective=effective,
        level=LEVELS[value["level"]],
        summary=value["summary"],
        changes=tuple(value.get("changes", ())),
        approved_by=tuple(value.get("approved_by", ())),
        inferred=value.get("inferred", {}),
        effective_new_users=new_users,
        group=value.get("group", ""),
        short_notice=_short_notice(value),
        override=value.get("override", {}).get("reason", ""),
        retroactive_reason=value.get("retroactive_reason", ""),
        without=value.get("without", {}),
        amendments=amendments,
    )


def _short_notice(value: Mapping[str, Any]) -> ShortNotice | None:
    if "short_notice" not in value:
        return None
    declared = value["short_notice"]
    return ShortNotice(ground=Ground(declared["ground"]), reason=declared["reason"])


def _check_dates(checks: Checks, published: datetime, effective: datetime, new_users: datetime | None) -> None:
    hint = "nobody is bound by what was not public: move `{}` to `published` or later"
    if published > effective and "retroactive_reason" not in checks.file.value:
        words = f"{hint.format('effective')}; where it cannot be otherwise, say why in `retroactive_reason`"
        checks.problem("PS-301", "it takes effect before it is published", ("effective",), words)
    if published <= effective and "retroactive_reason" in checks.file.value:
        words = "take this line out; what cannot wait for the end of its notice says why in `short_notice`"
        checks.problem("PS-311", "it does not take effect before it is published", ("retroactive_reason",), words)
    if new_users and published > new_users:
        words = hint.format("effective_new_users")
        key = ("effective_new_users",)
        checks.problem("PS-301", "it binds new users before it is published", key, words)
    if new_users and new_users > effective:
        checks.problem(
            "PS-308",
            "it binds new users later than those who are there",
            ("effective_new_users",),
            "leave `effective_new_users` out, or make it earlier than `effective`",
        )


def _amendments(checks: Checks, zone: tzinfo) -> Iterator[Amendment]:
    for index, declared in enumerate(checks.file.value.get("amendments", ())):
        place = ("amendments", index)
        named = [key for key in _CHANGES if key in declared]
        if len(named) != 1 or declared.get("withdrawn") is False:
            hint = "write one of `effective: <date>`, `withdrawn: true` and `summary: {<locale>: …}`"
            checks.problem("PS-305", "an amendment changes one thing", place, hint)
            continue
        at = checks.instant(zone, *place, "at")
        what = _what(checks, zone, declared, place)
        for tag in (*declared.get("summary", {}), *declared["reason"]):
            checks.locale(tag, place)
        if at and what:
            yield Amendment(at=at, what=what, reason=declared["reason"])


def _what(
    checks: Checks, zone: tzinfo, declared: Mapping[str, Any], place: tuple[str | int, ...]
) -> Reschedule | Withdrawal | Correction | None:
    if "withdrawn" in declared:
        return Withdrawal()
    if "summary" in declared:
        return Correction(summary=declared["summary"])
    effective = checks.instant(zone, *place, "effective")
    key = "effective_new_users"
    new_users = checks.instant(zone, *place, key) if key in declared else None
    return Reschedule(effective=effective, effective_new_users=new_users) if effective else None


class _Dates:
    """The dates of a release as the amendments read so far have left them."""

    def __init__(self, effective: datetime, new_users: datetime | None) -> None:
        self.effective = effective
        self.new_users = new_users

    @property
    def first(self) -> datetime:
        return min(self.effective, self.new_users or self.effective)


def _check_amendments(checks: Checks, amendments: tuple[Amendment, ...], published: datetime, dates: _Dates) -> None:
    """The order of amendments, and that none of them changes what was in force already."""
    if len(amendments) != len(checks.file.value.get("amendments", ())):
        return  # some could not be read; that has been said
    before, withdrawn = published, False
    for index, one in enumerate(amendments):
        place = ("amendments", index)
        if one.at < before or (index and one.at == before):
            what = "the one before it" if index else "the publication"
            hint = "amendments stand in the order of `at`; edit a release that is not public yet instead"
            checks.problem("PS-306", f"this amendment is earlier than {what}", (*place, "at"), hint)
        before = max(before, one.at)
        if isinstance(one.what, Correction):
            continue
        if withdrawn or one.at >= dates.first:
            message = "it was withdrawn already" if withdrawn else "it was in force already"
            hint = "release a new version: only that can change what is in force"
            checks.problem("PS-307", message, (*place, "at"), hint)
        elif isinstance(one.what, Withdrawal):
            withdrawn = True
        else:
            _check_reschedule(checks, one.at, one.what, place)
            dates.effective = one.what.effective
            dates.new_users = one.what.effective_new_users or dates.new_users


def _check_reschedule(checks: Checks, at: datetime, what: Reschedule, place: tuple[str | int, ...]) -> None:
    new_users = what.effective_new_users
    if min(what.effective, new_users or what.effective) < at:
        hint = "a new date lies behind the amendment that sets it"
        checks.problem("PS-301", "it would take effect before it is rescheduled", (*place, "effective"), hint)
    if new_users and new_users > what.effective:
        hint = "leave `effective_new_users` out, or make it earlier than `effective`"
        key = (*place, "effective_new_users")
        checks.problem("PS-308", "it binds new users later than those who are there", key, hint)
