"""How long what is said of files holds while none of them changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """From ``since`` on and before ``until``, or for ever."""

    since: datetime
    until: datetime | None

    def has(self, as_of: datetime) -> bool:
        """Whether it holds at an instant."""
        return self.since <= as_of and (self.until is None or as_of < self.until)
