"""Our sites beside those of Hugo, MkDocs, Zensical and Eleventy: same contents, same machine, one run.

    python -m benchmarks.sites [--sizes genai,100,500] [--tools ours,hugo] [--runs 3] [--out FILE]
    python -m benchmarks.sites --table FILE… [--picture FILE]

The first form measures and keeps the raw results; results of several calls can be joined by the second, which
prints the tables of docs/benchmarks.md and draws its picture. ``benchmarks/peers`` says what the sites are made
of (``contents.py``), how each tool is set up (``tools.py``) and what is counted (``measure.py``).

For each tool, history and run, in a folder of its own that begins empty: the whole site; the same again; for us,
``check``, twice; then one more release, or one more page, and the site again; for us, the release after that.
Processes find no cache of an earlier run, because home and cache folders are new as well.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError

from benchmarks.peers import contents, figures, plot
from benchmarks.peers.contents import Contents
from benchmarks.peers.figures import Measured, Results
from benchmarks.peers.measure import CommandError, measure
from benchmarks.peers.tools import TOOLS, Tool

ROOT = Path(__file__).resolve().parents[1]
SIZES = ("genai", "100", "500", "1500", "5000")
_CALL = "python -m benchmarks.sites"
PICTURE = Path("docs/images/cost.svg")
NOTE = "Ours makes pages, redlines, feeds and JSON; the others make pages and nothing else."


def install(names: list[str], peers: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The versions of the tools that are there, and why the others are not."""
    versions: dict[str, str] = {}
    failed: dict[str, str] = {}
    for name in names:
        folder, tool = peers / name, TOOLS[name]
        try:
            pinned = folder / "installed"
            if not pinned.exists() or pinned.read_text() != tool.pin:
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                tool.install(folder)
                pinned.write_text(tool.pin)
            versions[name] = tool.version(folder)
        except (CalledProcessError, OSError) as error:
            failed[name] = f"cannot be installed here ({_last_line(error)})"
    return versions, failed


def _last_line(error: Exception) -> str:
    said = str(getattr(error, "stderr", "") or error).strip()
    return said.splitlines()[-1] if said else type(error).__name__


def once(tool: Tool, name: str, made: Contents, peers: Path, run: int) -> Iterator[Measured]:
    """All steps of a tool on a history, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="sites-") as top:
        folder = Path(top)
        home = folder / "home"
        home.mkdir()
        site = tool.site(peers / name, made, folder / "site")
        environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **site.environment}
        for step, command in site.commands.items():
            if step in ("more", "quick", "next"):
                site.change()
            cost = measure(command, folder / "site", environment)
            files, pages = _counted(site.out)
            yield Measured(
                tool=name,
                contents=made.name,
                versions=made.versions,
                step=step,
                run=run,
                cpu=cost.cpu,
                wall=cost.wall,
                memory=cost.memory,
                files=files,
                pages=pages,
            )


def _counted(site: Path) -> tuple[int, int]:
    """How many files a site has, and how many of them are pages."""
    names = [name for _, _, names in os.walk(site.resolve()) for name in names]
    return len(names), sum(name.endswith(".html") for name in names)


def run(arguments: argparse.Namespace) -> Iterator[Results]:
    """Measure what was asked for, and give all of it after each tool, so that a run that is stopped is not lost.

    What fails is told, and the rest is measured all the same.
    """
    versions, failed = install(arguments.tools.split(","), arguments.peers)
    for name, version in versions.items():
        _say(f"{figures.TITLES[name]} {version}")
    measured: list[Measured] = []
    about: dict[str, str] = {}
    for size in arguments.sizes.split(","):
        made = contents.prepare(size, arguments.work)
        about[size] = f"{made.versions:,} versions of {made.policies} policies, {made.size / 1e6:.1f} MB of Markdown"
        _say(f"{size}: {about[size]}")
        for name in versions:
            for number in range(1, arguments.runs + 1):
                try:
                    for one in once(TOOLS[name], name, made, arguments.peers, number):
                        _say(f"  {name} {one.step} {one.cpu:.2f} s CPU, {one.wall:.2f} s, {one.memory >> 20} MiB")
                        measured.append(one)
                except CommandError as error:
                    failed[f"{name} {size}"] = str(error)
                    _say(f"  {name}: {error}")
                    break
            yield Results(
                date=datetime.now(UTC).date().isoformat(),
                command=f"{_CALL} --sizes {arguments.sizes} --tools {arguments.tools} --runs {arguments.runs}",
                machine=f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
                tools=versions,
                contents=dict(about),
                measured=tuple(measured),
                failed=dict(failed),
            )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def draw(table: figures.Table) -> str:
    """The picture of docs/benchmarks.md."""
    titles: Mapping[str, str] = {"full": "Everything, from nothing", "more": "One more version"}
    panels = [
        plot.Panel(
            title=title,
            lines={tool: table.line(tool, step) for tool in table.tools},
            words={tool: figures.TITLES[tool] for tool in table.tools},
        )
        for step, title in titles.items()
    ]
    return plot.picture(panels, across="versions", up="seconds of the processor", note=NOTE)


def main() -> None:
    """Measure, or print what was measured."""
    parser = argparse.ArgumentParser(prog=_CALL, description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default=",".join(SIZES), help="histories: `genai`, or numbers of versions")
    parser.add_argument("--tools", default=",".join(TOOLS), help=f"of {', '.join(TOOLS)}")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured; tables show medians")
    parser.add_argument("--peers", type=Path, default=ROOT / ".cache/peers", help="where the other tools are")
    parser.add_argument("--work", type=Path, default=ROOT / ".cache/sites", help="where contents are kept")
    parser.add_argument("--out", type=Path, help="a file for the raw results")
    parser.add_argument(
        "--table", type=Path, nargs="+", metavar="FILE", help="print tables of results, measure nothing"
    )
    parser.add_argument("--picture", type=Path, help=f"draw the picture into this file ({PICTURE})")
    arguments = parser.parse_args()
    if arguments.table:
        results = [figures.from_json(path.read_text("utf-8")) for path in arguments.table]
    else:
        results = []
        for one in run(arguments):
            results = [one]
            if arguments.out:
                arguments.out.write_text(figures.to_json(one), encoding="utf-8")
    if arguments.picture:
        arguments.picture.write_text(draw(figures.Table(figures.join(results))), encoding="utf-8")
    print(figures.report(results, "images/cost.svg"), end="")


if __name__ == "__main__":
    main()
