"""Rules for what authors write: what cannot be seen, or is taken for something else; what is of no use.

They hold for drafts. What was published under the rules of its day is read by ``files`` and ``sections``
alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace

from site_builder import locales
from site_builder.characters import Trait, suspects
from site_builder.content.files import decode
from site_builder.problems import Place, Problem, ProblemError, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_TRAITS: Mapping[Trait, tuple[str, Severity, str, str]] = {
    Trait.REORDERS: (
        "PS-106",
        _ERROR,
        "a character that reorders the text around it: {}",
        "delete it; in Arabic, Hebrew and Persian, marks and isolates that are closed again are allowed",
    ),
    Trait.INVISIBLE: (
        "PS-107",
        _ERROR,
        "a character that nobody can see: {}",
        "delete it and type the words around it anew; it may have come along with pasted text",
    ),
    Trait.MEANINGLESS: (
        "PS-126",
        _ERROR,
        "a character without a meaning of its own: {}",
        "delete it, or write what it is meant to show; it looks different on every device",
    ),
    Trait.MIXED: ("PS-108", _ERROR, "{}", "type the word anew on a keyboard of its language"),
    Trait.FOREIGN: (
        "PS-109",
        _WARNING,
        "{}",
        "leave it if it is a name that is written so; else type it anew",
    ),
}
# What templates of other programs replace by a value; here it would be published as it stands.
_PLACEHOLDER = re.compile(r"\[\[[^\[\]]+\]\]|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\$\{[^{}]*\}|(?<![{$])\{[A-Za-z_]\w*\}")
_DECOMPOSED_HINT = "nothing to do, or save the file in normal form C"


def review(data: bytes, *, path: str, locale: str = "") -> Iterator[Problem]:
    """What an author should know about a file's characters; the same fault in many places is told once.

    ``locale`` is the language of the file, or empty where it has several. Nothing is said of a file that is
    no text, because reading it says so.
    """
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in _places(data, path, locale):
        found.setdefault((problem.code, problem.message), []).append(problem)
    for first, *others in found.values():
        more = f" (and {len(others)} more in this file)" if others else ""
        yield replace(first, message=first.message + more)


def _places(data: bytes, path: str, locale: str) -> Iterator[Problem]:
    if data.startswith(b"\xef\xbb\xbf"):
        hint = "save the file as UTF-8 without BOM; nothing changes for readers"
        yield _warning("PS-103", "the file starts with a byte order mark", Place(path, 1), hint)
    if b"\r\n" in data:
        first = data.split(b"\r\n", 1)[0].count(b"\n") + 1
        hint = "set the editor to LF; nothing changes for readers"
        yield _warning("PS-104", "lines end as on Windows (CRLF)", Place(path, first), hint)
    try:
        text = decode(data, path=path)
    except ProblemError:
        return
    script = locales.script(locale) if locale else ""
    rtl: bool | None = locales.direction(locale) == "rtl" if locale else None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.isascii() and "{" not in line and "[[" not in line:
            continue
        if not unicodedata.is_normalized("NFC", line):
            message = "letters are stored in parts (Unicode NFD); they count as the whole letters"
            yield _warning("PS-105", message, Place(path, number), _DECOMPOSED_HINT)
        for one in suspects(line, script=script, right_to_left=rtl):
            code, severity, words, hint = _TRAITS[one.trait]
            yield Problem(
                code=code,
                message=words.format(one.what),
                place=Place(path, number, one.column),
                hint=hint,
                severity=severity,
            )
        if path.endswith(".md"):
            yield from _placeholders(line, Place(path, number))


def _placeholders(line: str, place: Place) -> Iterator[Problem]:
    for found in _PLACEHOLDER.finditer(line):
        hint = "there are no variables: write what readers should see"
        where = Place(place.path, place.line, found.start() + 1)
        yield _warning("PS-143", f"{found[0]} will be published as it stands", where, hint)


def _warning(code: str, message: str, place: Place, hint: str) -> Problem:
    return Problem(code=code, message=message, place=place, hint=hint, severity=Severity.WARNING)
