"""Phrases of which authorities have said that they take from users what law gives them.

Few, and only those whose words leave no doubt: a warning that is often wrong is not read. Each names its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.problems import Place, Problem, Severity

_TEXT = r"(?:page|polic(?:y|ies)|notice|statement|terms|agreement|document|web\s*site|site)\b"
_OFTEN = r"(?:regularly|periodically|frequently|often|from\s+time\s+to\s+time|on\s+a\s+regular\s+basis)"
# Before the words it is said who looks: a publisher may review its own text as often as it likes.
_OURSELVES = re.compile(
    r"\bwe(?:\s+(?:will|may|shall|can|do|also|then|regularly|periodically|frequently|often))*\s+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for in a language, who called it unfair, and what to say instead."""

    language: str
    words: re.Pattern[str]
    source: str
    instead: str


def _phrase(language: str, words: str, source: str, instead: str) -> Phrase:
    return Phrase(language, re.compile(words, re.IGNORECASE), source, instead)


_CHECK = "say how users are told of changes; it is not for them to look"
_CHECK_SOURCE = "WP260 rev.01 ¶29: telling people to check regularly is unfair"
_USE = "ask for consent where it is needed, and say so; using something is no consent"
_USE_SOURCE = "EDPB Guidelines 05/2020, section 3.4: continuing to use a service is no indication of wishes"
_NOTICE = "say how and how long before users are told"
_NOTICE_SOURCE = "Directive 93/13/EEC, Annex 1(j): terms that are altered unilaterally"
_READ = "leave it out: what somebody had no chance to read does not bind them"
_READ_SOURCE = "Directive 93/13/EEC, Annex 1(i): terms that one had no real opportunity to know"
_VAGUE = "name what is done with which data: this could be anything"
_VAGUE_SOURCE = "WP260 rev.01 ¶12: an example of poor practice"

PHRASES = (
    _phrase(
        "en",
        rf"\b(?:check|review|visit|consult|revisit|re-?read)\s+(?:back\s+)?(?:this|our|the|these)\s+(?:\w+\s+){{0,2}}{_TEXT}"
        rf"[^.;]{{0,40}}?\b{_OFTEN}\b",
        _CHECK_SOURCE,
        _CHECK,
    ),
    _phrase(
        "en",
        rf"\b{_OFTEN}\s+(?:check|review|visit|consult|revisit)\s+(?:this|our|the|these)\s+(?:\w+\s+){{0,2}}{_TEXT}",
        _CHECK_SOURCE,
        _CHECK,
    ),
    _phrase(
        "en",
        r"\b(?:continued\s+(?:use|access)|(?:continue|continuing)\s+to\s+(?:use|access))\b[^.;]{0,120}?"
        r"\b(?:constitutes?|means?|signif(?:y|ies)|indicates?|shall\s+be\s+deemed|(?:is|be)\s+deemed)\b[^.;]{0,40}?"
        r"\b(?:accept\w*|agree\w*|consent\w*)",
        _USE_SOURCE,
        _USE,
    ),
    _phrase(
        "en",
        rf"\b(?:change|modify|amend|update|revise|alter)\s+(?:\w+,?\s+){{0,4}}(?:this|these|our|the)\s+(?:\w+\s+){{0,2}}"
        rf"{_TEXT}[^.;]{{0,60}}?\bwithout\s+(?:any\s+|prior\s+|further\s+|advance\s+)*noti(?:ce|fication|fying)\b",
        _NOTICE_SOURCE,
        _NOTICE,
    ),
    _phrase("en", r"\bdeemed\s+to\s+have\s+(?:read|accepted|agreed|consented)\b", _READ_SOURCE, _READ),
    _phrase(
        "en",
        r"\bmay\s+use\s+your\s+(?:personal\s+)?(?:data|information)\s+(?:to\s+develop\s+new\s+(?:services|products)"
        r"|for\s+research\s+purposes|to\s+offer\s+personali[sz]ed\s+services)\s*[.;]",
        _VAGUE_SOURCE,
        _VAGUE,
    ),
    _phrase(
        "zh",
        r"(?:定期|经常|不时|經常|不時)(?:地)?(?:查看|查阅|查閱|检查|檢查|浏览|瀏覽|关注|關注|访问)"
        r"[^。；]{0,12}(?:本页|本頁|政策|协议|協議|声明|聲明|网站|網站|条款|條款)",
        _CHECK_SOURCE,
        _CHECK,
    ),
    _phrase(
        "zh",
        r"(?:继续|繼續)使用[^。；]{0,40}?(?:视为|視為|即表示|即代表|意味着|意味著)[^。；]{0,16}?(?:同意|接受)",
        "PIPL Art. 14: consent is voluntary, explicit and informed",
        _USE,
    ),
    _phrase(
        "zh",
        r"(?:修改|变更|變更|更新|调整)[^。；]{0,30}?(?:不另行|无需|無需|恕不|不再|毋须)(?:事先|另行)?通知"
        r"|(?:无需|無需|不经|不經|未经|未經)(?:事先)?通知[^。；]{0,20}?(?:修改|变更|變更|更新)",
        "E-Commerce Law of China, Art. 34: changes are published at least seven days before",
        _NOTICE,
    ),
)


def check_phrases(text: str, *, path: str, locale: str) -> Iterator[Problem]:
    """Warnings about such phrases in the text of a section, each at its line."""
    language = locale.split("-", maxsplit=1)[0]
    told: set[int] = set()
    for phrase in PHRASES:
        for found in phrase.words.finditer(text) if phrase.language == language else ():
            line = text.count("\n", 0, found.start()) + 1
            if line not in told and not (phrase.instead == _CHECK and _is_ours(text, found.start())):
                told.add(line)
                yield Problem(
                    code="PS-630",
                    message=f"`{' '.join(found[0].split())}` ({phrase.source})",
                    place=Place(path, line, found.start() - text.rfind("\n", 0, found.start())),
                    hint=phrase.instead,
                    severity=Severity.WARNING,
                )


def _is_ours(text: str, at: int) -> bool:
    return _OURSELVES.search(text, max(0, at - 60), at) is not None
