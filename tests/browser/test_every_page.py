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
DRAWN_OTHERWISE = {"home", "board-proof", "partners-organization", "map", "members-cluster"}
"""Pages with all that a desk and a phone draw each in its own way: menu, board, filters, forms of the map."""

LOOKED_AT = "data-contrast"
"""Marks the elements whose contrast is looked at: of those that look alike, one."""
AXE = f"""{Axe().axe_script}
axe.configure({{rules: [
  {{id: "color-contrast", selector: "[{LOOKED_AT}]"}},
  ...axe._audit.rules.filter((rule) => ["minor", "moderate"].includes(rule.impact))
    .map((rule) => ({{id: rule.id, enabled: false}})),
]}});
"""
"""axe, which does not look for what is less than serious: that is not told."""

FINDINGS = """
async ([options, mark]) => {
  const ofLook = new Map(), looks = new Map(), chosen = new Map();
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const look = [looks.get(element.parentElement), element.tagName, element.getAttribute("class"),
      style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.position,
      style.fontSize, style.fontWeight, style.textShadow].join("|");
    if (!ofLook.has(look)) ofLook.set(look, ofLook.size);
    looks.set(element, ofLook.get(look));
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const told = own.map((node) => node.data).join("").trim().length > 1;
    if (chosen.has(looks.get(element)) || !(told || element.matches("input, select, textarea"))) continue;
    if (element.checkVisibility({visibilityProperty: true})) chosen.set(looks.get(element), element);
  }
  for (const element of chosen.values()) element.setAttribute(mark, "");
  const {violations} = await axe.run({resultTypes: ["violations"], ...options});
  for (const element of chosen.values()) element.removeAttribute(mark);
  return violations.filter((found) => ["serious", "critical"].includes(found.impact))
    .map((found) => `${found.id}: ${found.nodes.slice(0, 4).map((node) => node.target).join(", ")}`);
}
"""
"""The look of an element is its class, colours, size and place, below the look of what it stands in. What axe
finds is chosen on the page: handing out all that it tells takes as long as looking for it."""


def findings(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe holds to be serious or critical, with the places; of texts that look alike, the first."""
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FINDINGS, [options or {}, LOOKED_AT])
    return found


@pytest.fixture(scope="module")
def visited(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """One page for all, since a new one costs more than what is looked at, and what it reports."""
    reports: list[str] = []
    with browser.new_context(base_url=site, locale="de") as context:
        context.add_init_script(AXE)
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
    if name in DRAWN_OTHERWISE:
        assert findings(page, COLORS) == [], "German, dark"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(PAGES[name] + ("&" if "?" in PAGES[name] else "?") + "lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert findings(page) == [], "English, dark, on a phone"
    if name == "error":  # it answers 404, and the browser says so
        reports[:] = [report for report in reports if "404" not in report]
    assert reports == []


def test_what_axe_holds_to_be_serious_is_told(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<h1 style='color: #ccc; background: #fff'>Pale</h1><img src='data:,'><p><a href='/'></a>"
    )
    assert findings(page, COLORS) == ["color-contrast: h1"]
    found = {told.partition(":")[0] for told in findings(page)}
    assert found > {"color-contrast", "html-has-lang", "image-alt", "link-name"}
    page.close()


def test_of_texts_that_look_alike_one_is_looked_at(browser: Browser) -> None:
    """Colour, background and class make another look, of the text or of what it stands in."""
    page = browser.new_page()
    pale, clear = "<p style='color: #ccc'>Pale", "<p>Clear"
    inside = f"<div style='background: #555'>{clear} elsewhere</p></div><p hidden style='color: #bbb'>Gone"
    page.set_content(f"<main style='background: #fff'>{clear}{pale}{pale} again{clear} again{inside}</main>")
    assert findings(page, COLORS) == [
        'color-contrast: p[data-contrast=""]:nth-child(2), div > p[data-contrast=""]'
    ]
    page.close()
