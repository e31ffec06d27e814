"""What was decided in an adoption and can be corrected by hand: ids of policies and sections, languages.

A file for each policy says which paths it had, in which language it is, and which heading has which section's
id from which revision on. An adoption heeds what it finds there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder import content, yamlfile
from site_builder.adopt.identity import Named

FOLDER = "adopted/"
SOURCE_FILE = "adopted/source.yaml"
REPORT_FILE = "adopted/report.md"
_POLICIES = "adopted/policies/"
# So many headings a file: YAML files have at most 64 KiB.
_A_FILE = 250
_TOP = """\
# Which heading has which section's id, from which revision on. Correct an id here, and adopt again into a new
# folder with `--mapping` and the folder of this repository. `nth` counts headings that are alike in one version.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is settled of one policy."""

    policy: str
    locale: str
    paths: tuple[str, ...]
    headings: tuple[Named, ...]


def mapping_files(decided: Decided) -> dict[str, str]:
    """The files of one policy; the second and later ones go on where one was full."""
    chunks = [decided.headings[at : at + _A_FILE] for at in range(0, len(decided.headings), _A_FILE)] or [()]
    files: dict[str, str] = {}
    for number, chunk in enumerate(chunks, start=1):
        name = f"{decided.policy}.yaml" if number == 1 else f"{decided.policy}.{number}.yaml"
        lines = [
            f"policy: {decided.policy}",
            f"locale: {decided.locale}",
            "paths:",
            *(f"  - {yamlfile.quoted(path)}" for path in decided.paths),
            "headings:" if chunk else "headings: []",
            *map(_line, chunk),
        ]
        files[f"{_POLICIES}{name}"] = _TOP + "".join(f"{line}\n" for line in lines)
    return files


def _line(one: Named) -> str:
    nth = f", nth: {one.nth}" if one.nth > 1 else ""
    return f"  - {{id: {one.id}, since: {one.since}, heading: {yamlfile.quoted(one.heading)}{nth}}}"


def read_mapping(files: Mapping[str, bytes]) -> tuple[Decided, ...]:
    """What the files below ``adopted/policies`` settle.

    Raises:
        ProblemError: with what is wrong with one of them.
    """
    found: dict[str, Decided] = {}
    for path, data in sorted(files.items()):
        if path.startswith(_POLICIES) and path.endswith(".yaml"):
            value = yamlfile.read(content.decode(data, path=path), path=path, schema="adopted").value
            before = found.get(value["policy"])
            headings = tuple(_named(value["headings"]))
            found[value["policy"]] = Decided(
                policy=value["policy"],
                locale=value["locale"],
                paths=tuple(value["paths"]),
                headings=(*(before.headings if before else ()), *headings),
            )
    return tuple(found[policy] for policy in sorted(found))


def _named(entries: Iterable[Mapping[str, object]]) -> Iterator[Named]:
    for entry in entries:
        since, nth = entry["since"], entry.get("nth", 1)
        if isinstance(since, int) and isinstance(nth, int):
            yield Named(id=str(entry["id"]), since=since, heading=str(entry["heading"]), nth=nth)


def source_file(adoptions: Sequence[str]) -> str:
    """The file with the last moment of each adoption, so that the next one goes on behind them."""
    lines = ["# The last commit of the source that each adoption has seen.", "adoptions:"]
    lines += [f"  - {yamlfile.quoted(one)}" for one in adoptions]
    return "".join(f"{line}\n" for line in lines)


def read_source_file(data: bytes) -> tuple[str, ...]:
    """The last moments of the adoptions so far.

    Raises:
        ProblemError: with what is wrong with the file.
    """
    value = yamlfile.read(content.decode(data, path=SOURCE_FILE), path=SOURCE_FILE, schema="adoption").value
    return tuple(value["adoptions"])
