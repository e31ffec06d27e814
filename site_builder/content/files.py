"""Bytes to lines of text.

What is refused here is refused of every text at all times, because it is part of what a text is: the
encoding, control characters, and the limits. Rules that may become stricter one day are in ``review``, which
looks at drafts only, so that a rule of a later year cannot break what was published in this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.problems import Place, Problem, ProblemError

MAX_SECTION = 128 * 1024
MAX_FRONT_MATTER = 16 * 1024
MAX_LINE = 20_000

_FENCE = "---"
# What a pointer of Git LFS begins with.
LFS = b"version https://git-lfs.github.com/spec/"
# C0 but tab and line feed, DEL, C1, the line separators of Unicode, and a carriage return that ends no line.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|\r(?!\n)")
_CONTROL_HINT = "delete it; it may have come along with text that was pasted"


def decode(data: bytes, *, path: str) -> str:
    """The text of a file: UTF-8, with LF at the end of lines and without a byte order mark.

    Raises:
        ProblemError: where the bytes are no such text, with every control character in it.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or _looks_wide(data):
        message = "this file is saved as UTF-16 or UTF-32"
        raise _error("PS-101", message, Place(path, 1), "save it as UTF-8 (in Notepad: Save as, Encoding)")
    if data.startswith(LFS):
        hint = "commit the text itself: take *.md and *.yaml out of .gitattributes' `filter=lfs`"
        raise _error("PS-127", "this is a pointer of Git LFS and not the text", Place(path, 1), hint)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(path, before.count(b"\n") + 1)
        message = f"byte {error.start} of the file (0x{data[error.start]:02x}) is not UTF-8"
        raise _error("PS-100", message, place, "save the file as UTF-8") from None
    problems = [
        Problem(
            code="PS-102",
            message=f"a control character (U+{ord(found[0]):04X})",
            place=place_in(text, found.start(), path),
            hint=_CONTROL_HINT,
        )
        for found in _CONTROL.finditer(text)
    ]
    if problems:
        raise ProblemError(problems)
    return text.replace("\r\n", "\n")


def _looks_wide(data: bytes) -> bool:
    """True for UTF-16 or UTF-32 without a mark: every other byte of the Latin beginning is zero."""
    return len(data) >= 4 and data[:4].count(0) >= 2


def place_in(text: str, offset: int, path: str, *, first_line: int = 1) -> Place:
    """The line and column of a character."""
    line = text.count("\n", 0, offset)
    return Place(path, line + first_line, offset - text.rfind("\n", 0, offset))


def check_limits(text: str, *, path: str) -> Iterator[Problem]:
    """What is too large in a section's file."""
    size = len(text.encode())
    if size > MAX_SECTION:
        message = f"this section has {size:,} bytes; a section has at most {MAX_SECTION:,}"
        yield _problem("PS-137", message, Place(path), "divide it into several sections")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            message = f"this line has {len(line):,} characters; a line has at most {MAX_LINE:,}"
            hint = "begin new lines between sentences: a line break in a paragraph counts as a space"
            yield _problem("PS-138", message, Place(path, number), hint)


def split_front_matter(text: str, *, path: str) -> tuple[str | None, str, int]:
    """The front matter between two lines of `---`, the text behind it, and the line on which that starts.

    Raises:
        ProblemError: where front matter is not closed, too large, given twice or not on the first line.
    """
    if not text.startswith(_FENCE + "\n"):
        start = text[: len(text) - len(text.lstrip())]
        if text[len(start) :].startswith(_FENCE + "\n"):
            place = Place(path, start.count("\n") + 1)
            hint = "remove what stands above it, or the line of --- where no front matter is meant"
            raise _error("PS-124", "front matter starts on the first line of a file", place, hint)
        return None, text, 1
    lines = text.split("\n")
    try:
        end = lines.index(_FENCE, 1)
    except ValueError:
        hint = "end it with a line that holds only ---"
        raise _error("PS-121", "the front matter is not closed", Place(path, 1), hint) from None
    front = "\n".join(lines[1:end]) + "\n"
    if len(front.encode()) > MAX_FRONT_MATTER:
        message = f"the front matter has {len(front.encode()):,} bytes; it has at most {MAX_FRONT_MATTER:,}"
        raise _error("PS-125", message, Place(path, 1), "text belongs below the front matter")
    rest = "\n".join(lines[end + 1 :])
    if rest.lstrip().startswith(_FENCE + "\n"):
        line = end + 2 + rest[: rest.index(_FENCE)].count("\n")
        raise _error("PS-124", "a second front matter", Place(path, line), "move its lines into the first")
    return front, rest, end + 2


def _problem(code: str, message: str, place: Place, hint: str) -> Problem:
    return Problem(code=code, message=message, place=place, hint=hint)


def _error(code: str, message: str, place: Place, hint: str) -> ProblemError:
    return ProblemError([_problem(code, message, place, hint)])
