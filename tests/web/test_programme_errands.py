"""What whoever runs a programme comes for, in German, along the links that the pages have."""

import html
import re

from flask.testing import FlaskClient

GERMAN = {"Accept-Language": "de"}


def follow(client: FlaskClient, page: str, words: str) -> str:
    """The page behind the first link that has these words, as text or as its name."""
    links = re.findall(r'<a [^>]*?href="([^"]+)"([^>]*)>(.*?)</a>', page, re.DOTALL)
    addresses = [
        html.unescape(address) for address, rest, text in links if words in html.unescape(f"{rest}{text}")
    ]
    assert addresses, words
    answer = client.get(addresses[0].partition("#")[0], headers=GERMAN)
    assert answer.status_code == 200
    return answer.text


def programme(client: FlaskClient) -> str:
    return follow(client, client.get("/", headers=GERMAN).text, "alle Cluster mit ihren Labels")


def test_how_does_this_cluster_stand_among_its_like(client: FlaskClient) -> None:
    """Quarters with n, no other cluster and no other cluster's value."""
    page = follow(client, programme(client), "Food-Processing Initiative e.V.")
    (section,) = re.findall(r"Verglichen mit ähnlichen Clustern</h2>.*?</section>", page, re.DOTALL)
    sentences = re.findall(r"<li>(.*?)</li>", section)
    assert len(sentences) >= 3
    for sentence in sentences:
        assert int(re.findall(r"(\d+) Clustern", sentence)[0]) >= 8
    assert "/clusters/" not in section
    assert "weniger als acht" in section


def test_have_ties_out_of_the_region_increased_and_how_certain_is_that(client: FlaskClient) -> None:
    page = follow(client, client.get("/trends", headers=GERMAN).text, "Überregionaler Anteil")
    assert re.search(r"(steigt|sinkt) der Wert um|keine Änderung vom Zufall zu unterscheiden", page)
    assert "(99-%-Intervall" in page


def test_which_services_do_comparable_clusters_offer_and_this_one_does_not(client: FlaskClient) -> None:
    page = follow(client, programme(client), "Leistungen: NieKE")
    assert "6 Arten von Leistungen, die andere anbieten, sind von ihm nicht bekannt." in page
    assert "Unterstützung von Gründungen (1 von 14)" in page
    assert "Medical Valley" in page
    assert 'href="https://www.medical-design.news/' in page
    assert "Keine Quelle hier sagt" in client.get("/programme/services?of=cluster:fpi", headers=GERMAN).text
