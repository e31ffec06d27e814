"""Our redline against others, on pairs of consecutive versions of real policies.

``python benchmarks/redline.py [--every N]`` installs the others into ``.cache/peers`` (pip and npm), compares every
Nth pair of ``../shared/corpora`` and prints a table. All run in one process, but for node and git; each is given
what it asks for: HTML, Markdown or plain text, without front matter, which is no text. Times are of the processor,
so other work on the machine does not count, and take in the reading of Markdown for each tool. Ours forgets all
that it remembers before each pair, as if it had been started for it.

Runs and characters are counted on the pairs that all tools answered, so that nobody gains by giving up; one that
gives up too often is left out of that. Words are wrong where what is left without the marks is not the old and the
new text.
"""

from __future__ import annotations

import argparse
import difflib
import html
import inspect
import json
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".cache" / "peers"
sys.path.insert(0, str(ROOT))

from markdown_it import MarkdownIt  # noqa: E402

from site_builder.compare import compare_outlines  # noqa: E402
from site_builder.content.loose import decode, outline  # noqa: E402
from site_builder.outputs.marked import redline_html  # noqa: E402
from tests.redline.corpora import pairs  # noqa: E402

_BLOCKS = {"p", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "div"} | {
    f"h{n}" for n in range(1, 7)
}
_VOID = {"br", "hr", "img", "input"}
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def install() -> None:
    """The others, in a virtual environment and a node folder of their own."""
    PEERS.mkdir(parents=True, exist_ok=True)
    if not (PEERS / "bin").exists():
        venv.create(PEERS, with_pip=True)
        packages = ["redlines", "lxml", "lxml_html_clean", "htmldiff2", "diff-match-patch"]
        subprocess.run([str(PEERS / "bin/pip"), "install", "--quiet", *packages], check=False)
    if not (PEERS / "node_modules").exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", str(PEERS), "node-htmldiff"], check=False)
    sys.path.extend(map(str, PEERS.glob("lib/python*/site-packages")))


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


class Reading(HTMLParser):
    """Marked runs, changed characters, both texts, and whether the HTML is broken; what is a note is no text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.old = self.new = ""
        self.open: list[tuple[str, bool, bool]] = []
        self.broken = False
        self.moves = 0
        self.runs: list[tuple[str, str]] = []
        self.feed(source)
        self.close()
        self.broken = self.broken or bool(self.open)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that is a whole element."""
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that opens an element."""
        moved = any(name == "data-move" for name, _ in attrs)
        self.moves += moved and any(name == "id" for name, _ in attrs)
        if tag in _BLOCKS and any(name in ("ins", "del") and not free for name, free, _ in self.open):
            self.broken = True
        if tag not in _VOID:
            self.open.append((tag, moved, ("data-redline", "note") in attrs))

    def handle_endtag(self, tag: str) -> None:
        """A tag that closes one."""
        if tag in _VOID:
            return
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        else:
            self.broken = True
            names = [name for name, _, _ in self.open]
            if tag in names:
                del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Words."""
        if any(note for _, _, note in self.open) or not data.strip():
            return
        around = {name for name, _, _ in self.open}
        self.old += "" if "ins" in around else squeezed(data)
        self.new += "" if "del" in around else squeezed(data)
        # What moved is one run and no changed character, but for the edits inside it.
        names = {name for name, moved, _ in self.open if not moved}
        op = ("-" if "del" in names else "") + ("+" if "ins" in names else "") or "="
        if self.runs and self.runs[-1][0] == op:
            self.runs[-1] = (op, self.runs[-1][1] + data)
        else:
            self.runs.append((op, data))


def marked(spans: list[tuple[str, str]]) -> str:
    """Marks put into Markdown source, then rendered, as tools do that compare sources."""
    names = {"-": "del", "+": "ins"}
    source = "".join(text if op == "=" else f"<{names[op]}>{text}</{names[op]}>" for op, text in spans)
    return str(_MARKDOWN.render(source))


def peers() -> dict[str, Callable[[str, str], str]]:  # noqa: C901, PLR0915 - a list of tools, each a few lines
    """Each of the others by name: from two Markdown sources to HTML with marks."""
    diff_match_patch = import_module("diff_match_patch").diff_match_patch

    found: dict[str, Callable[[str, str], str]] = {}

    def characters(old: str, new: str) -> str:
        engine = diff_match_patch()
        engine.Diff_Timeout = 0
        diffs = engine.diff_main(old, new)
        engine.diff_cleanupSemantic(diffs)
        return marked([("=-+"[0 if op == 0 else 1 if op < 0 else 2], text) for op, text in diffs])

    def words(old: str, new: str) -> str:
        one, two = re.findall(r"\s+|\w+|.", old), re.findall(r"\s+|\w+|.", new)
        spans: list[tuple[str, str]] = []
        for tag, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            if tag == "equal":
                spans.append(("=", "".join(one[a:b])))
                continue
            spans.extend((op, text) for op, text in (("-", "".join(one[a:b])), ("+", "".join(two[c:d]))) if text)
        return marked(spans)

    def git(old: str, new: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder, name) for name in ("a", "b")]
            for path, text in zip(paths, (old, new), strict=True):
                path.write_text(text, encoding="utf-8")
            command = ["git", "diff", "--no-index", "--word-diff=porcelain", "-U100000", *map(str, paths)]
            out = subprocess.run(command, capture_output=True, check=False).stdout.decode()
        spans = []
        for line in out.partition("@@\n")[2].splitlines():
            op, text = ("=", "\n") if line == "~" else ({"+": "+", "-": "-"}.get(line[:1], "="), line[1:])
            spans.append((op, text))
        return marked(spans)

    found["diff-match-patch, characters"] = characters
    found["difflib, words"] = words
    found["git diff --word-diff"] = git

    def optional(name: str, make: Callable[[], Callable[[str, str], str]]) -> None:
        try:
            found[name] = make()
        except Exception as error:  # noqa: BLE001 - a peer that cannot be installed is left out and named
            print(f"left out: {name}: {type(error).__name__}: {error}", file=sys.stderr)

    def with_redlines() -> Callable[[str, str], str]:
        Redlines = import_module("redlines").Redlines  # noqa: N806 - a class

        return lambda old, new: str(_MARKDOWN.render(Redlines(old, new, markdown_style="none").output_markdown))

    def with_lxml() -> Callable[[str, str], str]:
        htmldiff = import_module("lxml.html.diff").htmldiff

        return lambda old, new: str(htmldiff(_MARKDOWN.render(old), _MARKDOWN.render(new)))

    def with_htmldiff2() -> Callable[[str, str], str]:
        render_html_diff = import_module("htmldiff2").render_html_diff

        return lambda old, new: str(render_html_diff(_MARKDOWN.render(old), _MARKDOWN.render(new)))

    def with_node() -> Callable[[str, str], str]:
        script = "const d=require('node-htmldiff');const i=JSON.parse(require('fs').readFileSync(0));"
        script += "const t=process.cpuUsage();const o=d(i[0],i[1]);"
        script += "console.log(JSON.stringify([o,(u=>(u.user+u.system)/1e6)(process.cpuUsage(t))]))"

        def run(old: str, new: str) -> str:
            start = time.process_time()
            given = json.dumps([_MARKDOWN.render(old), _MARKDOWN.render(new)])
            rendered = time.process_time() - start
            done = subprocess.run(
                ["node", "-e", script], input=given, capture_output=True, text=True, check=True, cwd=PEERS, timeout=60
            )
            output, seconds = json.loads(done.stdout)
            TOOK["node-htmldiff"] = seconds + rendered
            return str(output)

        run("a", "b")
        return run

    optional("redlines", with_redlines)
    optional("lxml.html.diff", with_lxml)
    optional("htmldiff2", with_htmldiff2)
    optional("node-htmldiff", with_node)
    return found


# Seconds of the processor that a tool may take for a pair, and the share of pairs on which it may fail.
PATIENCE = 2
_SELDOM = 0.02

# What the work of a tool in another process took, without starting the process.
TOOK: dict[str, float] = {}


def ours(old: str, new: str) -> str:
    """Reading, comparing and writing HTML, with all its proofs."""
    return redline_html(compare_outlines(outline.__wrapped__(old), outline.__wrapped__(new))).html


def remembered() -> Iterator[Callable[[], None]]:
    """What forgets what our rooms remember of texts; a function without parameters remembers a tool."""
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] == "site_builder":
            for one in vars(module).values():
                remembers = hasattr(one, "cache_clear") and not isinstance(one, type)
                if remembers and inspect.signature(one).parameters:
                    yield one.cache_clear


@dataclass
class Tally:
    """What a tool did, pair by pair: its time; how many runs and changed characters, None where it failed."""

    seconds: list[float] = field(default_factory=list)
    counted: list[tuple[int, int] | None] = field(default_factory=list)
    broken: int = 0
    wrong: int = 0

    @property
    def failed(self) -> int:
        """On how many pairs it failed."""
        return self.counted.count(None)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take every Nth pair")
    every = parser.parse_args().every
    install()
    signal.signal(signal.SIGPROF, give_up)
    forget = list(remembered())
    tools = {"ours": ours, **peers()}
    tallies = {name: Tally() for name in tools}
    with tempfile.TemporaryDirectory() as folder:
        taken = [(source(one.path, one.old), source(one.path, one.new)) for one in pairs(Path(folder))][::every]
    for tool in tools.values():
        # What a tool loads when it is first used is no part of a pair.
        tool("One.", "Two.")
    for pair in taken:
        for clear in forget:
            clear()
        for name, tool in tools.items():
            reading = measure(name, tool, pair, tallies[name])
            tallies[name].counted.append(count(reading) if reading else None)
            if reading:
                tallies[name].broken += reading.broken
                tallies[name].wrong += (reading.old, reading.new) != texts(name, pair)
        print(".", end="", file=sys.stderr, flush=True)
    report(tallies, len(taken), every)


def source(path: str, data: bytes) -> str:
    """The Markdown of a document, without front matter."""
    return re.sub(r"\A---\n.*?\n---\n", "", decode(data, path=path), count=1, flags=re.DOTALL)


def texts(name: str, pair: tuple[str, str]) -> tuple[str, ...]:
    """The two texts, as the reader that a tool uses has them."""
    if name == "ours":
        return tuple(Reading(ours(text, text)).old for text in pair)
    return tuple(Reading(_MARKDOWN.render(text)).old for text in pair)


def give_up(_number: int, _frame: object) -> None:
    """Stop a tool that takes too long; its time until then counts."""
    raise TimeoutError


def spent() -> float:
    """Seconds of the processor that this process and those that it started have taken."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def measure(name: str, tool: Callable[[str, str], str], pair: tuple[str, str], into: Tally) -> Reading | None:
    """One tool on one pair; None where it fails or takes too long."""
    start = spent()
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        output = tool(*pair)
    except Exception:  # noqa: BLE001 - that a tool fails on a real text is a result
        into.seconds.append(spent() - start)
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    into.seconds.append(TOOK.pop(name, spent() - start))
    return Reading(output)


def count(reading: Reading) -> tuple[int, int]:
    """What a reader has to look at: marked runs, and the characters in them."""
    edits = [text for op, text in reading.runs if op != "="]
    return len(edits) + reading.moves, sum(len(squeezed(text)) for text in edits)


def report(tallies: Mapping[str, Tally], taken: int, every: int) -> None:
    """The table as Markdown; times as ratios to ours."""
    base = sum(tallies["ours"].seconds)
    steady = {name: one.counted for name, one in tallies.items() if one.failed <= _SELDOM * taken}
    answered = [number for number in range(taken) if all(counted[number] for counted in steady.values())]
    print(f"{taken} pairs (every {every}); ours takes {base / taken * 1000:.1f} ms a pair, reading included;")
    print(f"runs and characters of the {len(answered)} pairs that {len(steady)} tools all answered\n")
    late = f"fails or takes over {PATIENCE} s"
    print(f"| tool | time (ours = 1) | marked runs | changed characters | breaks HTML | wrong words | {late} |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, one in tallies.items():
        done = max(1, taken - one.failed)
        seen = [one.counted[number] or (0, 0) for number in answered] if name in steady else []
        runs, characters = (str(sum(column)) for column in zip(*seen, strict=True)) if seen else ("–", "–")
        print(
            f"| {html.escape(name)} | {sum(one.seconds) / base:.2f} | {runs} | {characters} | "
            f"{100 * one.broken / done:.0f} % | {100 * one.wrong / done:.0f} % | {one.failed} |"
        )


if __name__ == "__main__":
    main()
