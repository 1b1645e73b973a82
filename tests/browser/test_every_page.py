"""Every page: accessible in light and dark and in both languages, and no wider than a phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.support.addresses import PAGES

SERIOUS = {"serious", "critical"}
RESULTS: dict[str, Any] = {"resultTypes": ["violations"]}
COLORS = {**RESULTS, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules whose answer depends on the colours of the page alone."""


def findings(page: Page, options: dict[str, Any] = RESULTS) -> list[str]:
    """What axe holds to be serious or critical, with the places."""
    results: dict[str, Any] = Axe().run(page, options=options).response
    return [
        f"{found['id']}: {[node['target'] for node in found['nodes']][:4]}"
        for found in results["violations"]
        if found["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, open_page: OpenPage, page_reports: list[str]) -> None:
    page = open_page(locale="de", reduced_motion="reduce")
    page.goto(PAGES[name])
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("h1").count() == 1
    assert findings(page) == [], "German, light"
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert findings(page, COLORS) == [], "German, dark"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(PAGES[name] + ("&" if "?" in PAGES[name] else "?") + "lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert findings(page) == [], "English, dark, on a phone"
    if name == "error":  # it answers 404, and the browser says so
        page_reports[:] = [report for report in page_reports if "404" not in report]
