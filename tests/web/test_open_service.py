"""A service that others can reach: host names, proxies, limits by visitor, what one request may bring.

The application in this process, on an empty store.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from pydantic import ValidationError

from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from graphsvc.web.bounds import MOST_ADDRESS, MOST_TEXT
from graphsvc.web.counters import CounterFile

Opened = Callable[..., FlaskClient]

FOREIGN = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8000",
    "evil.example@127.0.0.1",
    "127.0.0.1@evil.example",
    "localhost, evil.example",
    "evil.example/127.0.0.1",
    "[::2]",
    "[::1].evil.example",
    "localhost:80:80",
    "127.0.0.2",
    "",
]


@pytest.fixture
def opened_with(tmp_path: Path, request: pytest.FixtureRequest) -> Opened:
    """Make the client of an application with some settings; all of a test share one instance folder."""

    def make(**settings: Any) -> FlaskClient:
        made = bootstrap(Settings(home=tmp_path, **settings))
        context = opened(made.graph.store)
        context.__enter__()
        request.addfinalizer(lambda: context.__exit__(None, None, None))
        return create_app(made).test_client()

    return make


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenAPI]:
    """The application of a service with two names of its own."""
    home = tmp_path_factory.mktemp("named")
    made = bootstrap(Settings(home=home, hosts="graph.example.org, b.example"))
    with opened(made.graph.store):
        yield create_app(made)


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/data", "/api/v1/chains", "/static/vendor/app.css", "/none"])
def test_a_page_with_a_rebound_name_reads_nothing(host: str, path: str, named: OpenAPI) -> None:
    answer = named.test_client().get(path, headers={"Host": host, "Accept-Language": "en"})
    assert answer.status_code == 421
    assert answer.mimetype == "text/plain"
    assert answer.text == (
        f"This service does not answer to the name “{host}”. Its operator can allow it with GRAPHSVC_HOSTS.\n"
    )
    assert "Set-Cookie" not in answer.headers


def test_a_page_with_a_rebound_name_writes_nothing(opened_with: Opened) -> None:
    assert opened_with().post("/data/example", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:9999",
        "localhost",
        "LocalHost:1",
        "[::1]",
        "[::1]:8000",
        "Graph.example.org:443",
        "b.example",
    ],
)
def test_its_own_names_are_answered_whatever_the_port(host: str, named: OpenAPI) -> None:
    assert named.test_client().get("/", headers={"Host": host}).status_code == 200


def test_a_bound_address_is_a_name_but_all_addresses_are_none() -> None:
    assert "192.0.2.7" in Settings(host="192.0.2.7").names
    assert "[2001:db8::7]" in Settings(host="2001:db8::7").names
    assert Settings(host="0.0.0.0").names == Settings(host="::").names == {"127.0.0.1", "localhost", "[::1]"}  # noqa: S104


@pytest.mark.parametrize("name", ["https://graph.example.org", "graph.example.org:443", "*", "a/b"])
def test_what_is_no_host_name_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValidationError, match="is no host name"):
        Settings(hosts=name)


def test_a_service_that_can_be_written_to_answers_its_own_computer_alone(opened_with: Opened) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    private = opened_with().get("/", environ_base=elsewhere, headers={"Accept-Language": "en"})
    assert (private.status_code, private.mimetype) == (403, "text/plain")
    assert "GRAPHSVC_PUBLIC=1" in private.text
    assert opened_with().get("/", environ_base={"REMOTE_ADDR": "::ffff:127.0.0.1"}).status_code == 200
    assert opened_with(public=True).get("/", environ_base=elsewhere).status_code == 200


def test_behind_a_proxy_nothing_is_written() -> None:
    assert Settings(proxies=1).read_only


def test_redirects_are_relative(opened_with: Opened) -> None:
    client = opened_with(public=True, hosts="graph.example.org")
    for host in ("localhost", "graph.example.org"):
        answer = client.get("/map//export.csv?country=DE", headers={"Host": host})
        assert (answer.status_code, answer.location) == (308, "/map/export.csv?country=DE")
    assert client.get("/map//export.csv", headers={"Host": "evil.example"}).location is None


def _search(client: FlaskClient, visitor: str, times: int = 1) -> list[int]:
    headers = {"X-Forwarded-For": visitor}
    return [client.get("/search/suggestions?q=a", headers=headers).status_code for _ in range(times)]


def test_one_visitor_behind_the_proxy_does_not_use_up_the_limit_of_another(opened_with: Opened) -> None:
    client = opened_with(proxies=1)
    assert _search(client, "192.0.2.1", 121) == [200] * 120 + [429]
    assert _search(client, "192.0.2.2") == [200]
    assert _search(client, "203.0.113.5, 192.0.2.1") == [429], "what the client claims itself counts nothing"
    assert _search(client, "2001:db8::1", 121)[-1] == 429
    assert _search(client, "2001:db8::ffff") == [429], "one network of IPv6 is one visitor"
    assert _search(client, "2001:db8:1::1") == [200]


def test_without_a_proxy_nobody_is_believed(opened_with: Opened) -> None:
    client = opened_with(public=True)
    assert _search(client, "192.0.2.1", 120) == [200] * 120
    assert _search(client, "192.0.2.2") == [429]


def test_all_processes_of_a_server_count_together(opened_with: Opened) -> None:
    one, two = opened_with(proxies=1), opened_with(proxies=1)
    assert _search(one, "192.0.2.1", 60) + _search(two, "192.0.2.1", 61) == [200] * 120 + [429]


@pytest.mark.parametrize("path", ["/search?q=a", "/search/suggestions?q=a", "/api/v1/search?q=a"])
def test_the_search_is_limited(path: str, opened_with: Opened) -> None:
    client = opened_with(public=True)
    assert {client.get(path).status_code for _ in range(121)} == {200, 429}


def test_counts_are_right_when_many_count_at_once(tmp_path: Path) -> None:
    stores = [CounterFile(path=str(tmp_path / "limits.db")) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda turn: stores[turn % 4].incr("a", 60), range(200)))
    assert sorted(seen) == list(range(1, 201))
    assert stores[0].get("a") == 200
    stores[1].clear("a")
    assert stores[0].get("a") == 0


def test_counters_that_have_ended_are_gone(tmp_path: Path) -> None:
    store = CounterFile(path=str(tmp_path / "limits.db"))
    store.incr("old", -1)
    assert store.get("old") == 0
    store.incr("new", 60)
    assert store.reset() == 1


def test_a_damaged_file_of_counters_is_made_anew(tmp_path: Path, opened_with: Opened) -> None:
    client = opened_with(public=True)
    (tmp_path / "limits.db").write_bytes(b"no database" * 1000)
    assert _search(client, "192.0.2.1", 121)[-1] == 429


def test_counters_that_cannot_be_written_stop_no_page(tmp_path: Path, opened_with: Opened) -> None:
    client = opened_with(public=True)
    (tmp_path / "limits.db").mkdir()
    assert _search(client, "192.0.2.1", 121) == [200] * 120 + [429]


def test_with_https_cookies_are_secure_and_browsers_stay_with_it(opened_with: Opened) -> None:
    path = "/implementers?lang=de"
    plain, https = opened_with(public=True).get(path), opened_with(public=True, https=True).get(path)
    assert len(https.headers.getlist("Set-Cookie")) == 2
    assert all("Secure" in cookie for cookie in https.headers.getlist("Set-Cookie"))
    assert https.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert not any("Secure" in cookie for cookie in plain.headers.getlist("Set-Cookie"))
    assert "Strict-Transport-Security" not in plain.headers


def test_memory_is_not_filled_by_parameters_that_nobody_reads(opened_with: Opened) -> None:
    client = opened_with()
    kept = client.application.extensions["graphsvc_responses"]
    answers = {client.get(f"/search?q=a&pad={number}{'x' * 5000}&{number}=x").text for number in range(100)}
    assert len(answers) == 1
    assert "xxx" not in answers.pop()
    assert len(kept._held) == 1


@pytest.mark.parametrize("length", [MOST_ADDRESS, 200_000])
def test_an_address_that_is_too_long_is_refused(length: int, opened_with: Opened) -> None:
    client = opened_with()
    for path in ("/search/suggestions?q=&pad=", "/organizations/", "/map?country="):
        answer = client.get(path + "x" * length, headers={"Accept-Language": "en"})
        assert answer.status_code == 414
        assert "An address may have at most 8,192 bytes." in answer.text
    assert client.get("/search?q=" + "x" * (MOST_ADDRESS - 20)).status_code == 200


def test_a_body_is_refused_by_its_length(opened_with: Opened) -> None:
    """Nothing of it is there to read: only its length is announced."""
    client = opened_with(public=True)
    for path in ("/implementers", "/none", "/", "/api/v1/implementers"):
        answer = client.open(path, method="POST", content_length=MOST_TEXT + 1)
        assert answer.status_code == 413
    assert client.post("/data/preview", content_length=MOST_TEXT - 1).status_code == 403
