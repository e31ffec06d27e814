"""What was measured, kept as JSON, and the tables that are made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median

# As tables and legends name the tools, in the order in which they are shown.
TITLES = {"ours": "ours", "hugo": "Hugo", "zensical": "Zensical", "eleventy": "Eleventy", "mkdocs": "MkDocs"}
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One step of one tool on one history, once. ``files`` and ``pages`` are what the site had after it.

    ``step`` is one of ``tools.Site``; seconds are of the processor (``cpu``) and
    of the clock (``wall``), memory is bytes.
    """

    tool: str
    contents: str
    versions: int
    step: str
    run: int
    cpu: float
    wall: float
    memory: int
    files: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What one call measured, when and with which versions of the tools; what failed, by tool and contents."""

    date: str
    command: str
    machine: str
    tools: Mapping[str, str]
    contents: Mapping[str, str]
    measured: tuple[Measured, ...]
    failed: Mapping[str, str]


def to_json(results: Results) -> str:
    """Results as text for a file."""
    return json.dumps(asdict(results), indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Results:
    """Results from a file's text."""
    read = json.loads(text)
    return Results(**{**read, "measured": tuple(Measured(**one) for one in read["measured"])})


def join(several: Sequence[Results]) -> tuple[Measured, ...]:
    """What several calls measured; where two have measured the same step, the later one counts."""
    found: dict[tuple[str, str, str], tuple[Measured, ...]] = {}
    for results in several:
        steps: dict[tuple[str, str, str], tuple[Measured, ...]] = {}
        for one in results.measured:
            key = (one.tool, one.contents, one.step)
            steps[key] = (*steps.get(key, ()), one)
        found |= steps
    return medians(one for runs in found.values() for one in runs)


def medians(measured: Iterable[Measured]) -> tuple[Measured, ...]:
    """One for all runs of a step: the median of each figure; its ``run`` is the number of runs."""
    groups: dict[tuple[str, str, str], list[Measured]] = {}
    for one in measured:
        groups.setdefault((one.tool, one.contents, one.step), []).append(one)
    return tuple(_middle(runs) for runs in groups.values())


def _middle(runs: Sequence[Measured]) -> Measured:
    first = runs[0]
    return Measured(
        tool=first.tool,
        contents=first.contents,
        versions=first.versions,
        step=first.step,
        run=len(runs),
        cpu=median(one.cpu for one in runs),
        wall=median(one.wall for one in runs),
        memory=int(median(one.memory for one in runs)),
        files=first.files,
        pages=first.pages,
    )


class Table:
    """Medians by tool, contents and step."""

    def __init__(self, measured: Iterable[Measured]) -> None:
        self.by = {(one.tool, one.contents, one.step): one for one in measured}
        contents = {one.contents: one.versions for one in self.by.values()}
        self.contents = sorted(contents, key=lambda name: (contents[name], name))
        self.tools = [tool for tool in TITLES if any(tool == key[0] for key in self.by)]

    def full(self) -> str:
        """Building everything from nothing, a row for each history and tool."""
        head = ["versions", "tool", "files", "pages", "CPU s", "Hugo = 1", "clock s", "MiB", "pages/s", "files/s"]
        return _table(head, 2, self._rows("full", self._full))

    def _full(self, one: Measured) -> list[str]:
        hugo = self.by.get(("hugo", one.contents, "full"))
        return [
            f"{one.files:,}",
            f"{one.pages:,}",
            _seconds(one.cpu),
            _ratio(one.cpu, hugo.cpu if hugo else 0),
            _seconds(one.wall),
            f"{one.memory / _MIB:.0f}",
            _rate(one.pages, one.wall),
            _rate(one.files, one.wall),
        ]

    def rebuild(self) -> str:
        """Building again: with one more release or page, with nothing changed, and looking without building."""
        head = [
            "versions",
            "tool",
            "one more: CPU s",
            "Hugo's is",
            "clock s",
            "MiB",
            "the next or a shorter way: CPU s",
        ]
        head += ["nothing changed: CPU s", "clock s", "check: CPU s", "the same again: CPU s"]
        return _table(head, 2, self._rows("more", self._rebuild))

    def _rebuild(self, one: Measured) -> list[str]:
        hugo = self.by.get(("hugo", one.contents, "more"))
        quick, further, again, check, rechecked = (
            self.by.get((one.tool, one.contents, step)) for step in ("quick", "next", "again", "check", "rechecked")
        )
        quick = quick or further
        return [
            _seconds(one.cpu),
            f"{_ratio(hugo.cpu, one.cpu)} times" if hugo and one.tool == "ours" else "",
            _seconds(one.wall),
            f"{one.memory / _MIB:.0f}",
            _seconds(quick.cpu) if quick else "",
            _seconds(again.cpu) if again else "",
            _seconds(again.wall) if again else "",
            _seconds(check.cpu) if check else "",
            _seconds(rechecked.cpu) if rechecked else "",
        ]

    def _rows(self, step: str, cells: Callable[[Measured], list[str]]) -> Iterable[list[str]]:
        for contents in self.contents:
            for tool in self.tools:
                one = self.by.get((tool, contents, step))
                if one is not None:
                    named = f"{one.versions:,}" if contents.isdecimal() else f"{one.versions:,} ({contents})"
                    yield [named, TITLES[tool], *cells(one)]

    def line(self, tool: str, step: str) -> list[tuple[int, float]]:
        """Number of versions and CPU seconds of a tool's step, over the histories that are named by their size."""
        found = (self.by.get((tool, contents, step)) for contents in self.contents if contents.isdecimal())
        return [(one.versions, one.cpu) for one in found if one is not None]


def _table(head: Sequence[str], left: int, rows: Iterable[Sequence[str]]) -> str:
    rule = [*["---"] * left, *["---:"] * (len(head) - left)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))


def _seconds(value: float) -> str:
    """Three digits that count, as people write seconds."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratio(value: float, to: float) -> str:
    return _seconds(value / to) if to else ""


def _rate(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f}" if seconds else ""


def report(several: Sequence[Results], picture: str) -> str:
    """The tables as Markdown for docs/benchmarks.md, with dates, commands and versions of tools."""
    table = Table(join(several))
    lines = [f"{one.date}, `{one.command}`; {one.machine}." for one in several]
    tools = {tool: version for one in several for tool, version in one.tools.items()}
    named = ", ".join(f"{TITLES[tool]} {tools[tool]}" for tool in TITLES if tool in tools and tool != "ours")
    contents = {name: about for one in several for name, about in one.contents.items()}
    about = "".join(f"- {name}: {contents[name]}\n" for name in table.contents if name in contents)
    failed = {key: why for one in several for key, why in one.failed.items()}
    missing = "".join(f"- {key}: {why}\n" for key, why in sorted(failed.items()))
    parts = [
        "\n".join(dict.fromkeys(lines)),
        f"{named}.",
        about,
        f"![CPU seconds against number of versions]({picture})",
        table.full(),
        table.rebuild(),
        *([f"What could not be measured:\n\n{missing}"] if missing else []),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"
