"""What a file of settings says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.problems import Place

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file that fulfils its schema: plain values, and the place of each by its path in them."""

    value: Mapping[str, Any]
    places: Mapping[Path, Place]

    def at(self, *path: str | int) -> Any:  # noqa: ANN401 - the schema says what stands there
        """The value at a path."""
        value: Any = self.value
        for part in path:
            value = value[part]
        return value

    def place(self, *path: str | int) -> Place:
        """Where a value stands, or the nearest one around it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]
