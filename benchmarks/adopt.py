"""How long it takes to adopt, check and build the real histories, and in how much memory.

    python -m benchmarks.adopt [NAME…]

Names are those of the bundles in ``../shared/corpora``. Seconds are our own CPU time and that of git, so that a
busy machine does not count; memory is the most that any process had.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shared import bundle

NAMES = ("basecamp-policies", "site-policy", "GenAI-versions")


def run(*arguments: str | Path) -> tuple[float, int, str]:
    """One run of the program: seconds of CPU, MiB at most, and what it says."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "benchmarks.adopt", "--one", *map(str, arguments)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    words, _, most = said.rpartition("\n#")
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime), int(most) // 1024, words


def one(arguments: list[str]) -> None:
    """Run the program in this process's only child, and print the most memory that it had."""
    program = [sys.executable, "-m", "site_builder", *arguments]
    subprocess.run(program, check=True, stderr=subprocess.DEVNULL)
    print(f"\n#{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")


def main(names: tuple[str, ...]) -> None:
    """Print one line a history."""
    print("| history | commits | policies | versions | files | adopt | check | build | MiB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            source, ours, site = Path(folder, "source"), Path(folder, "ours"), Path(folder, "site")
            subprocess.run(["git", "clone", "--quiet", "--bare", str(bundle(name)), str(source)], check=True)
            count = subprocess.run(
                ["git", "-C", str(source), "rev-list", "--first-parent", "--count", "HEAD"],
                check=True,
                capture_output=True,
                text=True,
            ).stdout.strip()
            adopt, most, said = run("adopt", source, "--out", ours)
            found = re.search(r"(\d+) new versions, (\d+) polic", said)
            versions, policies = found.groups() if found else ("?", "?")
            check, *_ = run("check", "--repo", ours)
            build, more, _ = run("build", "--repo", ours, "--out", site)
            files = sum(len(names) for _, _, names in os.walk(site.resolve()))
            print(
                f"| {name} | {count} | {policies} | {versions} | {files} | {adopt:.0f} s | {check:.0f} s "
                f"| {build:.0f} s | {max(most, more)} |",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2:])
    else:
        main(tuple(sys.argv[1:]) or NAMES)
