"""The white space of inline text, settled: none at an edge, one space elsewhere, and soft breaks as what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import assert_never

from site_builder.model.prose import Break, Code, Emphasis, Image, Inline, Inlines, Link, Strong, Text
from site_builder.text import soft_break

# A soft break until its neighbours are known; a line that the author broke; anything that is not text.
SOFT, _LINE, _OBJECT = "\n", "\u2028", "\ufffc"
_WHITE = re.compile(r"[ \t\r\n]+")
_EDGES = ("", _LINE)
# White space that is not one space between two characters of text, but for that at an edge.
_UNSETTLED = ("\n", "  ", "\t", "\r", f"{_LINE} ", f" {_LINE}")


def tidy(spans: Inlines) -> Inlines:
    """Inline text with neighbouring runs joined and its white space settled.

    There is none at an edge and one space elsewhere; a soft break becomes what it stands for
    (``text.soft_break``), wherever markup begins or ends around it.
    """
    leaves = list(_leaves(spans))
    whole = "".join(leaves)
    if _is_settled(whole):  # the usual case by far
        alone = len(spans) == 1 and isinstance(spans[0], Text) and whole
        return spans if alone else _rebuilt(spans, iter(leaves))
    settled = list(whole)
    for run in _WHITE.finditer(whole):
        start, end = run.span()
        before, after = whole[start - 1 : start], whole[end : end + 1]
        if before in _EDGES or after in _EDGES:
            settled[start] = ""
        else:
            settled[start] = soft_break(before, after) if SOFT in run.group() else " "
        settled[start + 1 : end] = [""] * (end - start - 1)
    rest = iter(settled)
    return _rebuilt(spans, iter(["".join(islice(rest, len(leaf))) for leaf in leaves]))


def _is_settled(whole: str) -> bool:
    return whole[:1] != " " != whole[-1:] and not any(map(whole.__contains__, _UNSETTLED))


def _leaves(spans: Inlines) -> Iterator[str]:
    """The runs of text in order; what is not text is one character that white space keeps away from."""
    for span in spans:
        match span:
            case Text(text):
                yield text
            case Link() if _is_wordless(span):
                yield _OBJECT
            case Emphasis(children) | Strong(children) | Link(children=children):
                yield from _leaves(children)
            case Break():
                yield _LINE
            case Code() | Image():
                yield _OBJECT
            case _:
                assert_never(span)


def _is_wordless(link: Link) -> bool:
    """A link that shows the number and title of a section, and so stands among the words like a word."""
    return not "".join(_leaves(link.children)).strip()


def _rebuilt(spans: Inlines, texts: Iterator[str]) -> Inlines:
    out: list[Inline] = []
    for span in spans:
        match span:
            case Text():
                text = next(texts)
                if text and out and isinstance(out[-1], Text):
                    out[-1] = Text(out[-1].text + text)
                elif text:
                    out.append(Text(text))
            case Link() if _is_wordless(span):
                next(texts)
                out.append(replace(span, children=()))
            case Emphasis(children) | Strong(children) | Link(children=children):
                out.append(replace(span, children=_rebuilt(children, texts)))
            case _:
                next(texts)
                out.append(span)
    return tuple(out)
