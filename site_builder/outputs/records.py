"""What was made public: the versions as JSON, and their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from site_builder import instants, routes, text
from site_builder.locales import section_number
from site_builder.model.artifact import Artifact
from site_builder.model.policy import Level, Site
from site_builder.model.prose import Numbering, Numerals, Section
from site_builder.model.redlined import Redlined, changed_by
from site_builder.model.release import Amendment, Correction, Release, Reschedule, Withdrawal
from site_builder.model.timeline import Standing, Timeline
from site_builder.model.version import Edition, Version
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.outputs.theme import Theme
from site_builder.outputs.wording import worded_all
from site_builder.problems import Place, Problem, ProblemError, Severity
from site_builder.reuse import reusing


def version_files(site: Site, timeline: Timeline, redlines: Iterable[Redlined], theme: Theme) -> Iterator[Artifact]:
    """`versions.json`, and for each version its structured text in every locale."""
    policy = timeline.policy.id
    versions: list[Value] = [
        {**_summary(site, one, timeline.seen_from), **_judged(site, one, redlines, theme)} for one in timeline.standings
    ]
    yield data.artifact(routes.api_versions(policy), "versions", {"policy": policy, "versions": versions})
    for standing in timeline.standings:
        for locale in site.locales:
            yield _structured(standing.version, standing.version.editions[locale])


def text_files(
    timelines: Iterable[Timeline], named: Iterable[str], earlier: Callable[[str], bytes | None]
) -> Iterator[Artifact]:
    """The canonical form of every text, each once: `sha256sum` of the file is its name.

    ``named`` are the digests of all texts that were ever public; those that no version has any more come
    from the site before. Raises ProblemError for one that is nowhere.
    """
    versions = (standing.version for timeline in timelines for standing in timeline.standings)
    editions = {edition.digest: edition for version in versions for edition in version.editions.values()}
    problems: list[Problem] = []
    for digest in sorted({*named, *editions}):
        body = text.canonical(editions[digest].document) if digest in editions else earlier(digest)
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


def _judged(site: Site, standing: Standing, redlines: Iterable[Redlined], theme: Theme) -> dict[str, Value]:
    """What rules find a version to change, as lines in each language; a first version changes nothing."""
    changed = {tag: changed_by(redlines, standing.before, standing.version, tag) for tag in site.locales}
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


def _structured(version: Version, edition: Edition) -> Artifact:
    address = routes.api_version(version.policy.id, version.label, edition.locale)
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
