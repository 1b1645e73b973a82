"""Certificate and verification, which need an award that holds: accessible, and no wider than a phone."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graphsvc.answers.programme.certificates import code_of
from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.programme import awards
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.browser.conftest import OpenPage
from tests.browser.test_every_page import findings
from tests.support.claims import cluster, info


@pytest.fixture(scope="module")
def drawn(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Both pages in German as a service draws them that has such an award."""
    home = tmp_path_factory.mktemp("certified") / "home"
    shutil.copytree(seeded, home)
    services = bootstrap(Settings(home=home))
    year = datetime.now(UTC).year
    label = {
        "what": "label",
        "value": "Trial label",
        "since": f"{year - 1}-01-01",
        "until": f"{year + 1}-12-31",
    }
    with opened(services.graph.store):
        services.graph.store.write(
            info("trial"), [cluster("certified", "trial", name="Cluster", facts=[label])]
        )
        services.graph.refresh()
        (award,) = [
            one
            for one in awards(services.graph.snapshot().clusters.records)
            if one.cluster == "cluster:certified"
        ]
        code = code_of(award, services.secret)
        client = create_app(services).test_client()
        return {
            address: client.get(address, headers={"Accept-Language": "de"}).text
            for address in (f"/certificates/{code}", f"/verify/{code}")
        }


def test_certificate_and_verification(drawn: dict[str, str], open_page: OpenPage) -> None:
    for width in (1280, 320):
        page = open_page(locale="de", reduced_motion="reduce", viewport={"width": width, "height": 700})
        page.route(
            lambda url: urlsplit(url).path in drawn,
            lambda route: route.fulfill(
                body=drawn[urlsplit(route.request.url).path], content_type="text/html"
            ),
        )
        for address in drawn:
            page.goto(address)
            assert page.locator("h1").count() == 1
            assert findings(page) == [], (address, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            assert findings(page) == [], (address, width, "dark")
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
