"""Proofs for texts with the same words: what is left between them are signs, spaces and capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from site_builder.materiality.tokens import visible

_SPACE = re.compile(r"\s+")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s*[^\w\s.,]\s*(?=\d)")


def invisible(old: str, new: str) -> bool:
    """Characters that nobody sees came or went.

    Source: Unicode TR36 and the "Trojan Source" paper: such a change is told apart, because it may be an attack.
    """
    return visible(old) == visible(new)


def white_space(old: str, new: str) -> bool:
    """Spaces and line breaks are set otherwise."""
    return _SPACE.sub("", visible(old)) == _SPACE.sub("", visible(new))


def capitals(old: str, new: str) -> bool:
    """Small letters became capitals or the other way round. "US" and "us" are two words and no such change."""
    return visible(old).casefold() == visible(new).casefold()


def punctuation(old: str, new: str) -> bool:
    """Quotes, commas, brackets and dashes are set otherwise; not so a sign between two figures."""
    return _BETWEEN_NUMBERS.findall(visible(old)) == _BETWEEN_NUMBERS.findall(visible(new))


# In the order in which they are tried, for two texts with the same words; the first that holds names the finding.
TYPOGRAPHY: Mapping[str, Callable[[str, str], bool]] = {
    "invisible": invisible,
    "white-space": white_space,
    "capitals": capitals,
    "punctuation": punctuation,
}
