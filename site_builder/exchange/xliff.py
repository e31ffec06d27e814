"""What translators work on as XLIFF 2.0 [1], and what comes back.

A section is a ``file``, a run of words a ``unit`` with one segment, whose text is Markdown. What a run said before
and its translation are a match of the Translation Candidates module, which tools show as a difference.

[1] https://docs.oasis-open.org/xliff/xliff-core/v2.0/os/xliff-core-v2.0-os.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from site_builder.locales import Message
from site_builder.problems import Place, Problem, ProblemError

_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# A segment in these states has been translated; one without a state is in the first of four, `initial`.
_DONE = ("translated", "reviewed", "final")


def write_xliff(messages: Iterable[Message], *, source: str, target: str) -> bytes:
    """An XLIFF 2.0 file with these messages; ``source`` and ``target`` are the locales."""
    ET.register_namespace("", _CORE)
    ET.register_namespace("mtc", _MATCHES)
    root = ET.Element(_core("xliff"), {"version": "2.0", "srcLang": source, "trgLang": target})
    files: dict[str, ET.Element] = {}
    for one in messages:
        name, _, number = one.context.partition("#")
        file = files.get(name)
        if file is None:
            file = files[name] = ET.SubElement(root, _core("file"), {"id": _id(name), "original": name})
            file.set(_XML_SPACE, "preserve")
        _unit(file, number, one)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _core(name: str) -> str:
    return f"{{{_CORE}}}{name}"


def _id(name: str) -> str:
    """A name as an NMTOKEN, which has no slash."""
    return name.replace("/", ".")


def _unit(file: ET.Element, number: str, one: Message) -> None:
    unit = ET.SubElement(file, _core("unit"), {"id": f"b{number}", "name": one.context})
    if one.previous and one.target:
        matches = ET.SubElement(unit, f"{{{_MATCHES}}}matches")
        match = ET.SubElement(matches, f"{{{_MATCHES}}}match", {"ref": "#s1"})
        _text(match, "source", one.previous)
        _text(match, "target", one.target)
    if one.notes:
        notes = ET.SubElement(unit, _core("notes"))
        for note in one.notes:
            ET.SubElement(notes, _core("note")).text = note
    done = bool(one.target) and not one.fuzzy
    segment = ET.SubElement(unit, _core("segment"), {"id": "s1", "state": "translated" if done else "initial"})
    _text(segment, "source", one.source)
    if done:
        _text(segment, "target", one.target)


def _text(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, _core(name)).text = words


def read_xliff(data: bytes, *, path: str) -> Iterator[Message]:
    """The messages of an XLIFF 2.0 file.

    Raises ProblemError for what is none. A document type, in which XML can hide bombs and files, is refused.
    """
    if re.search(rb"<!(DOCTYPE|ENTITY)", data):
        raise ProblemError([_broken(path, "a document type in an XLIFF file")])
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities are refused above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ProblemError([_broken(path, f"this is not XML ({error})")]) from error
    if root.tag != _core("xliff"):
        raise ProblemError([_broken(path, "this is not XLIFF 2.0")])
    for unit in root.iter(_core("unit")):
        segments = unit.findall(_core("segment"))
        sources, targets = (
            ["".join(part.itertext()) for s in segments for part in s.findall(_core(name))]
            for name in ("source", "target")
        )
        whole = len(targets) == len(segments) and all(s.get("state", "initial") in _DONE for s in segments)
        yield Message(
            context=unit.get("name", ""),
            source="".join(sources),
            target="".join(targets),
            fuzzy=not whole,
        )


def _broken(path: str, message: str) -> Problem:
    hint = "ask the translator for the file as the translation tool saves it, or export it again"
    return Problem(code="PS-170", message=message, place=Place(path), hint=hint)
