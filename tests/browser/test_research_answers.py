"""Errands of researchers about the answer itself: why this company, who is near and small, who is new."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.research_words import LANGUAGES, PHONE, described


@LANGUAGES
def test_why_this_company_what_speaks_against_it_and_who_introduces_me(
    open_page: OpenPage, locale: str, words: dict[str, str]
) -> None:
    """The project that is cited holds the company; the way to it names who stands between."""
    page = open_page(locale=locale)
    described(page, words)
    page.get_by_label(words["house"]).fill("DIL")
    with page.expect_event("load"):
        page.get_by_role("button", name=words["find"]).click()
    first = page.locator("#answer .match").first
    name = first.locator(".name").inner_text()
    expect(first.locator("li", has_text=words["for"])).not_to_have_count(0)
    expect(first.locator("li", has_text=words["against"])).to_have_count(1)
    expect(first.get_by_role("link", name="NieKE").first).to_be_visible()
    way = first.get_by_role("link", name=words["path"]).get_attribute("href") or ""
    first.locator("a[href^='/projects/']").first.click()
    expect(page.locator("main")).to_contain_text(name)
    page.goto(way)
    expect(page.locator("main")).to_contain_text(name)
    expect(page.locator("ol.path, .answer").first).to_be_visible()


@LANGUAGES
def test_only_small_companies_of_two_countries(
    open_page: OpenPage, locale: str, words: dict[str, str]
) -> None:
    page = open_page(locale=locale)
    described(page, words)
    page.locator("#country").select_option(["DE", "AT"])
    page.get_by_label(words["small"]).check()
    with page.expect_event("load"):
        page.get_by_role("button", name=words["find"]).click()
    cards = page.locator("#answer .match")
    told = [line.strip() for line in cards.locator("> p.quiet").all_text_contents()]
    assert told
    assert {line.split(" · ")[0].rpartition(", ")[2] for line in told} <= {"DE", "AT"}
    address = cards.first.locator(".name a").get_attribute("href") or ""
    page.goto(address)
    expect(page.locator(".kicker")).to_contain_text(words["size"])


@LANGUAGES
def test_in_half_a_year_is_anybody_new(open_page: OpenPage, locale: str, words: dict[str, str]) -> None:
    """The search is found again from the home page, and says that nobody is new since."""
    page = open_page(locale=locale, viewport=PHONE)
    label = f"Sauces {locale}"
    described(page, words)
    page.get_by_text(words["save_search"]).click()
    page.locator("#label").fill(label)
    page.locator("input[name=keep_text]").check()
    page.locator("button[formaction$='/save']").click()
    expect(page.locator("main li", has_text=label)).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name=words["searches"]).click()
    page.locator("main li", has_text=label).get_by_role("link", name=label).click()
    expect(page.locator("main")).to_contain_text(words["nobody_new"])
    expect(page.locator("#abstract")).to_have_value(words["abstract"])
    page.goto("/saved")
    row = page.locator("main li", has_text=label)
    row.locator("summary").click()
    row.get_by_role("button").click()
    expect(row).to_have_count(0)
