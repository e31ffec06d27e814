"""Bytes to lines of text."""

from __future__ import annotations

from site_builder.problems import Place, Problem, ProblemError

_FENCE = "---"


def decode(data: bytes, *, path: str) -> str:
    """The text of a file: UTF-8, with LF at the end of lines and without a byte order mark.

    Raises:
        ProblemError: where the bytes are no such text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _error("PS-101", "this file is UTF-16 or UTF-32", Place(path), "save it as UTF-8")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8"
        raise _error("PS-100", message, Place(path, line), "save the file as UTF-8") from None
    return text.replace("\r\n", "\n")


def split_front_matter(text: str, *, path: str) -> tuple[str | None, str, int]:
    """The front matter between two lines of `---`, the text behind it, and the line on which that starts.

    Raises:
        ProblemError: where front matter is opened and not closed.
    """
    if not text.startswith(_FENCE + "\n"):
        return None, text, 1
    lines = text.split("\n")
    try:
        end = lines.index(_FENCE, 1)
    except ValueError:
        hint = "end it with a line that holds only ---"
        raise _error("PS-121", "the front matter is not closed", Place(path, 1), hint) from None
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]), end + 2


def _error(code: str, message: str, place: Place, hint: str) -> ProblemError:
    return ProblemError([Problem(code=code, message=message, place=place, hint=hint)])
