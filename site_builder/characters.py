"""Characters that a reader cannot see, or takes for others.

Two texts that look the same must be the same. What is suspicious follows Unicode's own tables: format
characters and what is ignorable by default (UAX 44), bidirectional controls (UAX 9 [1]), and words of several
alphabets whose letters look alike (after UTS 39 [2], section 5). Scripts that do not look like one another
may stand in one word, as `使用Cookie` and `الـAPI` do.

[1] https://www.unicode.org/reports/tr9/ and https://trojansource.codes/
[2] https://www.unicode.org/reports/tr39/
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import regex

# What cannot be seen, or moves or reorders what is around it, and code points that mean nothing.
_HIDDEN = regex.compile(
    r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800--[\t]]", regex.V1
)
_MEANINGLESS = regex.compile(r"[\p{Cn}\p{Co}\p{Cs}]")
_UNREFERABLE = regex.compile(r"[\p{Cc}\p{Noncharacter_Code_Point}]")
# Signs that stand before numbers in Arabic, Syriac and Kaithi are called format characters and are seen.
_SEEN = regex.compile(r"\p{Prepended_Concatenation_Mark}")
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MARKS, _ISOLATES, _END = "\u061c\u200e\u200f", "\u2066\u2067\u2068", "\u2069"
_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_ZWNJ, _ZWJ, _TEXT_STYLE, _EMOJI_STYLE = "\u200c", "\u200d", "\ufe0e", "\ufe0f"
# Scripts in which a joiner between letters changes how they are joined, and so what is read.
_JOINING = regex.compile(
    r"[\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}"
    r"\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
)
_EMOJI_BEFORE = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]")
_PICTURE = regex.compile(r"[\p{Extended_Pictographic}]")
_STYLED = regex.compile(r"[\p{Emoji}]")
# A flag of a part of a country is a black flag, tags and an end tag.
_FLAG = regex.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}]*")
# Alphabets whose letters are taken for one another, by their codes in ISO 15924.
_ALIKE = {
    "Latn": regex.compile(r"\p{Script=Latin}"),
    "Cyrl": regex.compile(r"\p{Script=Cyrillic}"),
    "Grek": regex.compile(r"\p{Script=Greek}"),
    "Armn": regex.compile(r"\p{Script=Armenian}"),
    "Cher": regex.compile(r"\p{Script=Cherokee}"),
    "Copt": regex.compile(r"\p{Script=Coptic}"),
    "Lisu": regex.compile(r"\p{Script=Lisu}"),
}
_NAMES = {
    "Latn": "Latin",
    "Cyrl": "Cyrillic",
    "Grek": "Greek",
    "Armn": "Armenian",
    "Cher": "Cherokee",
    "Copt": "Coptic",
    "Lisu": "Lisu",
}
# A unit of measure: Greek my before Latin letters.
_UNIT = regex.compile(r"[\u03bc\u03a9][a-zA-Z]{1,2}|[kMG]\u03a9")
# Letters of other alphabets that are drawn as Latin ones are, after the table of UTS 39.
_LATIN = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
        "\u03bf\u03b1\u03bd\u03c1\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "aeopcyxijshdqwABEKMHOPCTYXIJSoavpABEZHIKMNOPTYX",
        strict=True,
    )
)
_STYLES = regex.compile(r"[\U0001d400-\U0001d7ff]")
_WIDE = regex.compile(r"[\uff21-\uff3a\uff41-\uff5a]")
_WIDE_SCRIPTS = ("Hans", "Hant", "Hani", "Jpan", "Kore", "Bopo")


class Trait(Enum):
    """What is suspicious about a character or a word."""

    REORDERS = auto()
    INVISIBLE = auto()
    MEANINGLESS = auto()
    MIXED = auto()
    FOREIGN = auto()


@dataclass(frozen=True, slots=True)
class Suspect:
    """A suspicious place in a line; ``column`` counts from 1, and ``what`` says it in words."""

    column: int
    trait: Trait
    what: str


def visible(text: str) -> str:
    r"""The text for a terminal or a report: what cannot be seen is written as its number.

    >>> visible("pay\u200bpal\x1b[2J")
    'pay⟦U+200B⟧pal⟦U+001B⟧[2J'
    """
    shown = _HIDDEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)
    return str(shown).replace("\t", "⟦U+0009⟧")


def expose(text: str) -> tuple[tuple[str, bool], ...]:
    """The text as runs, and whether each is one character that a reader cannot see.

    Tabs and line feeds count as seen, and so do the joiners and selectors inside an emoji or a word,
    where they shape what is shown.
    """
    if text.isascii() and text.isprintable():
        return ((text, False),)
    runs: list[tuple[str, bool]] = []
    seen = 0
    for found in _HIDDEN.finditer(text):
        at = found.start()
        if text[at] == "\n" or _shapes(text, at):
            continue
        if at > seen:
            runs.append((text[seen:at], False))
        runs.append((text[at], True))
        seen = at + 1
    if seen < len(text):
        runs.append((text[seen:], False))
    return tuple(runs)


def spelled(text: str) -> str:
    r"""The text as a reader can be shown it: what cannot be seen is its number, what shapes a letter or emoji stays.

    >>> spelled("pay\u200bpal \u26a1\ufe0f")
    'pay⟦U+200B⟧pal \u26a1\ufe0f'
    """
    return "".join(f"⟦U+{ord(run):04X}⟧" if unseen else run for run, unseen in expose(text))


def is_referable(character: str) -> bool:
    """True for what HTML can hold as a reference such as ``&#x200B;``.

    It cannot hold controls and noncharacters: parsers drop them or take them for something else.
    https://html.spec.whatwg.org/multipage/syntax.html#character-references
    """
    return _UNREFERABLE.match(character) is None


def lookalikes(text: str, *, latin: bool) -> tuple[tuple[str, str], ...]:
    """The text as runs: a letter that is taken for another one, with that one; the rest beside itself.

    A letter counts where its word mixes alphabets whose letters look alike, and in a text that is otherwise in
    Latin letters (``latin``) also where a whole word looks like a Latin one.

    >>> lookalikes("p\u0430y", latin=True)
    (('p', 'p'), ('\u0430', 'a'), ('y', 'y'))
    """
    if text.isascii():
        return ((text, text),)
    runs: list[tuple[str, str]] = []
    at = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isascii() or not _is_disguised(word, latin=latin):
            continue
        for place, letter in enumerate(word, start=found.start()):
            other = _LATIN.get(letter) or (unicodedata.normalize("NFKC", letter) if _STYLES.match(letter) else letter)
            if other != letter:
                if place > at:
                    runs.append((text[at:place], text[at:place]))
                runs.append((letter, other))
                at = place + 1
    if at < len(text):
        runs.append((text[at:], text[at:]))
    return tuple(runs)


def _is_disguised(word: str, *, latin: bool) -> bool:
    scripts = sum(1 for letters in _ALIKE.values() if letters.search(word))
    whole = latin and len(word) > 1 and all(one in _LATIN or not one.isalpha() for one in word)
    return bool(_STYLES.search(word)) or whole or (scripts > 1 and not _UNIT.fullmatch(word))


def suspects(line: str, *, script: str = "", right_to_left: bool | None = None) -> Iterator[Suspect]:
    """What is suspicious in one line of text, from left to right by kind.

    ``script`` is the ISO 15924 code of the language's script, or empty where the language is not known.
    Where ``right_to_left`` is None, a line is taken to be so that has letters written so.
    """
    if line.isascii():
        return
    if right_to_left is None:
        right_to_left = _RIGHT_TO_LEFT.search(line) is not None
    flags = [found.span() for found in _FLAG.finditer(line)]
    balanced = right_to_left and _is_balanced(line)
    for found in _HIDDEN.finditer(line):
        at, character = found.start(), found[0]
        if character in _DIRECTION:
            allowed = right_to_left and (character in _MARKS or (balanced and character in _ISOLATES + _END))
            if not allowed:
                yield Suspect(at + 1, Trait.REORDERS, named(character))
        elif _MEANINGLESS.match(character):
            yield Suspect(at + 1, Trait.MEANINGLESS, named(character))
        elif not (_SEEN.match(character) or any(a < at < b for a, b in flags) or _shapes(line, at)):
            yield Suspect(at + 1, Trait.INVISIBLE, named(character))
    yield from _words(line, script)


def named(character: str) -> str:
    """A character by its number, and its name where Unicode gives one: ``U+200B ZERO WIDTH SPACE``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _is_balanced(line: str) -> bool:
    depth = 0
    for character in line:
        depth += (character in _ISOLATES) - (character == _END)
        if depth < 0:
            return False
    return depth == 0


def _shapes(line: str, at: int) -> bool:
    """True where an invisible character changes how its neighbours look, as their script or emoji need it."""
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    match line[at]:
        case c if c == _ZWJ and _EMOJI_BEFORE.match(before) and _PICTURE.match(after):
            return True
        case c if c in (_ZWNJ, _ZWJ):
            return bool(_JOINING.match(before)) and (c == _ZWJ or bool(_JOINING.match(after)))
        case c if c in (_TEXT_STYLE, _EMOJI_STYLE):
            return bool(_STYLED.match(before))
        case c if "\u180b" <= c <= "\u180f":
            return bool(_JOINING.match(before))
        case _:
            return False


def _words(line: str, script: str) -> Iterator[Suspect]:
    for found in _WORD.finditer(line):
        word = found[0]
        if word.isascii():
            continue
        column = found.start() + 1
        if _STYLES.search(word) or (_WIDE.search(word) and script and script not in _WIDE_SCRIPTS):
            yield Suspect(column, Trait.MIXED, f"`{word}` has letters that are signs and no letters")
            continue
        alike = [code for code, letters in _ALIKE.items() if letters.search(word)]
        if len(alike) > 1 and not _UNIT.fullmatch(word):
            yield Suspect(column, Trait.MIXED, _mixed(word, alike, script))
        elif len(alike) == 1 and len(word) > 1 and script and alike[0] not in ("Latn", script):
            yield Suspect(column, Trait.FOREIGN, f"`{word}` is a word in {_NAMES[alike[0]]} letters")


def _mixed(word: str, alike: list[str], script: str) -> str:
    """Which letters of a word are the odd ones: those not of the language, or of the rarer script."""
    counts = {code: len(_ALIKE[code].findall(word)) for code in alike}
    home = script if script in counts else max(counts, key=lambda code: counts[code])
    others = [_ALIKE[code] for code in alike if code != home]
    odd = dict.fromkeys(c for c in word if any(letters.match(c) for letters in others))
    scripts = " and ".join(_NAMES[code] for code in alike)
    return f"`{word}` mixes {scripts} letters: {', '.join(map(named, [*odd][:4]))}"
