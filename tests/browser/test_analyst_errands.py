"""Errands of an analyst in English, one in German, from the home page; two without a mouse, one on a phone.

Finding, ways between two and what is new between two periods: `test_keyboard.py` and `test_errands.py`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from playwright.sync_api import Browser, Download, Page, expect
from python_calamine import CalamineWorkbook

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from tests.browser.conftest import OpenPage, watched_page
from tests.browser.test_keyboard import tab_to
from tests.support.addresses import DIL
from tests.support.seeds import empty_instance
from tests.support.serving import serving

READY = "html[data-ready=true]"
MOST_CENTRAL = """
SELECT id FROM organizations WHERE country = 'DE' AND kind = 'company'
ORDER BY betweenness DESC, id LIMIT 15
"""
KUMU = "From,To,Type\nAlpha Mühle,Beta Bäckerei,supplies\nBeta Bäckerei,Gamma Handel,sells to\n"


@pytest.fixture(scope="module")
def services(seeded: Path) -> Iterator[Services]:
    """The services on the seeds; nobody writes to them."""
    made = bootstrap(Settings(home=seeded))
    with opened(made.graph.store):
        yield made


def the_map(page: Page, *countries: str) -> None:
    """From the home page to the map, of some countries."""
    page.goto("/")
    page.locator("form[action='/map'] button").click()
    page.wait_for_selector(READY, state="attached")
    for country in countries:
        page.locator("[data-facet=country] summary").click()
        page.locator(f"input[name=country][value={country}]").check()


def apply(page: Page) -> None:
    """Apply the filter and wait for what it leaves."""
    with page.expect_response("**/api/v1/scene*"):
        page.locator("form.filters button").click()
    expect(page).to_have_url(re.compile("view=network"))
    expect(page.locator(".map-status")).not_to_contain_text("being computed")


def save_as(page: Page, form: str) -> Download:
    """What the map saves in a format."""
    page.locator(".map-saving summary").click()
    with page.expect_download() as download:
        page.locator(".map-saving").get_by_role("button", name=form, exact=True).click()
    return download.value


def test_the_fifteen_most_central_german_companies_are_kept_as_a_set_and_asked_for_from_a_notebook(
    page: Page, services: Services
) -> None:
    the_map(page, "DE")
    page.locator("[data-facet=kind] summary").click()
    page.locator("input[name=kind][value=company]").check()
    page.get_by_label("Colors show").select_option(label="Betweenness")
    apply(page)
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator(".map-table thead").get_by_role("button", name="Betweenness").click()
    work = page.locator(".map-work").first
    work.locator("summary").click()
    work.get_by_role("button", name="first rows, as sorted").click()
    work.get_by_placeholder("Name of the set").fill("Between the others")
    work.get_by_role("button", name="Keep as a set").click()
    page.wait_for_url(re.compile("sel="))  # the address follows a little later
    page.reload()
    page.wait_for_selector(READY, state="attached")
    work.get_by_role("button", name="Clear selection").click()
    work.get_by_role("button", name="Choose: Between the others").click()
    expect(work).to_contain_text("15 chosen")
    with page.expect_download() as download:
        work.get_by_role("button", name="Save as CSV").click()
    kept = pd.read_csv(download.value.path())
    best = services.query(MOST_CENTRAL, seconds=30).rows
    assert list(kept["id"]) == [identifier for (identifier,) in best]
    own = page.locator(".map-own").first
    own.locator("summary").click()
    content = f"Firm;Visited\n{kept['name'][0]};yes\nNobody at all;no\n".encode()
    own.locator("input[type=file]").set_input_files(
        {"name": "visits.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(own).to_contain_text("visits.csv: found on this map: 1, not found: 1.")
    own.get_by_label("Color by").select_option("Visited")
    expect(page.locator(".map-legend")).to_contain_text("Visited (column of your own)")
    page.get_by_role("link", name="Ask the same from a notebook").click()
    three = page.locator("pre").first.inner_text()
    assert len(three.strip().splitlines()) == 3
    done = InteractiveShell().run_cell(three)  # type: ignore[no-untyped-call]
    done.raise_error()
    assert list(done.result["name"]) == list(kept["name"])


def test_gephi_and_a_german_spreadsheet_get_the_map_as_it_is_seen(open_page: OpenPage) -> None:
    page = open_page(locale="de-DE")
    the_map(page, "DE")
    page.locator("[name=color]").select_option("betweenness")
    apply(page)
    drawn = page.locator("#map")
    graph = nx.read_gexf(save_as(page, "GEXF").path())
    assert str(len(graph)) == drawn.get_attribute("data-nodes")
    assert str(graph.number_of_edges()) == drawn.get_attribute("data-edges")
    scene = page.request.get(drawn.get_attribute("data-scene") or "").json()["nodes"]
    place = scene["id"].index(DIL)
    seen = graph.nodes[DIL]
    assert seen["label"] == scene["label"][place]
    others = {name: graph.nodes[name]["viz"] for name in scene["id"]}
    east = sorted(scene["id"], key=lambda name: others[name]["position"]["x"])
    assert east == sorted(scene["id"], key=lambda name: scene["x"][scene["id"].index(name)])
    groups = dict(zip(scene["id"], scene["group"], strict=True))
    colors = {(groups[name], tuple(others[name]["color"].values())) for name in others}
    assert len(colors) == len(set(groups.values())) > 3
    page.locator(".map-saving summary").click()
    book = CalamineWorkbook.from_path(save_as(page, "XLSX").path())
    head, *rows = book.get_sheet_by_name("Verbindungen").to_python()
    assert str(len(rows)) == drawn.get_attribute("data-edges")
    assert {"source_name", "target_name", "relation_label"} <= set(head)
    joint = next(row for row in rows if row[head.index("relation")] == "collaboration")
    assert re.fullmatch(r"(20\d\d ?)+", str(joint[head.index("years")]).removesuffix(".0"))
    page.locator(".map-saving summary").click()
    with zipfile.ZipFile(save_as(page, "ZIP").path()) as archive:
        content = archive.read("edges.csv")
    assert content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    listed = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert str(len(listed)) == drawn.get_attribute("data-edges")
    assert all(row["source_name"] and row["target_name"] for row in listed)


def test_the_table_sorted_by_bridging_is_exported_without_a_mouse(page: Page) -> None:
    page.goto("/")
    tab_to(page, "^Open the map$")
    page.keyboard.press("Enter")
    page.wait_for_selector(READY, state="attached")
    while not page.evaluate("document.activeElement.matches('[name=color]')"):
        page.keyboard.press("Tab")
    page.keyboard.type("Betw")
    while not page.evaluate("document.activeElement.matches('form.filters button')"):
        page.keyboard.press("Tab")
    with page.expect_response("**/api/v1/scene*color=betweenness*"):
        page.keyboard.press("Enter")
    expect(page.locator(".map-legend")).to_contain_text("Betweenness")
    page.locator(".map-search input").focus()
    tab_to(page, "^Table$", 5)
    page.keyboard.press("Enter")
    tab_to(page, "^Betweenness", 30)
    page.keyboard.press("Enter")
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.map-skip')"):
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Selection"
    page.keyboard.press("Enter")
    tab_to(page, "^All that are shown$", 3)
    page.keyboard.press("Enter")
    tab_to(page, "^Save as CSV$", 12)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    values = pd.read_csv(download.value.path())["color_value"].dropna()
    assert len(values) > 1000
    assert values.is_monotonic_decreasing


def test_a_figure_for_a_paper_has_definition_n_interval_and_citation(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="what changes over the years").click()
    page.locator(".cards a", has_text="Share of companies").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG").click()
    figure = download.value.path().read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", figure))
    definition = page.locator(".lead .answer").inner_text()
    cited = page.locator(".card p").first.inner_text()
    assert page.locator("h1").inner_text() in words
    for told in (
        definition,
        "95 %",
        "2017: 145",
        cited.split(",")[0],
        page.locator(".card code").inner_text(),
    ):
        assert told in words, told
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    years = page.locator("main table tbody th").all_inner_texts()
    assert years
    assert "2014" not in years
    values = page.locator("main table").inner_text()
    page.goto(page.locator(".card code").inner_text())
    assert page.locator("main table").inner_text() == values


def test_a_colleague_sees_what_i_saw_on_the_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/")
    page.locator("form[action='/map'] button").tap()
    page.wait_for_selector(READY, state="attached")
    page.get_by_text("Filter and choose").tap()
    page.locator("[data-facet=country] summary").tap()
    page.locator("input[name=country][value=DE]").check()
    apply(page)
    page.get_by_role("combobox", name="Find on the map").fill("DIL Deutsches")
    page.get_by_role("option").first.tap()
    drawn = page.locator("#map")
    expect(drawn).to_have_attribute("data-selected", DIL)
    page.locator(".map-legend").get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Copy link").tap()
    expect(page.locator(".map-status")).to_have_text("The link shows exactly this view.")
    names = ("data-nodes", "data-edges", "data-mode", "data-selected")
    seen = {name: drawn.get_attribute(name) for name in names}
    colleague = open_page()
    colleague.goto(page.url)
    colleague.wait_for_selector(READY, state="attached")
    assert {name: colleague.locator("#map").get_attribute(name) for name in names} == seen


def test_my_own_question_is_asked_of_the_graph(page: Page, services: Services) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="API").click()
    sql, cypher = (page.locator(f"#{name}").inner_text() for name in ("sql", "cypher"))
    answer = services.query(sql, seconds=30)
    pairs = {(one, other, projects) for one, other, projects, *_ in answer.rows}
    assert ("Landwirtschaftskammer Niedersachsen", "Wageningen University", 4) in pairs
    assert {projects for *_, projects in pairs} == {3, 4}
    notebook = (Path(__file__).parents[2] / "docs/notebooks/neo4j.ipynb").read_text(encoding="utf-8")
    for line in cypher.replace("'cluster:giqs'", "$cluster").splitlines()[1:3]:
        assert line.strip() in notebook


def test_an_edge_list_from_kumu_is_brought_in_and_drawn(
    browser: Browser, page_reports: list[str], tmp_path: Path
) -> None:
    empty_instance(tmp_path / "home")
    with serving(tmp_path, "--no-seeds") as service:
        context = browser.new_context(base_url=service.address, locale="de-DE")
        page = watched_page(context, service.address, page_reports)
        page.goto("/")
        page.get_by_role("link", name="Daten", exact=True).first.click()
        page.locator("input[type=file]").set_input_files(
            {"name": "kumu.csv", "mimeType": "text/csv", "buffer": KUMU.encode()}
        )
        page.get_by_role("button", name="Vorschau").click()
        expect(page.locator(".answer")).to_have_text("Erkannt als: Netzwerk.")
        page.get_by_role("button", name="In die Daten schreiben").click()
        page.get_by_role("link", name="Zur Startseite").click()
        page.get_by_role("link", name="Karte", exact=True).click()
        page.wait_for_selector(READY, state="attached")
        drawn = page.locator("#map")
        expect(drawn).to_have_attribute("data-nodes", "3")
        expect(drawn).to_have_attribute("data-edges", "2")
        context.close()
    assert page_reports == []
