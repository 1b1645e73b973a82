"""Bringing a member list: what was read is shown and can be changed, nothing is lost by going back."""

import io
import re
import zipfile
from html import unescape

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from tests.support.addresses import FPI
from tests.support.claims import info, organization
from tests.support.made_up_lists import MadeUpList, made_up_lists
from tests.web.forms import TOKEN, post, send

MEMBERS = f"/members/{FPI}"
LIST = """Mitgliederverzeichnis;;
Firma;Ort;Land
Zwickelmann Kartonagen GmbH;Bielefeld;D
Zwickelmann Kartonagen GmbH;Bielefeld;D
;Herford;D
Erika Zwickelmann;Herford;D
Summe: 3;;
"""


def brought(client: FlaskClient, data: bytes, name: str = "list.csv") -> str:
    """Send a list; returns the address of the page that shows it."""
    answer = post(client, MEMBERS, MEMBERS, "list", (name, data))
    assert answer.status_code == 302, answer.text[:500]
    return str(answer.location)


def changed(client: FlaskClient, address: str, columns: list[str], **fields: str) -> str:
    """Ask for another reading; returns the page that comes."""
    page = client.get(address).text
    token = TOKEN.search(page)
    assert token
    data = {"csrf_token": token[1], "column": columns, **fields}
    return client.post(f"{address}/reading", data=data, follow_redirects=True).text


def chosen(page: str) -> list[str]:
    """What the columns are taken for."""
    selects = re.findall(r'<select name="column".*?</select>', page, re.DOTALL)
    found = [re.search(r'value="([^"]*)" selected', one) for one in selects]
    return [one[1] for one in found if one]


def test_what_was_read_is_shown_with_what_was_not_taken(writer: FlaskClient) -> None:
    page = unescape(writer.get(brought(writer, LIST.encode("cp1252"))).text)
    assert "How list.csv was read" in page
    assert chosen(page) == ["name", "city", "country"]
    assert 'value="2" selected>2: Firma | Ort | Land' in page
    assert "0 found, 1 doubtful, 1 new." in page
    assert "1 left out, 1 refused, 1 twice in the file" in page
    assert "looks like the name of a person" in page
    assert not re.search(r"<input type=.radio.[^>]* checked", page)


def test_columns_header_and_sign_can_be_changed_and_answers_stay(writer: FlaskClient) -> None:
    address = brought(writer, LIST.encode())
    way = {"encoding": "utf-8-sig", "delimiter": ";", "header": "2", "row-6": "skip"}
    page = changed(writer, address, ["name", "", "country"], **way)
    assert chosen(page) == ["name", "", "country"]
    assert re.search(r'name="row-6" value="skip" checked', page)
    page = changed(writer, address, ["name", "name", ""], **way)
    assert "two columns are taken for the same" in page
    assert chosen(page) == ["name", "", "country"]
    page = changed(writer, address, ["name", "", "country"], **(way | {"encoding": "utf-16"}))
    assert 'role="alert"' in page
    assert "Are these your members?" in page


def test_a_list_without_a_clear_name_is_asked_on_a_full_page(writer: FlaskClient) -> None:
    address = brought(writer, b"Bezug;Anlass\nZwickelrotwerk;Blau\n")
    page = writer.get(address).text
    assert "Which column is the name?" in page
    assert "list.csv, row 1: " in page
    assert "Use this list" not in page
    page = changed(writer, address, ["name", ""], encoding="utf-8-sig", delimiter=";", header="1")
    assert "0 found, 0 doubtful, 1 new." in page


def test_rows_that_were_not_taken_come_back_with_the_reason(writer: FlaskClient) -> None:
    address = brought(writer, LIST.encode())
    lines = writer.get(f"{address}/not-taken.csv").text.lstrip("\ufeff").splitlines()
    assert lines == [
        "Firma,Ort,Land,Row in the file,Reason",
        ",Herford,D,5,no name",
        "Summe: 3,,,7,looks like a total",
    ]
    again = writer.get(f"{address}/not-taken.xlsx").data
    assert again.startswith(b"PK")
    assert writer.get(f"{address}/not-taken.pdf").status_code == 400


def test_going_back_after_confirming_does_no_harm(writer: FlaskClient, own: Services) -> None:
    address = brought(writer, LIST.encode())
    first = send(writer, address, address, **{"row-6": "new"})
    assert "Your members are in use now." in first.text
    assert len(own.members.of(FPI)) == 2
    assert "Your list of 2 members is in use" in writer.get(address).text
    second = send(writer, address, address, **{"row-6": "skip", "mode": "replace"})
    assert second.status_code == 200
    assert len(own.members.of(FPI)) == 1
    token = re.search(r'name="token" value="([0-9a-f]{32})"', first.text)
    assert token
    send(writer, MEMBERS, f"{MEMBERS}/remove")
    assert own.members.of(FPI) == ()


def test_a_first_list_is_taken_back_by_one_button(writer: FlaskClient, own: Services) -> None:
    address = brought(writer, LIST.encode())
    done = send(writer, address, address)
    token = re.search(r'name="token" value="([0-9a-f]{32})"', done.text)
    assert token
    send(writer, MEMBERS, "/undo", token=token[1], next=MEMBERS)
    assert own.members.of(FPI) == ()


def test_a_removed_list_is_brought_back_by_one_button(writer: FlaskClient, own: Services) -> None:
    address = brought(writer, LIST.encode())
    send(writer, address, address)
    names = own.members.of(FPI)
    assert "For a day you can bring all of it back" in writer.get(f"{MEMBERS}?remove=1").text
    removed = send(writer, MEMBERS, f"{MEMBERS}/remove")
    assert own.members.of(FPI) == ()
    token = re.search(r'name="token" value="([0-9a-f]{32})"', removed.text)
    assert token
    back = send(writer, MEMBERS, "/undo", token=token[1], next=MEMBERS)
    assert "Bring the list back" not in back.text
    assert own.members.of(FPI) == names
    send(writer, MEMBERS, f"{MEMBERS}/remove")


LISTS = made_up_lists(7, 40)[::5]


@pytest.mark.parametrize("made", LISTS, ids=lambda made: f"{made.language} {made.layout}")
def test_a_list_is_taken_from_the_home_page_to_the_board(
    writer: FlaskClient, own: Services, made: MadeUpList
) -> None:
    home = writer.get("/").text
    assert 'href="/members"' in home
    assert 'name="of"' in writer.get("/members").text
    address = brought(writer, made.data, made.file)
    assert "1 doubtful" not in writer.get(address).text
    done = send(writer, address, address)
    assert "Your members are in use now." in done.text
    assert {str(one.name) for one in own.members.of(FPI)} == {one.name for one in made.members}
    board = re.search(r'href="(/chain/[^"]*own=[^"]*)"', done.text)
    assert board
    assert writer.get(unescape(board[1])).status_code == 200
    send(writer, MEMBERS, f"{MEMBERS}/remove")


def test_members_that_newer_data_has_are_told_until_somebody_decides(
    writer: FlaskClient, own: Services
) -> None:
    address = brought(writer, b"Firma;Ort;Land\nZwickelmann Kartonagen GmbH;Bielefeld;D\n")
    assert 'id="by-now"' not in send(writer, address, address).text
    newer = organization("boxes", "newer", name="ZWICKELMANN KARTONAGEN", city="Bielefeld", country="DE")
    own.graph.store.write(info("newer"), [newer])
    own.graph.refresh()
    page = writer.get(MEMBERS).text
    assert "One member of your list is in the data by now" in page
    assert "One member of your list is in the data by now" in writer.get(f"/desk?of={FPI}").text
    (member,) = re.findall(r'name="one" value="([^"]+)"', page)
    said = {"one": member, "other": "organization:boxes", "said": "different", "next": MEMBERS}
    done = send(writer, MEMBERS, "/duplicates", **said)
    assert done.request.path == MEMBERS
    assert 'id="by-now"' not in done.text


@pytest.mark.parametrize("what", ["", "/reading", "/not-taken.csv"])
def test_a_list_that_is_gone_is_told_beside_the_form(writer: FlaskClient, what: str) -> None:
    gone = f"{MEMBERS}/{'0' * 32}"
    page = writer.get(gone + what) if what != "/reading" else send(writer, MEMBERS, gone + what)
    assert page.status_code == 404
    assert "lists wait for a day" in page.text
    assert 'type="file"' in page.text
    assert "<nav" in page.text


def test_confirming_a_list_that_is_gone_is_told_beside_the_form(writer: FlaskClient) -> None:
    page = send(writer, MEMBERS, f"{MEMBERS}/{'0' * 32}")
    assert (page.status_code, "lists wait for a day" in page.text) == (404, True)


def test_a_file_that_is_no_list_is_told_in_the_language_of_the_page(writer: FlaskClient) -> None:
    for name, data, reason in (
        ("l.pdf", b"%PDF-1.7", "ein PDF ist keine Tabelle"),
        ("l.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "alte oder geschützte Excel-Datei"),
        ("l.zip", _archive(), "entpacken Sie es zuerst"),
    ):
        page = post(writer, f"{MEMBERS}?lang=de", f"{MEMBERS}?lang=de", "list", (name, data))
        assert page.status_code == 400
        assert f"{name} " in page.text
        assert reason in page.text
        assert 'type="file"' in page.text


def _archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("organization.csv", "a")
    return stream.getvalue()
