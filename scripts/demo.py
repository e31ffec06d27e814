"""An app that shows policy notices, on this machine: ``make demo`` builds a site and serves it with the app's page.

The site is the example of ``site-builder new``: three versions, of which the third is announced.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PORT = 8010


def make(folder: Path, address: str, today: date) -> None:
    """Fill a folder that will be served at an address: ``site/`` and the page ``app/``."""
    from site_builder.doors.git.making import create_repository  # noqa: PLC0415 - the server needs none of it
    from site_builder.starter import Answers, first_repository  # noqa: PLC0415

    answers = Answers(publisher="Example Ltd", address=f"{address}/site", time_zone="UTC", today=today)
    repository = folder / "repository"
    repository.mkdir(parents=True)
    create_repository(repository, first_repository(answers))
    as_of = datetime(today.year, today.month, today.day, 12, tzinfo=UTC).isoformat()
    options = ("--repo", repository, "--out", folder / "site", "--as-of", as_of)
    subprocess.run((sys.executable, "-m", "site_builder", "build", *options), check=True)
    shutil.copytree(REPOSITORY / "scripts" / "demo", folder / "app")


def main() -> None:
    """Build, say where to look, and serve until the user stops it."""
    folder = REPOSITORY / ".cache" / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    address = f"http://127.0.0.1:{PORT}"
    make(folder, address, datetime.now(UTC).date())
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", PORT), handler) as server:
        print(f"the app is at {address}/app/ · stop with Ctrl-C")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
