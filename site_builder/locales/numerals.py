"""How the number of a section is written: ``1.``, ``١.``, ``(١)`` or ``第一条``."""

from __future__ import annotations

from site_builder.locales.tags import script
from site_builder.model.prose import Numerals

# The zero of the digits that a script has of its own, by ISO 15924; Persian and Urdu have other forms of Arabic's.
_ZEROS = {
    "Arab": "٠",
    "Deva": "०",
    "Beng": "০",
    "Guru": "੦",
    "Gujr": "૦",
    "Taml": "௦",
    "Telu": "౦",
    "Knda": "೦",
    "Mlym": "൦",
    "Thai": "๐",
    "Laoo": "໐",
    "Khmr": "០",
    "Mymr": "၀",
    "Tibt": "༠",
}
_EASTERN = {"fa": "۰", "ur": "۰", "ps": "۰", "ckb": "٠", "sd": "۰"}
_HAN = "零一二三四五六七八九"
_UNITS = (("千", 1000), ("百", 100), ("十", 10))
# Languages whose laws count by articles, and how they write one. Korea writes figures.
ARTICLES = {"zh": "第{}条", "zh-Hant": "第{}條", "ja": "第{}条", "ko": "제{}조"}


def section_number(number: int, tag: str, numerals: Numerals) -> str:
    """The nth section's number in a language.

    >>> [section_number(11, tag, Numerals.ARTICLE) for tag in ("zh-Hans", "zh-Hant", "ja", "ko")]
    ['第十一条', '第十一條', '第十一条', '제11조']
    >>> [section_number(11, tag, Numerals.PARENTHESES) for tag in ("ar", "fa", "hi", "de")]
    ['(١١)', '(۱۱)', '(११)', '(11)']
    """
    match numerals:
        case Numerals.DECIMAL:
            return f"{number}."
        case Numerals.NATIVE:
            return f"{native(number, tag)}."
        case Numerals.PARENTHESES:
            return f"({native(number, tag)})"
        case Numerals.ARTICLE:
            language = tag.partition("-")[0]
            form = ARTICLES["zh-Hant" if language == "zh" and script(tag) == "Hant" else language]
            return form.replace("{}", str(number) if language == "ko" else han(number, japanese=language == "ja"))


def item_number(number: int, tag: str, numerals: Numerals) -> str:
    """The number of a list item, in the digits that the sections' numbers have.

    >>> item_number(3, "ar", Numerals.PARENTHESES), item_number(3, "ja", Numerals.ARTICLE)
    ('(٣)', '(3)')
    """
    digits = native(number, tag) if numerals in (Numerals.NATIVE, Numerals.PARENTHESES) else str(number)
    return f"({digits})"


def has_articles(tag: str) -> bool:
    """Whether sections can be written as articles in a language."""
    return tag.partition("-")[0] in ARTICLES


def native(number: int, tag: str) -> str:
    """The number in the digits of the language's script, which for most is the usual ones."""
    zero = _EASTERN.get(tag.partition("-")[0]) or _ZEROS.get(script(tag), "0")
    return "".join(chr(ord(zero) + int(digit)) for digit in str(number))


def han(number: int, *, japanese: bool) -> str:
    """A number up to 9999 in Han characters; Japanese leaves out what is understood.

    >>> [han(number, japanese=False) for number in (10, 12, 20, 101, 110, 1000, 1010)]
    ['十', '十二', '二十', '一百零一', '一百一十', '一千', '一千零一十']
    >>> [han(number, japanese=True) for number in (10, 12, 20, 101, 110, 1000)]
    ['十', '十二', '二十', '百一', '百十', '千']
    """
    written = ""
    skipped = False
    for character, unit in _UNITS:
        digit, number = divmod(number, unit)
        if digit == 0:
            skipped = bool(written)
            continue
        written += _HAN[0] * (skipped and not japanese)
        skipped = False
        bare = digit == 1 and (japanese or (unit == 10 and not written))
        written += ("" if bare else _HAN[digit]) + character
    if number:
        written += _HAN[0] * (skipped and not japanese) + _HAN[number]
    return written or _HAN[0]
