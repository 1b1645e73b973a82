"""The operator's NUTS regions on the geographic map: colored, counted as the legend filters, never markup."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import batches, opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.browser.conftest import REPORT_VIOLATIONS
from tests.browser.test_every_page import findings
from tests.support.claims import info
from tests.support.neo4j_server import free_port
from tests.unit.answers.network_worlds import claims

HOSTILE = "<img src=x onerror=alert(1)>"


def region(code: str, name: str, west: float, south: float) -> dict[str, object]:
    ring = [[west, south], [west + 3, south], [west + 3, south + 3], [west, south + 3], [west, south]]
    return {
        "type": "Feature",
        "properties": {"NUTS_ID": code, "LEVL_CODE": len(code) - 2, "NAME_LATN": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture(scope="module")
def regional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with regions of levels 2 and 3."""
    home = tmp_path_factory.mktemp("regional")
    path: Path = home / "nuts.geojson"
    features = [
        region("DEF0", HOSTILE, 9, 53), region("DE94", "Weser-Ems", 6, 52), region("FR10", "Paris", 1, 47),
        region("NL13", "Drenthe", 5, 50), region("DEF03", "Lübeck", 10, 53),
        region("XX99", "Nowhere", 20, 40),
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    services = bootstrap(Settings(home=home, nuts=path))
    with opened(services.graph.store):
        for batch in batches(claims()):
            services.graph.store.write(info("alpha", retrieved="2020-01-01"), batch)
        services.graph.refresh()
        services.handlers()["network"]({}, lambda _done, _total: None)
        server = make_server("127.0.0.1", free_port(), create_app(services), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def drawn(regional: str, browser: Browser) -> Iterator[Page]:
    """The geographic map."""
    context = browser.new_context(base_url=regional, locale="en-GB")
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    reports: list[str] = []
    page.on("console", lambda message: reports.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: reports.append(str(error)))
    page.goto("/map?view=geographic")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    yield page
    context.close()
    assert reports == []


def rows(page: Page) -> list[str]:
    return [text.replace("\t", " ") for text in page.locator(".map-regions tbody tr").all_inner_texts()]


def test_regions_are_counted_in_step_with_the_legend(drawn: Page) -> None:
    legend = drawn.locator(".map-regions")
    legend.get_by_text("Show as table").click()
    assert rows(drawn)[0].endswith(" 2")
    assert f"{HOSTILE} (DEF0) 2" in rows(drawn)
    assert "Weser-Ems (DE94) 1" in rows(drawn)
    assert legend.locator("img").count() == 0
    assert legend.get_by_role("link", name="Weser-Ems").get_attribute("href") == "/regions/region%3ADE94"
    drawn.get_by_role("checkbox", name=re.compile(r"^Cluster \d")).uncheck()
    assert f"{HOSTILE} (DEF0) 1" in rows(drawn)


def test_the_level_is_chosen_by_keyboard_and_stands_in_the_address(drawn: Page) -> None:
    choice = drawn.get_by_label("Show regions")
    assert choice.input_value() == "2"
    choice.focus()
    drawn.keyboard.press("ArrowDown")
    assert choice.input_value() == "3"
    assert choice.evaluate("element => element === document.activeElement")
    drawn.wait_for_url("**#*r=3*")
    drawn.get_by_text("Show as table").click()
    assert rows(drawn) == ["Lübeck (DEF03) 2"]
    choice.select_option("no regions")
    assert drawn.locator(".map-regions table").count() == 0


def test_regions_are_read_by_a_screen_reader_and_left_out_of_the_other_views(drawn: Page) -> None:
    assert findings(drawn) == []
    drawn.get_by_role("button", name="Network", exact=True).click()
    assert drawn.locator(".map-regions").is_hidden()
