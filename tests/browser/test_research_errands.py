"""Errands of researchers from the home page, in German and English, some on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import OpenPage
from tests.browser.research_words import ENGLISH, GERMAN, LANGUAGES, PHONE, described


def test_german_and_english_find_the_same_company(open_page: OpenPage) -> None:
    first = []
    for locale, words in (("de", GERMAN), ("en-GB", ENGLISH)):
        page = open_page(locale=locale)
        described(page, words)
        names = page.locator("#answer .match .name").all_inner_texts()
        first.append(set(names))
    assert "Hiperbaric SA" in first[0] & first[1]


@LANGUAGES
def test_my_own_house_by_its_everyday_name(open_page: OpenPage, locale: str, words: dict[str, str]) -> None:
    page = open_page(locale=locale, viewport=PHONE)
    described(page, words)
    house = page.get_by_label(words["house"])
    house.press_sequentially("DIL")
    page.locator(".house .suggestions button", has_text="Lebensmitteltechnik").click()
    expect(house).to_have_value(re.compile("DIL"))
    page.get_by_role("button", name=words["find"]).click()
    expect(page.locator("#answer .match").first.get_by_role("link", name="NieKE").first).to_be_visible()

    house.fill("Fraunhofer IVV")
    page.get_by_role("button", name=words["find"]).click()
    expect(page.locator(".choice")).to_contain_text("Fraunhofer Gesellschaft")
    expect(page.locator("#abstract")).to_have_value(words["abstract"])
    page.get_by_role("button", name=words["find"]).click()
    expect(house).to_have_value(re.compile("Fraunhofer Gesellschaft"))
    expect(page.locator("#answer .match").first).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "words", "text", "asked"),
    [
        (
            "en-GB",
            ENGLISH,
            "Rolling sushi from sticky rice by a robot that learns from the hands of chefs in a bar",
            3,
        ),
        ("en-GB", ENGLISH, "Loop quantum gravity of rotating black holes near the horizon", 0),
        (
            "de",
            GERMAN,
            "Wer plant Öfen und Teige der Bäckerei? Das Verfahren rechnet aus Bestellungen einen Plan.",
            3,
        ),
    ],
    ids=["food", "physics", "food, German"],
)
def test_whom_do_i_ask_where_nobody_fits(
    open_page: OpenPage, locale: str, words: dict[str, str], text: str, asked: int
) -> None:
    """Clusters of the field; nobody where the data has none."""
    page = open_page(locale=locale)
    page.goto("/")
    page.get_by_label(words["text"]).fill(text)
    page.get_by_role("button", name=words["find"]).click()
    answer = page.locator("#answer")
    expect(answer).to_contain_text(words["nobody"])
    expect(answer.locator("section.card a[href^='/clusters/']")).to_have_count(asked)


@LANGUAGES
def test_a_description_is_kept_changed_published_and_found(
    open_page: OpenPage, locale: str, words: dict[str, str]
) -> None:
    page = open_page(locale=locale, viewport=PHONE)
    mark = f"Zwetschge{locale[:2]}"
    described(page, words)
    page.get_by_label(words["title"], exact=True).fill(f"Haltbar ohne Hitze {mark}")
    page.get_by_role("button", name=words["keep"]).click()
    expect(page.locator("#abstract")).to_have_value(words["abstract"])
    expect(page.locator("#title")).to_have_value(f"Haltbar ohne Hitze {mark}")
    page.locator("#benefit").fill("Weniger Energie und längere Haltbarkeit, für Betriebe jeder Größe.")
    page.locator("#topic").fill("high pressure processing")
    page.locator("#trl").select_option("6")
    page.locator("#rights").select_option("filed")
    page.locator("#wanted").select_option("company")
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(".notice.good")).to_be_visible()
    page.get_by_role("link", name=words["change"]).click()
    page.locator("#topic").fill("high pressure")
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator("dl.facts")).to_contain_text("high pressure")
    page.get_by_role("button", name=words["public"]).click()
    expect(page.locator(".kicker")).to_contain_text("public" if locale != "de" else "öffentlich")
    page.locator("#search").fill(mark)
    page.keyboard.press("Enter")
    page.locator(".hits a", has_text=mark).click()
    expect(page.locator("h1")).to_contain_text(mark)


@LANGUAGES
def test_who_introduces_me_and_the_list_as_a_sheet(
    open_page: OpenPage, locale: str, words: dict[str, str], tmp_path: Path
) -> None:
    page = open_page(locale=locale, accept_downloads=True)
    described(page, words)
    page.get_by_label(words["house"]).fill("DIL")
    page.locator("#country").select_option(["ES", "PT"])
    with page.expect_event("load"):
        page.get_by_role("button", name=words["find"]).click()
    names = page.locator("#answer .match .name").all_text_contents()
    told = page.locator("#answer .match > p.quiet").all_text_contents()
    countries = {found[1] for line in told if (found := re.search(r", ([A-Z]{2})$", line.strip()))}
    assert countries
    assert countries <= {"ES", "PT"}
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words["sheet"]).click()
    file = tmp_path / "list.xlsx"
    waiting.value.save_as(file)
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows[1:]} == set(names)
    page.locator("#answer .match").first.get_by_role("link", name=words["path"]).click()
    expect(page.locator("ol.path, .answer").first).to_be_visible()


@LANGUAGES
def test_companies_we_have_worked_with_stand_apart(
    open_page: OpenPage, locale: str, words: dict[str, str]
) -> None:
    page = open_page(locale=locale)
    described(page, words)
    page.locator("#abstract").fill(words["worked"])
    page.get_by_label(words["house"]).fill("DIL")
    with page.expect_event("load"):
        page.get_by_role("button", name=words["find"]).click()
    known = page.locator("#answer section", has=page.get_by_role("heading", name=words["known"], exact=True))
    elea = known.locator(".match", has=page.locator(".name", has_text="ELEA Vertriebs"))
    expect(elea).to_have_count(1)
    others = page.locator("#answer section .match .name").all_inner_texts()
    assert sum("ELEA" in name for name in others) == 1, "it stands in no other group"
    elea.get_by_role("link", name=words["path"]).click()
    expect(page.locator("p.answer")).to_have_text(words["before"])


def test_suggestions_are_declined_pinned_and_followed_up(open_page: OpenPage) -> None:
    """On a phone; who reads English sees it at a desk."""
    page, words = open_page(locale="de", viewport=PHONE), GERMAN
    page.goto("/")
    page.locator("#search").fill("lebensmitteltechnik")
    page.locator("#suggestions a", has_text="DIL").first.click()
    page.locator("a.button[href^='/partners/']").click()
    first, second = page.locator(".match .name").all_inner_texts()[:2]
    card = page.locator(".match").first
    card.get_by_text(words["reason"]).click()
    card.locator("select[name=reason]").select_option("too-far")
    card.locator("details button").click()
    expect(page.locator(".notice.good")).to_be_visible()
    expect(page.locator(".match .name").first).to_have_text(second)
    page.locator("details.aside summary").click()
    expect(page.locator("details.aside")).to_contain_text(first)
    page.locator(".match").first.locator("button[value=pin]").click()
    pinned = page.locator("#pinned")
    expect(pinned).to_contain_text(second)
    english = open_page(viewport={"width": 1280, "height": 900})
    english.goto(page.url)
    expect(english.locator("#pinned").get_by_role("button", name=ENGLISH["answered"])).to_be_visible()
    expect(english.locator(".match").get_by_text(ENGLISH["reason"]).first).to_be_visible()
    pinned.get_by_role("button", name=words["answered"]).click()
    expect(page.locator("#pinned small").first).to_be_visible()
    expect(page.locator("#pinned button[value=answered]")).to_have_count(0)
    english.reload()
    expect(english.locator("#pinned").get_by_role("link", name=ENGLISH["outcomes"])).to_be_visible()
    page.locator("#pinned").get_by_role("link", name=words["outcomes"]).click()
    expect(page.locator("h1")).to_be_visible()
    whole = page.locator("tfoot td").all_inner_texts()
    assert whole == ["11", "1", "0", "1", "0"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.go_back()
    page.locator("details.aside summary").click()
    page.locator("details.aside button").click()
    expect(page.locator(".match .name").first).to_have_text(first)
    page.locator("#pinned form[action$='/undo'] button").click()
    expect(page.locator("#pinned")).to_have_count(0)


def test_organizations_for_a_cluster_come_with_their_filters_and_more_of_them(page: Page) -> None:
    page.goto("/partners/cluster:fpi")
    page.locator("#f-of").select_option("organization")
    expect(page.locator("#f-size")).to_be_visible()
    expect(page.locator(".match")).to_have_count(10)
    page.get_by_role("link", name="Show more").click()
    expect(page.locator(".match")).to_have_count(20)
