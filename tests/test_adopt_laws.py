"""Whatever a text was kept in: what is adopted can be published, has every word, and its sections keep their ids."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.adopt.fitting import fit
from site_builder.adopt.plaintext import read_plain
from site_builder.adopt.reading import is_text, read_source
from site_builder.adopt.sections import divide
from site_builder.adopt.steps import Notes
from site_builder.markup.loose import parse_loose
from site_builder.markup.parse import parse
from site_builder.markup.write import write_block, write_blocks
from site_builder.model.prose import Blocks
from site_builder.text import plain_blocks
from tests.adopting import Adopted, past
from tests.redline import documents

# What tears Markdown where it stands in the wrong place.
TORN = (
    "*", "**", "_", "[", "]", "](", "![", "][", "\n", "\n\n", "`", "```", "|", "<b>", "<br>", "- ", "1. ", "# ", "\\",
    "&lt;", "\t", "---\n", "===\n", "> ", "~~~", "\u00a0", "：", "(1)", "[a]: b\n", "<!--", "| - |\n",
)  # fmt: skip
SEEDS = st.integers(0, 10**9)


def squeezed(blocks: Blocks) -> str:
    return re.sub(r"\s", "", "".join(plain_blocks(blocks)))


def torn(seed: int) -> str:
    """Markdown as somebody might have left it: lines of a text, cut and joined at the wrong places."""
    random = Random(seed)  # noqa: S311 - for examples, not for secrets
    paragraphs = [documents.sentence(random, 20) for _ in range(random.randrange(1, 8))]
    source = "\n\n".join(random.choice(("", "# ", "## ", "- ", "1. ", "> ", "    ", "| ")) + one for one in paragraphs)
    for _ in range(random.randrange(10)):
        at = random.randrange(len(source) + 1)
        source = source[:at] + random.choice(TORN) + source[at:]
    return source


def publishable(blocks: Blocks) -> None:
    """Every block can be written, is read as what it is, and has its words."""
    fitted = fit(blocks, lambda href: href if href.startswith("https:") else "", Notes())
    written = write_blocks(fitted)
    read = parse(written, path="x.md")
    assert not read.problems
    assert read.blocks == fitted
    assert squeezed(fitted) == squeezed(blocks)


@given(SEEDS)
def test_torn_markdown_is_published_with_every_word(seed: int) -> None:
    """What the lenient reader reads, the strict one reads too, once it was fitted."""
    publishable(parse_loose(torn(seed)))


@given(st.text(max_size=300))
def test_any_text_is_published_with_every_word(source: str) -> None:
    """The same for text of any characters, once the invisible ones are out."""
    publishable(parse_loose(read_source(source.encode("utf-8", "replace"), Notes()).text))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_no_text(data: bytes) -> None:
    """No encoding makes reading fail."""
    if is_text(data):
        publishable(read_plain(read_source(data, Notes()).text, Notes()))


@given(SEEDS)
def test_a_tree_that_is_written_is_read_as_itself(seed: int) -> None:
    """What has a spelling at all has one that reads as exactly it: this proves the proof of the writer."""
    for block in documents.blocks(Random(seed), 3):  # noqa: S311 - for examples, not for secrets
        written = write_block(block)
        if written is not None:
            assert parse(written, path="x.md").blocks == (block,)


@given(SEEDS)
def test_dividing_loses_no_word(seed: int) -> None:
    """Title, preamble and sections have the words of the text in their order; asserted in production, here tried."""
    divided = divide(parse_loose(torn(seed)), "Policy", Notes())
    assert divided.parts


TOPICS = ("scope", "children", "retention", "cookies", "rights", "contact", "changes", "security", "transfers")


@settings(max_examples=settings().max_examples // 4)
@given(SEEDS)
def test_sections_keep_their_ids_through_generated_histories(seed: int) -> None:
    """Headings are reworded and renumbered, sections move, come and go, words change: an id stays with its topic."""
    random = Random(seed)  # noqa: S311 - for examples, not for secrets
    topics = random.sample(TOPICS, 5)
    wording = dict.fromkeys(TOPICS, 0)
    states: list[str] = []
    orders: list[list[str]] = []
    for _ in range(4):
        states.append(_text(topics, wording, numbered=random.random() < 0.5))
        orders.append(list(topics))
        match random.randrange(4):
            case 0:
                topics = random.sample(topics, len(topics))
            case 1:
                wording[random.choice(topics)] += 1
            case 2:
                topics = [*topics[:2], next(one for one in TOPICS if one not in topics), *topics[2:]]
            case _:
                topics = topics[1:] if len(topics) > 3 else topics
    adopted = Adopted(past(*({"policy.md": one} for one in states)))
    ids = adopted.ids("policy")
    topic_of: dict[str, str] = {}
    seen = [orders[0]] + [
        one for before, one, a, b in zip(orders, orders[1:], states, states[1:], strict=False) if a != b
    ]
    for order, found in zip(seen, ids, strict=True):
        for topic, one in zip(order, found, strict=True):
            assert topic_of.setdefault(one, topic) == topic
    assert len(topic_of) == len({topic for order in seen for topic in order})


def _text(topics: list[str], wording: dict[str, int], *, numbered: bool) -> str:
    """A text with a section for each topic, whose heading changes with its wording and whose words mostly stay."""
    parts = ["# Policy\n"]
    for number, topic in enumerate(topics, start=1):
        heading = f"{topic.title()} and what we say of it {'now ' * wording[topic]}".strip()
        head = f"{number}. {heading}" if numbered else heading
        words = " ".join(f"{topic}{word}" for word in range(30))
        parts.append(f"## {head}\n\nOf {topic}: {words}, edited {wording[topic]} times.\n")
    return "\n".join(parts)
