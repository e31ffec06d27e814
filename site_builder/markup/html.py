"""The type of markup that is already HTML, so that a template cannot mistake text for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
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


def element(name: str, *children: Html, void: bool = False, **attributes: str | bool | None) -> Html:
    """One element; attributes that are None or False are left out, and those that are True have no value.

    A trailing ``_`` in the name of an attribute spares Python's own words.
    """
    written = name
    for key, value in attributes.items():
        if value is True:
            written += f" {name_of(key)}"
        elif value is not None and value is not False:
            written += f' {name_of(key)}="{escape(value)}"'
    if void:
        return Html(f"<{written}>")
    return Html(f"<{written}>{''.join([child.html for child in children])}</{name}>")


@cache
def name_of(keyword: str) -> str:
    """The attribute that a keyword of Python stands for."""
    return keyword.rstrip("_").replace("_", "-")


def join(parts: Iterable[Html]) -> Html:
    """Pieces of HTML one behind the other."""
    return Html("".join([part.html for part in parts]))
