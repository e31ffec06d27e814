"""Taking a redline apart again: what anyone can do with the fragment, and what is checked each time."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_CHARACTER = re.compile(r'data-character="([0-9A-F]+)"')
_VOID = frozenset({"br", "hr", "img", "input"})
_MARKS = frozenset({"ins", "del"})
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th"}
    | {"blockquote", "pre", "section", "div", "details", "hr"}
)


def take_apart(html: str) -> tuple[str, str]:
    """The old and the new text of a fragment that ``redline_html`` made.

    Notes are dropped, but for the character that ``data-character`` of a note names; then what is left without
    ``<ins>`` is the old text, without ``<del>`` the new one. A ``<br>`` is a line feed. Raises ``AssertionError``
    for HTML that is not well-formed, and for a block inside ``<ins>`` or ``<del>`` that is no move.
    """
    taker = _Taker()
    # Words, then what a tag is made of: whether it closes, its name and its attributes; and so on.
    parts = iter(_TAG.split(html))
    for words in parts:
        if words and not taker.note:
            taker.say(words)
        closes = next(parts, None)
        if closes is None:
            break
        if closes:
            taker.close(next(parts))
            next(parts)
        else:
            taker.open(next(parts), next(parts))
    if taker.names:
        raise AssertionError(f"<{taker.names[-1]}> is never closed")
    return unescape("".join(taker.old)), unescape("".join(taker.new))


class _Taker:
    """The open elements by name, how many of them matter, and what was said so far."""

    def __init__(self) -> None:
        self.old: list[str] = []
        self.new: list[str] = []
        self.names: list[str] = []
        # At which depth the outermost note stands, and for each open mark whether it is no move.
        self.note = 0
        self.marks = {"ins": 0, "del": 0}
        self.bare: list[bool] = []

    def say(self, text: str) -> None:
        """Words between two tags, outside of notes."""
        if not self.bare:
            self.old.append(text)
            self.new.append(text)
            return
        if not self.marks["ins"]:
            self.old.append(text)
        if not self.marks["del"]:
            self.new.append(text)

    def open(self, name: str, attributes: str) -> None:
        """A tag that opens an element, or is one."""
        is_note = 'data-redline="note"' in attributes
        if not self.note:
            if attributes and (character := _CHARACTER.search(attributes)):
                self.say(chr(int(character[1], 16)))
            if not is_note and name in _BLOCKS and any(self.bare):
                raise AssertionError(f"<{name}> stands inside a mark that is no move")
        if name in _VOID:
            if name == "br" and not self.note:
                self.say("\n")
            return
        self.names.append(name)
        if is_note and not self.note:
            self.note = len(self.names)
        if name in _MARKS:
            self.marks[name] += 1
            self.bare.append("data-move=" not in attributes)

    def close(self, name: str) -> None:
        """A tag that closes an element."""
        if not self.names or self.names.pop() != name:
            raise AssertionError(f"</{name}> closes nothing")
        if self.note > len(self.names):
            self.note = 0
        if name in _MARKS:
            self.marks[name] -= 1
            self.bare.pop()
