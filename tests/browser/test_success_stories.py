"""A success story in German: from a suggestion that led to something to a page that both sides agreed to."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_from_a_suggestion_to_a_public_story(open_page: OpenPage) -> None:
    page = open_page(locale="de")
    page.goto("/partners/cluster:foodregio")
    page.get_by_role("button", name="Merken foodactive", exact=True).click()
    page.get_by_role("button", name="Wir arbeiten zusammen").first.click()
    page.goto("/programme")
    page.get_by_role("link", name="Erfolgsgeschichten").click()
    page.get_by_role("link", name="foodactive e.V. und foodRegio e.V.").click()
    expect(page.locator("main")).to_contain_text(
        "Sie arbeiten zusammen; das hat vermerkt, wer die Vorschläge"
    )
    expect(page.locator("main")).to_contain_text("cluster:foodregio")
    page.get_by_label("Was daraus wurde").fill("Ein gemeinsamer Einkauf von Verpackungen.")
    page.get_by_role("button", name="Als Fassung 1 speichern").click()
    expect(page.locator(".answer")).to_have_text("Fassung 1 wartet auf Einwilligung.")
    for side in ("foodactive e.V.", "foodRegio e.V."):
        page.get_by_label(side).check()
        page.get_by_label("Wer es gesagt hat (Name)").fill("Anna Beispiel")
        page.get_by_label("Wo das aufbewahrt wird").fill("E-Mail vom 1. November 2026")
        page.get_by_role("button", name="Festhalten").click()
    expect(page.locator(".answer")).to_contain_text("Fassung 1 ist öffentlich.")
    page.get_by_role("link", name="Zur öffentlichen Seite").click()
    expect(page.locator("main")).to_contain_text("Ein gemeinsamer Einkauf von Verpackungen.")
    expect(page.locator("main")).to_contain_text("Nicht festgehalten.")
    expect(page.locator("main")).not_to_contain_text("Anna Beispiel")
