"""The service behind a real nginx with the documented configuration, and without one before slow clients."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.settings import Settings
from tests.bench.bench_proxy import PUBLIC, Load, visit
from tests.support.nginx import NAME, Nginx
from tests.support.seeds import empty_instance
from tests.support.serving import ServiceProcess, serving
from tests.support.visiting import PATIENCE, Visitor, secure, slow_clients

pytestmark = pytest.mark.xdist_group("proxy")

UNIT = Path(__file__).resolve().parents[2] / "docs" / "operating" / "graphsvc.service"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    """The service with the settings of the documented unit, on an empty store."""
    folder = tmp_path_factory.mktemp("service")
    empty_instance(folder / "home")
    with serving(folder, "--no-seeds", **PUBLIC) as started:
        yield started


@pytest.fixture(scope="module")
def nginx(service: ServiceProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx before it."""
    with Nginx(tmp_path_factory.mktemp("nginx"), service.port) as started:
        yield started


@pytest.fixture
def visitor(nginx: Nginx) -> Iterator[Visitor]:
    """Someone with a browser."""
    with Visitor(nginx) as someone:
        yield someone


def test_https_and_secure_cookies_through_nginx(visitor: Visitor) -> None:
    answer = visitor.ask("/implementers?lang=de")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert len(cookies) == 2
    assert all("Secure" in cookie for cookie in cookies)


def test_a_form_works_through_nginx(visitor: Visitor, nginx: Nginx) -> None:
    """The check of the form's token compares the Referer with the host name under https."""
    form = visitor.ask("/implementers")
    token = re.search(r'name="csrf_token" value="([^"]+)"', form.body.decode())
    cookies = [one.split(";")[0] for one in form.headers.get_all("Set-Cookie") or []]
    assert token
    answer = visitor.ask(
        "/implementers",
        "POST",
        f"csrf_token={token[1]}&abstract=packaging".encode(),
        Cookie="; ".join(cookies),
        Referer=f"https://{NAME}:{nginx.https}/implementers",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert answer.status == 200


def test_http_leads_to_https_under_the_configured_name(nginx: Nginx) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", nginx.http, timeout=PATIENCE)
    connection.request("GET", "/map?a=b", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/map?a=b")
    connection.close()
    connection.request("GET", "/", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 421
    connection.close()


def test_other_host_names_are_refused_by_nginx_and_by_the_service(
    visitor: Visitor, nginx: Nginx, service: ServiceProcess
) -> None:
    assert visitor.ask("/", Host="evil.example").status == 421
    with pytest.raises(ssl.SSLError):
        secure(nginx, "127.0.0.1", name="evil.example")
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    connection.request("GET", "/", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 421
    connection.close()


def test_redirects_through_nginx_are_relative(visitor: Visitor) -> None:
    answer = visitor.ask("/map//export.csv")
    assert (answer.status, answer.headers["Location"]) == (308, "/map/export.csv")


def test_the_limit_sees_the_address_of_the_client(nginx: Nginx) -> None:
    path = "/search/suggestions?q=a"
    with Visitor(nginx, "127.0.4.1") as one, Visitor(nginx, "127.0.4.2") as two:
        assert [one.ask(path).status for _ in range(121)] == [200] * 120 + [429]
        assert one.ask(path, X_Forwarded_For="192.0.2.1").status == 429
        assert two.ask(path).status == 200


def test_a_large_body_is_refused_by_nginx_unread(nginx: Nginx) -> None:
    connection = secure(nginx, "127.0.0.1")
    connection.sendall(
        f"POST /data/preview HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 300000000\r\n\r\n".encode()
    )
    assert connection.recv(100).startswith(b"HTTP/1.1 413")
    connection.close()


def _announced(port: int, *, chunks: int = 0) -> bytes:
    """Announce 300 MB (or chunks without end), send `chunks` × 64 KB of them, and read the answer."""
    length = "Transfer-Encoding: chunked" if chunks else "Content-Length: 300000000"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(f"POST /data/preview HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n".encode())
        try:
            for _ in range(chunks):
                connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        except ConnectionError:
            return b"closed"
        return connection.recv(100)


def test_a_body_for_a_closed_route_is_refused_before_it_is_sent(service: ServiceProcess) -> None:
    assert _announced(service.port).startswith(b"HTTP/1.1 413")


def test_a_body_without_a_length_is_bounded(service: ServiceProcess) -> None:
    assert _announced(service.port, chunks=17).startswith((b"HTTP/1.1 413", b"closed"))


def test_a_body_is_bounded_where_files_are_taken(tmp_path: Path) -> None:
    empty_instance(tmp_path / "home")
    with serving(tmp_path, "--no-seeds") as private:
        assert _announced(private.port).startswith(b"HTTP/1.1 413")


def test_slow_clients_do_not_keep_the_service_from_answering(service: ServiceProcess) -> None:
    held = []
    try:
        for _ in range(200):
            held.append(socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE))
            held[-1].sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        for _ in range(3):
            for connection in held:
                connection.sendall(b"a")
            asked = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
            asked.request("GET", "/health", headers={"Host": "localhost"})
            assert asked.getresponse().status == 200
            asked.close()
    finally:
        for connection in held:
            connection.close()


def test_slow_clients_before_nginx_disturb_nobody(service: ServiceProcess, nginx: Nginx) -> None:
    pages = ("/", "/search?q=a", "/partners", "/about/help", "/static/vendor/app.css")
    figures = visit(service, nginx, Load(seconds=4, visitors=20, slow=30, pause=0.4, pages=pages))
    assert figures.errors == []
    assert len(figures.seconds) > 20
    assert figures.slow_open == 30


def test_nginx_closes_on_slow_clients(nginx: Nginx) -> None:
    with slow_clients(nginx, 2) as counts:
        deadline = time.monotonic() + PATIENCE
        while not counts["closed"] and time.monotonic() < deadline:
            time.sleep(0.2)
        assert counts["closed"]


def test_the_documented_unit_is_valid(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    wanted = dict(re.findall(r"^Environment=(GRAPHSVC_\w+)=(.*)$", text, re.MULTILINE))
    assert wanted.pop("GRAPHSVC_HOME") == "/var/lib/graphsvc"
    assert wanted == PUBLIC
    assert set(re.findall(r"GRAPHSVC_(\w+)", text)) <= {name.upper() for name in Settings.model_fields}
    verify = shutil.which("systemd-analyze")
    if verify is None:
        assert {"[Unit]", "[Service]", "[Install]"} <= set(text.splitlines())
        return
    program = Path(sys.executable).with_name("graphsvc")
    unit = tmp_path / "graphsvc.service"
    unit.write_text(text.replace("/opt/graphsvc/.venv/bin/graphsvc", str(program)), encoding="utf-8")
    done = subprocess.run([verify, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
