"""In which language a text is written, as far as the rules need to know."""

from __future__ import annotations

import re
from collections.abc import Iterable

from site_builder.materiality.patterns import Pattern

# The commonest words of English; a text has a good tenth of them, another Latin language hardly any.
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "you",
        "your",
        "we",
        "our",
        "that",
        "is",
        "for",
        "with",
        "this",
        "are",
        "not",
        "be",
        "or",
        "may",
        "by",
        "will",
        "as",
        "on",
        "it",
    ]
)
_HAN = Pattern(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = Pattern(r"[\u3040-\u30ff\u1100-\u11ff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_ENGLISH = 0.15
_LEAST_HAN = 0.15
_SHORT = 12


def language_of(texts: Iterable[str]) -> str:
    """``en``, ``zh`` or ``und``. A text of a few words in Latin letters counts as English."""
    text = "\n".join(texts)
    letters = sum(map(len, _WORD.findall(text)))
    han = len(_HAN.compiled.findall(text))
    if han > _LEAST_HAN * letters:
        return "und" if len(_KANA.compiled.findall(text)) > han // 4 else "zh"
    # Names and titles are written in capitals and say nothing of the language.
    words = [word for word in _WORD.findall(text) if word[0].islower()]
    known = sum(word in _ENGLISH for word in words)
    if known >= _LEAST_ENGLISH * len(words) or (len(words) <= _SHORT and text.isascii()):
        return "en"
    return "und"
