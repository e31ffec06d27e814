"""Words of one block that mean another one: "above", "the following section", and what ends with a colon."""

from __future__ import annotations

import re
from functools import lru_cache

# These mean what stands before or behind them, whatever that is.
_AROUND = re.compile(
    r"\b(?:above|below|foregoing|preceding|following|aforementioned|aforesaid|hereinabove|hereinbelow"
    r"|(?:previous|next|last) (?:section|paragraph|sentence|item|point)s?)\b"
    r"|[上前下后後]述|以[上下]|下列|如下|上文|下文|[上前下]一?[条條款项項节節段]",
    re.IGNORECASE,
)


def introduces(text: str) -> bool:
    """Whether words introduce what stands below them."""
    return text.rstrip().endswith((":", "："))


@lru_cache(maxsize=8_192)
def points_around(text: str) -> bool:
    """Whether words mean what stands above or below them; an introduction means the list that comes with it."""
    return not introduces(text) and _AROUND.search(text) is not None
