"""What is to be said of a draft: how it differs from what was released last, and what its translations lack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from site_builder import config, content, schedule, text
from site_builder.content import INDEX, Folder
from site_builder.model.policy import Policy
from site_builder.model.prose import Document
from site_builder.model.release import ChangeRecord, Release
from site_builder.model.revision import Entry
from site_builder.model.version import Version
from site_builder.problems import Place, Problem, ProblemError, Severity

_SHOWN = 8


class Declared(Protocol):
    """A release and the place of its file (``publisher.Declared``)."""

    @property
    def release(self) -> Release:
        """The release."""
        ...

    @property
    def place(self) -> Place:
        """The place."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What has been released of a policy. ``versions`` has the releases whose texts were found."""

    versions: Sequence[Version]
    releases: Sequence[Declared]

    @property
    def compared(self) -> Version | None:
        """The newest version that nobody took back, else the newest there is: authors go on from there."""
        newest = sorted(self.versions, key=lambda version: -version.revision)
        counted = ((version, schedule.amended(version.release, version.release.effective)) for version in newest)
        return next((version for version, release in counted if not release.withdrawn), next(iter(newest), None))


def digests(document: Document) -> dict[str, str]:
    """The digest of each part of a text, as translations name them."""
    parts = {INDEX: text.heading_digest(document.title, document.preamble)}
    return parts | {section.id: text.section_digest(section) for section in document.sections}


def compare(policy: Policy, folder: str, document: Document, standing: Standing) -> Iterator[Problem]:
    """Say that a text is a draft, where no release has it, and what differs."""
    digest = text.digest(document)
    if any(one.release.text == digest for one in standing.releases):
        return
    hint = (
        f"to release it, run `site-builder release {policy.id} --effective DATE`, or add a file in "
        f"{folder}/{config.RELEASES} with the line `text: {digest}`"
    )
    before = standing.compared
    if before is None:
        message = f"draft: {policy.id} has not been released"
    else:
        differing = ", ".join(_differing(before.governing.document, document)) or "the order of its sections"
        message = f"draft: {policy.id} differs from {before.label} in: {differing}"
    yield Problem(
        code="PS-600",
        message=message,
        place=Place(f"{folder}/{config.POLICY_FILE}"),
        hint=hint,
        severity=Severity.NOTE,
    )


def _differing(old: Document, new: Document) -> list[str]:
    before, after = digests(old), digests(new)
    names = [part for part in after if after[part] != before.get(part)]
    words = [_part(part) if part in before else f"{part} (new)" for part in names]
    words += [f"{part} (gone)" for part in before if part not in after]
    if old.numbering is not new.numbering:
        words.append("its numbering")
    more = len(words) - _SHOWN
    return [*words[:_SHOWN], f"{more} more"] if more > 0 else words


def _part(part: str) -> str:
    return "title and preamble" if part == INDEX else part


def check_empty(document: Document, folder: str) -> Iterator[Problem]:
    """Sections that are a title and nothing else."""
    for section in document.sections:
        if not section.blocks:
            yield Problem(
                code="PS-155",
                message="this section has a title and no text",
                place=Place(f"{folder}/{section.id}.md"),
                hint="write its text below the title, or take the section out",
                severity=Severity.WARNING,
            )


def check_prevailing(policy: Policy, folder: str) -> Iterator[Problem]:
    """Say that a policy in several languages does not say which text prevails."""
    if len(policy.locales) > 1 and not policy.prevails:
        yield Problem(
            code="PS-605",
            message=f"{policy.id} is kept in {len(policy.locales)} languages and does not say which text prevails",
            place=Place(f"{folder}/{config.POLICY_FILE}"),
            hint=f"if its terms say so, add `prevails: {{default: {policy.governing}}}`; the pages then say it too",
            severity=Severity.NOTE,
        )


def check_translations(policy: Policy, folder: Folder, document: Document | None) -> Iterator[Problem]:
    """What the translations lack: files, and the text that they should translate; faults of their files."""
    present = digests(document) if document else {}
    originals = {INDEX: document.preamble} | {one.id: one.blocks for one in document.sections} if document else {}
    for locale in policy.locales:
        if locale == policy.governing:
            continue
        files = folder.below(locale)
        missing = [part for part in (INDEX, *policy.sections) if part not in files]
        if missing:
            yield _missing(policy, folder, locale, missing)
        for part in (INDEX, *policy.sections):
            if part in files:
                path = f"{folder.path}/{locale}/{part}.md"
                yield from _translation(policy, files[part], path, present.get(part))
                yield from content.check_parity(policy, files[part], path, (present.get(part), originals.get(part)))


def _translation(policy: Policy, data: bytes, path: str, present: str | None) -> Iterator[Problem]:
    try:
        translated = content.read_translated(policy, data, path=path)
    except ProblemError as error:
        # Whoever adds front matter needs the line that goes in.
        yield from (_hinted(one, present) if one.code == "PS-123" and present else one for one in error.problems)
        return
    if present and translated.translates != present:
        yield Problem(
            code="PS-601",
            message=f"this translates another text than the present one in {policy.governing}",
            place=Place(path, 2),
            hint=f"when it says what the present text says, write `translates: {present}`",
            severity=Severity.WARNING,
        )


def _hinted(problem: Problem, digest: str) -> Problem:
    hint = f"put at the top, between two lines of ---: `translates: {digest}`"
    return replace(problem, hint=hint)


def _missing(policy: Policy, folder: Folder, locale: str, missing: Sequence[str]) -> Problem:
    names = ", ".join(missing[:_SHOWN]) + (f" and {len(missing) - _SHOWN} more" if missing[_SHOWN:] else "")
    return Problem(
        code="PS-602",
        message=f"{locale} has no translation of {names}",
        place=Place(f"{folder.path}/{config.POLICY_FILE}"),
        hint=f"where no commit has a translation of the present text, readers see it in {policy.governing} and are "
        "told so",
        severity=Severity.WARNING if locale in policy.required_locales else Severity.NOTE,
    )


def check_changes(
    policy: Policy, folder: str, changes: Sequence[ChangeRecord], standing: Standing
) -> Iterator[Problem]:
    """Change records and releases name what exists."""
    releases = standing.releases
    slugs = {record.slug for record in changes}
    for one in releases:
        for slug in one.release.changes:
            if slug not in slugs:
                message = f"there is no change record `{slug}`"
                hint = f"add {folder}/{config.CHANGES}/{slug}.yaml, or take the name out"
                yield Problem(code="PS-304", message=message, place=one.place, hint=hint)
    released = {slug for one in releases for slug in one.release.changes}
    # A record may also name what its edit removes; `check_gone` looks for exactly that.
    before = standing.compared
    gone = {section.id for section in before.governing.document.sections} if before else set()
    known = {INDEX, *policy.sections, *gone, *(old for ids in policy.formerly.values() for old in ids)}
    for record in changes:
        if record.slug in released:
            continue
        for section in record.sections:
            if section not in known:
                yield _no_section(policy, folder, record, section)


def check_audiences(
    folder: str, changes: Iterable[ChangeRecord], known: Sequence[str], public: Collection[str]
) -> Iterator[Problem]:
    """Change records name audiences that the site has; ``public`` are the slugs that a public version covers.

    A site may have lost the audience of a public version: that is said, and does not keep anything from going on.
    """
    for record in changes:
        for name in record.audiences:
            if name not in known:
                yield Problem(
                    code="PS-341",
                    message=f"the site has no audience `{name}`",
                    place=Place(f"{folder}/{config.CHANGES}/{record.slug}.yaml"),
                    hint=f"name one of: {', '.join(known)}; a record that names none of them is told to everybody",
                    severity=Severity.WARNING if record.slug in public else Severity.ERROR,
                )


def _no_section(policy: Policy, folder: str, record: ChangeRecord, section: str) -> Problem:
    return Problem(
        code="PS-340",
        message=f"the policy has no section `{section}`",
        place=Place(f"{folder}/{config.CHANGES}/{record.slug}.yaml"),
        hint=f"name one of: {', '.join(policy.sections)}",
    )


def check_gone(policy: Policy, folder: str, changes: Iterable[ChangeRecord], standing: Standing) -> Iterator[Problem]:
    """A section of the newest version that the draft has no more was renamed or removed, and says so."""
    before = standing.compared
    if before is None:
        return
    renamed = {old for ids in policy.formerly.values() for old in ids}
    # What an earlier version was about says nothing about what is gone from this one.
    earlier = (one.release for one in standing.releases if one.release.revision <= before.revision)
    done = {slug for release in earlier for slug in release.changes}
    removed = {section for record in changes if record.slug not in done for section in record.sections}
    for section in before.governing.document.sections:
        if section.id not in policy.sections and section.id not in renamed | removed:
            yield Problem(
                code="PS-216",
                message=f"the section `{section.id}` of {before.label} is gone",
                place=Place(f"{folder}/{config.POLICY_FILE}"),
                hint=f"if it was renamed, add `formerly: {{new-id: [{section.id}]}}`; if it was removed, "
                "add a change record that names it in `sections`",
            )


def uncommitted(changes: Mapping[str, Entry | None]) -> Problem:
    """Which files a build would not see yet."""
    names = sorted(changes)
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")
    return Problem(
        code="PS-604",
        message=f"not committed: {shown}",
        place=Place(""),
        hint="a build takes what is committed: `git add content && git commit`",
        severity=Severity.NOTE,
    )
