"""What is different between versions, as data: the facts of each redline that has a page, and what they amount to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from site_builder import instants, routes
from site_builder.model.artifact import Artifact, File
from site_builder.model.change import Comparison
from site_builder.model.finding import Finding
from site_builder.model.policy import Site
from site_builder.model.redlined import Redlined
from site_builder.model.version import Version
from site_builder.outputs import data
from site_builder.outputs.data import Value
from site_builder.outputs.marked import redline_json
from site_builder.outputs.theme import Theme, Words
from site_builder.outputs.wording import finding_json, worded
from site_builder.press import UNPRESSED, Press
from site_builder.reuse import reusing


def change_files(
    site: Site,
    redlined: Iterable[Redlined],
    comparison: Callable[[Redlined], Comparison],
    theme: Theme,
    press: Press = UNPRESSED,
) -> Iterator[File]:
    """A file for each redline in each locale of the site: the facts, and what rules find in them."""
    for one in redlined:
        if one.locale not in site.locales:
            continue
        address = routes.api_changes(one.new.policy.id, one.old.label, one.new.label, one.locale)
        if one.since:
            address = routes.api_changes_since(one.new.policy.id, one.old.label, one.locale)
        yield press.file(routes.file_of(address), _made_from(one), partial(_file, address, one, comparison, theme))


def _made_from(one: Redlined) -> tuple[object, ...]:
    """What a file follows from: of the judgement, the texts that were judged, and what was found on the way there."""
    about = [(version.label, version.revision, version.release.effective) for version in (one.old, one.new)]
    texts = [
        version.editions.get(locale) or version.governing
        for locale in dict.fromkeys((one.text_locale, one.words_locale))
        for version in (one.old, one.new)
    ]
    steps = [step.label for step in one.steps]
    return (about, texts, one.new.policy, one.since, steps, one.level, one.found, one.locale)


def _file(address: str, one: Redlined, comparison: Callable[[Redlined], Comparison], theme: Theme) -> Artifact:
    value: dict[str, Value] = {
        "policy": one.new.policy.id,
        "from": _version(one.old, one.text_locale),
        "to": _version(one.new, one.text_locale),
        "since": one.since,
        "steps": [step.label for step in one.steps],
        "level": str(one.level),
        "found": str(one.found),
        "locale": one.locale,
        "text_locale": one.text_locale,
        **_facts(comparison(one)),
        "findings": _findings(one, theme),
        "findings_locale": one.words_locale,
    }
    return data.artifact(address, "changes", value)


# The facts of two texts are the same in each language of the site, whose files come one behind the other.
@reusing(4)
def _facts(comparison: Comparison) -> Mapping[str, Value]:
    return data.members(redline_json(comparison))


def _findings(redlined: Redlined, theme: Theme) -> list[Value]:
    words = theme.words(redlined.locale)
    return [_finding(one, words) for one in redlined.judgement.findings]


# A change is found between two neighbours and since each version that had the older wording.
@reusing(4_096)
def _finding(finding: Finding, words: Words) -> data.Written:
    return data.extended(_evidence(finding), {"words": worded(finding, words)})


# It is the same in each language.
@reusing(4_096)
def _evidence(finding: Finding) -> data.Written:
    return data.written(finding_json(finding))


def _version(version: Version, locale: str) -> Value:
    edition = version.editions.get(locale) or version.governing
    return {
        "version": version.label,
        "revision": version.revision,
        "effective_at": instants.utc(version.release.effective),
        "digest": edition.digest,
    }
