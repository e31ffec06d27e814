"""Lines that say when a text was changed or takes effect, and nothing else."""

from __future__ import annotations

import re
from functools import lru_cache

from site_builder.materiality.patterns import Pattern

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?"
)
_DATE = (
    rf"(?:(?:{_MONTHS})\.?\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s*\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of\s+)?(?:{_MONTHS})\.?,?\s*\d{{4}}"
    rf"|(?:{_MONTHS})\.?,?\s*\d{{4}}|\d{{4}}\s*[-/.年]\s*\d{{1,2}}(?:\s*[-/.月]\s*\d{{1,2}}\s*日?)?|\d{{1,2}}\s*[-/.]\s*\d{{1,2}}\s*[-/.]\s*\d{{2,4}}"
    r"|\d{1,2}\.?\s+[^\W\d_]{3,12}\.?\s+\d{4}|\[(?:insert\s+)?date\])"
)
_ISSUED = (
    r"last\s+(?:updated?|modified|revised|changed|reviewed)|(?:date\s+of\s+)?(?:last\s+)?(?:update|revision|modification)|updated|modified|revised"
    r"|published|posted|version|release(?:d|\s+date)?|date|最近更新(?:日期|时间)?|更新(?:日期|时间)|版本(?:日期)?|发布(?:日期|时间)|修订(?:日期|时间)"
    r"|stand|zuletzt\s+aktualisiert|dernière\s+mise\s+à\s+jour|última\s+actualización|date\s+de\s+mise\s+à\s+jour"
)
_BINDING = (
    r"(?:version\s+)?effective(?:\s+(?:date|as\s+of|from|on))?|in\s+(?:force|effect)\s+(?:from|since|as\s+of)|valid\s+from|生效(?:日期|时间)?|施行(?:日期)?"
    r"|gültig\s+ab|en\s+vigueur|entrada\s+en\s+vigor"
)
_LABEL = rf"(?:{_ISSUED}|{_BINDING})"
_SIGNS = r"[\s*_:：|()\[\].,;，。–—-]*"
_REST = (
    r"(?:\((?:see\s+)?previous\s+versions?\)|\[?previous\s+versions?\]?|archived\s+versions|download\s+pdf"
    r"|on|as\s+of|since|from)"
)
# What may stand before the label: "These Terms of Service were", "本政策". It is the text and nothing else.
_TEXT = (
    r"(?:policy|policies|terms|conditions|agreement|notice|statement|document|page|guidelines?|addendum|appendix|contract"
    r"|rules|code|faqs?|list|version|licen[cs]e|use|service|services)"
)
_SUBJECT = (
    rf"(?:(?:(?:this|these|our|the)\s+)?(?:[^\W\d_]+\s+){{0,4}}?{_TEXT}\s+)?(?:(?:was|were|is|are|has\s+been|have\s+been)\s+)?"
    r"(?:most\s+recently\s+)?|[本此该版政策协议隐私条款用户服务最新]{0,12}"
)
_YEARS = (
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?\b[^.。]{0,80}"
    r"\.?(?:\s*all rights reserved\.?)?"
)
_VERSION = r"(?:version|v\.?|版本(?:号)?)\s*[:：]?\s*\d+(?:\.\d+)*"
_LINE = Pattern(
    rf"{_SIGNS}(?:{_SUBJECT})(?:{_LABEL}){_SIGNS}(?:{_REST}{_SIGNS})*{_DATE}?"
    rf"(?:{_SIGNS}(?:{_LABEL}{_SIGNS}(?:on\s+|as\s+of\s+)?{_DATE}|{_REST}))*{_SIGNS}|{_SIGNS}{_DATE}{_SIGNS}"
    rf"|{_SIGNS}{_YEARS}{_SIGNS}|{_SIGNS}{_VERSION}{_SIGNS}(?:{_LABEL}{_SIGNS})?(?:{_DATE})?{_SIGNS}",
    re.IGNORECASE,
)
_ISSUES = Pattern(_ISSUED, re.IGNORECASE)
_BINDS = Pattern(_BINDING, re.IGNORECASE)
_DATES = Pattern(_DATE, re.IGNORECASE)
_VERSIONS = Pattern(_VERSION, re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?")
_COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_LONGEST = 160


@lru_cache(maxsize=8_192)
def is_date_line(text: str) -> bool:
    """Whether a line says no more than when the text was issued or takes effect."""
    return len(text) <= _LONGEST and _LINE.compiled.fullmatch(text) is not None


def besides_dates(text: str) -> str:
    """A date line without its dates and signs: the words that have to stay, so that only the date is another one."""
    bare = _VERSIONS.compiled.sub("", _DATES.compiled.sub("", _YEAR.sub("", text)))
    return " ".join(re.findall(r"[^\W\d_]+", bare)).casefold()


def is_copyright(text: str) -> bool:
    """Whether a date line claims copyright: what stands behind the year is a name, of any length."""
    return _COPYRIGHT.search(text) is not None


def binds(text: str) -> bool:
    """Whether a date line says from when the text applies."""
    return _BINDS.compiled.search(text) is not None


def dates(text: str) -> list[str]:
    """The dates in a text, as they are written."""
    return [" ".join(found.group().split()) for found in _DATES.compiled.finditer(text)]


def says_when(text: str) -> bool:
    """Whether a sentence says, among other things, when the text was issued or takes effect."""
    return _ISSUES.compiled.search(text) is not None or binds(text)


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where the dates of a text stand."""
    return [found.span() for found in _DATES.compiled.finditer(text)]
