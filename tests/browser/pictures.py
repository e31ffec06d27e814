"""Pictures of pages in six scripts, and how much two of them differ. `python -m tests.browser.pictures` takes them."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import scripts
from tests.browser.chromium import chromium
from tests.browser.serving import serve
from tests.building import build

PICTURES = Path(__file__).with_name("pictures")
_CHANGES = f"/privacy/changes/{scripts.OLD}..{scripts.NEW}"
SHOWN = {f"{locale}-policy": f"/privacy/{locale}/" for locale in scripts.LOCALES[1:]} | {
    f"{locale}-redline": f"{_CHANGES}/{locale}/" for locale in ("ar", "ja")
}
SIZE = {"width": 560, "height": 760}
# Both pictures are drawn into so few cells that single letters vanish and blocks stay.
_COMPARE = """async ([first, second]) => {
    const cells = async (data, mirrored) => {
        const image = new Image(); image.src = `data:image/png;base64,${data}`; await image.decode();
        const canvas = document.createElement('canvas'); canvas.width = 56; canvas.height = 76;
        const context = canvas.getContext('2d', {willReadFrequently: true});
        if (mirrored) { context.translate(56, 0); context.scale(-1, 1); }
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, 56, 76);
        const pixels = context.getImageData(0, 0, 56, 76).data;
        return [...Array(56 * 76).keys()].map(i => (pixels[4 * i] + pixels[4 * i + 1] + pixels[4 * i + 2]) / 765);
    };
    const apart = (a, b) => a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
    const now = await cells(second, false);
    return [apart(await cells(first, false), now), apart(await cells(first, true), now)];
}"""


def taken(browser: Browser, address: str) -> bytes:
    """The first screen of a page at half its size."""
    context = browser.new_context(viewport=SIZE, device_scale_factor=0.5, reduced_motion="reduce", color_scheme="light")  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.goto(address, wait_until="load")
        return page.screenshot()
    finally:
        context.close()


def difference(page: Page, first: bytes, second: bytes) -> tuple[float, float]:
    """How far two pictures are apart on the average, 0 for the same and 1 for white and black; and with one mirrored.

    The page that compares them must allow pictures from ``data:`` addresses.
    """
    data = [base64.b64encode(one).decode() for one in (first, second)]
    same, mirrored = page.evaluate(_COMPARE, data)
    return float(same), float(mirrored)


def main() -> None:
    """Take all pictures; look at each before it is committed."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scripts.write(folder / "repository")
        site = build(folder / "repository", folder / "site", options=("--as-of", scripts.AS_OF))
        with serve(site) as root, chromium() as browser:
            for picture, address in SHOWN.items():
                (PICTURES / f"{picture}.png").write_bytes(taken(browser, f"{root}{address}"))


if __name__ == "__main__":
    main()
