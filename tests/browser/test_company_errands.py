"""Errands of a small company from the home page, in German and English, one on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.research_words import PHONE, in_both_languages

GERMAN = {
    "others": "Wie andere diese Organisation sehen",
    "does": "Art: Unternehmen; Ort: Berlin, DE",
    "confirmed": "bestätigt",
    "save": "Speichern",
    "undo": "Rückgängig machen",
    "correct": "Angabe berichtigen",
    "city": "Stadt",
    "wrong": "Wir sitzen in Potsdam.",
    "withdraw": "Zurücknehmen",
    "yes": "Ja, zurücknehmen",
    "object": "Vorschlägen widersprechen",
    "against": "Nicht an Mitbewerber.",
    "objected": "Vorschlägen widersprochen",
    "problem": "wer forscht daran?",
    "line": "Parasiten im Zuchtfisch",
    "tried": "Unsere Zuchtfische leiden unter Parasiten, und Medikamente helfen kaum noch. Wir suchen "
    "Impfstoffe oder ein Futter, das sie widerstandsfähig macht.",
    "find": "Institute finden",
    "keep": "Als Profil behalten …",
    "hidden": "verborgen: nur Sie sehen es",
    "remove": "Profil entfernen",
    "gone": "Ja, entfernen",
}
ENGLISH = {
    "others": "How others see this organization",
    "does": "Kind: company; place: Berlin, DE",
    "confirmed": "confirmed",
    "save": "Save",
    "correct": "Correct a fact",
    "city": "City",
    "withdraw": "Withdraw",
    "yes": "Yes, withdraw it",
    "object": "Object to being suggested",
    "objected": "Objected to being suggested",
    "problem": "who researches it?",
    "line": "Parasites in farmed fish",
    "tried": "Our farmed fish suffer from parasites, and drugs hardly help any more. We look for vaccines "
    "or a feed that makes them resistant.",
    "find": "Find institutes",
    "keep": "Keep as a profile …",
    "hidden": "hidden: only you see it",
    "remove": "Remove this profile",
    "gone": "Yes, remove it",
}
LANGUAGES = in_both_languages(GERMAN, ENGLISH)


def our_company(open_page: OpenPage, locale: str) -> Page:
    """The page of our own company, found from the home page."""
    page = open_page(locale=locale)
    page.goto("/")
    page.locator("#search").fill("Erdbaer")
    page.locator("#suggestions a", has_text="Erdbar").first.click()
    return page


@pytest.mark.parametrize("locale", ["de", "en-GB"], ids=["German", "English"])
def test_are_we_in_here_however_we_are_spelt(open_page: OpenPage, locale: str) -> None:
    """With ue and ü, with a letter missing, and by the initials that everybody uses."""
    page = open_page(locale=locale)
    for name, found in (
        ("Suedzucker", "Sudzucker AG"),
        ("Südzucker", "Sudzucker AG"),
        ("Sudzuckr", "Sudzucker AG"),
        ("IGV", "IGV Institut für Getreideverarbeitung GmbH"),
    ):
        page.goto("/")
        page.locator("#search").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text(name)
        expect(page.locator(".hits a", has_text=found)).to_be_visible()
    page.locator(".hits a", has_text="IGV").click()
    expect(page.locator("h1")).to_have_text("IGV Institut für Getreideverarbeitung GmbH")


def test_a_name_that_is_not_found_claims_nothing(page: Page) -> None:
    page.goto("/")
    page.locator("#search").fill("Xyzzyqwert")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("It may be here under another name")
    expect(page.locator("main")).not_to_contain_text("has taken part")


@LANGUAGES
def test_how_others_see_us_and_where_that_is_from(
    open_page: OpenPage, locale: str, words: dict[str, str]
) -> None:
    page = our_company(open_page, locale)
    others = page.locator("section", has=page.get_by_role("heading", name=words["others"]))
    expect(others.locator("li").first).to_have_text(words["does"])
    expect(page.locator("#with ~ .scroll tbody tr").first).to_be_visible()
    for place in ("main .mark >> nth=0", "section[aria-labelledby=sources] .mark >> nth=0"):
        mark = page.locator(place)
        mark.get_by_role("button").focus()
        expect(mark.get_by_role("tooltip")).to_be_visible()
        expect(mark.get_by_role("tooltip")).to_contain_text("CORDIS")


def test_a_small_company_says_what_it_really_does(open_page: OpenPage) -> None:
    """Who reads English sees it at once."""
    page, english = our_company(open_page, "de"), our_company(open_page, "en-GB")
    does = page.locator("section[aria-labelledby=does]")
    form = page.locator("section[aria-labelledby=we-do] form")
    if not form.locator("input[value=retail]").is_visible():
        form.locator("summary").first.click()
    form.locator("input[value=retail]").check()
    form.get_by_role("button", name=GERMAN["save"]).click()
    expect(does.locator("li", has_text=GERMAN["confirmed"])).not_to_have_count(0)
    english.reload()
    said = english.locator("section[aria-labelledby=does] li", has_text=ENGLISH["confirmed"])
    expect(said).not_to_have_count(0)
    expect(english.locator("section[aria-labelledby=we-do] form")).to_contain_text(ENGLISH["save"])
    page.get_by_role("button", name=GERMAN["undo"]).click()
    expect(does.locator("li", has_text=GERMAN["confirmed"])).to_have_count(0)
    english.reload()
    expect(said).to_have_count(0)


def test_the_town_is_corrected_and_an_objection_taken_back(open_page: OpenPage) -> None:
    """Who reads English sees both, and how to do the same."""
    page, english, words = our_company(open_page, "de"), our_company(open_page, "en-GB"), GERMAN
    for told in ("correct", "object"):
        expect(english.get_by_text(ENGLISH[told]).first).to_be_visible()
    page.get_by_text(words["correct"]).click()
    page.locator("#field").select_option("city")
    page.locator("#text-dispute").fill(words["wrong"])
    page.locator("details", has=page.locator("#text-dispute")).get_by_role("button").click()
    expect(page.locator(".notice", has_text=words["wrong"])).to_contain_text(words["city"])
    expect(page.locator("strong.disputed")).to_have_count(1)
    english.reload()
    dispute = english.locator(".notice", has_text=words["wrong"])
    for told in ("city", "withdraw", "yes"):
        expect(dispute).to_contain_text(ENGLISH[told])
    page.locator(".notice", has_text=words["wrong"]).get_by_text(words["withdraw"], exact=True).click()
    page.get_by_role("button", name=words["yes"]).click()
    expect(page.locator("strong.disputed")).to_have_count(0)

    page.get_by_text(words["object"]).click()
    page.locator("#text-object").fill(words["against"])
    page.locator("details", has=page.locator("#text-object")).get_by_role("button").click()
    objection = page.locator(".notice", has_text=words["against"])
    expect(objection).to_contain_text(words["objected"])
    english.reload()
    expect(english.locator(".notice", has_text=words["against"])).to_contain_text(ENGLISH["objected"])
    objection.get_by_text(words["withdraw"], exact=True).click()
    page.get_by_role("button", name=words["yes"]).click()
    expect(objection).to_have_count(0)


@LANGUAGES
def test_a_problem_is_answered_and_kept_without_publishing_it(
    open_page: OpenPage, locale: str, words: dict[str, str]
) -> None:
    """The same institute first in both languages, with the project that shows it."""
    page = open_page(locale=locale, viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name=words["problem"]).click()
    page.locator("#title").fill(words["line"])
    page.locator("#abstract").fill(words["tried"])
    page.get_by_role("button", name=words["find"]).click()
    first = page.locator("#answer .match").first
    expect(first.locator(".name")).to_contain_text("Consejo Superior de Investigaciones Cientificas")
    expect(first).to_contain_text("ParaFishControl")
    page.get_by_role("button", name=words["keep"]).click()
    expect(page.locator("input[name=kind][value=request]")).to_be_checked()
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(".kicker")).to_contain_text(words["hidden"])
    page.get_by_text(words["remove"]).click()
    page.get_by_role("button", name=words["gone"]).click()
    expect(page.locator(".notice.good")).to_be_visible()
