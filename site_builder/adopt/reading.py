"""Bytes as anybody may have kept them to text: encodings, front matter, and what nobody can see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from site_builder.adopt.steps import Notes, Step
from site_builder.characters import Trait, suspects
from site_builder.content import LFS

_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z][\w -]*?)[ \t]*[:=][ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TEMPLATE_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*(?:\{\{[^{}\n]*\}\}|\{%[^%\n]*%\})[^()\n]*\)")
_TEMPLATE = re.compile(r"\{%[^%\n]*%\}|\{\{[^{}\n]*\}\}")
_COMMENT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_REMOVED = (Trait.REORDERS, Trait.INVISIBLE, Trait.MEANINGLESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of one file, and the keys of its front matter in small letters."""

    text: str
    keys: Mapping[str, str]


def is_text(data: bytes) -> bool:
    """Whether bytes can be read as text at all."""
    if data.startswith(LFS):
        return False
    return data.startswith(tuple(_MARKS)) or b"\0" not in data


def read_source(data: bytes, notes: Notes) -> Source:
    """The text of a file that ``is_text``, with every step noted that was needed to read it."""
    text = _LINE_ENDS.sub("\n", _decoded(data, notes))
    text, count = _CONTROL.subn("", text)
    notes.note(Step.CONTROL, times=count)
    text = _visible(text, notes)
    keys: Mapping[str, str] = MappingProxyType({})
    found = _FRONT_MATTER.match(text)
    if found and (_KEY.search(found[2]) or not found[2].strip()):
        text = text[found.end() :]
        keys = {key.strip().lower(): _unquoted(value) for key, value in _KEY.findall(found[2])}
        notes.note(Step.FRONT_MATTER, ", ".join(keys))
    return Source(text=_without_templates(text, notes), keys=keys)


def _decoded(data: bytes, notes: Notes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            notes.note(Step.OTHER_ENCODING, encoding)
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        chinese = ""
    # Western texts have a letter here and there that is no ASCII; in Chinese most are none.
    if len(_HAN.findall(chinese)) * 4 > len(chinese):
        notes.note(Step.OTHER_ENCODING, "gb18030")
        return chinese
    try:
        western = data.decode("cp1252")
        notes.note(Step.OTHER_ENCODING, "windows-1252")
    except UnicodeDecodeError:
        western = data.decode("latin-1")
        notes.note(Step.OTHER_ENCODING, "iso-8859-1")
    return western


def _visible(text: str, notes: Notes) -> str:
    """The text without the characters that no author may write (``content.review``)."""
    if text.isascii():
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        hidden = {one.column - 1: one.what for one in suspects(line) if one.trait in _REMOVED}
        for what in hidden.values():
            notes.note(Step.INVISIBLE, what)
        lines.append("".join(c for at, c in enumerate(line) if at not in hidden) if hidden else line)
    return "\n".join(lines)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _without_templates(text: str, notes: Notes) -> str:
    """The text whose links lead to no variable; what else a template would replace stays, and is noted."""
    for found in _TEMPLATE_LINK.finditer(text):
        notes.note(Step.TEMPLATE_LINK, found[0])
    text = _TEMPLATE_LINK.sub(r"\1", text)
    for found in _TEMPLATE.finditer(text):
        notes.note(Step.TEMPLATE, found[0])
    for found in _COMMENT.finditer(text):
        notes.note(Step.COMMENT, found[0])
    for found in _TAG.finditer(_COMMENT.sub("", text)):
        notes.note(Step.HTML, found[0])
    return text
