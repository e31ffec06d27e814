"""What rules find, for the readers of a page: one line each, the gravest first, and not more than one reads."""

from __future__ import annotations

from functools import partial

from site_builder.markup import Html
from site_builder.markup.html import element, escape
from site_builder.model.finding import Finding as Evidenced
from site_builder.model.policy import Level
from site_builder.model.redlined import Redlined
from site_builder.outputs.pages.frame import tongue
from site_builder.outputs.pages.parts import Finding, Findings, Tongue
from site_builder.outputs.theme import Words
from site_builder.outputs.wording import ranked, worded_html
from site_builder.reuse import reusing

# So many are shown beside a redline, and so many in a list of versions.
ALL, SOME = 20, 5


def findings_view(redlined: Redlined, words: Words, *, least: Level, most: int) -> Findings:
    """The findings of a level or a higher one."""
    foreign = tongue(redlined.words_locale, redlined.locale)
    return _told(redlined.judgement.findings, words, foreign, least, most)


# A version stands in the list of every page of what changed since an earlier one.
@reusing(1_024)
def _told(findings: tuple[Evidenced, ...], words: Words, foreign: Tongue | None, least: Level, most: int) -> Findings:
    quote = partial(_quoted, foreign=foreign)
    found = ranked(findings, least=least)
    lines = (Finding(level=str(one.level), line=worded_html(one, words, quote)) for one in found[:most])
    return Findings(lines=tuple(lines), more=max(len(found) - most, 0))


def _quoted(text: str, foreign: Tongue | None) -> Html:
    """Words of a text in a sentence of the page; their direction is their own."""
    if foreign is None:
        return element("bdi", Html(escape(text)))
    return element("bdi", Html(escape(text)), lang=foreign.lang, dir=foreign.dir)
