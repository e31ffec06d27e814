"""Characters and words: what white space stands for, and where a text may be cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import regex

from site_builder.reuse import remembering

# Scripts that are written without spaces between words, with the punctuation that belongs to them.
_UNSPACED = regex.compile(
    r"[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]"
)
_SPACES = regex.compile(r"[ \t\n\r]+")

# A word is letters and digits with what holds them together (don't, 1,000.50, e-mail); scripts without
# spaces between words go by character. Everything else is a run of white space or one character.
_BY_CHARACTER = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}_]--[{_BY_CHARACTER}]]\p{{M}}*+"
_WORD = regex.compile(
    rf"{_LETTER}(?:{_LETTER}|['’\u2010\u2011-](?={_LETTER})|(?<=\p{{N}})[.,:](?=\p{{N}}))*+"
    r"|[ \t\r\n]++|.",
    regex.DOTALL | regex.V1,
)
_ASCII_WORD = re.compile(r"\w(?:\w|['-](?=\w)|(?<=[0-9])[.,:](?=[0-9]))*|[ \t\r\n]+|.", re.DOTALL | re.ASCII)
_JOINING = regex.compile(r"[^\p{GCB=Other}\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}]|\p{ExtPict}\u200d", regex.V1)
_CLUSTER = regex.compile(r"\X")


def nfc(text: str) -> str:
    """The text in Unicode Normalization Form C (UAX 15)."""
    return unicodedata.normalize("NFC", text)


def collapse(text: str) -> str:
    """The text with every run of white space as one space; a no-break space is a character like any other."""
    return str(_SPACES.sub(" ", text))


def soft_break(before: str, after: str) -> str:
    """What a line break between two characters stands for: nothing between Han or Kana, else a space.

    ``before`` and ``after`` are the neighbouring characters, or empty at the edge of a block.
    """
    if before and after and _UNSPACED.match(before) and _UNSPACED.match(after):
        return ""
    return " "


@remembering(8_192)
def words(text: str) -> tuple[str, ...]:
    """The text cut into words, runs of white space and single characters; joined they are the text.

    A grapheme cluster (UAX 29) is never cut, so no accent, emoji or conjunct is torn from its base.
    """
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text))
    cut: list[str] = _WORD.findall(text)
    if not _JOINING.search(text):
        return tuple(cut)
    edges = set(_cluster_edges(text))
    whole: list[str] = []
    at = 0
    for piece in cut:
        if at in edges or not whole:
            whole.append(piece)
        else:
            whole[-1] += piece
        at += len(piece)
    return tuple(whole)


def _cluster_edges(text: str) -> Iterator[int]:
    for cluster in _CLUSTER.finditer(text):
        yield cluster.start()
