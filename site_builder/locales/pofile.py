"""Texts that are sent to translators as a gettext PO file, and what comes back (see ``catalogue`` for [1])."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from babel.messages.pofile import PoFileError, read_po

from site_builder.problems import Place, Problem, ProblemError

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text and its translation, which is empty where there is none; ``context`` is its name.

    ``previous`` is the text that the translation translates, where that is an older one; the translation then is
    fuzzy, which is to say that a translator must look at it. ``notes`` are for the translator.
    """

    context: str
    source: str
    target: str = ""
    previous: str = ""
    fuzzy: bool = False
    notes: tuple[str, ...] = ()
    line: int = 0


def write_messages(messages: Iterable[Message], *, source: str, target: str) -> bytes:
    """A PO file with these messages; ``source`` and ``target`` are the locales."""
    header = (
        "Project-Id-Version: site-builder",
        f"Language: {target.replace('-', '_')}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"X-Source-Language: {source}",
    )
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header), ""]
    for one in messages:
        lines += [f"#. {note}" for note in one.notes]
        lines += ["#, fuzzy"] * one.fuzzy
        if one.previous:
            lines += [f"#| msgctxt {_quoted(one.context)}", f"#| msgid {_quoted(one.previous)}"]
        lines += [
            f"msgctxt {_quoted(one.context)}",
            f"msgid {_quoted(one.source)}",
            f"msgstr {_quoted(one.target)}",
            "",
        ]
    return "\n".join(lines).encode()


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def read_messages(data: bytes, *, path: str) -> Iterator[Message]:
    """The messages of a PO file with their contexts; what is obsolete is left out.

    Raises ProblemError for what is no PO file.
    """
    try:
        found = read_po(StringIO(data.decode("utf-8-sig")), abort_invalid=True)
    except UnicodeDecodeError as error:
        raise ProblemError([_broken(path, f"this is not UTF-8 (byte {error.start})", 0)]) from error
    except PoFileError as error:
        raise ProblemError([_broken(path, "this line is not one of a PO file", error.lineno + 1)]) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ProblemError([_broken(path, f"the header cannot be read ({error})", 0)]) from error
    for message in found:
        if not message.id:
            continue
        target = message.string if isinstance(message.string, str) else ""
        yield Message(
            context=message.context or "",
            source=message.id if isinstance(message.id, str) else message.id[0],
            target=target,
            fuzzy=message.fuzzy,
            line=message.lineno or 0,
        )


def _broken(path: str, message: str, line: int) -> Problem:
    hint = "ask the translator for the file as the translation tool saves it, or export it again"
    return Problem(code="PS-170", message=message, place=Place(path, line), hint=hint)
