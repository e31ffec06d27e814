"""Time builds of growing repositories: the first one, one after nothing changed, one after one new version.

Each repository has one policy of ten sections in two languages and as many versions as its line says; each version
changes one section. Run by ``make bench``; numbers in documents come from here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests import publisher
from tests.publisher import FOLDER, Publisher

SIZES = (1, 10, 50, 200)
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
        day = f"{1990 + revision // 12}-{revision % 12 + 1:02}-01"
        sources: dict[str, Any] = {name.replace("-", "_"): source for name, source in texts.items()}
        text = publisher.document(**sources)
        release = publisher.release(revision, text, day, day)
        sections = {f"{FOLDER}/en/{name}.md": source for name, source in texts.items()}
        _ = repository.commit({**sections, f"{FOLDER}/releases/{day}.yaml": release})


def seconds(repository: Publisher, out: Path) -> float:
    """How long one build takes, from the start of Python to its end."""
    command = [sys.executable, "-m", "site_builder", "build", "--repo", str(repository.path), "--out", str(out)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print one line a size."""
    print(f"{'versions':>8} {'files':>7} {'first':>8} {'again':>8} {'one more':>8}")
    for size in SIZES:
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
            first, again = seconds(repository, out), seconds(repository, out)
            files = sum(path.is_file() for path in out.resolve().rglob("*"))
            grow(repository, size + 1, size + 1)
            print(f"{size:8} {files:7} {first:7.2f}s {again:7.2f}s {seconds(repository, out):7.2f}s", flush=True)


if __name__ == "__main__":
    main()
