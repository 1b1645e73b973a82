"""Erasure in every file of an instance, and again where an older copy of people is put back."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from graphsvc.bootstrap import Services
from graphsvc.collaboration.erasures import FILE
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.state.backup import restore_backup, write_backup
from graphsvc.web import create_app
from tests.web.people_world import PASSWORD, A, B, Calendar, who, world

ANNA = "anna@anna.example"
PLANTED = (b"anna@", b"anna surname", b"+49 431 555")


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def made(tmp_path: Path, calendar: Calendar) -> Iterator[Services]:
    with world(tmp_path / "home", calendar) as services:
        yield services


def held(home: Path) -> list[str]:
    """The files in which a planted word is found, whatever kind of file it is."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in files if any(word in path.read_bytes().lower() for word in PLANTED)]


def history(made: Services) -> str:
    """Anna asks, Ben agrees, mail is written; returns the id of the introduction."""
    one = made.collaboration.ask(who(made, "anna"), A, B, message="Call Anna Surname, +49 431 555")
    for name in ("ben", "anna"):
        made.collaboration.step(who(made, name), one, "accept")
    made.collaboration.deliver()
    return one


def backed_up(made: Services, path: Path) -> Path:
    write_backup(made.graph.store, made.settings.home, path, "2026-03-01")
    return path


def test_a_backup_from_before_an_erasure_is_clean_once_it_is_restored(
    made: Services, calendar: Calendar, tmp_path: Path
) -> None:
    one, home = history(made), made.settings.home
    before = backed_up(made, tmp_path / "before.zip")
    plain = made.people_database.path.read_bytes()
    assert held(home), "there is something to find"
    calendar.now += timedelta(days=1)
    made.personal_data.erase(ANNA)
    assert held(home) == []
    with pytest.raises(InvalidData, match=r"\(accounts: \d+\).* --replace"):
        restore_backup(before, made.graph.store, home)
    restore_backup(before, made.graph.store, home, replace=True)
    assert held(home) == []
    assert [row.mail for row in made.accounts.all() if row.mail.startswith(("anna", "ben"))] == [
        "ben@ben.example"
    ]
    assert made.collaboration.introductions.view(who(made, "ben"), one).contact is None
    made.people_database.path.write_bytes(plain)  # as somebody does who copies the file by hand
    assert held(home) == ["people.sqlite"]
    create_app(made)
    assert held(home) == []


def test_erasures_come_along_in_a_backup_and_add_to_those_that_are_known(
    made: Services, calendar: Calendar, tmp_path: Path
) -> None:
    old = backed_up(made, tmp_path / "old.zip")
    calendar.now += timedelta(days=1)
    made.personal_data.erase(ANNA)
    after = backed_up(made, tmp_path / "after.zip")
    made.personal_data.erase("ben@ben.example")
    elsewhere = tmp_path / "elsewhere"
    restore_backup(after, made.graph.store, elsewhere, replace=True)
    restore_backup(old, made.graph.store, elsewhere, replace=True)
    assert held(elsewhere) == []
    restore_backup(after, made.graph.store, made.settings.home, replace=True)
    assert len(json.loads((made.settings.home / FILE).read_text())) == 2
    assert {row.mail[:4] for row in made.accounts.all()}.isdisjoint({"anna", "ben@"})


def test_who_comes_back_later_stays_and_who_was_only_invited_is_erased_too(
    made: Services, calendar: Calendar
) -> None:
    made.personal_data.erase(ANNA)
    with pytest.raises(UnknownId):
        made.personal_data.erase(ANNA)
    calendar.now += timedelta(days=1)
    secret = made.accounts.invite(ANNA, "member", A, None)
    assert secret
    assert made.personal_data.replay() == 0
    made.accounts.accept(secret, "Anna Again", PASSWORD, "en")
    assert made.personal_data.replay() == 0
    invited = made.accounts.invite("late@late.example", "member", A, None)
    assert invited
    assert made.personal_data.erase("late@late.example") is None
    with pytest.raises(UnknownId):
        made.accounts.invitation(invited)


def test_restoring_ends_sessions_and_refuses_people_of_a_newer_version(
    made: Services, tmp_path: Path
) -> None:
    session = made.accounts.sign_in(ANNA, PASSWORD)
    assert session
    backup = backed_up(made, tmp_path / "backup.zip")
    assert made.accounts.signed_in(session)
    restore_backup(backup, made.graph.store, made.settings.home, replace=True)
    assert made.accounts.signed_in(session) is None, "it may have been ended since"
    assert made.accounts.sign_in(ANNA, PASSWORD)
    with closing(sqlite3.connect(made.people_database.path)) as rows:
        (version,) = rows.execute("PRAGMA user_version").fetchone()
        rows.execute("PRAGMA user_version = 999")
        (made.settings.home / "newer").write_bytes(rows.serialize())
        rows.execute(f"PRAGMA user_version = {version}")
    newer = (made.settings.home / "newer").read_bytes()
    with pytest.raises(InvalidData):
        made.people_database.put_back(newer)
    assert made.accounts.sign_in(ANNA, PASSWORD)


def test_mail_whose_header_is_encoded_goes_too(made: Services) -> None:
    mail = "änna@exämple.org"
    made.accounts.invite(mail, "member", A, None)
    made.post.send("k1", mail, "reset", "de", {"address": "x"})
    made.post.send("k2", "ben@ben.example", "reset", "de", {"address": "x"})
    made.personal_data.erase(mail)
    assert [path.name for path in made.post.folder.iterdir()] == ["k2.eml"]
