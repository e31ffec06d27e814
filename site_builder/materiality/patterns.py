"""Regular expressions that are compiled when they are first used: large ones cost more than to load the program."""

from __future__ import annotations

import re
from functools import cached_property


class Pattern:
    """A pattern by its source; ``compiled`` is what searches."""

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, from now on compiled."""
        return re.compile(self._source, self._flags)
