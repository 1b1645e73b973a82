"""Mail to a real server on this machine, and what happens where it refuses."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import yaml

from graphsvc.collaboration.database import PeopleDatabase
from graphsvc.collaboration.mail import Outbox, Post
from graphsvc.settings import Settings
from tests.unit.collaboration.test_course import people

TEXTS = Path(__file__).resolve().parents[3] / "graphsvc" / "collaboration" / "mails.yml"


class Taker(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a sender needs; refuses addresses that begin with `ben`."""

    def handle(self) -> None:
        said = self.server.said  # type: ignore[attr-defined]
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline():
            command = line.upper().strip()
            if command.startswith(b"RCPT") and b"<BEN" in command:
                self.wfile.write(b"550 no such user\r\n")
                continue
            self.wfile.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(command, b"250 ok\r\n"))
            if command == b"DATA":
                said.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"250 taken\r\n")
            if command == b"QUIT":
                return


@pytest.fixture
def server() -> Iterator[socketserver.TCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Taker) as made:
        made.said = []  # type: ignore[attr-defined]
        threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        yield made
        made.shutdown()


def waiting(database: PeopleDatabase) -> list[str]:
    with database.read() as rows:
        return [row["key"] for row in rows.execute("SELECT key FROM outbox ORDER BY key")]


def test_what_waits_is_sent_and_a_refused_address_stops_nobody(
    tmp_path: Path, server: socketserver.TCPServer
) -> None:
    database = PeopleDatabase(tmp_path)
    people(database)
    with database.write() as rows:
        for number, kind in ((1, "waiting"), (2, "waiting"), (3, "agreed")):
            rows.execute(
                "INSERT INTO outbox VALUES (?, ?, ?, 'introduction:1', '{}')", (f"k{number}", number, kind)
            )
    away = Settings(home=tmp_path, smtp="smtp://127.0.0.1:1")
    with pytest.raises(OSError, match="refused"):
        Outbox(database, Post(away)).deliver()
    assert waiting(database) == ["k1", "k2", "k3"]
    Outbox(
        database, Post(Settings(home=tmp_path, smtp=f"smtp://127.0.0.1:{server.server_address[1]}"))
    ).deliver()
    assert waiting(database) == []
    mails = [message_from_bytes(one, policy=policy.default) for one in server.said]  # type: ignore[attr-defined]
    assert [mail["To"] for mail in mails] == ["anna@x.example", "cleo@x.example"]
    assert "http://127.0.0.1:8000/introductions/introduction:1" in mails[0].get_content()
    assert not list(tmp_path.glob("mail/*"))


def test_texts_are_there_in_both_languages_with_the_same_places_and_short_lines() -> None:
    texts = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    assert set(texts) == {
        "reset",
        "waiting",
        "reminder",
        "agreed",
        "ended",
        "question",
        "digest",
        "claim",
        "speaker",
    }
    for text in texts.values():
        for part in ("subject", "body"):
            assert set(text[part]) == {"de", "en"}
        for body in text["body"].values():
            assert body.count("{address}") == 1
            assert max(map(len, body.splitlines())) < 78


def test_no_value_becomes_a_header(tmp_path: Path) -> None:
    post = Post(Settings(home=tmp_path))
    with pytest.raises(ValueError, match="Header"):
        post.send("k", "a@b.example\r\nBcc: x@y.example", "reset", "en", {"address": "x"})
    assert not list(tmp_path.glob("mail/*"))
