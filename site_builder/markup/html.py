"""The type of markup that is already HTML, so that a template cannot mistake text for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

__all__ = ["Html", "element", "escape", "join"]


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of finished HTML; Jinja2 leaves what has ``__html__`` as it is."""

    html: str

    def __html__(self) -> str:
        """The markup itself."""
        return self.html

    def __bool__(self) -> bool:
        """False where there is nothing to show."""
        return bool(self.html)


def element(name: str, *children: Html, void: bool = False, **attributes: str | None) -> Html:
    """One element; attributes that are None are left out, and a trailing ``_`` spares Python's own words."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if void:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children).html}</{name}>")


def join(parts: Iterable[Html]) -> Html:
    """Pieces of HTML one behind the other."""
    return Html("".join(part.html for part in parts))
