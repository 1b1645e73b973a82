"""Suggestions to take along: as a sheet and as the draft of a mail."""

import email
import email.policy
import html
import io
import re

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from graphsvc.bootstrap import Services
from tests.support.addresses import DIL
from tests.web.forms import send
from tests.web.test_own_house import TEXT

ASKED = {**TEXT, "organization": "DIL"}


@pytest.mark.parametrize("page", ["/implementers", "/problem"])
def test_the_answer_to_a_text_as_a_sheet(page: str, client: FlaskClient, services: Services) -> None:
    shown = send(client, page, page, **ASKED).text
    answer = send(client, page, f"{page}/suggestions.xlsx", **ASKED)
    assert 'filename="graphsvc-suggestions.xlsx"' in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["Suggestions", "About this list"]
    head, *rows = book.get_sheet_by_name("Suggestions").to_python()
    ids = [row[head.index("id")] for row in rows]
    assert len(ids) >= 8
    assert all(f'href="/organizations/{one}"' in shown for one in ids)
    assert all(row[head.index("in favor")] and row[head.index("Country")] for row in rows)
    about = {row[0]: row[1] for row in book.get_sheet_by_name("About this list").to_python()}
    assert about["Asked for"] == TEXT["title"]
    assert about["Digest of the data"] == services.graph.snapshot().digest
    assert TEXT["abstract"] not in str(book.get_sheet_by_name("About this list").to_python())


@pytest.mark.parametrize(
    ("language", "begins", "ends"),
    [("de", "Guten Tag,", "Mit freundlichen Grüßen"), ("en", "Hello,", "Kind regards")],
)
def test_the_answer_as_a_draft_mail(language: str, begins: str, ends: str, client: FlaskClient) -> None:
    asked = {**ASKED, "mail_language": language}
    text = send(client, "/implementers", "/implementers/suggestions.txt", **asked).text
    assert text.startswith(begins)
    assert text.endswith(ends)
    assert TEXT["title"] in text
    assert TEXT["abstract"] not in text
    assert "NieKE" in text
    draft = send(client, "/implementers", "/implementers/suggestions.eml", **asked)
    message = email.message_from_bytes(draft.data, policy=email.policy.default)
    assert TEXT["title"] in message["Subject"]
    assert message["X-Unsent"] == "1"
    body = message.get_content()
    assert [line.strip() for line in body.splitlines()] == [line.strip() for line in text.splitlines()]
    page = html.unescape(send(client, "/implementers", "/implementers", **asked).text)
    assert text.splitlines()[6].strip() in page


def test_the_mail_gives_the_reasons(client: FlaskClient, services: Services) -> None:
    found = services.matching.implementers(**TEXT, organization=DIL)
    text = send(client, "/implementers", "/implementers/suggestions.txt", **ASKED).text
    for match in found.matches:
        assert str(match.ref.name) in text
    assert text.count("in favor:") >= len(found.matches)


def test_suggestions_of_partners_as_sheet_and_mail_with_their_filters(client: FlaskClient) -> None:
    query = "?country=DE&country=AT&kind=company"
    page = client.get(f"/partners/{DIL}{query}").text
    shown = re.findall(r'id="m-(organization:[^"]+)"', page)
    answer = client.get(f"/partners/{DIL}/suggestions.xlsx{query}")
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[head.index("id")] for row in rows] == shown
    assert {row[head.index("Country")] for row in rows} <= {"Germany", "Austria"}
    german = client.get(f"/partners/{DIL}/suggestions.txt{query}&mail_language=de").text
    assert german.startswith("Guten Tag,")
    assert '<option value="DE" selected>' in page
    assert '<option value="AT" selected>' in page


def test_other_forms_are_not_known(client: FlaskClient) -> None:
    assert client.get(f"/partners/{DIL}/suggestions.pdf").status_code == 404
    assert send(client, "/implementers", "/implementers/suggestions.pdf", **ASKED).status_code == 404


def test_an_unclear_house_brings_the_form_back_instead_of_a_file(client: FlaskClient) -> None:
    asked = {**TEXT, "organization": "Fraunhofer IVV"}
    answer = send(client, "/implementers", "/implementers/suggestions.xlsx", **asked)
    assert answer.mimetype == "text/html"
    assert TEXT["abstract"] in answer.text
