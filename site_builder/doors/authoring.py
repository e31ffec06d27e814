"""The files that `record` and `release` write into a work tree, with what is known of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from site_builder import config, gate, instants
from site_builder.check import check
from site_builder.doors.inspect import BaseOf, inspection
from site_builder.gate import writing
from site_builder.model.policy import Level
from site_builder.model.release import Amendment, ChangeRecord, Release, Reschedule, ShortNotice
from site_builder.model.review import Review, Touched
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.publisher import Declared, read_publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One policy of a work tree, ready to be written about."""

    repo: Path
    as_of: datetime
    zone: tzinfo
    review: Review
    releases: tuple[Declared, ...]
    records: tuple[ChangeRecord, ...]

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales in which readers are owed a summary."""
        return gate.needed_locales(self.review.policy)

    @property
    def untold(self) -> tuple[Touched, ...]:
        """What is edited and has no record yet."""
        return tuple(one for one in self.review.touched if not one.is_told)

    @property
    def open_records(self) -> tuple[ChangeRecord, ...]:
        """The records that no release covers yet."""
        done = {slug for one in self.releases for slug in one.release.changes}
        return tuple(one for one in self.records if one.slug not in done)

    def write(self, path: str, text: str, *, new: bool = True) -> None:
        """Put a file into the work tree.

        Raises:
            ProblemError: where a new one is there already.
        """
        file = self.repo / path
        if new and file.exists():
            raise refusal(path, "this file is there already", "edit it, or choose another name")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")

    def read(self, path: str) -> str:
        """A file of the work tree."""
        return (self.repo / path).read_text("utf-8")

    def instant(self, words: str) -> datetime:
        """The instant that somebody names.

        Raises:
            ProblemError: where it names none.
        """
        try:
            return instants.parse(words, self.zone)
        except ValueError as error:
            raise refusal("", f"`{words}` is no date: {error}", instants.FORMS) from None


def open_desk(repo: Path, policy: str, as_of: datetime | None, base: str = "") -> Desk:
    """The policy of that id, or the one that has something to be said; what is wrong elsewhere does not matter.

    Raises:
        ProblemError: where the settings or the text cannot be read, or several policies could be meant.
    """
    work = inspection(repo, as_of, BaseOf(base))
    if work.unseen is not None:
        raise ProblemError([replace(work.unseen, severity=Severity.ENVIRONMENT)])
    settled = read_publisher(work.overlay, work.overlay.tree())
    found = {one.policy.id: one for one in check(work) if isinstance(one, Review)}
    changed = [one for one in found.values() if not one.is_silent or one.draft] if not policy else []
    if not policy and len(changed) == 1:
        policy = changed[0].policy.id
    if not policy and len(found) == 1:
        policy = next(iter(found))
    if policy not in found:
        known = ", ".join(found) or "none"
        what = f"there is no policy `{policy}`" if policy else "several policies could be meant"
        raise ProblemError([Problem(code="PS-215", message=what, place=Place("content"), hint=f"name one of: {known}")])
    review = found[policy]
    if not review.digest:
        raise refusal(review.folder, "the text cannot be read", "`site-builder check` says why; mend that first")
    return Desk(
        repo=repo,
        as_of=work.as_of,
        zone=instants.zone(settled.site.time_zone),
        review=review,
        releases=settled.releases[policy],
        records=gate.read_records(work.overlay, policy),
    )


def write_record(desk: Desk, record: ChangeRecord) -> str:
    """Write a change record, and give its path.

    Raises:
        ProblemError: where it names no section, or such a file is there.
    """
    path = f"{desk.review.folder}/{config.CHANGES}/{record.slug}.yaml"
    if not record.sections:
        hint = "name what it is about with --section"
        raise refusal(desk.review.folder, "no section differs from what was released", hint)
    desk.write(path, writing.record_text(record, path))
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What somebody says of a new version; what is None or empty is taken from the records and the rules."""

    effective: str
    published: str = ""
    label: str = ""
    level: Level | None = None
    summary: Mapping[str, str]
    approved_by: tuple[str, ...] = ()
    override: str = ""
    short_notice: ShortNotice | None = None


def new_release(desk: Desk, said: Declaration) -> tuple[str, Release]:
    """Write the release of the text as it stands in the work tree, and give its path and what it says.

    Raises:
        ProblemError: where that text is the newest version already, or a date cannot be.
    """
    newest = max((one.release for one in desk.releases), key=lambda one: one.revision, default=None)
    if newest is not None and newest.text == desk.review.digest:
        hint = "edit the text first; for another date of that version use --reschedule"
        raise refusal(desk.review.folder, f"the text is that of {newest.label}", hint)
    records = desk.open_records
    summary = said.summary or writing.summary_draft(records)
    if not summary:
        hint = f"run `site-builder record {desk.review.policy.id}` first, or say it with --summary en=…"
        raise refusal(desk.review.folder, "no change record says what changed", hint)
    effective = desk.instant(said.effective)
    level, override = _level(desk, said, records)
    label = said.label or _free_label(desk, str(effective.astimezone(desk.zone).date()))
    release = Release(
        policy=desk.review.policy.id,
        label=label,
        revision=desk.review.next_revision,
        text=desk.review.digest,
        published=desk.instant(said.published) if said.published else desk.as_of.replace(second=0),
        effective=effective,
        level=level,
        summary=summary,
        changes=tuple(record.slug for record in records),
        approved_by=said.approved_by,
        override=override,
        short_notice=said.short_notice,
        inferred={},
        without={},
    )
    path = f"{desk.review.folder}/{config.RELEASES}/{label}.yaml"
    desk.write(path, writing.release_text(release, path, desk.zone))
    return path, release


def _level(desk: Desk, said: Declaration, records: tuple[ChangeRecord, ...]) -> tuple[Level, str]:
    """The level of a new version, and the reason where it is below what the rules find.

    Where every record that says less than the rules gives a reason, the release takes them over.
    """
    if said.level is not None:
        return said.level, said.override
    if desk.review.next_revision == 1:
        return Level.MATERIAL, ""  # as every first version: what comes after it is compared with it
    reasons = [record.override for record in records if record.override]
    told = [one for one in desk.review.touched if not any(record.override for record in one.records)]
    found = max((one.level for one in told), default=Level.EDITORIAL)
    return max(found, writing.highest(records)), said.override or " ".join(reasons)


def _free_label(desk: Desk, day: str) -> str:
    taken = {one.release.label for one in desk.releases}
    names = (day, *(f"{day}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def reschedule(desk: Desk, label: str, effective: str, reason: Mapping[str, str]) -> str:
    """Give a version another date and say what was done: an amendment where it is public, an edit where it is not.

    Raises:
        ProblemError: where there is no such version, or it is in force already.
    """
    found = next((one for one in desk.releases if one.release.label == label), None)
    if found is None:
        known = ", ".join(one.release.label for one in desk.releases) or "none"
        raise refusal(desk.review.folder, f"there is no version `{label}`", f"versions: {known}")
    path, release = found.place.path, found.release
    when = desk.instant(effective)
    text = desk.read(path)
    if any(one.release.label == label for one in desk.review.proposals):
        desk.write(path, writing.redated_text(text, release, when, path, desk.zone), new=False)
        return f"{path}: nobody has seen it yet, so its date was edited"
    if not reason:
        raise refusal(path, "it is public, so readers are owed a reason", "say it with --reason en=…")
    amendment = Amendment(at=desk.as_of.replace(second=0), what=Reschedule(effective=when), reason=reason)
    desk.write(path, writing.rescheduled_text(text, release, amendment, path, desk.zone), new=False)
    return f"{path}: it is public, so an amendment says the new date"


def open_problems(desk: Desk, path: str) -> list[Problem]:
    """What is to be said of a file now that it is written, and of the dates that it moves."""
    work = inspection(desk.repo, desk.as_of, BaseOf())
    found = (one for one in check(work) if isinstance(one, Problem))
    return [one for one in found if one.place.path == path or one.code == "PS-620"]


def refusal(path: str, message: str, hint: str) -> ProblemError:
    """Why nothing is written."""
    return ProblemError([Problem(code="PS-622", message=message, place=Place(path), hint=hint)])
