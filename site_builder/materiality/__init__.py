"""How much a change matters: opinions about the facts of a comparison, each with its rule and its proof."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.materiality.language import language_of
from site_builder.materiality.lexicon import LANGUAGES
from site_builder.materiality.lines import read
from site_builder.materiality.pipeline import findings
from site_builder.materiality.world import Whole
from site_builder.model.change import Comparison
from site_builder.model.finding import Finding, Judgement
from site_builder.model.policy import Level

__all__ = ["each_finding", "judge", "reads"]


def judge(comparison: Comparison, locale: str | None = None) -> Judgement:
    """Judge a comparison of two texts in ``locale``; without one, the language is told from the words.

    The level is the highest of the findings; texts that a reader cannot tell apart are editorial. The same
    comparison always has the same judgement.
    """
    found = tuple(each_finding(comparison, locale))
    return Judgement(level=max((one.level for one in found), default=Level.EDITORIAL), findings=found)


def each_finding(comparison: Comparison, locale: str | None = None) -> Iterator[Finding]:
    """The findings of a judgement one by one: whoever looks for a certain one can stop there."""
    texts = read(comparison)
    language = language_of((*texts.old, *texts.new)) if locale is None else locale.split("-")[0]
    yield from findings(Whole(texts, language))


def reads(locale: str) -> bool:
    """Whether the rules know the words of a language; of others they prove only what needs no words."""
    return locale.split("-", maxsplit=1)[0] in LANGUAGES
