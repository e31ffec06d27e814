"""What a reader cannot see, or takes for something else; and what must raise no alarm."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.characters import Trait, suspects, visible
from site_builder.content import decode, read_section, review
from site_builder.model.prose import Section
from site_builder.problems import ProblemError
from site_builder.text import section_digest

CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0x0D]
MARKS = "\u061c\u200e\u200f"
OVERRIDES = "\u202a\u202b\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068"
HIDDEN = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2064\u2800\u3164\ufeff\uffa0\ufff9\U000e0041"
LOCALES = {"en": "Latn", "de": "Latn", "ru": "Cyrl", "ar": "Arab", "he": "Hebr", "fa": "Arab", "zh-Hans": "Hans"}
RTL = ("ar", "he", "fa")
# Letters of words by language, and letters of another alphabet that look the same.
CONFUSED = {
    "en": ("acceptance policy expert choose copy space", str.maketrans("aceopxy", "асеорху")),
    "de": ("Daten Schutz Zwecke Konto Aufbewahrung", str.maketrans("aceo", "асео")),
    "ru": ("согласие политика данные хранение", str.maketrans("асеор", "aceop")),
    "el": ("πολιτική δεδομένα αποδοχή όροι", str.maketrans("ονα", "ova")),
}


def codes(text: str, locale: str) -> list[str]:
    return sorted(one.code for one in review(f"# T\n\n{text}\n".encode(), path="a.md", locale=locale))


@pytest.mark.parametrize("number", CONTROLS, ids=lambda number: f"U+{number:04X}")
def test_each_control_character_is_refused_with_its_place(number: int) -> None:
    with pytest.raises(ProblemError) as raised:
        decode(f"# T\n\nab{chr(number)}c\n".encode(), path="a.md")
    (problem,) = raised.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("PS-102", 3, 3)
    assert f"U+{number:04X}" in problem.message


def test_the_number_of_control_characters_is_complete() -> None:
    refused = 0
    for number in range(0x3000):
        try:
            decode(chr(number).encode(), path="a.md")
        except ProblemError:
            refused += 1
    assert refused == len(CONTROLS) == 65


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("character", MARKS + OVERRIDES + ISOLATES, ids=lambda c: f"U+{ord(c):04X}")
def test_what_reorders_is_allowed_only_where_the_language_needs_it(character: str, locale: str) -> None:
    closed = f"a{character}b\u2069" if character in ISOLATES else f"a{character}b"
    allowed = locale in RTL and character not in OVERRIDES
    assert (codes(closed, locale) == []) is allowed
    # An isolate that is not closed in its paragraph reorders what comes after it, in every language.
    assert ("PS-106" in codes(f"a{character}b", locale)) is not (allowed and character in MARKS)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("character", HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
def test_what_nobody_sees_is_refused_in_every_language(character: str, locale: str) -> None:
    assert codes(f"a{character}b", locale) == ["PS-107"]


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("می\u200cخواهیم", "fa"),
        ("क्\u200dष", "hi"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 👍🏽", "en"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "en"),
        ("使用Cookie和SDK技术", "zh-Hans"),
        ("الـAPI و iPhone", "ar"),
        ("10 μm, 5 kΩ, α and β", "en"),
        ("iPhone в России", "ru"),
        ("naïve café, Ærøskøbing, Łódź, ﬁ", "en"),
        ("\u0661\u0662 \u0600\u0661", "ar"),
        ("Ｑ＆Ａ", "ja"),
        ("a\u00a0b\u202fc", "fr"),
    ],
)
def test_what_a_language_needs_is_no_alarm(text: str, locale: str) -> None:
    assert codes(text, locale) == []


@pytest.mark.parametrize("locale", CONFUSED)
def test_a_letter_of_another_alphabet_in_a_word_is_found(locale: str) -> None:
    """200 words of each language, each with one or more letters replaced by others that look the same."""
    words, table = CONFUSED[locale]
    chance = random.Random(7)  # noqa: S311 - the same words each time
    script = {"en": "Latn", "de": "Latn", "ru": "Cyrl", "el": "Grek"}[locale]
    for _ in range(200):
        word = chance.choice(words.split())
        assert any(ord(letter) in table for letter in word), word
        at = [i for i, letter in enumerate(word) if ord(letter) in table]
        some = set(chance.sample(at, chance.randint(1, max(1, min(len(at), len(word) - 1)))))
        mixed = "".join(chr(table[ord(c)]) if i in some else c for i, c in enumerate(word))
        assert [one.trait for one in suspects(mixed, script=script)] in ([Trait.MIXED], [Trait.FOREIGN]), mixed
        assert list(suspects(word, script=script)) == []


def test_a_whole_word_of_another_alphabet_is_a_warning() -> None:
    (problem,) = review("# T\n\nThe \u0441\u043e\u0440\u0430.\n".encode(), path="a.md", locale="en")
    assert (problem.code, problem.severity.name, problem.place.column) == ("PS-109", "WARNING", 5)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
def test_line_ends_mark_and_parts_of_letters_are_no_difference(words: str) -> None:
    """The digest of a text is the same with CRLF, with a byte order mark, and with letters stored in parts."""

    def digest(source: str) -> str:
        try:
            prose = read_section(source.encode(), path="a.md")
        except ProblemError as error:
            return " ".join(one.code for one in error.problems)
        return section_digest(Section(id="a", title=prose.title, blocks=prose.blocks))

    source = f"# T\n\n{words}\n".replace("\ufeff", "")
    plain = digest(unicodedata.normalize("NFC", source))
    assert digest(unicodedata.normalize("NFC", source).replace("\n", "\r\n")) == plain
    assert digest("\ufeff" + unicodedata.normalize("NFC", source)) == plain


@given(st.text())
def test_what_is_shown_on_a_terminal_moves_nothing(text: str) -> None:
    shown = visible(text.encode("utf-8", "replace").decode())
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs") for c in shown)


def test_a_text_of_this_project_is_clean_in_every_language() -> None:
    root = Path(__file__).parents[1] / "content" / "privacy"
    for path in sorted(root.rglob("*.md")):
        assert list(review(path.read_bytes(), path=path.name, locale=path.parent.name)) == []
