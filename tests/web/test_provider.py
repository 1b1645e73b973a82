"""Sign-in at a provider of OpenID Connect that runs beside the service."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from joserfc.jwk import RSAKey

from graphsvc.bootstrap import Services
from graphsvc.errors import GraphsvcError
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.support.oidc_provider import CLIENT, SECRET, OidcProvider, oidc_provider
from tests.support.website import to, website
from tests.web.forms import TOKEN, send
from tests.web.people_world import Calendar, world

ANNA = {"email": "Anna@anna.example", "email_verified": True}
START = "/account/provider"
REFUSED, BROKEN, DOWN = (
    "has not checked your mail address",
    "Please begin again",
    "does not answer as it should",
)


def known_as(issuer: str, secret: str = SECRET) -> dict[str, str]:
    """The settings by which the service knows a provider."""
    return {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": secret}


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with oidc_provider(person=ANNA) as made:
        yield made


@pytest.fixture
def made(tmp_path: Path, calendar: Calendar, provider: OidcProvider) -> Iterator[Services]:
    with world(
        tmp_path / "home", calendar, hosts="graph.example.org", **known_as(provider.issuer)
    ) as services:
        yield services


@pytest.fixture
def app(made: Services) -> OpenAPI:
    return create_app(made)


def browser(app: OpenAPI) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def led(client: FlaskClient, start: str = START) -> str:
    """The path by which the provider leads the browser back, after somebody signed in there."""
    asked = client.get(start)
    assert asked.status_code == 302
    back = requests.get(asked.location, allow_redirects=False, timeout=10).headers["Location"]
    assert back.startswith("http://graph.example.org/account/provider/back?")
    return back.removeprefix("http://graph.example.org")


def signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def told(client: FlaskClient, path: str, sentence: str) -> bool:
    """Whether a path leads to the form for a password with a sentence above it, and signs nobody in."""
    answer = client.get(path, follow_redirects=True)
    assert answer.request.path == "/account/sign-in"
    return sentence in answer.text and 'name="password"' in answer.text and not signed_in(client)


def test_who_signs_in_with_the_provider_has_the_session_of_a_password(
    made: Services, app: OpenAPI, provider: OidcProvider
) -> None:
    client = browser(app)
    form = client.get("/account/sign-in?next=/search?q=food").text
    assert f"Sign in with 127.0.0.1:{provider.port}" in form
    assert provider.asked == [], "nothing is asked before somebody wants to sign in there"
    back = led(client, f"{START}?next=/search?q=food")
    answer = client.get(back)
    assert (answer.status_code, answer.location) == (302, "/search?q=food")
    assert answer.cache_control.no_store
    page = client.get("/account").text
    assert "anna@anna.example" in page
    assert provider.asked == ["/.well-known/openid-configuration", "/authorize", "/token", "/keys"]
    with client.session_transaction() as session:
        assert set(session) <= {"signed_in", "csrf_token", "_permanent"}, "nothing of the way there is kept"
    (ended,) = {one.number for one in made.accounts.sessions(1) if one.purpose == "pages"} - {1}
    made.accounts.end(1, ended)
    assert not signed_in(client)
    assert told(client, back, BROKEN), "the way back leads in once"
    client.get(led(client))
    assert signed_in(client)
    send(client, "/account", "/account/sign-out")
    assert not signed_in(client)


def test_the_refusal_does_not_tell_whether_an_address_is_known(
    made: Services, app: OpenAPI, provider: OidcProvider
) -> None:
    seen = []
    for person in (
        {"email": "anna@anna.example", "email_verified": False},
        {"email": "anna@anna.example", "email_verified": "true"},
        {"email": "anna@anna.example"},
        {"email": "stranger@strange.example", "email_verified": True},
        {"email": "\u212aarl@anna.example", "email_verified": True},
        {"email": ["anna@anna.example"], "email_verified": True},
        {},
    ):
        provider.person = person
        client = browser(app)
        answer = client.get(led(client), follow_redirects=True)
        assert answer.request.full_path == "/account/sign-in?"
        assert REFUSED in answer.text, person
        assert not signed_in(client)
        seen.append(TOKEN.sub("", answer.text))
    assert len(set(seen)) == 1
    assert len(made.accounts.all()) == 7, "no account is made"


def test_small_letters_of_another_alphabet_are_nobodys(made: Services) -> None:
    assert made.accounts.invite("karl@anna.example", "analyst", "", None)
    assert "\u212aarl@anna.example".lower() == "karl@anna.example"
    assert made.accounts.sign_in_vouched("\u212aarl@anna.example") is None
    assert made.accounts.sign_in_vouched("\ud800@anna.example") is None
    assert made.accounts.sign_in_vouched("ANNA@anna.example")


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "another service"},
        {"exp": 1_600_000_000},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_for_something_else_signs_nobody_in(
    app: OpenAPI, provider: OidcProvider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    client = browser(app)
    assert told(client, led(client), DOWN)
    assert not signed_in(client)


def test_a_token_that_another_key_signed_signs_nobody_in(app: OpenAPI, provider: OidcProvider) -> None:
    provider.signs_with = RSAKey.generate_key(2048)
    client = browser(app)
    assert told(client, led(client), DOWN)
    assert not signed_in(client)


def test_the_way_back_of_another_browser_signs_nobody_in(app: OpenAPI) -> None:
    """So nobody is signed in as somebody else without knowing."""
    mine, theirs = browser(app), browser(app)
    back = led(theirs)
    led(mine)
    for path in (back, f"{START}/back", f"{START}/back?state=x&code=y", f"{START}/back?error=access_denied"):
        assert told(mine, path, BROKEN), path
        assert not signed_in(mine)
    assert theirs.get(back).status_code == 302
    assert signed_in(theirs)


def test_who_gives_up_there_can_begin_again(app: OpenAPI, provider: OidcProvider) -> None:
    provider.refuses = "access_denied"
    client = browser(app)
    assert told(client, led(client), BROKEN)
    provider.refuses = ""
    client.get(led(client))
    assert signed_in(client)


def test_tries_that_were_given_up_do_not_fill_the_cookie(app: OpenAPI) -> None:
    client = browser(app)
    back = [led(client) for _ in range(12)][-1]
    cookie = client.get_cookie("session")
    assert cookie
    assert len(cookie.value) < 2000
    client.get(back)
    assert signed_in(client)


@pytest.mark.parametrize("where", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_led_elsewhere_afterwards(app: OpenAPI, where: str) -> None:
    client = browser(app)
    assert client.get(led(client, f"{START}?next={where}")).location == "/account"


def test_a_provider_that_is_down_leaves_the_password(tmp_path: Path, calendar: Calendar) -> None:
    with oidc_provider(person=ANNA) as provider:
        known = known_as(provider.issuer)
    with world(tmp_path / "home", calendar, **known) as made:
        client = browser(create_app(made))
        assert client.get("/account/sign-in").status_code == 200
        assert told(client, START, DOWN)


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://169.254.169.254/token"},
        {"jwks_uri": "https://evil.example/keys"},
        {"jwks_uri": 5},
        {"authorization_endpoint": "https://evil.example/"},
        {"authorization_endpoint": ""},
    ],
    ids=str,
)
def test_no_other_server_is_asked_and_a_wrong_word_is_forgotten(
    app: OpenAPI, provider: OidcProvider, said: dict[str, object]
) -> None:
    provider.said = said
    client = browser(app)
    assert told(client, START, DOWN)
    provider.said = {}
    client.get(led(client))
    assert signed_in(client)


def test_a_redirect_is_not_followed(tmp_path: Path, calendar: Calendar, provider: OidcProvider) -> None:
    path = "/.well-known/openid-configuration"
    with website({path: to(provider.issuer + path)}) as other:
        with world(tmp_path / "home", calendar, **known_as(other.address)) as made:
            assert told(browser(create_app(made)), START, DOWN)
        assert (other.asked, provider.asked) == ([path], [])


def test_a_provider_that_is_silent_is_not_waited_for(
    tmp_path: Path, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.web.identity_provider.SECONDS", 0.2)
    with website({"/.well-known/openid-configuration": lambda _: time.sleep(30)}) as silent:
        known = known_as(silent.address)
        with world(tmp_path / "home", calendar, **known) as made:
            client = browser(create_app(made))
            client.get("/account/sign-in")
            began = time.monotonic()
            assert client.get(START).location == "/account/sign-in"
            assert time.monotonic() - began < 15


def test_a_wrong_secret_is_not_said_to_be_the_fault_of_the_visitor(
    tmp_path: Path, calendar: Calendar, provider: OidcProvider
) -> None:
    with world(
        tmp_path / "home", calendar, hosts="graph.example.org", **known_as(provider.issuer, "another")
    ) as made:
        client = browser(create_app(made))
        assert told(client, led(client), DOWN)


def test_what_is_asked_for_is_a_code_with_state_nonce_and_pkce(app: OpenAPI) -> None:
    first, second = ({**parse_qs(urlsplit(browser(app).get(START).location).query)} for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 20
        assert first[name] != second[name]
    assert first["redirect_uri"] == ["http://graph.example.org/account/provider/back"]


def test_without_the_setting_there_is_no_provider(tmp_path: Path, calendar: Calendar) -> None:
    with world(tmp_path / "home", calendar) as made:
        client = browser(create_app(made))
        assert "Sign in with" not in client.get("/account/sign-in").text
        assert client.get(START).status_code == 404


@pytest.mark.parametrize("missing", ["oidc_client_id", "oidc_client_secret"])
def test_a_provider_needs_all_its_settings(missing: str, tmp_path: Path, calendar: Calendar) -> None:
    known = {"oidc_issuer": "https://x.example", "oidc_client_id": "a", "oidc_client_secret": "b"} | {
        missing: ""
    }
    with world(tmp_path, calendar, **known) as made, pytest.raises(GraphsvcError, match=missing.upper()):
        create_app(made)


@pytest.mark.parametrize(
    "issuer",
    ["login.example.org", "http://login.example.org", "https://", "https://a:b@x.example", "https://x/?a=b"],
)
def test_what_is_no_address_of_a_provider(issuer: str) -> None:
    with pytest.raises(ValueError, match="write the address of the provider"):
        Settings(oidc_issuer=issuer)


def test_authlib_is_needed_where_a_provider_is_named_alone(tmp_path: Path) -> None:
    """Without it the start says what to install; without the setting nothing of it is imported."""
    program = (
        "import sys\n"
        "from graphsvc.bootstrap import bootstrap\n"
        "from graphsvc.settings import Settings\n"
        "from graphsvc.web import create_app\n"
        "create_app(bootstrap(Settings(accounts=True)))\n"
        "print([name for name in sys.modules if name.startswith(('authlib', 'joserfc', 'requests'))])\n"
        "sys.modules['authlib'] = None\n"
        "given = {'oidc_issuer': 'https://x.example', 'oidc_client_id': 'a', 'oidc_client_secret': 'b'}\n"
        "create_app(bootstrap(Settings(accounts=True, **given)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"GRAPHSVC_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "[]\n"
    assert ran.stderr.splitlines()[-1].endswith("pip install 'graphsvc[oidc]'")
