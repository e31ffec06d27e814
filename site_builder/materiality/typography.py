"""Proofs for texts with the same words: what is left between them are signs, spaces and capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_SPACE = re.compile(r"\s+")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s*[^\w\s.,]\s*(?=\d)")


def white_space(old: str, new: str) -> bool:
    """Spaces and line breaks are set otherwise."""
    return _SPACE.sub("", old) == _SPACE.sub("", new)


def capitals(old: str, new: str) -> bool:
    """Small letters became capitals or the other way round. "US" and "us" are two words and no such change."""
    return old.casefold() == new.casefold()


def punctuation(old: str, new: str) -> bool:
    """Quotes, commas, brackets and dashes are set otherwise; not so a sign between two figures."""
    return _BETWEEN_NUMBERS.findall(old) == _BETWEEN_NUMBERS.findall(new)


# In the order in which they are tried, for two texts with the same words; the first that holds names the finding.
TYPOGRAPHY: Mapping[str, Callable[[str, str], bool]] = {
    "white-space": white_space,
    "capitals": capitals,
    "punctuation": punctuation,
}
