"""The language of a text, as the tag of a locale: by its script, and by its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from site_builder import locales

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.08
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.05),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.15),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.15),
    ("ar", re.compile(r"[\u0620-\u06ff]"), 0.3),
    ("he", re.compile(r"[\u05d0-\u05ea]"), 0.3),
    ("ru", re.compile(r"[\u0400-\u04ff]"), 0.3),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.3),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile(r"[\u0900-\u097f]"), 0.3),
)
# Characters that are written in one of the two ways of Chinese only, and are in every legal text.
_TRADITIONAL, _SIMPLIFIED = re.compile("[們個與條這為對時應務權資訊護]"), re.compile("[们个与条这为对时应务权资讯护]")
_COMMON = {
    "en": "the of and to in you your we our that is for with this are not be or may by will as on it",
    "de": "der die das und ist nicht wir sie ihre ihrer zu den von mit für auf werden wird oder eine einer im dem des",
    "fr": "le la les des et est vous votre vos nous nos dans pour que qui sur une par ou aux du ne pas avec sont",
    "es": "el la los las de y es que en para por su sus usted con una se del nuestro nuestra nuestros o al no como",
    "pt": "o a os as de e é que em para por seu sua você com uma se do da nosso nossa ou ao não como dos das",
    "it": "il la i gli le di e è che in per con un una del della dei delle nostro nostra o non sono si al alla",
    "nl": "de het een en van is dat wij u uw ons onze voor met op niet of te zijn wordt kunnen door deze",
    "sv": "och att det som en ett är vi du din dina vår våra för med på inte av till den kan om eller",
    "pl": "i w z na do nie się jest oraz lub że przez dla od są nas twoje naszej przy co które użytkownik",
    "tr": "ve bir bu için ile veya olarak bizim sizin daha gibi kadar her olan tarafından kişisel verilerin",
}
_KNOWN = {tag: frozenset(words.split()) for tag, words in _COMMON.items()}


def locale_of(texts: Iterable[str], said: str = "") -> str:
    """The locale of a text; ``said`` is what its front matter says, which counts where it is a language tag."""
    if said and locales.is_tag(said):
        return locales.canonical(said)
    text = "\n".join(texts)
    words = [word.casefold() for word in _WORD.findall(text)]
    letters = sum(map(len, words))
    for tag, script, least in _SCRIPTS:
        if len(script.findall(text)) > least * max(1, letters):
            return _chinese(text) if tag == "zh" else tag
    counts = Counter(words)
    shares = {tag: sum(counts[word] for word in known) / max(1, len(words)) for tag, known in _KNOWN.items()}
    best = max(shares, key=lambda tag: (shares[tag], tag == "en"))
    return best if shares[best] >= _ENOUGH else "en"


def _chinese(text: str) -> str:
    return "zh-Hant" if len(_TRADITIONAL.findall(text)) > len(_SIMPLIFIED.findall(text)) else "zh-Hans"
