"""What came back from translators, into the Markdown of the sections; nothing is lost or changed on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from site_builder import content
from site_builder.content.parity import Difference
from site_builder.exchange.standing import Part
from site_builder.exchange.units import TITLE, Unit, kept, runs, units
from site_builder.locales import Message, best
from site_builder.markup import parse, read_inlines, replaced, write_blocks
from site_builder.model.prose import Section
from site_builder.problems import Place, Problem, ProblemError


def fit(parts: Iterable[Part], given: Iterable[Message], *, path: str) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The files that the given translations make, and why others cannot be made.

    ``path`` is the file that they came in. A part of which nothing came is left as it is; one of which something
    is missing is not written at all.
    """
    by_name = {f"{part.policy.id}/{part.part}": part for part in parts}
    came: dict[str, dict[str, Message]] = {}
    problems: list[Problem] = []
    stale: set[str] = set()
    for message in given:
        name, _, number = message.context.partition("#")
        part = by_name.get(name)
        now = runs(part.original).get(number) if part else None
        if part is None or now is None:
            problems.append(_no_block(message, path))
        elif now != message.source:
            problems.append(_changed(message, path))
            stale.add(name)
        elif message.target and not message.fuzzy:
            came.setdefault(name, {})[number] = message
    files: dict[str, bytes] = {}
    for name, messages in came.items():
        if name in stale:
            continue
        found = tuple(_faults(by_name[name], messages, path))
        problems += found
        if not found:
            part = by_name[name]
            words = {number: one.target for number, one in messages.items()}
            # Who has read a text that stays as it is has read it still.
            if part.translated is None or part.translated.translates != part.digest or kept(part) | words != kept(part):
                files[part.path] = _file(part, words)
    return files, tuple(problems)


def check_language(data: bytes, locale: str, *, path: str) -> None:
    """Doubt a file that says of itself that it is in another language than it is taken for.

    Raises:
        ProblemError: where it says so.
    """
    found = re.search(rb'^"Language: *([\w@-]+)', data, re.MULTILINE) or re.search(rb"""trgLang=["']([^"']+)""", data)
    said = found[1].decode().replace("_", "-") if found else locale
    # Tools have names of their own for a language: zh_CN is simplified Chinese too.
    if best(said, [locale]) is None:
        message = f"this is a translation into {said} and not into {locale}"
        hint = f"name the file for {locale}, or its own language with --locale {said}"
        raise ProblemError([Problem(code="PS-171", message=message, place=Place(path), hint=hint)])


def _faults(part: Part, came: Mapping[str, Message], path: str) -> Iterator[Problem]:
    done = kept(part)
    for unit in units(part, everything=True):
        message = came.get(unit.number)
        if message is not None:
            yield from _unit_faults(part, unit, message, path)
        elif unit.number not in done:
            yield Problem(
                code="PS-172",
                message=f"{unit.context} has no translation, and others of {part.part} have",
                place=Place(path, max((one.line for one in came.values()), default=0)),
                hint="translate it, or leave the whole section out; a fuzzy one is not taken",
            )


def _unit_faults(part: Part, unit: Unit, message: Message, path: str) -> Iterator[Problem]:
    place = Place(path, message.line)
    if unit.number == TITLE:
        if "\n" in message.target.strip() or _title(message.target) is None:
            hint = "a title is plain words on one line"
            yield Problem(code="PS-173", message=f"{unit.context} cannot be a title", place=place, hint=hint)
        return
    old, new = (read_inlines(source) for source in (unit.source, message.target))
    if old is None or new is None:
        hint = "write one paragraph: no list, heading, HTML or empty line; a `#` or `-` at the start is written `\\#`"
        yield Problem(code="PS-173", message=f"{unit.context} is not one run of words", place=place, hint=hint)
        return
    blocks = (parse(source, path="").blocks for source in (unit.source, message.target))
    allowed = part.translated.differs if part.translated else {}
    for one in content.differences(*blocks):
        if one.aspect not in allowed:
            yield _differs(one, unit, place)


def _title(words: str) -> str | None:
    """The title as a section's file would say it, or None where it would not be one."""
    try:
        return content.read_section(f"# {words}\n".encode(), path="").title or None
    except ProblemError:
        return None


def _differs(one: Difference, unit: Unit, place: Place) -> Problem:
    return Problem(
        code="PS-144",
        message=f"{unit.context} has other {one.aspect}: {one.original} in the original, {one.translation} here",
        place=place,
        hint=f"make them the same; where the language needs it otherwise, add `differs: {{{one.aspect}: <why>}}` "
        "to the section's front matter first",
    )


def _file(part: Part, came: Mapping[str, str]) -> bytes:
    """The section's file. What it says is read again and compared before it is handed out."""
    words = {**kept(part), **came}
    body = write_blocks(
        replaced(part.original.blocks, lambda number, _: read_inlines(words[number].strip()) or ())
    ).rstrip("\n")
    differs = part.translated.differs if part.translated else {}
    # What JSON quotes, YAML reads.
    reasons = ", ".join(f"{aspect}: {json.dumps(why, ensure_ascii=False)}" for aspect, why in sorted(differs.items()))
    head = [f"translates: {part.digest}", "review: pending", *([f"differs: {{{reasons}}}"] if reasons else [])]
    lines = ["---", *head, "---", "", f"# {words[TITLE].strip()}"]
    data = "\n".join([*lines, *(["", body] if body else []), ""]).encode()
    made = content.read_translated(part.policy, data, path=part.path)
    said = runs(Section(id="", title=made.prose.title, blocks=made.prose.blocks))
    expected = {number: read_inlines(source.strip()) for number, source in words.items() if number != TITLE}
    found = {number: read_inlines(source) for number, source in said.items() if number != TITLE}
    if found != expected or made.translates != part.digest:
        raise AssertionError(f"{part.path} would not say what the translation says")
    return data


def _no_block(message: Message, path: str) -> Problem:
    return Problem(
        code="PS-171",
        message=f"there is no block `{message.context}`" if message.context else "a message without its context",
        place=Place(path, message.line),
        hint="the policy has changed since, or the context was edited: export again and translate what is in that",
    )


def _changed(message: Message, path: str) -> Problem:
    return Problem(
        code="PS-171",
        message=f"{message.context} says something else now than what was translated",
        place=Place(path, message.line),
        hint="export again: the translation comes along with the change marked",
    )
