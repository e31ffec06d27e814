"""Any file to an outline, for ``diff``: bytes that may hold anything to headings with the text under them."""

from __future__ import annotations

from functools import lru_cache

from site_builder.markup.loose import parse_loose
from site_builder.model.outline import Outline, Passage
from site_builder.model.prose import Block, Blocks, Heading, Inlines
from site_builder.problems import Place, Problem, ProblemError
from site_builder.text import plain

_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def decode(data: bytes, *, path: str) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, any line ends.

    Raises ``ProblemError`` for other encodings and for what is no text at all.
    """
    for mark, name in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            raise _refused("PS-101", f"this file is {name}, not UTF-8", path, 1, "save it as UTF-8")
    zero = data.find(b"\0")
    if zero >= 0:
        line = data.count(b"\n", 0, zero) + 1
        hint = "only text can be compared; of a PDF or word processor file, save the text first"
        raise _refused("PS-102", f"a NUL at byte {zero}: this is no text file", path, line, hint)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} (0x{data[error.start]:02X}) is not UTF-8"
        raise _refused("PS-100", message, path, line, "save the file as UTF-8") from None


def _refused(code: str, message: str, path: str, line: int, hint: str) -> ProblemError:
    return ProblemError([Problem(code=code, message=message, place=Place(path, line), hint=hint)])


@lru_cache(maxsize=256)
def outline(source: str) -> Outline:
    """The headings of a text and what stands under each; text before the first heading has no title.

    A text without a heading is one passage, and so is an empty one.
    """
    return outline_of(parse_loose(source))


def outline_of(read: Blocks) -> Outline:
    """The same of a text that was read before."""
    passages: list[Passage] = []
    above: list[tuple[int, str]] = []
    title: Inlines = ()
    level = 1
    blocks: list[Block] = []

    def close() -> None:
        if above or blocks:
            path = tuple(words for _, words in above)
            passages.append(Passage(title=title, level=level, blocks=tuple(blocks), path=path))

    for block in read:
        if isinstance(block, Heading):
            close()
            while above and above[-1][0] >= block.level:
                above.pop()
            above.append((block.level, plain(block.children)))
            title, level, blocks = block.children, block.level, []
        else:
            blocks.append(block)
    close()
    return Outline(passages=tuple(passages) or (Passage(title=(), level=1, blocks=(), path=()),))
