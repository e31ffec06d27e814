"""What the bytes of a site cost, whoever made them: the least that a build of it can take.

    python -m benchmarks.floor SITE

Writes every file of a published site anew and names it by its digest, as a full build does; then links every file
into a new generation and waits for its folders, as a build that changes one file does. Nothing is rendered or
compared. Prints seconds of the processor, user and system.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from site_builder.doors.disk.files import add_folder, files_in, sync, write


def files_of(site: Path) -> list[str]:
    """The files of a site by their paths in it."""
    return [path.relative_to(site).as_posix() for path in files_in(site)]


def folders_of(files: Iterable[str]) -> list[str]:
    """The folders that files stand in, and those above them, the widest first."""
    found = {str(parent) for file in files for parent in Path(file).parents} - {"."}
    return sorted(found)


def written(site: Path, fresh: Path, files: Iterable[str]) -> None:
    """Every file anew, with its digest; reading them is not what is asked, and costs little beside it."""
    for file in files:
        body = (site / file).read_bytes()
        hashlib.sha256(body).hexdigest()
        write(fresh / file, body)
    for file in files:
        sync(fresh / file)


def linked(site: Path, fresh: Path, files: Iterable[str]) -> None:
    """Every file linked."""
    for file in files:
        os.link(site / file, fresh / file)


def cost(what: Callable[[Path, Path, Iterable[str]], None], site: Path, files: list[str], beside: Path) -> float:
    """Seconds of the processor for a new generation."""
    folders = folders_of(files)
    with tempfile.TemporaryDirectory(prefix="floor-", dir=beside) as fresh:
        before = time.process_time()
        for folder in folders:
            add_folder(f"{fresh}/{folder}")
        what(site, Path(fresh), files)
        for folder in folders:
            sync(f"{fresh}/{folder}")
        return time.process_time() - before


def main() -> None:
    """Measure a site and say what its bytes cost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site", type=Path, help="a published site")
    site = parser.parse_args().site.resolve()
    files = files_of(site)
    size = sum((site / file).stat().st_size for file in files)
    print(f"{len(files):,} files, {size:,} bytes")
    print(f"written and named: {cost(written, site, files, site.parent):.1f} s")
    print(f"linked: {cost(linked, site, files, site.parent):.1f} s")


if __name__ == "__main__":
    main()
