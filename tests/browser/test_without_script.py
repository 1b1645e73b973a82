"""What has to work where scripts are off."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.support.addresses import CHAIN, FOUR


def test_search(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.locator("#search").fill("muenchen")
    page.locator("#search").press("Enter")
    expect(page.locator(".hits li").first).to_be_visible()


def test_board_and_its_proof(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{CHAIN}?{FOUR}")
    page.locator('input[value="cluster:fpi"]').uncheck()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".board thead")).not_to_contain_text("Food-Processing")
    page.locator("#c-packaging").click()
    expect(page.locator("#proof")).to_contain_text("foodRegio")


def test_map_is_a_table(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/map?view=network&country=DE")
    expect(page.locator("[data-map-fallback] tbody tr").first).to_be_visible()
