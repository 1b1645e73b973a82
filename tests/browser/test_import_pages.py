"""The way of a member list into use: by keyboard, on a phone, in both languages, without findings of axe.

Who reads German sits at a desk, who reads English has a phone; each page is looked at in both widths.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from graphsvc.files import locked
from tests.browser.conftest import LOG, OpenPage
from tests.browser.test_every_page import findings
from tests.browser.test_keyboard import tab_to
from tests.support.office_lists import office_lists

PAGE = "/members/cluster:kern"
WIDTHS = (1280, 320)
SCREENS = [("de", 1280), ("en", 320)]
USE = {"de": "^Diese Liste verwenden$", "en": "^Use this list$"}
LONG = "Firma;Ort\n" + "".join(f"Musterwerk {number} GmbH;Bremen\n" for number in range(12_000))


@pytest.fixture
def busy(pytestconfig: pytest.Config, site: str) -> Iterator[None]:
    """A service whose worker is at other work: what is asked of it waits."""
    assert site
    with locked(pytestconfig.stash[LOG].parent / "home" / "worker.lock", wait=True):
        yield


def fits(page: Page) -> None:
    """The page is accessible, has one heading above all and is no wider than a screen of either width."""
    own = page.viewport_size
    assert own is not None
    assert page.locator("h1").count() == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": own["height"]})
        assert findings(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size(own)


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_a_list_is_taken_into_use_by_keyboard(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page(locale=language, viewport={"width": width, "height": 720})
    (german, *_) = office_lists()
    page.goto(PAGE)
    page.set_input_files("#list", {"name": german.file, "mimeType": "", "buffer": german.data})
    page.locator("#list").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}/*")
    fits(page)
    tab_to(page, USE[language])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}")
    expect(page.locator("fieldset.member")).to_have_count(3)
    fits(page)
    undo = page.locator("form[action='/undo'] button")
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator("fieldset.member")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), SCREENS)
def test_the_page_of_a_list_that_is_read_tells_and_stops(
    open_page: OpenPage, busy: None, language: str, width: int
) -> None:
    page = open_page(locale=language, viewport={"width": width, "height": 720})
    page.goto(PAGE)
    page.set_input_files("#list", {"name": "lang.csv", "mimeType": "", "buffer": LONG.encode()})
    page.locator("#list + button").click()
    page.wait_for_url("**/data/jobs/*")
    waiting = {"de": "Wartet, bis die Reihe daran kommt.", "en": "Waiting for its turn."}
    expect(page.get_by_role("status")).to_have_text(waiting[language])
    expect(page.locator("html")).to_have_attribute("lang", language)
    fits(page)
    tab_to(page, {"de": "^Anhalten$", "en": "^Stop$"}[language])
    page.keyboard.press("Enter")
    stopped = {
        "de": "Angehalten. Nichts davon ist in den Daten.",
        "en": "Stopped. Nothing of this import is in the data.",
    }
    expect(page.locator("#job .notice")).to_have_text(stopped[language])
    fits(page)
