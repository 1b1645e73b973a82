"""Digests by mail: when they come, what they tell, how they end, and that nothing of others is in them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from graphsvc.bootstrap import Services
from graphsvc.collaboration.digests import DigestReader, DigestText
from graphsvc.errors import InvalidData
from graphsvc.web import create_app
from tests.support.claims import info, participation, project
from tests.web.forms import send
from tests.web.people_world import PASSWORD, A, B, Calendar, who, world

C, D = "organization:c", "organization:d"


@pytest.fixture
def made(tmp_path: Path, calendar: Calendar) -> Iterator[Services]:
    """A and C know B from projects, C and D each other: so D and C are suggested."""
    with world(tmp_path, calendar, hosts="graph.example.org") as services:
        claims = [project(key, "food") for key in ("p1", "p2", "p3")]
        for key, parts in (("p1", "ab"), ("p2", "bc"), ("p3", "cd")):
            claims += [participation(one, key, "food") for one in parts]
        services.graph.store.write(info("food"), claims)
        services.graph.refresh()
        yield services


def mails(made: Services) -> list[str]:
    """The digests in the folder, by day and person, with their headers."""
    return [path.read_text(encoding="utf-8") for path in sorted(made.post.folder.glob("digest-*.eml"))]


def due(made: Services) -> list[int | None]:
    return [one.person for one in made.collaboration.due(made.digest) if one.event == "digest"]


def choose(made: Services, name: str, every: str) -> int:
    made.collaboration.digests.choose(who(made, name), every)
    return who(made, name).number


def test_a_digest_comes_when_its_day_has_come_and_once(made: Services, calendar: Calendar) -> None:
    daily, weekly, first = choose(made, "anna", "daily"), choose(made, "ben", "weekly"), calendar.now
    choose(made, "cleo", "never")
    made.collaboration.ask(who(made, "anna"), A, B, message="planted words")
    assert due(made) == [], "the first comes after the time that was chosen"
    calendar.now = first + timedelta(days=1)
    assert (due(made), due(made)) == ([daily], [])
    calendar.now = first + timedelta(days=7)
    assert (due(made), due(made)) == ([weekly], []), "nothing is new for Anna"
    told, asked = mails(made)
    assert ("Newly suggested for Works A:" in told, "wait" in told.partition("What waits")[0]) == (
        True,
        False,
    )
    assert "One introduction waits for your decision." in asked
    for mail in (told, asked):
        assert not re.search(r"planted words|Surname|@(?!localhost|(anna|ben)\.example\n)", mail)
    assert message_from_bytes(told.encode(), policy=policy.default)["To"] == "anna@anna.example"
    assert "ben@" not in told
    assert "anna" not in asked.lower(), "who asks is a matter of the page"


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_kill_neither_loses_nor_repeats_a_digest(
    made: Services, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(made, "anna", "daily")
    calendar.now += timedelta(days=1)
    with monkeypatch.context() as stopped:
        stopped.setattr("graphsvc.collaboration.mail.Post.send", killed)
        with pytest.raises(KeyboardInterrupt):
            due(made)
    assert mails(made) == []
    assert due(made) == [], "it was made already"
    assert len(mails(made)) == 1


def test_of_two_processes_that_make_a_digest_one_sends_it(made: Services, calendar: Calendar) -> None:
    number = choose(made, "anna", "daily")
    calendar.now += timedelta(days=1)
    sent: list[int | None] = []

    def tell(reader: DigestReader) -> DigestText | None:
        sent.extend(due(made))  # the other process, after this one has seen what is due
        return made.digest(reader)

    assert [one.person for one in made.collaboration.due(tell) if one.event == "digest"] == []
    assert sent == [number]
    assert len(mails(made)) == 1


def test_who_objects_is_in_no_digest(made: Services, calendar: Calendar) -> None:
    choose(made, "anna", "daily")
    assert {one.ref.id for one in made.matching.partners(A).matches} >= {C, D}
    made.collaboration.object(who(made, "dora"), C, objects=True)
    calendar.now += timedelta(days=1)
    due(made)
    (mail,) = mails(made)
    assert (D in mail, C in mail) == (True, False)


def test_the_link_ends_it_without_signing_in(made: Services, calendar: Calendar) -> None:
    number = choose(made, "anna", "daily")
    calendar.now += timedelta(days=1)
    due(made)
    (mail,) = mails(made)
    found = re.search(r"^http://graph\.example\.org(/account/digest/\S+)$", mail, re.MULTILINE)
    assert found
    header = message_from_bytes(mail.encode(), policy=policy.default)["List-Unsubscribe"]
    assert header == f"<http://graph.example.org{found[1]}>"
    visitor = create_app(made).test_client()
    assert visitor.get(found[1]).status_code == 200
    assert made.collaboration.digests.every(number) == "daily", "opening a link ends nothing"
    assert visitor.post(found[1]).status_code == 400, "a form needs its token"
    wrong = send(visitor, found[1], "/account/digest/none")
    ended = send(visitor, found[1], found[1])
    assert (ended.status_code, ended.text.count("no more digests come")) == (200, 1)
    assert wrong.text.count("no more digests come") == 1, "an unknown link tells nothing"
    assert made.collaboration.digests.every(number) == "never"
    calendar.now += timedelta(days=9)
    assert due(made) == []


def test_it_is_chosen_on_the_page_of_the_account_and_erased_with_it(made: Services) -> None:
    anna = create_app(made).test_client()
    with anna.session_transaction() as session:
        session["signed_in"] = made.accounts.sign_in("anna@anna.example", PASSWORD)
    number = who(made, "anna").number
    assert 'value="never" checked' in anna.get("/account").text
    assert 'value="weekly" checked' in send(anna, "/account", "/account/digest", every="weekly").text
    assert send(anna, "/account", "/account/digest", every="hourly").status_code == 400
    with pytest.raises(InvalidData):
        choose(made, "anna", "hourly")
    assert made.personal_data.export("anna@anna.example")["digest"][0]["every"] == "weekly"
    made.personal_data.erase("anna@anna.example")
    assert made.collaboration.digests.every(number) == "never"
