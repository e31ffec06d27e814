"""Words that have to fit: cut between words and never inside a character, and kept apart by direction."""

from __future__ import annotations

import unicodedata

import regex

from site_builder.text.words import words

ELLIPSIS = "…"
# First strong isolate and its end (UAX 9): what stands between them turns no letter outside around.
_FSI, _PDI = "\u2068", "\u2069"
_CLUSTER = regex.compile(r"\X")
# Whatever moves a cursor, hides or reorders; the joiners that scripts and emoji need are no part of it.
_UNSEEN = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]")
_SPACES = regex.compile(r"\s+")


def one_line(text: str) -> str:
    """The text as one line of plain words: runs of white space are a space, and nothing in it is invisible."""
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return str(_SPACES.sub(" ", _UNSEEN.sub("", spaced))).strip()


def fitted(text: str, *, characters: int, octets: int) -> str:
    """The text whole, or cut between two words and ended with an ellipsis, so that it keeps both limits.

    ``characters`` counts what a reader takes for one (UAX 29), ``octets`` bytes of UTF-8. A word that alone is
    too long is cut between characters; where not even the ellipsis fits, nothing is left.
    """
    if _fits(text, characters, octets):
        return text
    isolates = text.count(_FSI)
    for pieces in (words(text), tuple(_CLUSTER.findall(text))):
        room = octets - len(ELLIPSIS.encode()) - isolates * len(_PDI.encode())
        kept = _most(pieces, characters - 1 - isolates, room).rstrip(" \t,;:،、，。.")
        if kept.strip(_FSI):
            # What was opened is closed, or the rest of the screen would run the wrong way.
            return f"{kept}{ELLIPSIS}{_PDI * (kept.count(_FSI) - kept.count(_PDI))}"
    return ELLIPSIS if _fits(ELLIPSIS, characters, octets) else ""


def _fits(text: str, characters: int, octets: int) -> bool:
    return len(text.encode()) <= octets and len(_CLUSTER.findall(text)) <= characters


def _most(pieces: tuple[str, ...], characters: int, octets: int) -> str:
    """As many pieces from the start as keep the limits."""
    kept: list[str] = []
    for piece in pieces:
        characters -= len(_CLUSTER.findall(piece))
        octets -= len(piece.encode())
        if characters < 0 or octets < 0:
            break
        kept.append(piece)
    return "".join(kept)


def isolated(text: str, *, right_to_left: bool) -> str:
    """The text for a sentence of a direction: marked off where it holds letters that run the other way."""
    other = ("L",) if right_to_left else ("R", "AL")
    turns = any(unicodedata.bidirectional(character) in other for character in text)
    return f"{_FSI}{text}{_PDI}" if turns else text
