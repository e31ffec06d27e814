"""Where the links of a text lead once it stands in a repository of ours."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from site_builder.adopt.sections import Divided
from site_builder.model.prose import Heading
from site_builder.text import plain

_ABSOLUTE = re.compile(r"https?://[^/?#\s\\]+([/?#][^\s\\]*)?", re.IGNORECASE)
_OTHER = re.compile(r"mailto:[^\s@\\]+@[^\s@\\]+|tel:\+?[0-9(). -]+")
_HOST = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#]|$)")
_INDEXES = ("", ".md", "/index.md", "/README.md", ".markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The targets that a version may have: its own sections by anchor, and other policies by path."""

    path: str
    anchors: Mapping[str, str]
    policies: Mapping[str, str]

    def resolve(self, href: str) -> str:
        """The target as a policy may have it, or nothing where it leads nowhere from here."""
        if href.startswith("#"):
            section = self.anchors.get(unquote(href[1:]).casefold())
            return f"#{section}" if section else ""
        if href.startswith("//"):
            href = f"https:{href}"
        if _ABSOLUTE.fullmatch(href):
            secure = f"https{href[href.index(':') :]}"
            return secure if _HOST.match(secure) else ""
        if _OTHER.fullmatch(href):
            return href
        path = unquote(href.partition("#")[0].partition("?")[0])
        if not path or path.startswith("/") or ":" in path:
            return ""
        there = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), path))
        found = (self.policies[there + end] for end in _INDEXES if there + end in self.policies)
        policy = next(found, "")
        return f"../{policy}/" if policy else ""


def anchors_of(divided: Divided, ids: Sequence[str]) -> dict[str, str]:
    """The anchors that a heading has on the hosts of Markdown, each with the section in which it stands."""
    found: dict[str, str] = {}
    for part, section in zip(divided.parts, ids, strict=True):
        for words in (f"{part.typed}{part.title}", part.title):
            for anchor in _anchors(words):
                found.setdefault(anchor, section)
    for part, section in zip(divided.parts, ids, strict=True):
        for block in part.blocks:
            if isinstance(block, Heading):
                for anchor in _anchors(plain(block.children)):
                    found.setdefault(anchor, section)
    return found


def _anchors(words: str) -> Iterator[str]:
    """How GitHub, and with runs of hyphens as one how others, name a heading."""
    kept = (c for c in words.casefold().strip() if c in " -_" or unicodedata.category(c)[0] in "LNM")
    anchor = "".join(kept).replace(" ", "-")
    yield anchor
    yield re.sub(r"-+", "-", anchor).strip("-")
