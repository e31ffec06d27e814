"""Taking a redline apart again: what anyone can do with the fragment, and what is checked each time."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_VOID = frozenset({"br", "hr", "img", "input"})
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th"}
    | {"blockquote", "pre", "section", "div", "details", "hr"}
)


def take_apart(html: str) -> tuple[str, str]:
    """The old and the new text of a fragment that ``redline_html`` made.

    Notes are dropped; then what is left without ``<ins>`` is the old text, without ``<del>`` the new one.
    A ``<br>`` is a line feed. Raises ``AssertionError`` for HTML that is not well-formed, and for a block
    inside ``<ins>`` or ``<del>`` that is no move.
    """
    old: list[str] = []
    new: list[str] = []
    # The names of the open elements; beside them how many of each sort that matters are open.
    names: list[str] = []
    notes: list[int] = []
    marks = {"ins": 0, "del": 0}
    bare: list[bool] = []
    at = 0

    def say(text: str) -> None:
        if text and not notes:
            if not marks["ins"]:
                old.append(text)
            if not marks["del"]:
                new.append(text)

    for tag in _TAG.finditer(html):
        say(html[at : tag.start()])
        at = tag.end()
        closes, name, attributes = tag.groups()
        if closes:
            if not names or names.pop() != name:
                raise AssertionError(f"</{name}> closes nothing")
            if notes and notes[-1] > len(names):
                notes.pop()
            if name in marks:
                marks[name] -= 1
                bare.pop()
            continue
        if name in _BLOCKS and any(bare) and not notes and 'data-redline="note"' not in attributes:
            raise AssertionError(f"<{name}> stands inside a mark that is no move")
        if name in _VOID:
            if name == "br":
                say("\n")
            continue
        names.append(name)
        if name in marks:
            marks[name] += 1
            bare.append("data-move=" not in attributes)
        if 'data-redline="note"' in attributes:
            notes.append(len(names))
    say(html[at:])
    if names:
        raise AssertionError(f"<{names[-1]}> is never closed")
    return unescape("".join(old)), unescape("".join(new))
