"""Every page: accessible in light and dark and in both languages, and no wider than a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watched_page
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


@pytest.fixture(scope="module")
def visited(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """One page for all, since a new one costs more than what is looked at, and what it reports."""
    reports: list[str] = []
    with browser.new_context(base_url=site, locale="de") as context:
        yield watched_page(context, site, reports), reports


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, visited: tuple[Page, list[str]]) -> None:
    page, reports = visited
    reports.clear()
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(PAGES[name])
    expect(page.locator("[data-reload]")).to_have_count(0)  # being computed, it would reload into the next
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
        reports[:] = [report for report in reports if "404" not in report]
    assert reports == []
