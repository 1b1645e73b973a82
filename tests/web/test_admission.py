"""The page of an admission: each step recorded, refusals with a sentence, the letter as a draft."""

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.web import create_app

PAGE = "/clusters/cluster:foodregio/admission?set=go-cluster&lang=en"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(name="person")
def _person(own: Services) -> FlaskClient:
    app = create_app(own)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def test_an_admission_from_application_to_letter(person: FlaskClient) -> None:
    assert "No step was recorded yet." in person.get(PAGE).text
    said = {"step": "application", "by": "Anna", "reason": HOSTILE}
    assert person.post(PAGE, data=said).status_code == 302
    said = {"step": "recommendation", "by": "Bernd", "reason": "a good net", "favourable": "yes"}
    assert person.post(PAGE, data=said).status_code == 302
    for wrong, why in (
        ({"by": "bernd", "reason": "my own words"}, "bernd recommended it; somebody else has to decide."),
        ({"by": "Clara", "reason": " "}, "Give a reason: without one this step is not taken."),
    ):
        answer = person.post(PAGE, data={"step": "decision", "favourable": "no", **wrong})
        assert answer.status_code == 409
        assert why in answer.text
        assert f'value="{wrong["by"]}"' in answer.text
        assert f">{wrong['reason']}</textarea>" in answer.text
    assert person.get(PAGE.replace("admission", "admission/letter.txt", 1)).status_code == 404
    said = {"step": "decision", "by": "Clara", "reason": "convincing", "favourable": "yes"}
    assert person.post(PAGE, data=said).status_code == 302
    page = person.get(PAGE).text
    assert "Decided: admitted." in page
    assert HOSTILE not in page
    assert "4 no threshold is public" not in page
    letter = person.get(PAGE.replace("admission", "admission/letter.txt", 1).replace("lang=en", "lang=de"))
    assert letter.mimetype == "text/plain"
    lines = letter.text.splitlines()
    assert lines[0] == "ENTWURF, von einem Menschen zu prüfen und zu unterschreiben"
    assert {HOSTILE, "a good net", "convincing"} <= {*lines}
    assert "- Sichtbarkeit und Wirkung: keine Schwelle öffentlich" in lines
    assert person.post(PAGE, data={"step": "revision"}).status_code == 404
