"""What an adversary would try: to change what a text says and have it pass for a correction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from site_builder.characters import lookalikes
from site_builder.materiality.matching import MOST_PAIRS, MOST_WITH_A_WORD, candidates
from site_builder.model.policy import Level
from tests.materiality.mutations import Mutation, chinese, english
from tests.materiality.tables import FOLDER, judged, sides, table

pytestmark = pytest.mark.many

LANGUAGES = sorted(path.stem.partition(".")[2] for path in FOLDER.glob("never-editorial.*.txt"))
TURNS: dict[str, Callable[[str], Iterator[Mutation]]] = {"en": english, "zh": chinese}


@pytest.mark.parametrize(
    ("locale", "line"), [(locale, line) for locale in LANGUAGES for line in table(f"never-editorial.{locale}")]
)
def test_what_says_something_else_in_another_language_is_not_editorial(locale: str, line: str) -> None:
    """Signs, capitals and spaces carry meaning in every language, and in most of them the rules cannot tell which."""
    old, new = sides(line)
    assert judged(old, new, locale).level > Level.EDITORIAL
    assert judged(new, old, locale).level > Level.EDITORIAL


@pytest.mark.parametrize(("locale", "sentence"), [(one, line) for one in TURNS for line in table(f"sentences.{one}")])
def test_no_sentence_can_be_turned_round_unseen(locale: str, sentence: str) -> None:
    """A denial, modal, party, connective, condition or figure in any place is found, and most of them are material."""
    for one in TURNS[locale](sentence):
        level = judged(one.before, one.after, locale).level
        assert level is Level.MATERIAL or (level > Level.EDITORIAL and not one.material), one


@pytest.mark.parametrize("sentence", table("sentences.en"))
def test_a_correction_beside_it_hides_nothing(sentence: str) -> None:
    """A word that stood twice is taken out of the same sentence: what else changed in it is found all the same."""
    twice = re.compile(r"(\w+)(\W*)$")
    for one in english(sentence):
        before = twice.sub(r"\1 \1\2", one.before)
        assert judged(before, one.after, "en").level > Level.EDITORIAL, one


def test_a_letter_that_looks_like_another_is_no_visible_change() -> None:
    """Nobody sees it, it is told by its number, and the sentence is judged as it is seen (FAULTS C5)."""
    found = judged("We do not sell data.", "We do n\u043et sell data.")
    assert [(one.rule, one.evidence.after) for one in found.findings] == [("invisible", "⟦U+043E⟧")]
    reversed_ = judged("We do n\u043et sell data.", "We sell data.", "en")
    assert {one.rule for one in reversed_.findings} == {"invisible", "negation"}
    assert reversed_.level is Level.MATERIAL


@pytest.mark.parametrize("word", ["не", "сор", "ρax", "Москва", "μm", "naïve"])
def test_words_of_other_alphabets_are_left_alone(word: str) -> None:
    """In a text that is not in Latin letters only a word of two alphabets is a disguise."""
    shown = "".join(other for _, other in lookalikes(word, latin=False))
    assert (shown == word) is (word != "ρax")


def test_pairing_sentences_is_bounded() -> None:
    """Steps are counted: texts of 2,000 unrelated sentences are not compared all with all."""
    old = [(f"a{n}", f"w{n % 400}", "the") for n in range(2000)]
    new = [(f"b{n}", f"w{n % 400}", "the") for n in range(2000)]
    steps = sum(1 for _ in candidates(old, new))
    assert steps <= MOST_WITH_A_WORD * sum(map(len, old)) + len(old)
    assert steps < 2000 * 2000 / 100
    few = int(MOST_PAIRS**0.5)
    assert sum(1 for _ in candidates(old[:few], new[:few])) == few * few


def test_a_sentence_finds_its_twin_among_thousands() -> None:
    """Where not all are compared with all, the same words and rare words still find each other."""
    text = [f"Sentence number{n} is about thing{n * 7} and nobody{n}." for n in range(700)]
    moved = [*text[1:], text[0].replace("thing0", "thing1")]
    found = judged("\n\n".join(text), "\n\n".join(moved), "en")
    assert len(found.findings) <= 4
