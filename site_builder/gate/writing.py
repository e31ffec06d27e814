"""The two files that authors add: change records and releases, as they would be written by hand.

What is written is read again by the reader that every build uses, and is given out only if it says exactly
what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from site_builder import config, instants, yamlfile
from site_builder.model.policy import Level
from site_builder.model.release import Amendment, ChangeRecord, Release, Reschedule
from site_builder.problems import Place, Problem, ProblemError

_SLUG = re.compile(r"[^a-z0-9]+")
_AMENDMENTS = re.compile(r"^amendments:[ \t]*(#.*)?$", re.MULTILINE)
_KEY = re.compile(r"^[^\s#-]", re.MULTILINE)


def slug_of(words: str, otherwise: str) -> str:
    """A file name made of words; of at most 48 characters, cut between two of them.

    >>> slug_of("We keep backups for 90 days.", "x")
    'we-keep-backups-for-90-days'
    """
    parts = _SLUG.sub("-", words.lower()).strip("-")
    cut = parts if len(parts) <= 48 else parts[:48].rpartition("-")[0]
    return cut or otherwise


def record_text(record: ChangeRecord, path: str) -> str:
    """The file of a change record.

    Raises:
        ProblemError: where what is meant cannot stand in such a file.
    """
    lines = [
        f"level: {record.level}",
        f"sections: [{', '.join(record.sections)}]",
        *_by_locale("summary", record.summary),
    ]
    if record.audiences:
        lines.append(f"audiences: [{', '.join(record.audiences)}]")
    if record.override:
        lines += ["override:", f"  reason: {yamlfile.quoted(record.override)}"]
    text = "\n".join([*lines, ""])
    if config.read_change(text, path=path, policy=record.policy, slug=record.slug) != record:
        raise AssertionError("a change record does not say what was meant")
    return text


def release_text(release: Release, path: str, zone: tzinfo) -> str:
    """The file of a release; instants have the offset of the site's zone, so that a change of it moves none.

    Raises:
        ProblemError: where what is meant cannot stand in such a file.
    """
    lines = [
        f"revision: {release.revision}",
        f"text: {release.text}",
        f"published: {_instant(release.published, zone)}",
        f"effective: {_instant(release.effective, zone)}",
        f"level: {release.level}",
    ]
    if release.changes:
        lines.append(f"changes: [{', '.join(release.changes)}]")
    lines += _by_locale("summary", release.summary)
    if release.approved_by:
        lines.append(f"approved_by: [{', '.join(map(yamlfile.quoted, release.approved_by))}]")
    if release.override:
        lines += ["override:", f"  reason: {yamlfile.quoted(release.override)}"]
    if release.short_notice:
        notice = release.short_notice
        lines += ["short_notice:", f"  ground: {notice.ground}", f"  reason: {yamlfile.quoted(notice.reason)}"]
    text = "\n".join([*lines, ""])
    return _proved(text, release, path, zone)


def rescheduled_text(text: str, release: Release, amendment: Amendment, path: str, zone: tzinfo) -> str:
    """The file of a public release with an amendment behind those that it has.

    Raises:
        ProblemError: where the amendment comes too late, or the file has its amendments in one line.
    """
    if not isinstance(amendment.what, Reschedule):
        raise TypeError("only dates are written by this program")
    item = [
        f"  - at: {_instant(amendment.at, zone)}",
        f"    effective: {_instant(amendment.what.effective, zone)}",
        *(f"    {line}" for line in _by_locale("reason", amendment.reason)),
    ]
    found = _AMENDMENTS.search(text)
    body = text if text.endswith("\n") else f"{text}\n"
    if found is None and not release.amendments:
        written = body + "\n".join(["amendments:", *item, ""])
    elif found is not None:
        following = _KEY.search(body, found.end() + 1)
        at = following.start() if following else len(body)
        written = body[:at] + "\n".join([*item, ""]) + body[at:]
    else:
        words = "; ".join(line.strip(" -") for line in item)
        raise _refused(path, "its amendments stand in one line", f"add there an entry with: {words}")
    return _proved(written, replace(release, amendments=(*release.amendments, amendment)), path, zone)


def redated_text(text: str, release: Release, effective: datetime, path: str, zone: tzinfo) -> str:
    """The file of a release that nobody has seen yet, with another date.

    Raises:
        ProblemError: where the date cannot stand there.
    """
    line = f"effective: {_instant(effective, zone)}"
    written = re.sub(r"^effective:.*$", line, text, count=1, flags=re.MULTILINE)
    return _proved(written, replace(release, effective=effective), path, zone)


def _proved(text: str, meant: Release, path: str, zone: tzinfo) -> str:
    read = config.read_release(text, path=path, policy=meant.policy, label=meant.label, zone=zone)
    if read != meant:
        hint = "write the line by hand; `site-builder check` says whether it is right"
        raise _refused(path, "this file cannot be changed without changing what else it says", hint)
    return text


def _refused(path: str, message: str, hint: str) -> ProblemError:
    return ProblemError([Problem(code="PS-622", message=message, place=Place(path), hint=hint)])


def summary_draft(records: Sequence[ChangeRecord]) -> dict[str, str]:
    """The sentences of records as one summary, in each language in which all of them have some."""
    known = [set(record.summary) for record in records]
    shared = set.intersection(*known) if known else set()
    locales = [locale for locale in records[0].summary if locale in shared] if records else []
    return {locale: _joined(locale, [record.summary[locale] for record in records]) for locale in locales}


def highest(records: Sequence[ChangeRecord]) -> Level:
    """The highest level of records."""
    return max((record.level for record in records), default=Level.EDITORIAL)


def _joined(locale: str, sentences: Sequence[str]) -> str:
    # Chinese and Japanese put nothing between two sentences.
    return ("" if locale.split("-", maxsplit=1)[0] in ("zh", "ja") else " ").join(one.strip() for one in sentences)


def _by_locale(key: str, words: Mapping[str, str]) -> list[str]:
    return [f"{key}:", *(f"  {locale}: {yamlfile.quoted(said)}" for locale, said in words.items())]


def _instant(instant: datetime, zone: tzinfo) -> str:
    return instants.with_zone(instant.astimezone(zone))
