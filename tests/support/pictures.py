"""The pictures of README and docs, taken from a running service: `python -m tests.support.pictures ADDRESS`.

With a folder as second argument every page is taken in both languages instead, to be looked at.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import chromium
from tests.support.addresses import CHAIN, DIL, FOUR, PAGES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SHOWN = {
    "home": "/",
    "board": f"{CHAIN}?{FOUR}",
    "partners": f"/partners/{DIL}",
    "organization": f"/organizations/{DIL}",
    "map": "/map?view=network",
    "data": "/data",
}


def take(browser: Browser, address: str, pages: dict[str, str], folder: Path, language: str) -> None:
    """Take one picture of the first screen of every page."""
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=address, locale=language, viewport={"width": 1200, "height": 800})
    page = context.new_page()
    for name, path in pages.items():
        page.goto(path, wait_until="networkidle")
        _drawn(page)
        page.screenshot(path=folder / f"{name}.png")
    context.close()


def _drawn(page: Page) -> None:
    """Wait for what a script draws."""
    if page.locator("[data-map]").count():
        page.wait_for_selector('html[data-ready="true"]', timeout=60_000)


def main() -> None:
    """Take the pictures that the arguments ask for."""
    address = sys.argv[1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=[*chromium.ARGUMENTS, "--no-sandbox"]
        )
        if len(sys.argv) > 2:
            for language in ("de", "en"):
                take(browser, address, PAGES, Path(sys.argv[2]) / language, language)
        else:
            take(browser, address, SHOWN, FOLDER, "en")
        browser.close()


if __name__ == "__main__":
    main()
