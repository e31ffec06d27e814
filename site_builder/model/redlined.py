"""Two versions of a policy side by side, for readers of a locale."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.model.finding import Judgement
from site_builder.model.policy import Level
from site_builder.model.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Redlined:
    """What is different from ``old`` to ``new``.

    ``since`` says that ``new`` is the one in force and not simply what came next. ``steps`` are the versions
    that took effect behind ``old`` until ``new``, and ``level`` the highest of theirs. The texts compared are
    those in ``text_locale``: the reader's, or the governing one where either version lacks a whole text in
    the reader's.

    ``level`` is what authors declared. ``judgement`` is what rules find in the texts in ``words_locale``: those
    compared, or the governing ones where the rules do not read the language of those. ``found`` is the highest
    level that they find in the governing texts, here or in any of the steps.
    """

    old: Version
    new: Version
    since: bool
    steps: tuple[Version, ...]
    level: Level
    locale: str
    text_locale: str
    judgement: Judgement
    words_locale: str
    found: Level
