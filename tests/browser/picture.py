"""The picture in the README: the real policy page, as Chromium shows it. Run by ``make picture``."""

from __future__ import annotations

import sys
from pathlib import Path

from site_builder import routes
from tests.browser.chromium import chromium
from tests.browser.serving import serve


def main(site: Path, picture: Path) -> None:
    """Write a picture of the first screen of the policy."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with serve(site) as root, chromium() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
        page.goto(f"{root}{routes.policy('privacy')}")
        page.screenshot(path=picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
