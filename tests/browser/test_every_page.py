"""Every page: accessible in light and dark and in both languages, no wider than a phone, well titled."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.support.addresses import PAGES

SERIOUS = {"serious", "critical"}


def findings(page: Page) -> list[str]:
    """What axe holds to be serious or critical, with the places."""
    results: dict[str, Any] = Axe().run(page).response
    return [
        f"{found['id']}: {[node['target'] for node in found['nodes']][:4]}"
        for found in results["violations"]
        if found["impact"] in SERIOUS
    ]


def forgive_not_found(reports: list[str]) -> None:
    """The address that does not exist answers 404, and the browser says so."""
    reports[:] = [report for report in reports if "404" not in report]


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, open_page: OpenPage, page_reports: list[str]) -> None:
    page = open_page(locale="de", reduced_motion="reduce")
    page.goto(PAGES[name])
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("h1").count() == 1
    assert findings(page) == [], "German, light"
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert findings(page) == [], "German, dark"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(PAGES[name] + ("&" if "?" in PAGES[name] else "?") + "lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert findings(page) == [], "English, dark, on a phone"
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert findings(page) == [], "English, light, on a phone"
    if name == "error":
        forgive_not_found(page_reports)


def test_titles_differ_and_name_the_object(page: Page, page_reports: list[str]) -> None:
    titles = {}
    for name, address in PAGES.items():
        page.goto(address)
        titles[name] = page.title()
    assert titles["cluster"].startswith("Cluster: Food")
    assert titles["organization"].startswith("Organization: DIL")
    assert len(set(titles.values())) > len(PAGES) - 8
    forgive_not_found(page_reports)
