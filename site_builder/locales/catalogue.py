"""The words of a theme in one language, as translators gave them: a gettext PO file [1].

The file is read from bytes, and nothing in it is ever evaluated: which plural form a number takes is
CLDR's rule and not the header's. Placeholders are ``{name}``.

[1] https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import StringIO

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from site_builder.locales.tags import cldr
from site_builder.problems import Place, Problem, ProblemError

PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
# The order that gettext counts CLDR's categories in.
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
# What is left of braces beside the placeholders, and what other programs take for placeholders.
_STRAY = re.compile(r"[{}]|%\([^)]*\)[a-z]|%[sd]")
# A word that every plural form may leave out, because "one version" needs no figure.
_COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A message has as many texts as the language has plural forms where it counts something, else one."""

    locale: str
    messages: Mapping[str, tuple[str, ...]] = field(hash=False)

    def singular(self, message: str) -> str | None:
        """The words for a message, or None where nobody has translated it."""
        texts = self.messages.get(message)
        return texts[0] if texts else None

    def plural(self, message: str, number: int) -> str | None:
        """The words for that many of something, or None."""
        texts = self.messages.get(message)
        if texts is None:
            return None
        return texts[min(plural_index(self.locale, number), len(texts) - 1)]


@cache
def plural_forms(locale: str) -> tuple[str, ...]:
    """The categories that whole numbers take in a language, in gettext's order."""
    rule = cldr(locale).plural_form
    used = {rule(number) for number in range(1000)}
    return tuple(category for category in _CATEGORIES if category in used)


def plural_index(locale: str, number: int) -> int:
    """Which of a message's texts a number takes; a category that only huge numbers have takes the last."""
    forms = plural_forms(locale)
    category = cldr(locale).plural_form(number)
    return forms.index(category) if category in forms else len(forms) - 1


def placeholders(text: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(PLACEHOLDER.findall(text))


def read_catalogue(data: bytes, *, locale: str, path: str) -> Catalogue:
    """Read a PO file; ``path`` is for problems. A message that is empty or fuzzy counts as not translated.

    Raises ProblemError with every fault of the file: what cannot be read, a wrong number of plural forms,
    placeholders that the English sentence does not have, markup.
    """
    try:
        # An empty `charset` in a header must not decide how bytes are read: PO files here are UTF-8.
        found = read_po(StringIO(data.decode("utf-8-sig")), abort_invalid=True)
    except UnicodeDecodeError as error:
        raise ProblemError([_broken(path, f"this is not UTF-8 (byte {error.start})", 0)]) from error
    except PoFileError as error:
        raise ProblemError([_broken(path, "this line is not one of a PO file", error.lineno + 1)]) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # Babel reads a header's dates, numbers and language with whatever errors that brings.
        raise ProblemError([_broken(path, f"the header cannot be read ({error})", 0)]) from error
    messages: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = [*_twice(data.decode("utf-8-sig"), len(found), path)]
    for message in found:
        english, texts = _texts(message)
        if not english[0] or message.fuzzy or message.context or not any(texts):
            continue
        problems.extend(_faults(message, english, texts, locale, path))
        messages[english[0]] = texts
    if problems:
        raise ProblemError(problems)
    return Catalogue(locale=locale, messages=messages)


def _texts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The English sentences of a message, and what they were translated to."""
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    given = [str(one or "") for one in texts]
    # Babel fills up to the number of forms that the header names, which may be more than the file has.
    while len(given) > 1 and not given[-1]:
        given.pop()
    return tuple(str(one) for one in english), tuple(given)


def _faults(
    message: Message, english: tuple[str, ...], texts: tuple[str, ...], locale: str, path: str
) -> Iterator[Problem]:
    place = Place(path, message.lineno or 0)
    forms = plural_forms(locale) if len(english) > 1 else ("",)
    if len(texts) != len(forms) or not all(texts):
        yield Problem(
            code="PS-422",
            message=f"{english[0]!r} has {sum(map(bool, texts))} plural forms; {locale} has {len(forms)}",
            place=place,
            hint=f"give msgstr[0] to msgstr[{len(forms) - 1}]: {', '.join(forms)}",
        )
    expected = placeholders(english[-1])
    spare = {_COUNT} if len(english) > 1 else set()
    for text in texts:
        named = placeholders(text)
        if text and (named - expected or expected - named - spare or _STRAY.search(PLACEHOLDER.sub("", text))):
            yield Problem(
                code="PS-423",
                message=f"{english[0]!r} has other placeholders than its translation {text!r}",
                place=place,
                hint=f"use exactly {', '.join(f'{{{name}}}' for name in sorted(expected)) or 'none'}",
            )
        if "<" in text or "&" in text:
            yield Problem(
                code="PS-424",
                message=f"markup in a translation: {text!r}",
                place=place,
                hint="write words only; the templates hold the markup",
            )


def _twice(text: str, count: int, path: str) -> Iterator[Problem]:
    """A message that stands twice, of which a reader of the file would silently drop one."""
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    starts = [(number, line) for number, line in lines if line.startswith("msgid ")]
    if len(starts) - any(line == 'msgid ""' for _, line in starts) <= count:
        return
    whole = [(number, line) for number, line in starts if line != 'msgid ""']
    first = {line: number for number, line in reversed(whole)}
    again = (number for number, line in whole if first[line] != number)
    yield _broken(path, "a message stands twice in this file", next(again, 0))


def _broken(path: str, message: str, line: int) -> Problem:
    return Problem(
        code="PS-421",
        message=message,
        place=Place(path, line),
        hint="open the file in a PO editor (Poedit, for one), which shows and mends what is broken",
    )
