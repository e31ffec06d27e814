"""What one policy with many versions costs: the first build, one after nothing changed, one after one more version.

    python -m benchmarks.build [10 100 1000]

Each repository has one policy of ten sections in two languages and as many versions as its line says, one a week; each
version changes one section. Seconds are those of the processor, of Python from its start to its end, and memory is the
most of the first build. Run by ``make bench``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests import publisher
from tests.publisher import FOLDER, Publisher

SIZES = (10, 100, 1000)
FIRST = date(1990, 1, 1)
SECTIONS = [f"part-{number}" for number in range(10)]
PARAGRAPH = "We keep this information for {0} days and use it to provide the service, and for nothing else. " * 4


def grow(repository: Publisher, first: int, last: int) -> None:
    """Add versions ``first`` to ``last``, a commit each."""
    texts = {name: f"# {name.title()}\n\n{PARAGRAPH.format(0)}\n" for name in SECTIONS}
    for revision in range(1, last + 1):
        changed = SECTIONS[revision % len(SECTIONS)]
        texts[changed] = f"# {changed.title()}\n\n{PARAGRAPH.format(revision)}\n"
        if revision < first:
            continue
        day = str(FIRST + timedelta(weeks=revision))
        sources: dict[str, Any] = {name.replace("-", "_"): source for name, source in texts.items()}
        text = publisher.document(**sources)
        release = publisher.release(
            revision, text, day, day, short_notice="{ground: security, reason: Nobody waits for a measurement.}"
        )
        sections = {f"{FOLDER}/en/{name}.md": source for name, source in texts.items()}
        _ = repository.commit({**sections, f"{FOLDER}/releases/{day}.yaml": release})


def cost(repository: Publisher, out: Path) -> tuple[float, int]:
    """The seconds of the processor that one build takes, and the most memory that it has, in MiB."""
    command = [sys.executable, "-m", "site_builder", "build", "--repo", str(repository.path), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build of {repository.path} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss >> 10


def main() -> None:
    """Print one line a size."""
    print(f"{'versions':>8} {'files':>7} {'first':>8} {'again':>8} {'one more':>8} {'MiB':>5}")
    for size in [int(one) for one in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            repository = Publisher(Path(folder) / "repository")
            policy = publisher.POLICY.replace("[scope, retention]", f"[{', '.join(SECTIONS)}]")
            _ = repository.commit(
                {
                    "content/site.yaml": publisher.SITE,
                    f"{FOLDER}/policy.yaml": policy,
                    f"{FOLDER}/en/index.md": publisher.INDEX,
                }
            )
            grow(repository, 1, size)
            out = Path(folder) / "site"
            (first, memory), (again, _) = cost(repository, out), cost(repository, out)
            files = sum(path.is_file() for path in out.resolve().rglob("*"))
            grow(repository, size + 1, size + 1)
            more, _ = cost(repository, out)
            print(f"{size:8} {files:7} {first:7.2f}s {again:7.2f}s {more:7.2f}s {memory:5}", flush=True)


if __name__ == "__main__":
    main()
