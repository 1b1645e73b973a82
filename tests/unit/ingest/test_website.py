"""Pages of a real server at 127.0.0.1, most of them hostile."""

import gzip
import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest

from graphsvc.errors import InvalidData
from graphsvc.ingest import website as module
from graphsvc.ingest.public_address import is_public
from graphsvc.ingest.sandbox import PAGE
from graphsvc.ingest.website import WebsiteReader
from tests.support.website import Answer, Website, answer, dripping, to, website

MILL = """<!doctype html><html lang="de"><head><title>Mühle Meyer</title>
<meta name="description" content="Wir mahlen Getreide."><style>p {}</style></head><body>
<nav><p>Menü</p></nav><h1>Abfüllung</h1><p>Wir füllen <b>Getränke</b> ab.</p><ul><li>Lagerung</li></ul>
<div>Freier Text</div><script>document.write("<p>böse</p>")</script>
<form><p>Formular</p></form><footer><p>Impressum</p></footer></body></html>"""
LINES = (
    "Mühle Meyer",
    "Wir mahlen Getreide.",
    "Abfüllung",
    "Wir füllen Getränke ab.",
    "Lagerung",
    "Freier Text",
)


def reader(server: Website, *, seconds: int = 30, pause: float = 0.0) -> WebsiteReader:
    """A reader that takes this one server for a public one."""
    return WebsiteReader(pause=pause, seconds=seconds, also={("127.0.0.1", server.port)})


def refused(answers: Mapping[str, Answer], path: str = "/", *, seconds: int = 30) -> str:
    """Why a page is not read."""
    with website(answers) as server, pytest.raises(InvalidData) as caught:
        reader(server, seconds=seconds).read(f"{server.address}{path}")
    return str(caught.value)


def test_the_text_of_a_page_is_read_without_what_surrounds_it() -> None:
    with website({"/": answer(MILL.encode())}) as server:
        page = reader(server).read(server.address)
    assert page.lines == LINES
    assert page.address.startswith(server.address)
    assert server.asked == ["/robots.txt", "/"]
    assert all("User-Agent: graphsvc/" in head for head in server.heads)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (MILL.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (MILL.replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252"), "text/html"),
        (MILL.encode("utf-8"), "text/html"),
        (MILL.encode("cp1252"), "text/html"),
        (MILL.encode("utf-8-sig"), "text/html; charset=iso-8859-1"),
        (MILL.encode("utf-16"), "text/html"),
        (MILL.encode("utf-8"), "text/html; charset=no-such-thing"),
        (MILL.encode("utf-8"), "application/xhtml+xml; charset=UTF-8"),
    ],
)
def test_any_encoding_is_read_whatever_the_server_calls_it(body: bytes, kind: str) -> None:
    with website({"/": answer(body, kind)}) as server:
        assert reader(server).read(server.address).lines == LINES


def test_bytes_of_no_encoding_become_text() -> None:
    with website({"/": answer(b"<p>Fisch \xff\xfe\x00 Rauch</p>", "text/html; charset=utf-8")}) as server:
        (line,) = reader(server).read(server.address).lines
    assert line.startswith("Fisch")
    assert line.endswith("Rauch")


def test_robots_txt_is_respected() -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: other\nAllow: /\n"
    assert "robots.txt does not permit it" in refused({"/robots.txt": answer(rules, "text/plain")})
    own = b"User-agent: graphsvc\nDisallow: /*\nUser-agent: *\nAllow: /\n"
    assert "robots.txt does not permit it" in refused({"/robots.txt": answer(own, "text/plain")})
    allowed = b"User-agent: *\nDisallow: /\nAllow: /about\n"
    pages = {"/robots.txt": answer(allowed, "text/plain"), "/about": answer(MILL.encode())}
    with website(pages) as server:
        assert reader(server).read(f"{server.address}/about").lines == LINES


def test_a_server_that_fails_to_tell_its_rules_is_left_alone() -> None:
    failing = answer(b"", status="503 Service Unavailable")
    assert "robots.txt does not permit it" in refused({"/robots.txt": failing, "/": answer(MILL.encode())})


def test_a_second_passes_between_two_requests() -> None:
    with website({"/": answer(MILL.encode())}) as server:
        made, begun = reader(server, pause=0.3), time.monotonic()
        made.read(server.address)
        made.read(server.address)
        took = time.monotonic() - begun
    pauses = len(server.times) - 1
    assert pauses == 3
    assert took >= 0.29 * pauses  # a busy machine makes it more, never less


def test_by_default_it_is_one_second() -> None:
    assert WebsiteReader()._pause == 1.0


def test_a_redirect_is_followed_and_its_robots_txt_asked() -> None:
    with website({"/": to("/über?a=1&b=ü"), "/%C3%BCber?a=1&b=%C3%BC": answer(MILL.encode())}) as server:
        page = reader(server).read(server.address)
    assert page.lines == LINES
    assert page.address.endswith("/%C3%BCber?a=1&b=%C3%BC")


@pytest.mark.parametrize(
    "inside",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1/",
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://0/",
        "http://2130706433/",
    ],
)
def test_a_redirect_into_a_network_is_refused(inside: str) -> None:
    why = refused({"/": to(inside)})
    assert "inside a network" in why or "cannot be reached" in why
    if "2130706433" not in inside:
        assert "inside a network" in why


def test_a_robots_txt_that_leads_into_a_network_is_refused() -> None:
    assert "inside a network" in refused({"/robots.txt": to("http://169.254.169.254/")})


def test_other_ports_of_a_public_address_are_refused() -> None:
    assert "inside a network" in refused({"/": to("http://1.1.1.1:22/")})


@pytest.mark.parametrize(
    "where", ["ftp://example.org/", "file:///etc/passwd", "gopher://1.1.1.1/", "http://"]
)
def test_only_addresses_of_web_pages_are_read(where: str) -> None:
    with pytest.raises(InvalidData, match="no address of a web page"):
        WebsiteReader(pause=0).read(where)
    with pytest.raises(InvalidData, match="no address of a web page"):
        WebsiteReader(pause=0).read("http://user:secret@example.org/")
    with pytest.raises(InvalidData, match="no address of a web page"):
        WebsiteReader(pause=0).read("http://example.org/\r\nHost: other")


def test_nothing_at_home_is_read_without_the_allowance_of_a_test() -> None:
    with website({"/": answer(MILL.encode())}) as server:
        with pytest.raises(InvalidData, match="inside a network"):
            WebsiteReader(pause=0).read(server.address)
        assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.100.100.200", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("0.0.0.0", False),  # noqa: S104 - asked about, never bound
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:1.1.1.1", True),
        ("2002:7f00:1::1", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_what_counts_as_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_name_is_resolved_once_and_the_checked_address_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that first leads to a public address and then into the network gets no second look-up."""
    with website({"/": answer(MILL.encode())}) as server:
        looked_up: list[str] = []

        def resolve(host: str, port: int, *_: object, **__: object) -> list[object]:
            entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
            if host == "127.0.0.1":  # no name is looked up for an address
                return [entry]
            looked_up.append(host)
            return [entry] if len(looked_up) <= 2 else pytest.fail("resolved again")

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        dialled: list[object] = []
        create = socket.create_connection

        def connect(at: tuple[str, int], timeout: float) -> socket.socket:
            dialled.append(at)
            return create(at, timeout)

        monkeypatch.setattr(socket, "create_connection", connect)
        page = reader(server).read(f"http://rebinding.example:{server.port}/")
    assert page.lines == LINES
    assert looked_up == ["rebinding.example"] * 2  # robots.txt and the page
    assert dialled == [("127.0.0.1", server.port)] * 2
    assert all(f"Host: rebinding.example:{server.port}" in head for head in server.heads)


def test_one_internal_address_among_several_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(_host: str, port: int, **_: object) -> list[object]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", port)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.1", port)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(InvalidData, match=r"192\.168\.0\.1"):
        WebsiteReader(pause=0).read("http://two.example/")


def test_a_page_without_end_is_refused() -> None:
    assert "leads on more than 4 times" in refused({"/": to("/")})
    huge = answer(b"<p>x</p>" * (1 << 19))
    assert "larger than 2 MiB" in refused({"/": huge})
    endless = dripping(b"<p>x</p>" * 9000, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    assert "larger than 2 MiB" in refused({"/": endless}, seconds=20)


@pytest.mark.parametrize(
    "slow",
    [
        dripping(b"x", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"),
        dripping(b"x", b"HTTP/1.1 200 OK\r\nX-Long: "),
        dripping(b"", b""),
    ],
)
def test_a_slow_server_is_left_at_the_deadline(slow: Answer) -> None:
    began = time.monotonic()
    assert "longer than 1 seconds" in refused({"/": slow}, seconds=1)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (answer(b"%PDF-1.7", "application/pdf"), "application/pdf"),
        (answer(b"{}", "application/json"), "application/json"),
        (answer(b"", status="500 Internal Server Error"), "answers 500"),
        (answer(b"", status="401 Unauthorized"), "answers 401"),
        (answer(gzip.compress(b"<p>" * (1 << 20), mtime=0), more="Content-Encoding: gzip\r\n"), "packed"),
        (b"nonsense\r\n\r\n", "cannot be reached"),
        (b"", "cannot be reached"),
    ],
    ids=["pdf", "json", "error", "locked", "packed", "nonsense", "silence"],
)
def test_what_is_no_page_is_refused(body: bytes, why: str) -> None:
    assert why in refused({"/": body})


def test_a_server_that_is_not_there() -> None:
    with website({}) as server:
        port = server.port
    with pytest.raises(InvalidData, match="cannot be reached"):
        WebsiteReader(pause=0, also={("127.0.0.1", port)}).read(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("mark", [b"<p", b"&", b"<!--", b"<p>word "])
def test_markup_without_end_becomes_bounded_text(mark: bytes) -> None:
    with website({"/": answer(mark * 200_000)}) as server:
        lines = reader(server).read(server.address).lines
    assert len(lines) <= 2000
    assert all(len(line) <= 2000 for line in lines)


def test_markup_nested_without_end_is_refused_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", replace(PAGE, seconds=1))
    assert "longer than 1 seconds" in refused({"/": answer(b"<div>" * 200_000 + b"deep")})


def test_the_agent_names_itself() -> None:
    assert module.USER_AGENT.startswith("graphsvc/")
