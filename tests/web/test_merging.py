"""Two records of one organization on the pages: found, compared, merged, reached by either id, separated."""

import re

from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from tests.support.addresses import DIL
from tests.web.forms import send

FPI = "organization:pic-998511696"
PAGE, SAME = f"/organizations/{DIL}", f"/organizations/{DIL}/same"


def test_a_name_finds_the_other_organization(writer: FlaskClient, own: Services) -> None:
    assert SAME in writer.get(PAGE).text
    name = str(own.catalog.organization(FPI).ref.name)
    text = writer.get(SAME, query_string={"q": name, "lang": "en"}).text
    assert "Side by side" in text
    assert FPI in text
    many = writer.get(SAME, query_string={"q": "universitat", "lang": "en"}).text
    assert "Which one do you mean?" in many
    assert many.count("other=organization") > 1
    assert f"other={DIL}" not in many
    none = writer.get(SAME, query_string={"q": "qqqqqqqq", "lang": "en"}).text
    assert "Try one word of its name" in none
    assert "sind Ganzes und Teil" not in writer.get(SAME, query_string={"other": FPI, "lang": "de"}).text


def test_merged_organizations_are_one_and_separated_they_are_two(writer: FlaskClient, own: Services) -> None:
    with own.graph.store.read() as reader:
        before = reader.digest()
    projects = {one: {row.ref.id for row in own.catalog.organization(one).projects} for one in (DIL, FPI)}
    kept, gone = sorted((DIL, FPI))
    answer = send(writer, f"{SAME}?other={FPI}", SAME, other=FPI)
    assert answer.status_code == 200
    assert answer.request.path == f"/organizations/{kept}"
    assert {kept, gone} <= {*re.findall(r"organization:pic-\d+(?=</small>)", answer.text)}
    page = own.catalog.organization(gone)
    assert page.ref.id == kept
    assert [one.id for one in page.records] == [kept, gone]
    assert {row.ref.id for row in page.projects} == projects[DIL] | projects[FPI]
    assert {one.record for one in page.statements} == {kept, gone}
    for path in (f"/organizations/{gone}", f"/partners/{gone}"):
        led = writer.get(f"{path}?lang=de&x=1")
        assert (led.status_code, led.location) == (302, f"{path.replace(gone, kept)}?lang=de&x=1")
    assert writer.get(f"/api/v1/organizations/{gone}").get_json()["ref"]["id"] == kept
    again = send(writer, f"/organizations/{kept}", f"/organizations/{kept}/same", other=gone)
    assert "sind bereits eine Organisation" in again.text
    parted = send(writer, f"/organizations/{kept}", f"/organizations/{kept}/split", record=gone)
    assert "Getrennt: " in parted.text
    assert own.catalog.organization(gone).ref.id == gone
    assert own.catalog.organization(gone).records == ()
    with own.graph.store.read() as reader:
        assert reader.digest() == before
    nothing = send(writer, PAGE, f"/organizations/{kept}/split", record=gone)
    assert "mit keiner anderen Organisation zusammengeführt" in nothing.text
