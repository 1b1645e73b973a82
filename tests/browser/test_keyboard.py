"""Without a mouse."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.support.addresses import CHAIN, DIL, FOUR


def tab_to(page: Page, pattern: str, limit: int = 120) -> None:
    """Press Tab until something whose text fits is focused."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        text = page.evaluate(
            "(document.activeElement.innerText || document.activeElement.value || '').trim()"
        )
        if re.search(pattern, text):
            return
    raise AssertionError(f"Tab never reaches {pattern!r}")


def suggested(page: Page, text: str) -> Locator:
    """The first suggestion for a text that is typed into the search field once the field can answer."""
    page.wait_for_selector("#search[data-htmx-powered]")
    page.keyboard.press("/")
    page.keyboard.type(text)
    first = page.locator("#suggestions a").first
    expect(first).to_be_visible()
    return first


def test_skip_link_leads_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_partner_search(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("lebensmitteltechnik")
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#suggestions a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("DIL")
    tab_to(page, "^Find partners$")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Whom should we meet, and why?")
    tab_to(page, "^Why")
    page.keyboard.press("Enter")
    expect(page.locator(".why table tfoot")).to_contain_text("Sum = score")


def test_the_way_from_one_to_another_on_the_map_and_by_which_project(page: Page) -> None:
    page.goto("/map")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    tabs = 0
    while not page.evaluate("document.activeElement.matches('.map-search input')"):
        page.keyboard.press("Tab")
        tabs += 1
        assert tabs <= 15
    page.keyboard.type("DIL Deutsches")
    page.keyboard.press("Enter")
    expect(page.locator(".map-stage")).to_be_focused()
    expect(page.locator("#map")).to_have_attribute("data-selected", DIL)
    page.keyboard.press("p")
    while not page.evaluate("document.activeElement.matches('.map-search input')"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.type("Südzucker")
    page.keyboard.press("Enter")
    steps = page.locator(".map-panel .map-evidence")
    expect(steps.first.locator("a")).to_have_attribute("href", re.compile("^/projects/"))
    expect(steps.first).to_contain_text(re.compile(r"20\d\d"))


def test_escape_closes_the_suggestions_and_leaves_the_field_focused(page: Page) -> None:
    page.goto("/")
    suggested(page, "food")
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions a")).to_have_count(0)
    expect(page.locator("#search")).to_be_focused()


def test_a_late_answer_leaves_the_focus_on_the_suggestion(page: Page) -> None:
    page.goto("/about/help")
    first = suggested(page, "food")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/suggestions*", hold)
    with page.expect_request("**/suggestions*"):
        page.keyboard.type("r")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.evaluate(
        "void (window.answered = new Promise((resume) =>"
        " document.addEventListener('htmx:finally:request', () => resume(true), { once: true })))"
    )
    late[0].continue_()
    assert page.evaluate("window.answered")
    expect(first).to_be_focused()


def test_what_if_one_leaves(page: Page) -> None:
    page.goto(f"{CHAIN}?{FOUR}")
    tab_to(page, "^Skip to the next steps", 20)
    page.keyboard.press("Enter")
    tab_to(page, "^What if one leaves", 5)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What breaks if one leaves?")
    box = page.locator('input[name=leave][value="cluster:foodregio"]')
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("main")).to_contain_text("Then the chain looks like this")
    expect(page).to_have_url(re.compile("leave=cluster%3Afoodregio"))


def test_board_by_arrow_keys(page: Page) -> None:
    page.goto(f"{CHAIN}?{FOUR}")
    page.locator("#c-processing-1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#c-processing-2")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("#c-processing")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#c-packaging")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#proof")).to_be_focused()
    expect(page.locator("#proof")).to_contain_text("Who proves Packaging?")
    page.keyboard.press("Escape")
    expect(page.locator("#proof")).to_have_count(0)
    expect(page.locator("#c-packaging")).to_be_focused()


def test_suggestions_do_not_send_the_focus_to_an_open_panel(page: Page) -> None:
    page.goto(f"{CHAIN}?{FOUR}")
    page.locator("#c-processing").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#proof")).to_be_focused()
    suggested(page, "food")
    expect(page.locator("#search")).to_be_focused()


def test_hints_open_on_focus_and_close_on_escape(page: Page) -> None:
    page.goto(f"/organizations/{DIL}")
    mark = page.locator(".hint .term").first
    mark.focus()
    tip = page.locator(".hint [role=tooltip]").first
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_menu_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 700})
    page.goto("/")
    expect(page.get_by_role("link", name="Partners")).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    page.get_by_role("link", name="Partners").press("Enter")
    expect(page.locator("h1")).to_have_text("Whom should we meet?")


def test_pairs_of_organizations_are_decided(page: Page) -> None:
    page.goto("/duplicates")
    heading = page.locator("section.card h2").first
    before = heading.inner_text()
    tab_to(page, "^Later$")
    page.keyboard.press("Enter")
    expect(page.locator("header.lead")).to_contain_text("1 of them was put off")
    expect(heading).not_to_have_text(before)
    tab_to(page, "^Later$", limit=8)
    page.keyboard.press("Enter")
    expect(page.locator("header.lead")).to_contain_text("2 of them were put off")
