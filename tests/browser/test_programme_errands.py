"""What whoever runs a programme comes for, in German, from the home page on, without typing an address."""

import re
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from graphsvc.report import frozen_in, write
from tests.browser.conftest import OpenPage


def home(open_page: OpenPage) -> Page:
    page = open_page(locale="de")
    page.goto("/")
    page.get_by_role("link", name="alle Cluster mit ihren Labels").click()
    expect(page.locator("h1")).to_have_text(
        "Welche Cluster gibt es, mit welchem Label, und was ist nicht bekannt?"
    )
    return page


def test_which_clusters_bear_which_label_since_when_and_by_which_source(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = home(open_page)
    page.get_by_label("Label", exact=True).select_option("Programm go-cluster")
    page.get_by_role("button", name="Anwenden").click()
    expect(page.locator(".answer")).to_contain_text("23 von 124 Clustern passen.")
    row = page.locator("tbody").filter(has_text="BioCon Valley")
    expect(row).to_contain_text("zuletzt bekannt 2021, Stand an diesem Tag unbekannt")
    assert str(row.get_by_role("link", name="clusterplattform.de").get_attribute("href")).startswith(
        "https://"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    download.value.save_as(tmp_path / "labels.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "labels.xlsx")
    assert len(book.get_sheet_by_name("Cluster und Labels").to_python()) == 1 + 23


def test_searching_for_a_label_leads_to_its_holders(open_page: OpenPage) -> None:
    page = open_page(locale="de")
    page.goto("/")
    page.get_by_role("searchbox").first.fill("go-cluster")
    page.keyboard.press("Enter")
    expect(page.locator("#g-cluster")).to_contain_text("23 Treffer")
    page.get_by_role("link", name="Seit wann, bis wann, laut welcher Quelle").click()
    expect(page.locator(".answer")).to_contain_text("23 von 124 Clustern passen.")


def test_which_labels_end_within_a_year_and_which_are_unknown(open_page: OpenPage) -> None:
    page = home(open_page)
    page.get_by_label("An diesem Tag").fill("2026-11-29")
    page.get_by_role("button", name="Anwenden").click()
    expect(page.locator(".answer")).to_contain_text("76 früher bekannt, an diesem Tag unbekannt")
    page.get_by_role("link", name="Was binnen eines Jahres endet").click()
    expect(page.locator("section[aria-labelledby=ends]")).to_contain_text(
        "food.net:z: Europäisches Label Bronze"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Als Kalender").click()
    assert download.value.suggested_filename == "labels-2026-11-29.ics"


def test_does_this_cluster_meet_the_criteria_and_what_is_missing_to_say_so(open_page: OpenPage) -> None:
    page = home(open_page)
    page.get_by_role("link", name="Kriterien prüfen: foodRegio e.V.").click()
    expect(page.locator(".answer")).to_contain_text("2 erfüllt, 2 noch nicht zu sagen.")
    card = page.locator(".criterion").filter(has_text="Eigenes Clustermanagement")
    expect(card).to_contain_text("Verlangt: mindestens 0,5 Vollzeitäquivalente")
    page.get_by_label("Kriteriensatz").select_option("Aufnahme in das Programm go-cluster")
    page.get_by_role("button", name="Anwenden").click()
    expect(page.locator(".answer")).to_contain_text("4 keine Schwelle öffentlich.")


def test_whom_does_a_change_of_criteria_touch(open_page: OpenPage) -> None:
    page = home(open_page)
    page.get_by_role("link", name="Änderung der Kriterien").click()
    expect(page.locator(".answer")).to_contain_text("Noch wird nichts anders verlangt.")
    page.get_by_label("Verbindlich beteiligte Mitglieder").fill("40")
    page.get_by_role("button", name="Wen trifft das?").click()
    expect(page.locator(".answer")).to_have_text(
        "Die Änderung trifft 7 Cluster von 124; von 110 weiteren kann es niemand sagen."
    )
    row = page.locator("tbody").filter(has_text="BioCon Valley")
    expect(row).to_contain_text("mindestens 37")
    expect(row).to_contain_text("noch nicht zu sagen")
    expect(page.get_by_label("Verbindlich beteiligte Mitglieder")).to_have_value("40")


def test_are_the_figures_of_the_last_yearly_report_still_right_and_if_not_why(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = home(open_page)
    page.get_by_role("link", name="Jahresbericht").click()
    page.get_by_role("spinbutton", name="Jahr").fill("2018")
    page.get_by_role("button", name="Anwenden").click()
    expect(page.locator("h1")).to_have_text("Jahresbericht 2018: alle Cluster")
    with page.expect_download() as download:
        page.locator("li[lang=de]").get_by_role("link", name="PDF").click()
    kept = tmp_path / "bericht.pdf"
    download.value.save_as(kept)
    page.get_by_role("link", name="Einen früheren Bericht prüfen").click()
    page.get_by_label("Der Bericht").set_input_files(kept)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.locator(".answer")).to_have_text("Ja: Neu berechnet sind alle Zahlen gleich.")
    frozen = frozen_in("pdf", kept.read_bytes())
    short, *others = frozen.document.sections
    (points,) = short.blocks
    assert isinstance(points, tuple)
    wrong = replace(short, blocks=((str(points[0]).replace("124", "130"), *points[1:]),))
    document = replace(frozen.document, sections=(wrong, *others))
    kept.write_bytes(write(replace(frozen, document=document), "pdf"))
    page.get_by_label("Der Bericht").set_input_files(kept)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.locator(".answer")).to_have_text("Nein: Neu berechnet ist eine Zeile anders.")
    expect(page.locator("main")).to_contain_text("Die Zahlen in der Datei wurden geändert")
    expect(page.locator("main")).to_contain_text("130 von 130 Clustern")


def test_how_does_this_cluster_stand_among_its_like_without_exposing_others(open_page: OpenPage) -> None:
    page = home(open_page)
    page.locator("tbody").get_by_role("link", name="Food-Processing Initiative e.V.", exact=True).click()
    section = page.locator("section").filter(
        has=page.get_by_role("heading", name="Verglichen mit ähnlichen Clustern")
    )
    sentences = section.locator("li").all_text_contents()
    assert len(sentences) >= 3
    for sentence in sentences:
        found = re.search(r"(\d+) Clustern", sentence)
        assert found, sentence
        assert int(found[1]) >= 8
    assert section.locator('a[href*="/clusters/"]').count() == 0


def test_have_ties_out_of_the_region_increased_and_how_certain_is_that(open_page: OpenPage) -> None:
    page = open_page(locale="de")
    page.goto("/")
    page.get_by_role("link", name="was sich über die Jahre ändert").click()
    page.get_by_role("link", name="Überregionaler Anteil").click()
    expect(page.locator("main")).to_contain_text(
        re.compile(r"(steigt|sinkt) der Wert um|keine Änderung vom Zufall zu unterscheiden")
    )
    expect(page.locator("main")).to_contain_text("(99-%-Intervall")


def test_which_services_do_comparable_clusters_offer_and_this_one_does_not(open_page: OpenPage) -> None:
    page = home(open_page)
    page.get_by_role("link", name=re.compile("^Leistungen: NieKE")).click()
    expect(page.locator("main")).to_contain_text(
        "6 Arten von Leistungen, die andere anbieten, sind von ihm nicht bekannt."
    )
    expect(page.locator("main")).to_contain_text("Unterstützung von Gründungen (1 von 14)")


def test_who_may_apply_for_this_call(open_page: OpenPage, tmp_path: Path) -> None:
    page = home(open_page)
    page.get_by_role("link", name="Maßnahmen, Aufrufe, Veranstaltungen").click()
    page.get_by_role("link", name="Förderaufrufe").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    table = tmp_path / "aufrufe.csv"
    download.value.save_as(table)
    with table.open("a", encoding="utf-8") as file:
        file.write("Neue Wege;https://call.example;;31.12.2099;DE;go-cluster;eccp-profile\n")
    page.get_by_label("Die ausgefüllte Tabelle").set_input_files(table)
    page.get_by_role("button", name="Übernehmen").click()
    page.get_by_role("link", name="Neue Wege").click()
    expect(page.locator(".answer")).to_contain_text(re.compile(r"0 dürfen, \d+ dürfen nicht, von \d+"))
    expect(page.locator(".answer")).to_contain_text("Es entscheidet der Text des Aufrufs.")


def test_a_page_about_this_cluster_in_english_for_a_delegation(open_page: OpenPage) -> None:
    page = home(open_page)
    page.locator("tbody").get_by_role("link", name="foodRegio e.V.", exact=True).click()
    page.get_by_role("link", name="Blatt zum Weitergeben").click()
    page.get_by_role("link", name="Diese Seite auf Englisch").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("Lübeck, Germany")
    expect(page.locator("main")).to_contain_text("Members: 80 (2019)")
    code = page.get_by_role("img", name="QR code of this address")
    assert code.evaluate("picture => picture.complete && picture.naturalWidth > 100")
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    expect(page.locator(".actions")).to_be_hidden()
