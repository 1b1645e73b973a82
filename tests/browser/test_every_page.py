"""Every page: accessible in light and dark and in both languages, and no wider than a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watched_page
from tests.support.addresses import PAGES

COLOR_RULES = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on the colours of the page alone; they take most of the time."""
COLORS = {"runOnly": {"type": "rule", "values": list(COLOR_RULES)}}
BUT_COLORS = {"rules": {rule: {"enabled": False} for rule in COLOR_RULES}}
DRAWN_OTHERWISE = {"home", "board-proof", "partners-organization", "map", "members-cluster"}
"""Pages with all that a phone alone shows: menu, cells of the board, folded filters, forms of the map."""

FINDINGS = """
async (options) => (await axe.run({resultTypes: ["violations"], ...options})).violations
  .filter((found) => ["serious", "critical"].includes(found.impact))
  .map((found) => `${found.id}: ${found.nodes.slice(0, 4).map((node) => node.target).join(", ")}`)
"""
"""Chosen on the page: handing out all that axe tells takes as long as looking for it."""


def findings(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe holds to be serious or critical, with the places."""
    if page.evaluate("window.axe === undefined"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(FINDINGS, options or {})
    return found


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
    on_a_phone = None if name in DRAWN_OTHERWISE else BUT_COLORS
    assert findings(page, on_a_phone) == [], "English, dark, on a phone"
    if name == "error":  # it answers 404, and the browser says so
        reports[:] = [report for report in reports if "404" not in report]
    assert reports == []


def test_what_axe_holds_to_be_serious_is_told(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<h1 style='color: #ccc; background: #fff'>Pale</h1><img src='data:,'><p><a href='/'></a>"
    )
    colors = ["color-contrast: h1"]
    assert findings(page, COLORS) == colors
    others = findings(page, BUT_COLORS)
    assert {found.partition(":")[0] for found in others} > {"html-has-lang", "image-alt", "link-name"}
    assert sorted(findings(page)) == sorted([*others, *colors])
    page.close()
