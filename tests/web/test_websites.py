"""The button that reads a website: drawn where the operator permits it, and what it says."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.user_content.websites import Websites
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.ingest.website import WebsiteReader
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.support.website import Website, answer, website
from tests.web.forms import send

PLACE = "/clusters/cluster:geokomm"
PAGE = (
    "<title>GEOkomm</title><p>Lebensmittel & <i>mehr</i>.</p><p>Abfüllung von &lt;b&gt;Säften&lt;/b&gt;.</p>"
)


@pytest.fixture
def site() -> Iterator[Website]:
    with website({"/": answer(PAGE.encode()), "/pdf": answer(b"%PDF", "application/pdf")}) as server:
        yield server


@pytest.fixture
def permitted(own: Services, site: Website) -> Iterator[FlaskClient]:
    settings = Settings(home=own.settings.home, websites=True)
    made = bootstrap(settings)
    with opened(made.graph.store):
        reader = WebsiteReader(pause=0, also={("127.0.0.1", site.port)})
        made.people.websites = Websites(made.graph, settings, reader)
        yield create_app(made).test_client()


def read(client: FlaskClient, address: str, language: str = "en") -> str:
    """The page that answers to the button."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    return send(client, PLACE, "/websites/cluster:geokomm", address=address).text


def test_it_is_off_unless_the_operator_permits_it(client: FlaskClient) -> None:
    assert "Read the website" not in client.get(PLACE, headers={"Accept-Language": "en"}).text


def test_a_website_is_read_and_its_words_are_shown_as_inferred(permitted: FlaskClient, site: Website) -> None:
    page = read(permitted, site.address)
    assert "They are inferred until you confirm them." in page
    assert "Inferred from the website, in its words:" in page
    assert "“Abfüllung von &lt;b&gt;Säften&lt;/b&gt;.”" in page
    assert site.address in page
    assert "Its chain: Food processing" in page
    assert "Von der Website vermutet" in permitted.get(PLACE, headers={"Accept-Language": "de"}).text


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "it is no web page but application/pdf"),
        ("de", "es ist keine Webseite, sondern application/pdf"),
    ],
)
def test_what_is_not_read_says_why_and_keeps_the_address(
    permitted: FlaskClient, site: Website, language: str, why: str
) -> None:
    page = read(permitted, f"{site.address}/pdf", language)
    assert why in page
    assert f'value="{site.address}/pdf"' in page


def test_addresses_in_the_network_are_refused(permitted: FlaskClient) -> None:
    assert "inside a network (169.254.169.254)" in read(permitted, "http://169.254.169.254/latest")
