"""The laws of the redline on every consecutive pair of versions of real policies."""

from __future__ import annotations

import time
from functools import lru_cache
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path

import pytest

from site_builder.compare import compare_outlines
from site_builder.content.loose import decode, outline_of
from site_builder.markup.loose import parse_loose
from site_builder.model.outline import Outline
from site_builder.outputs.marked import redline_html
from site_builder.text import plain_blocks
from tests.redline.corpora import pairs

_VOID = {"br", "hr", "img", "input"}
_BLOCKS = {"p", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "section", "div", "hr"}
_BLOCKS |= {f"h{level}" for level in range(1, 7)}


class Taken(HTMLParser):
    """Takes a fragment apart with the standard parser, independently of what the program checks itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool, bool]] = []
        self.old: list[str] = []
        self.new: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        note = ("data-redline", "note") in attrs
        # What HTML cannot hold stands in an attribute of its note.
        for character in (value for name, value in attrs if name == "data-character" and value):
            self.handle_data(chr(int(character, 16)))
        moved = any(name == "data-move" for name, _ in attrs)
        if tag in _BLOCKS and not note and not any(one[1] for one in self.open):
            bare = [one for one in self.open if one[0] in ("ins", "del") and not one[2]]
            assert not bare, f"<{tag}> inside <{bare[0][0]}>"
        if tag not in _VOID:
            self.open.append((tag, note, moved))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(note for _, note, _ in self.open):
            return
        names = {name for name, _, _ in self.open}
        if "ins" not in names:
            self.old.append(data)
        if "del" not in names:
            self.new.append(data)


def squeezed(text: str) -> str:
    """Text without white space: between two blocks there is none in the fragment."""
    return "".join(text.split()).replace("\ufffc", "")


@lru_cache(maxsize=64)
def read(source: str) -> tuple[Outline, str]:
    """A version as it is compared, and its words as they were read: what the outline loses is missing in it alone."""
    blocks = parse_loose(source)
    return outline_of(blocks), squeezed("".join(plain_blocks(blocks)))


# So many tests share the pairs, and can run beside each other.
SHARES = 4


@pytest.mark.corpora
@pytest.mark.parametrize("share", range(SHARES))
def test_every_pair_of_real_versions_can_be_taken_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], share: int
) -> None:
    """Both laws, on text and on HTML, and well-formed HTML, for all pairs; nothing is raised."""
    spent: list[tuple[float, str]] = []
    whole = time.perf_counter()
    every = list(pairs(tmp_path))
    assert len(every) > 2_700
    # Equal parts by size, each of neighbours: what is remembered of a version serves for the next pair as well.
    ends = list(accumulate(len(pair.old) + len(pair.new) for pair in every))
    for pair in (pair for pair, end in zip(every, ends, strict=True) if (end - 1) * SHARES // ends[-1] == share):
        old, new = decode(pair.old, path=pair.path), decode(pair.new, path=pair.path)
        start = time.perf_counter()
        (before, old_words), (after, new_words) = read(old), read(new)
        html = redline_html(compare_outlines(before, after)).html
        spent.append((time.perf_counter() - start, f"{pair.bundle} {pair.path}"))
        taken = Taken(html)
        assert squeezed("".join(taken.old)) == old_words, pair.path
        assert squeezed("".join(taken.new)) == new_words, pair.path
    spent.sort()
    assert spent
    ranks = ((0.5, "50th percentile"), (0.95, "95th percentile"), (1.0, "worst"))
    with capsys.disabled():
        print(f"\n{len(spent)} pairs in {time.perf_counter() - whole:.0f} s; reading, comparing, HTML of a pair:")  # noqa: T201
        for rank, name in ranks:
            seconds, where = spent[min(len(spent) - 1, int(rank * len(spent)))]
            print(f"  {name}: {seconds * 1000:.1f} ms ({where})")  # noqa: T201
