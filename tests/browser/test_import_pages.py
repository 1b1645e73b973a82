"""The way of a member list into use: by keyboard, on a phone, in both languages, without findings of axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from graphsvc.files import locked
from tests.browser.conftest import LOG, OpenPage
from tests.browser.test_every_page import findings
from tests.browser.test_keyboard import tab_to
from tests.support.office_lists import office_lists

PAGE = "/members/cluster:kern"
LONG = "Firma;Ort\n" + "".join(f"Musterwerk {number} GmbH;Bremen\n" for number in range(12_000))


@pytest.fixture
def busy(pytestconfig: pytest.Config, site: str) -> Iterator[None]:
    """A service whose worker is at other work: what is asked of it waits."""
    assert site
    with locked(pytestconfig.stash[LOG].parent / "home" / "worker.lock", wait=True):
        yield


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A watched page for who reads German."""
    return open_page(locale="de", viewport={"width": 1280, "height": 720})


def accessible(page: Page, width: int) -> None:
    """At a width axe finds nothing, and there is one heading above all; no wider than that or a phone."""
    assert page.locator("h1").count() == 1
    for wide in (320, width):
        page.set_viewport_size({"width": wide, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
    assert findings(page) == [], width


def fits(page: Page, german: str, english: str) -> None:
    """The page says this in both languages and is accessible: in English on a phone, in German at a desk."""
    expect(page.locator("html")).to_have_attribute("lang", "de")
    address = page.url.partition("?")[0]
    for language, said, width in (("en", english, 320), ("de", german, 1280)):
        page.goto(f"{address}?lang={language}")
        expect(page.locator("main")).to_contain_text(said)
        accessible(page, width)


def test_a_list_is_taken_into_use_by_keyboard(page: Page, open_page: OpenPage) -> None:
    (german, *_) = office_lists()
    page.goto(PAGE)
    page.set_input_files("#list", {"name": german.file, "mimeType": "", "buffer": german.data})
    page.locator("#list").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}/*")
    fits(page, "Diese Liste verwenden", "Use this list")
    tab_to(page, "^Diese Liste verwenden$")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}")
    expect(page.locator("fieldset.member")).to_have_count(3)
    accessible(page, 1280)
    phone = open_page(viewport={"width": 320, "height": 720})
    phone.goto(PAGE)
    expect(phone.locator("fieldset.member")).to_have_count(3)
    accessible(phone, 320)
    undo = page.locator("form[action='/undo'] button")
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator("fieldset.member")).to_have_count(0)


def test_the_page_of_a_list_that_is_read_tells_and_stops(page: Page, busy: None) -> None:
    page.goto(PAGE)
    page.set_input_files("#list", {"name": "lang.csv", "mimeType": "", "buffer": LONG.encode()})
    page.locator("#list + button").click()
    page.wait_for_url("**/data/jobs/*")
    expect(page.get_by_role("status")).to_have_text("Wartet, bis die Reihe daran kommt.")
    fits(page, "Wartet, bis die Reihe daran kommt.", "Waiting for its turn.")
    tab_to(page, "^Anhalten$")
    page.keyboard.press("Enter")
    stopped = "Angehalten. Nichts davon ist in den Daten."
    expect(page.locator("#job .notice")).to_have_text(stopped)
    fits(page, stopped, "Stopped. Nothing of this import is in the data.")
