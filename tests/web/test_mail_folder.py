"""Mail that no server takes: read on a page by the operator alone, and noted."""

import pytest

from graphsvc.bootstrap import Services
from graphsvc.web import create_app
from tests.web.people_world import A, B, signed_in, who


def test_the_operator_alone_reads_what_was_written_and_that_is_noted(made: Services) -> None:
    app = create_app(made)
    gert = signed_in(made, app, "gert")
    assert "No mail was written yet." in gert.get("/mail").text
    one = made.collaboration.ask(who(made, "anna"), A, B)
    made.collaboration.deliver()
    made.post.send("odd", "<b>@x.example", "reset", "en", {"address": "http://graph.example.org/?<i>"})
    text = gert.get("/mail").text
    assert f'href="http://graph.example.org/introductions/{one}"' in text
    assert "ben@ben.example" in text
    assert "An introduction waits for you" in text
    assert ("<i>" in text, "<b>@" in text) == (False, False), "a mail is text"
    assert text.index("New password for graphsvc") < text.index("An introduction waits"), "newest first"
    others = [
        signed_in(made, app, name).get("/mail").status_code for name in ("anna", "cleo", "emil", "finn")
    ]
    assert others == [403] * 4
    assert app.test_client().get("/mail").status_code == 302
    noted = [(row.person, row.what) for row in made.personal_data.audit("mail")]
    assert noted == [(who(made, "gert").number, "read mail")] * 2


def test_the_page_shows_the_newest_mails(made: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.web.pages.mail_folder.MOST", 2)
    for n in range(3):
        made.post.send(f"k{n}", f"n{n}@x.example", "reset", "de", {"address": "x"})
    text = signed_in(made, create_app(made), "gert").get("/mail").text
    assert [f"n{n}@x.example" in text for n in range(3)] == [False, True, True]
