"""What was made public: the versions as JSON, and their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from site_builder import instants, routes, text
from site_builder.compare.pairs import Redlines
from site_builder.locales import section_number
from site_builder.model.artifact import Artifact, File
from site_builder.model.policy import Level, Site
from site_builder.model.prose import Numbering, Numerals, Section
from site_builder.model.release import Amendment, Correction, Release, Reschedule, Withdrawal
from site_builder.model.timeline import Standing, Timeline
from site_builder.model.version import Edition, Version
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.outputs.theme import Theme
from site_builder.outputs.wording import worded_all
from site_builder.press import UNPRESSED, Press
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.reuse import reusing


def version_files(
    site: Site, timeline: Timeline, redlines: Redlines, theme: Theme, press: Press = UNPRESSED
) -> Iterator[File]:
    """`versions.json`, and for each version its structured text in every locale."""
    policy = timeline.policy.id
    versions: list[Value] = [
        {**_summary(site, one, timeline.seen_from), **_judged(site, one, redlines, theme)} for one in timeline.standings
    ]
    yield data.artifact(routes.api_versions(policy), "versions", {"policy": policy, "versions": versions})
    for standing in timeline.standings:
        for locale in site.locales:
            yield _structured(standing.version, standing.version.editions[locale], press)


def text_files(timeline: Timeline, press: Press) -> Iterator[File]:
    """The canonical form of every text of a policy, each once: `sha256sum` of the file is its name."""
    versions = (standing.version for standing in timeline.standings)
    editions = {edition.digest: edition for version in versions for edition in version.editions.values()}
    for digest, edition in sorted(editions.items()):
        path = routes.file_of(routes.api_text(digest))
        yield press.file(path, "", partial(_text, path, digest, edition))


def _text(path: str, digest: str, edition: Edition) -> Artifact:
    body = text.canonical(edition.document)
    if text.name_of(body) != digest:
        raise ProblemError([_lost(digest)])
    return Artifact(path=path, body=body, schema="text")


def earlier_texts(named: Iterable[str], earlier: Callable[[str], bytes | None]) -> Iterator[Artifact]:
    """The texts of these digests, from the site before. Raises ProblemError for one that is not there."""
    problems: list[Problem] = []
    for digest in sorted(named):
        body = earlier(digest)
        if body is None or text.name_of(body) != digest:
            problems.append(_lost(digest))
        else:
            yield Artifact(path=routes.file_of(routes.api_text(digest)), body=body, schema="text")
    if problems:
        raise ProblemError(problems)


def _lost(digest: str) -> Problem:
    return Problem(
        code="PS-406",
        message=f"the text {digest} was public and is neither in history nor on the previous site",
        place=Place(""),
        hint="build with `--previous` and a whole copy of the published site",
        severity=Severity.INTEGRITY,
    )


def _judged(site: Site, standing: Standing, redlines: Redlines, theme: Theme) -> dict[str, Value]:
    """What rules find a version to change, as lines in each language; a first version changes nothing."""
    changed = {tag: redlines.changed(standing.before, standing.version, tag) for tag in site.locales}
    lines: dict[str, Value] = {
        tag: [*worded_all(one.judgement.findings, theme.words(tag), least=Level.CLARIFYING)]
        for tag, one in changed.items()
        if one is not None
    }
    found = next((str(one.found) for one in changed.values() if one is not None), None)
    return {"found": found, "findings": lines}


def _summary(site: Site, standing: Standing, seen_from: datetime) -> dict[str, Value]:
    version = standing.version
    release = version.release
    return {
        "version": release.label,
        "revision": release.revision,
        "state": str(standing.state),
        "level": str(release.level),
        "published_at": instants.utc(release.published),
        "effective_at": instants.utc(release.effective),
        "effective_new_users_at": _earlier(release),
        "state_new_users": str(standing.new_users),
        "withdrawn_at": instants.utc(release.withdrawn) if release.withdrawn else None,
        "until": instants.utc(standing.until) if standing.until else None,
        "inferred": [*sorted(release.inferred)],
        "digest": release.text,
        "summary": dict(sorted(release.summary.items())),
        "group": release.group,
        "without": dict(sorted(release.without.items())),
        "overtaken_by": standing.overtaken_by.label if standing.overtaken_by else None,
        "supersedes": standing.before.label if standing.before else None,
        "amendments": [_amendment(one) for one in release.amendments if one.at <= seen_from],
        "changes_url": _changes(site, standing),
        "locales": {tag: _locale(version.editions[tag]) for tag in site.locales},
        "url": routes.absolute(site.base_url, routes.version(version.policy.id, release.label)),
    }


def _earlier(release: Release) -> str | None:
    new_users = release.first_effective
    return instants.utc(new_users) if new_users < release.effective else None


def _amendment(amendment: Amendment) -> Value:
    about: dict[str, Value] = {"at": instants.utc(amendment.at)}
    match amendment.what:
        case Reschedule(effective=effective):
            about |= {"kind": "rescheduled", "effective_at": instants.utc(effective)}
        case Correction():
            about |= {"kind": "corrected"}
        case Withdrawal():
            about |= {"kind": "withdrawn"}
    return {**about, "reason": dict(sorted(amendment.reason.items()))}


def _changes(site: Site, standing: Standing) -> str | None:
    if standing.before is None:
        return None
    version = standing.version
    address = routes.changes(version.policy.id, standing.before.label, version.label)
    return routes.absolute(site.base_url, address)


def _locale(edition: Edition) -> Value:
    return {
        "status": str(edition.status),
        "freshness": str(edition.freshness),
        "late_at": instants.utc(edition.late) if edition.late else None,
        "outdated": sorted(edition.outdated),
        "missing": sorted(edition.fallback - edition.outdated),
        "digest": edition.digest,
        "review": str(edition.review),
        "text_revision": edition.text_revision,
    }


def _structured(version: Version, edition: Edition, press: Press) -> File:
    address = routes.api_version(version.policy.id, version.label, edition.locale)
    release = version.release
    made_from = (version.policy, release.label, release.revision, release.text, edition)
    return press.file(routes.file_of(address), made_from, lambda: _structured_file(address, version, edition))


def _structured_file(address: str, version: Version, edition: Edition) -> Artifact:
    document = edition.document
    numbered = document.numbering is Numbering.DECIMAL
    numerals = version.policy.numerals.get(edition.locale, Numerals.DECIMAL)
    sections: list[Value] = [
        _section(
            section,
            number if numbered else 0,
            section_number(number, edition.locale, numerals) if numbered else "",
            _locale_of(version, edition, section.id),
            str(edition.freshness_of(section.id)),
        )
        for number, section in enumerate(document.sections, start=1)
    ]
    value: dict[str, Value] = {
        "policy": version.policy.id,
        "version": version.label,
        "revision": version.revision,
        "locale": edition.locale,
        "governing_locale": version.policy.governing,
        "prevailing": dict(sorted(version.policy.prevails.items())),
        "status": str(edition.status),
        "freshness": str(edition.freshness),
        "review": str(edition.review),
        "digest": edition.digest,
        "governing_digest": version.release.text,
        "title": document.title,
        "preamble": [text.jsonml(block) for block in document.preamble],
        "sections": sections,
    }
    return data.artifact(address, "version", value)


# Most sections are the same in most versions, and their text is most of the file.
@reusing(2_048)
def _section(section: Section, number: int, label: str, locale: str, freshness: str) -> Value:
    """A section as the file has it; ``number`` is 0 where sections have none."""
    value: dict[str, Value] = {
        "id": section.id,
        "number": str(number) if number else "",
        "label": label,
        "title": section.title,
        "locale": locale,
        "freshness": freshness,
        "digest": text.section_digest(section),
        "blocks": [text.jsonml(block) for block in section.blocks],
    }
    return data.written(value)


def _locale_of(version: Version, edition: Edition, part: str) -> str:
    return version.policy.governing if part in edition.fallback else edition.locale
