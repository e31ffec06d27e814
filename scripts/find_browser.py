"""Print the path of a Chromium for the page checks, after installing one if there is none.

Looked for in this order: the path in ``CHROME``; a Chromium or Chrome on the PATH; Debian's package, where
it may be installed; Playwright's own download. What is done is told on standard error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# For people who look at pictures of Chinese and Arabic pages; no check depends on them.
FONTS = ("fonts-noto-core", "fonts-noto-cjk")
NO_BROWSER = """\
The page checks need Chromium, and none was found or could be installed. One of these mends it:
  Debian, Ubuntu:  apt-get install chromium
  macOS:           brew install --cask chromium
  elsewhere:       .venv/bin/python -m playwright install --with-deps chromium
  already there:   CHROME=/path/to/chrome make test"""

Run = Callable[[Sequence[str]], bool]
Which = Callable[[str], str | None]


def find_browser(
    environment: Mapping[str, str],
    which: Which,
    run: Run,
    downloaded: Callable[[], str | None],
    *,
    is_root: bool,
) -> str | None:
    """The path of a browser, or nothing; ``run`` says whether a command succeeded."""
    if named := environment.get("CHROME"):
        return which(named)
    if found := installed(which):
        return found
    if (apt := apt_get(which, is_root=is_root)) and run([*apt, "update"]):
        install = [*apt, "install", "--yes", "--no-install-recommends"]
        if run([*install, "chromium"]) and (found := installed(which)):
            _ = run([*install, *FONTS])
            return found
    if found := downloaded():
        return found
    return downloaded() if run([sys.executable, "-m", "playwright", "install", "chromium"]) else None


def installed(which: Which = shutil.which) -> str | None:
    """A browser on the PATH or where macOS keeps it."""
    return next((found for name in NAMES if (found := which(name))), None)


def apt_get(which: Which, *, is_root: bool) -> list[str] | None:
    """How Debian's packages may be installed here, or None where they may not."""
    if not which("apt-get"):
        return None
    if is_root:
        return ["apt-get", "--quiet"]
    return ["sudo", "-n", "apt-get", "--quiet"] if which("sudo") else None


def run_command(command: Sequence[str]) -> bool:
    """Run a command with nobody to ask, and say whether it succeeded."""
    print("+", *command, file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    return done.returncode == 0


def _downloaded() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    """Print the path, or say what to install."""
    found = find_browser(os.environ, shutil.which, run_command, _downloaded, is_root=os.geteuid() == 0)
    print(found or NO_BROWSER, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
