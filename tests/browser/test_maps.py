"""Maps, charts and neighbourhoods in stand-alone pages: no server, no network, by keyboard alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from graphsvc.drawing import (
    Filter,
    Layouts,
    MapGraph,
    Scene,
    alone_html,
    build_scene,
    chain_flow,
    curve_chart,
    geo_chart,
    heatmap_chart,
    lines_chart,
    load_assets,
    load_views,
    sankey_chart,
    scene_columns,
    vendor_folder,
    vis_data,
)
from graphsvc.drawing.standalone import Kind
from graphsvc.network import Point, Trend
from graphsvc.taxonomy import chain
from tests.browser.conftest import REPORT_VIOLATIONS
from tests.browser.test_every_page import COLORS, findings
from tests.unit.drawing.worlds import HOSTILE, small_world

VIEWS = load_views()
Open = Callable[..., Page]


@cache
def scene_of(view: str, **asked: Any) -> Scene:
    return build_scene(MapGraph(small_world()), VIEWS[view], Filter(**asked), Layouts())


def charts() -> dict[str, Mapping[str, Any]]:
    flow = chain_flow(MapGraph(small_world()), VIEWS["chain"], Filter(), chain("food-processing"))
    trend = Trend("x", tuple(Point(year, 0.2, 0.1, 0.3, 9) for year in (2015, 2016, 2017)), ())
    named = [("a", HOSTILE), ("b", "B")]
    return {
        "sankey": sankey_chart(flow, "en"),
        "geo": geo_chart(scene_of("geographic"), "en"),
        "lines": lines_chart({"en": "Course"}, [({"en": HOSTILE}, trend)], "en"),
        "curve": curve_chart(
            HOSTILE, "d", across="Gone", x=[0, 1], series=[("a", HOSTILE, [1.0, None])], language="en"
        ),
        "heatmap": heatmap_chart(
            "Heat", "d", x=named, y=named, cells=[(0, 0, 1.0), (1, 1, 4.0)], language="en"
        ),
    }


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open data as a stand-alone page; errors, policy violations and requests fail the test."""
    contexts, reports = [], list[str]()

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            reports.append(message.text)

    def make(
        kind: Kind, data: Mapping[str, Any], fragment: str = "", script: str = "", **settings: Any
    ) -> Page:
        path = tmp_path / f"{kind}.html"
        outlines = (vendor_folder() / "countries.json").read_text(encoding="utf-8")
        page_text = alone_html(kind, data, "en", load_assets(vendor_folder(), kind), outlines)
        path.write_text(page_text, encoding="utf-8")
        contexts.append(browser.new_context(**settings))
        contexts[-1].add_init_script(REPORT_VIOLATIONS + script)
        page = contexts[-1].new_page()
        page.on("console", on_console)
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.on("request", lambda request: None if own(request.url) else reports.append(request.url))
        page.goto(f"{path.as_uri()}{fragment}")
        page.wait_for_selector("html[data-ready=true]", state="attached")
        return page

    yield make
    for context in contexts:
        context.close()
    assert reports == []


def own(address: str) -> bool:
    return address.startswith(("file:", "data:", "blob:"))


def network(**asked: Any) -> dict[str, Any]:
    return scene_columns(scene_of("network", **asked), "en")


def map_of(page: Page) -> Locator:
    return page.locator("[data-map]")


def test_all_nodes_and_all_ties_are_drawn_parallel_ones_too(open_file: Open) -> None:
    data = network()
    drawn = map_of(open_file("map", data))
    assert drawn.get_attribute("data-nodes") == str(data["counts"]["nodes"])
    assert drawn.get_attribute("data-edges") == str(data["counts"]["edges"])


DRAWINGS = """
window.drawings = [];
for (const name of ["drawArrays", "drawArraysInstanced"]) {
  const draw = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...rest) {
    const clicks = this.getParameter(this.FRAMEBUFFER_BINDING) ? " for clicks" : "";
    window.drawings.push(`${name} ${this.canvas.className}${clicks}`);
    return draw.apply(this, rest);
  };
}
"""


def test_a_map_is_drawn_once_without_instances_and_for_clicks_when_there_is_a_pointer(
    open_file: Open,
) -> None:
    page = open_file("map", network(), script=DRAWINGS)
    straight_and_bent = ["drawArrays sigma-edges"] * 2
    assert sorted(page.evaluate("window.drawings")) == [*straight_and_bent, "drawArrays sigma-nodes"]
    page.locator(".map-stage").hover()
    drawn = set(page.evaluate("window.drawings"))
    assert {"drawArrays sigma-nodes for clicks", "drawArrays sigma-edges for clicks"} <= drawn
    assert not [drawing for drawing in drawn if "Instanced" in drawing]


def test_a_selection_without_a_mouse(open_file: Open) -> None:
    page = open_file("map", network())
    page.locator(".map-stage").focus()
    page.keyboard.press("Home")
    assert map_of(page).get_attribute("data-selected") == "organization:pic-3"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert HOSTILE in page.locator(".map-panel h2").inner_text()
    page.keyboard.press("Escape")
    assert map_of(page).get_attribute("data-selected") is None
    assert page.evaluate("document.activeElement.className") == "map-stage"


def test_every_node_is_reached_with_keys(open_file: Open) -> None:
    data = network()
    page = open_file("map", data)
    page.locator(".map-stage").focus()
    reached = set()
    for _ in data["nodes"]["id"]:
        page.keyboard.press("PageDown")
        reached.add(map_of(page).get_attribute("data-selected"))
    assert reached == set(data["nodes"]["id"])


def test_arrow_keys_go_to_a_neighbor_that_lies_there(open_file: Open) -> None:
    data = network()
    page = open_file("map", data)
    page.locator(".map-stage").focus()
    page.keyboard.press("Home")
    place = dict(
        zip(data["nodes"]["id"], zip(data["nodes"]["x"], data["nodes"]["y"], strict=True), strict=True)
    )
    before = map_of(page).get_attribute("data-selected") or ""
    for key, axis, sign in (
        ("ArrowRight", 0, 1),
        ("ArrowLeft", 0, -1),
        ("ArrowUp", 1, 1),
        ("ArrowDown", 1, -1),
    ):
        page.keyboard.press(key)
        after = map_of(page).get_attribute("data-selected") or ""
        assert after == before or (place[after][axis] - place[before][axis]) * sign > 0
        before = after


def test_search_flies_to_a_node_and_a_path_leads_on(open_file: Open) -> None:
    page = open_file("map", network())
    page.get_by_role("combobox").fill("arzte")
    page.keyboard.press("Enter")
    assert map_of(page).get_attribute("data-selected") == "organization:pic-1"
    page.keyboard.press("p")
    page.get_by_role("combobox").fill("far")
    page.keyboard.press("Enter")
    assert page.locator(".map-path").inner_text() == "Shortest path, steps: 3"
    assert page.locator(".map-panel ol li").count() == 4


def test_search_takes_the_row_that_is_marked_or_the_first_and_knows_towns(open_file: Open) -> None:
    page = open_file("map", network())
    field, shown = page.get_by_role("combobox"), map_of(page)
    field.fill("kiel")
    expect(page.get_by_role("option").first).to_contain_text("Kiel")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    first = shown.get_attribute("data-selected") or ""
    scene = scene_of("network")
    assert scene.nodes.city[scene.nodes.ids.index(first)] == "Kiel"
    field.fill("kiel")
    page.keyboard.press("Enter")
    expect(shown).to_have_attribute("data-selected", first)


def test_legend_period_and_strength_leave_out_and_the_table_keeps_step(open_file: Open) -> None:
    page = open_file("map", network())
    page.get_by_role("checkbox", name="Cooperation").uncheck()
    assert map_of(page).get_attribute("data-edges") == "10"
    page.locator("[data-period=from]").focus()
    page.keyboard.press("ArrowRight")
    assert map_of(page).get_attribute("data-edges") == "8"
    page.get_by_role("button", name="Table", exact=True).click()
    rows = page.locator(".map-table tbody tr")
    assert (
        str(rows.count())
        == map_of(page).get_attribute("data-nodes")
        == map_of(page).get_attribute("data-rows")
    )
    page.get_by_text("Choose columns").click()
    page.get_by_role("checkbox", name="Place").uncheck()
    page.get_by_role("checkbox", name="Identifier").check()
    heads = page.locator(".map-table thead th")
    titles = ["Chosen", "Name", "Kind", "Group", "Connected with", "Strength", "Identifier"]
    expect(heads).to_have_text(titles)
    page.wait_for_url(re.compile("cols=kind"))
    name = heads.nth(1).bounding_box()
    assert name
    assert name["width"] >= 200


def test_an_indicator_colors_from_low_to_high_with_its_ends_in_words(open_file: Open) -> None:
    page = open_file("map", network(color="degree", size="strength"), color_scheme="light")
    legend = page.locator(".map-legend")
    assert "Partners, in the whole network of joint projects" in legend.inner_text()
    assert "From 0 to 4 partners. The darker, the higher; gray: no value." in legend.inner_text()
    assert legend.get_by_role("checkbox", name="No value").is_checked()
    page.emulate_media(color_scheme="dark")
    legend.get_by_text("The lighter, the higher").wait_for()
    page.locator(".map-stage").focus()
    page.keyboard.press("Home")
    assert "4 partners" in page.locator(".map-facts").inner_text()
    page.get_by_role("button", name="Table", exact=True).click()
    head = page.get_by_role("button", name="Partners, in the whole network of joint projects")
    assert head.count() == 1
    legend.get_by_role("checkbox", name="No value").uncheck()
    rows = page.locator(".map-table tbody tr")
    assert str(rows.count()) == map_of(page).get_attribute("data-rows")
    assert "–" not in page.locator(".map-table tbody td.number").all_inner_texts()


def test_several_are_chosen_kept_hidden_and_taken_back_with_keys_box_and_table(open_file: Open) -> None:
    page = open_file("map", network())
    shown, work = map_of(page), page.locator(".map-work")
    everything = int(shown.get_attribute("data-nodes") or 0)
    page.locator(".map-stage").focus()
    for key in ("Home", " ", "PageDown", " "):
        page.keyboard.press(key)
    page.keyboard.press("k")
    expect(shown).to_have_attribute("data-nodes", "2")
    page.keyboard.press("u")
    expect(shown).to_have_attribute("data-nodes", str(everything))
    page.keyboard.press("h")
    expect(shown).to_have_attribute("data-nodes", str(everything - 2))
    page.keyboard.press("s")
    expect(shown).to_have_attribute("data-nodes", str(everything))

    room = page.locator(".map-stage").bounding_box()
    assert room
    page.keyboard.down("Shift")
    page.mouse.move(room["x"] + 2, room["y"] + 2)
    page.mouse.down()
    page.mouse.move(room["x"] + room["width"] - 2, room["y"] + room["height"] - 2)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(work.locator(".map-note").first).to_have_text(f"{everything} chosen")

    work.get_by_role("button", name="Clear selection").click()
    page.get_by_role("button", name="Table").click()
    page.locator("tbody input[type=checkbox]").first.check()
    work.get_by_placeholder("Name of the set").fill(HOSTILE)
    work.get_by_role("button", name="Keep as a set").click()
    expect(work.locator("li b")).to_have_text(HOSTILE)
    with page.expect_download() as download:
        work.get_by_role("button", name="Save as CSV").click()
    assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").strip().splitlines()) == 2


def test_nodes_are_moved_laid_out_around_and_put_back(open_file: Open) -> None:
    page = open_file("map", network())
    shown, stage = map_of(page), page.locator(".map-stage")
    stage.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    panel = page.locator(".map-panel").first
    expect(panel.get_by_role("button", name="Unpin")).to_be_visible()
    page.wait_for_url(re.compile(r"put=[^&*]+%21organization%3Apic-3($|&)"))
    page.keyboard.press("u")
    page.wait_for_url(lambda address: "put=" not in address)
    work = page.locator(".map-work").first
    work.locator("summary").click()
    work.get_by_role("button", name="Lay out again").click()
    expect(page.locator(".map-status")).to_have_text("9 nodes laid out again.")
    page.wait_for_url(lambda address: "put=" in address)
    fragment = page.evaluate("location.hash")
    before = saved(page, "SVG")
    again = open_file("map", network(), fragment)
    assert saved(again, "SVG") == before
    again.locator(".map-work summary").first.click()
    again.get_by_role("button", name="All back to their places").click()
    again.wait_for_url(lambda address: "put=" not in address)
    expect(shown).to_have_attribute("data-nodes", "9")


def test_a_node_is_drawn_to_another_place_with_the_mouse(open_file: Open) -> None:
    page = open_file("map", network())
    x, y = place_of(page, "organization:pic-1")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 40, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"put=[^&*]+%21organization%3Apic-1($|&)"))
    east, north = place_of(page, "organization:pic-1")
    assert (east - x, north - y) == pytest.approx((-60, 40), abs=2)
    page.get_by_role("button", name="Geographic map").click()
    page.get_by_role("button", name="Network", exact=True).click()
    assert place_of(page, "organization:pic-1") == (east, north)
    page.locator(".map-stage").focus()
    page.keyboard.press("u")
    assert place_of(page, "organization:pic-1") == (x, y)


def place_of(page: Page, identifier: str) -> tuple[float, float]:
    """Where a node is on the page, in pixels: from the picture as it is saved."""
    scene = scene_of("network")
    text = saved(page, "SVG").decode()
    page.locator(".map-saving summary").click()
    dots = re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', text)
    x, y = map(float, dots[scene.nodes.ids.index(identifier)])
    room = page.locator(".map-stage").bounding_box()
    assert room
    return room["x"] + x, room["y"] + y


def test_a_column_of_my_own_colors_filters_and_goes_again(open_file: Open) -> None:
    scene = scene_of("network")
    page = open_file("map", network())
    own, shown = page.locator(".map-own"), map_of(page)
    own.locator("summary").click()
    rows = "".join(f"{who};{place},5\n" for place, who in enumerate(scene.nodes.ids[:4]))
    content = f"id;Umsatz\n{rows}nobody;1\n".encode()
    own.locator("input[type=file]").set_input_files(
        {"name": "own.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(own).to_contain_text("own.csv: found on this map: 4, not found: 1.")
    own.get_by_label("Color by").select_option("Umsatz")
    expect(page.locator(".map-legend legend").first).to_have_text("Umsatz (column of your own)")
    own.get_by_label("Filter by").select_option("Umsatz")
    expect(shown).to_have_attribute("data-nodes", "4")
    own.locator("input[type=range]").first.focus()
    page.keyboard.press("End")
    expect(shown).to_have_attribute("data-nodes", "1")
    expect(page).to_have_url(re.compile(r"or=Umsatz&or=3\.5&or=3\.5"))
    page.reload()
    expect(shown).to_have_attribute("data-nodes", "1")
    own.get_by_role("button", name="Take my columns away").click()
    expect(shown).to_have_attribute("data-nodes", str(len(scene.nodes)))


def test_a_link_restores_exactly_what_was_seen(open_file: Open) -> None:
    page = open_file("map", network())
    page.get_by_role("checkbox", name="Cooperation").uncheck()
    page.get_by_role("button", name="Geographic map").click()
    page.get_by_role("combobox").fill("institute")
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    page.keyboard.press("+")
    parts = ("m=map", "s=", "c=", "off=")
    fragment = ""
    for _ in range(40):
        page.wait_for_timeout(250)
        before, fragment = fragment, page.evaluate("location.hash")
        if before == fragment and all(part in fragment for part in parts):
            break
    seen = {
        name: map_of(page).get_attribute(f"data-{name}") for name in ("nodes", "edges", "mode", "selected")
    }
    assert all(part in fragment for part in parts)
    again = open_file("map", network(), fragment)
    again.wait_for_timeout(700)
    assert {name: map_of(again).get_attribute(f"data-{name}") for name in seen} == seen
    assert again.evaluate("location.hash") == fragment


def saved(page: Page, form: str) -> bytes:
    page.locator(".map-saving summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=form, exact=True).click()
    return waiting.value.path().read_bytes()


def test_two_loads_give_the_same_picture_and_names_stay_text_in_it(open_file: Open) -> None:
    first, second = (saved(open_file("map", network()), "SVG") for _ in range(2))
    assert first == second
    assert b"<img" not in first
    assert b"&#60;img" in first


RECORD_LABELS = """
window.labels = [];
const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...box) {
  if (this.canvas.classList.contains("sigma-labels")) window.labels = [];
  return clearRect.apply(this, box);
};
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  const { width } = this.measureText(text);
  if (this.canvas.classList.contains("sigma-labels")) window.labels.push([x, x + width, y]);
  return fillText.call(this, text, x, y);
};
"""


def test_no_label_stands_over_another(open_file: Open) -> None:
    data = network()
    number = len(data["nodes"]["id"])
    data["nodes"] |= {"x": list(range(number)), "y": [0] * number, "size": [9] * number}
    page = open_file("map", data, script=RECORD_LABELS)
    page.wait_for_function("window.labels.length > 1")
    for one, other in combinations(page.evaluate("window.labels"), 2):
        assert abs(one[2] - other[2]) >= 11 or one[1] < other[0] or other[1] < one[0]


def test_the_picture_is_saved_as_png(open_file: Open) -> None:
    assert saved(open_file("map", network()), "PNG").startswith(b"\x89PNG")


def test_without_webgl_the_table_stands_in(open_file: Open) -> None:
    missing = """
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith("webgl") ? null : real.call(this, kind, ...rest);
    };
    """
    page = open_file("map", network(), script=missing)
    assert map_of(page).get_attribute("data-webgl") == "no"
    assert page.locator(".map-table tbody tr").count() == 9


def test_an_empty_scene_says_what_to_do(open_file: Open) -> None:
    page = open_file("map", network(country=("XX",)))
    assert "Nothing fits this filter" in page.locator(".map-status").inner_text()


def test_hostile_names_stay_text(open_file: Open) -> None:
    page = open_file("map", network(), "#s=organization:pic-3&m=table")
    assert page.locator("img").count() == 0
    assert page.locator(".map-table").get_by_role("button", name=HOSTILE).count() == 1


def test_a_neighbourhood_is_a_still_picture_and_a_list(open_file: Open) -> None:
    scene = scene_of("neighbourhood", ego="organization:pic-1")
    page = open_file("neighbourhood", vis_data(scene, "en"))
    drawn = page.locator("[data-neighbourhood]")
    assert drawn.get_attribute("data-nodes") == str(len(scene.nodes))
    assert drawn.get_attribute("data-edges") == str(len(scene.edges))
    page.get_by_role("button", name="Institute", exact=True).focus()
    page.keyboard.press("Enter")
    assert drawn.get_attribute("data-selected") == "organization:pic-2"
    page.keyboard.press("ArrowDown")
    assert drawn.get_attribute("data-selected") != "organization:pic-2"
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("name", ["sankey", "geo", "curve", "lines", "heatmap"])
def test_charts_are_drawn_described_and_shown_as_a_table(open_file: Open, name: str) -> None:
    data = charts()[name]
    page = open_file("charts", data)
    assert int(page.locator("[data-chart]").get_attribute("data-items") or 0) > 0
    assert page.locator(".chart-stage svg").count() == 1
    assert (
        page.locator(".chart-stage").get_attribute("aria-label") == f"{data['title']}. {data['description']}"
    )
    page.get_by_text("Show as table").click()
    assert page.locator(".chart-table tbody tr").count() == len(data["table"]["rows"])
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["network", "table", "neighbourhood", "sankey"])
def test_no_serious_barrier(open_file: Open, name: str, scheme: str) -> None:
    if name == "neighbourhood":
        scene = scene_of("neighbourhood", ego="organization:pic-1")
        page = open_file("neighbourhood", vis_data(scene, "en"), color_scheme=scheme)
    elif name == "sankey":
        page = open_file("charts", charts()[name], color_scheme=scheme)
    else:
        page = open_file("map", network(), f"#m={name}&s=organization:pic-1", color_scheme=scheme)
    assert findings(page, COLORS if scheme == "dark" else None) == []
