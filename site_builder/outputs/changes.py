"""What is different between versions, as data: the facts of each redline that has a page, and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from site_builder import instants, routes
from site_builder.model.artifact import Artifact
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
from site_builder.reuse import reusing


def change_files(site: Site, redlines: Iterable[Redlined], theme: Theme) -> Iterator[Artifact]:
    """A file for each redline in each locale of the site: the facts, and what rules find in them."""
    for one in redlines:
        if one.locale not in site.locales:
            continue
        policy = one.new.policy.id
        address = routes.api_changes(policy, one.old.label, one.new.label, one.locale)
        if one.since:
            address = routes.api_changes_since(policy, one.old.label, one.locale)
        value: dict[str, Value] = {
            "policy": policy,
            "from": _version(one.old, one.text_locale),
            "to": _version(one.new, one.text_locale),
            "since": one.since,
            "steps": [step.label for step in one.steps],
            "level": str(one.level),
            "found": str(one.found),
            "locale": one.locale,
            "text_locale": one.text_locale,
            **_facts(one.comparison),
            "findings": _findings(one, theme),
            "findings_locale": one.words_locale,
        }
        yield data.artifact(address, "changes", value)


# The facts of two texts are the same in each language of the site, whose files come one behind the other.
@reusing(4)
def _facts(comparison: Comparison) -> Mapping[str, Value]:
    return {name: data.written(value) for name, value in redline_json(comparison).items()}


def _findings(redlined: Redlined, theme: Theme) -> list[Value]:
    words = theme.words(redlined.locale)
    return [_finding(one, words) for one in redlined.judgement.findings]


# A change is found between two neighbours and since each version that had the older wording.
@reusing(4_096)
def _finding(finding: Finding, words: Words) -> Value:
    return data.written({**finding_json(finding), "words": worded(finding, words)})


def _version(version: Version, locale: str) -> Value:
    edition = version.editions.get(locale) or version.governing
    return {
        "version": version.label,
        "revision": version.revision,
        "effective_at": instants.utc(version.release.effective),
        "digest": edition.digest,
    }
