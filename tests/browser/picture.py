"""Pictures of pages as Chromium shows them.

``make picture`` takes the README's. The ones of docs/adopt.md are of GitHub's site-policy repository (CC0), adopted and
built: ``python -m tests.browser.picture SITE PICTURE ADDRESS HEIGHT``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from site_builder import routes
from tests.browser.chromium import chromium
from tests.browser.serving import serve


def main(site: Path, picture: Path, address: str = routes.policy("privacy"), height: str = "800") -> None:
    """Write a picture of the first screen of a page, so many pixels high."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with serve(site) as root, chromium() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": int(height)}, reduced_motion="reduce")
        page.goto(f"{root}{address}")
        page.screenshot(path=picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
