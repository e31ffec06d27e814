"""What is looked up by words is what a search through everything finds: nothing is lost on the shorter way."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.compare import compare_outlines
from site_builder.content.loose import outline
from site_builder.materiality import tokens as tokens_room
from site_builder.materiality.edits import Clause
from site_builder.materiality.lexicon import lexicon
from site_builder.materiality.lexicon.terms import Index
from site_builder.materiality.likeness import Likeness, alike
from site_builder.materiality.lines import read
from site_builder.materiality.pipeline import _PROOFS, _PROOFS_ALONE
from site_builder.materiality.tokens import keys_of, tokens
from site_builder.materiality.world import Whole
from tests.materiality.tables import sides, table

TERMS = (
    "may",
    "may not",
    "agree to",
    "agree*",
    "ip address*",
    "driver's licen*",
    "sub-processor",
    "e.g",
    "U.S.",
    "not",
)
WORDS = (
    *("may", "not", "agree", "agreed", "agree2", "to", "ip", "address", "addresses", "driver", "s", "licence", "sub"),
    *("processor", "e", "g", "U", "S", "MAY", "Driver’s", "don't", "_", "é"),
)
SIGNS = (" ", "-", "  ", "'", "’", ".", ". ", "", " - ", "\n")
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=9).map(
    lambda parts: "".join(word + sign for word, sign in parts)
)
PIECES = (
    *("a", "@", "b.", "com", " ", "www.", "WWW.", "[at]", "(AT)", "(at]", "[aT)", "[dot]"),
    *("](x)", "][y]", "{{z}}", "{%q%}", "ftp://"),
)
SENTENCES = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6).map(tuple), max_size=14)


def pattern(term: str) -> str:
    """A term as the lexicon describes it: a space is spaces and hyphens, and ``*`` any letters."""
    body = re.escape(term.removesuffix("*")).replace("\\ ", r"[\s-]+").replace("'", "['’]")
    return body + (r"[^\W\d_]*" if term.endswith("*") else "")


@given(TEXTS)
def test_terms_are_found_where_a_pattern_finds_them(text: str) -> None:
    """Whole words alone, the longest term at each place, and none within another one."""
    longest = sorted(TERMS, key=lambda term: (-len(term), term))
    whole = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(pattern, longest))})(?![^\W_])", re.IGNORECASE)
    found = [(hit.start, hit.end) for hit in Index("en").add(TERMS).find(text)]
    assert found == [one.span() for one in whole.finditer(text)]


def test_a_term_that_begins_with_a_sign_is_refused() -> None:
    """It would never be found, and nobody would know."""
    with pytest.raises(ValueError, match="begins with a letter or figure"):
        Index("en").add(["may", "% of"])


def test_what_is_present_is_what_is_found() -> None:
    """A rule is passed over only where none of its terms stands in the text."""
    words = lexicon("en")
    assert words is not None
    text = "We may share your personal data with Acme in the U.S. for 30 days, unless you object."
    sets = [*words.forces.values(), *words.classes.values(), *(terms for _, terms in words.subjects.values())]
    assert {terms for terms in sets if terms.find(text)} == words.present(text) & {*sets}


@given(SENTENCES, SENTENCES)
def test_sentences_that_share_words_are_those_that_comparing_each_with_each_finds(
    old: list[tuple[str, ...]], new: list[tuple[str, ...]]
) -> None:
    """With how much they share, however few or many they are."""
    likeness = Likeness(old, new)
    found = {(i, j): score for i in range(len(old)) for score, j in likeness.above(0.5, i)}
    each = {(i, j): alike(one, two) for (i, one), (j, two) in product(enumerate(old), enumerate(new))}
    assert found == {pair: score for pair, score in each.items() if score >= 0.5}


@given(TEXTS)
def test_keys_are_those_of_the_words_among_tokens(text: str) -> None:
    """The short way to the words of a text leads to the same ones."""
    assert keys_of(text) == tuple(token.key for token in tokens(text) if token.counts)


@given(st.text(alphabet="a@[](){}%:/.wW tTcomioſKİ_-\n", max_size=24) | st.lists(st.sampled_from(PIECES)).map("".join))
@example("[at)b.c")
def test_a_text_that_is_passed_over_has_no_address(text: str) -> None:
    """Addresses and templates are looked for in the few texts that have a sign of one."""
    assert tokens_room._may_have_wholes(text) or not tokens_room._WHOLES.search(text)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_what_is_not_asked_of_a_sentence_of_one_text_would_prove_nothing(locale: str) -> None:
    """A sentence that came or went has no words in the other text with which its own could be compared."""
    sentences = [side for line in table(f"one-word.{locale}") for side in sides(line)]
    some = [*sentences, "30", "thirty (30)", "a", "and", "4.", "not not", "log in", "- one, and\n- two"]
    full, empty = outline("\n\n".join(some)), outline("")
    asked = 0
    for pair in ((full, empty), (empty, full)):
        texts = read(compare_outlines(*pair))
        world = Whole(texts, locale)
        for line in texts.changed:
            clause = Clause(line=line, old=line.old, new=line.new)
            for name in set(_PROOFS) - set(_PROOFS_ALONE):
                assert not any(_PROOFS[name](clause, edit, world) for edit in clause.edits), (name, clause)
                asked += len(clause.edits)
    assert asked > 2_000
