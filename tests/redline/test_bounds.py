"""What a comparison may cost, in cells of tables and not in seconds."""

from __future__ import annotations

from random import Random

import pytest

from site_builder.compare import compare_outlines
from site_builder.content.loose import outline
from site_builder.model.change import Op, after, before
from site_builder.redline import CELLS_A_DOCUMENT, MOST_CELLS, Budget, compare_words


def shuffled(count: int, seed: int) -> str:
    some = [f"word{number}" for number in range(count)]
    Random(seed).shuffle(some)  # noqa: S311 - for examples, not for secrets
    return " ".join(some)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (shuffled(8_000, 1), shuffled(8_000, 2)),
        ("the " * 20_000, "the " * 19_999 + "a "),
        (shuffled(50_000, 3), shuffled(50_000, 4).replace("word", "term")),
    ],
    ids=["shuffled", "one word again and again", "unrelated"],
)
def test_no_pair_of_texts_costs_more_than_its_bound(old: str, new: str) -> None:
    """Nor does it lose a word where words are too many to compare."""
    budget = Budget()
    spans = compare_words(old, new, budget)
    assert (before(spans), after(spans)) == (old, new)
    assert budget.spent <= MOST_CELLS


def test_a_document_of_shuffled_paragraphs_stays_within_its_budget() -> None:
    """Twenty paragraphs for six of which the budget is enough: the last are replaced whole."""
    old = "\n\n".join(shuffled(1_000, seed) for seed in range(20))
    new = "\n\n".join(shuffled(1_000, seed + 1_000) for seed in range(20))
    budget = Budget(6_500_000)
    comparison = compare_outlines(outline(old), outline(new), budget=budget)
    assert 5_000_000 < budget.spent <= 6_500_000
    assert not comparison.empty
    assert Budget().left == CELLS_A_DOCUMENT


@pytest.mark.parametrize("length", [200, 400, 800])
def test_the_cost_of_an_edit_does_not_grow_with_the_document(length: int) -> None:
    """One word changed in one of many paragraphs costs what it costs in that paragraph alone."""
    paragraphs = [f"Paragraph {number} says something about your data and nothing else." for number in range(length)]
    old = "\n\n".join(paragraphs)
    new = old.replace("Paragraph 77 says", "Paragraph 77 hides")
    budget = Budget()
    comparison = compare_outlines(outline(old), outline(new), budget=budget)
    assert [span.op for piece in comparison.sections[0].pieces for span in piece.spans].count(Op.ADDED) == 1
    assert budget.spent < 10


def test_sentences_are_compared_where_words_are_too_many() -> None:
    """The change is still found, only coarser: its sentence is removed and added."""
    sentences = [f"{shuffled(200, seed)}." for seed in range(60)]
    old = " ".join(sentences)
    new = " ".join([*sentences[1:30], shuffled(200, 999) + ".", *sentences[30:], sentences[0]])
    spans = compare_words(old, new, Budget(1_000_000))
    assert (before(spans), after(spans)) == (old, new)
    assert sum(len(span.text) for span in spans if span.op is Op.KEPT) > 0.9 * len(old)


def test_the_same_texts_give_the_same_comparison_again() -> None:
    """Nothing depends on a clock, on the order of a set, or on what was compared before."""
    old, new = shuffled(400, 5), shuffled(400, 6)
    first = compare_words(old, new, Budget())
    compare_words(new, old, Budget())
    assert compare_words(old, new, Budget()) == first
