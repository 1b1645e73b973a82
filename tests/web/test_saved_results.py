"""A result saved as a search: who is new later, and its text kept only where somebody ticks so."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from tests.web.forms import send
from tests.web.test_own_house import TEXT


def kept(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


@pytest.mark.parametrize("page", ["/implementers", "/problem"])
def test_a_result_is_saved_without_its_text_unless_one_ticks_so(
    page: str, writer: FlaskClient, own: Services
) -> None:
    secret = {"title": "", "abstract": f"{TEXT['abstract']} Quetzalcoatlus."}
    listed = send(writer, page, f"{page}/save", **secret, label="Pressure")
    assert "Pressure" in listed.text
    assert "saved without its text" in listed.text
    assert b"Quetzalcoatlus" not in kept(own.settings.home)
    (saved,) = own.people.saved()
    assert saved.forgotten
    assert saved.seen
    opened = writer.get(f"/saved/{saved.id}", follow_redirects=True).text
    assert "was saved without its text" in opened
    own.people.looked_at(saved.id, saved.seen[1:])
    again = send(writer, page, page, **secret, saved=saved.id).text
    assert saved.seen[0] in again.split("New since")[1][:300]
    assert "Nobody is new since" in send(writer, page, page, **secret, saved=saved.id).text
    assert b"Quetzalcoatlus" not in kept(own.settings.home)


def test_a_result_that_was_saved_with_its_text_tells_by_itself_who_is_new(
    writer: FlaskClient, own: Services
) -> None:
    asked = {**TEXT, "organization": "DIL", "country": "ES"}
    send(writer, "/implementers", "/implementers/save", **asked, label="Pressure", keep_text="1")
    (saved,) = own.people.saved()
    assert (saved.new, saved.forgotten) == (0, False)
    own.people.looked_at(saved.id, saved.seen[1:])
    (later,) = own.people.saved()
    assert [ref.id for ref in later.new_refs] == [saved.seen[0]]
    opened = writer.get(f"/saved/{saved.id}", follow_redirects=True).text
    assert TEXT["abstract"] in opened
    assert '<option value="ES" selected>' in opened
    assert saved.seen[0] in opened.split("New since")[1][:300]
    assert own.people.saved()[0].new == 0
    send(writer, "/saved", f"/saved/{saved.id}/remove")
    assert own.people.saved() == ()


def test_a_search_without_a_name_brings_the_form_back(writer: FlaskClient, own: Services) -> None:
    answer = send(writer, "/implementers", "/implementers/save", abstract=TEXT["abstract"], label="")
    assert TEXT["abstract"] in answer.text
    assert own.people.saved() == ()
