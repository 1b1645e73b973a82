"""A provider of OpenID Connect at 127.0.0.1: discovery, authorization code with PKCE, signed tokens, keys."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "graphsvc-here", "a secret of the service"


@cache
def _first_key() -> RSAKey:
    """The key of every provider that is given no other; to make one takes a while."""
    return RSAKey.generate_key(2048, {"kid": "first"})


@dataclass
class OidcProvider:
    """Who signs in there, and in what a test has it differ from the standard.

    `person` are the claims about who signs in, `claims` those of each token that differ, `said` what
    discovery says differently, `refuses` an error in place of a code. `asked` are the paths that were
    asked for.
    """

    port: int = 0
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    refuses: str = ""
    asked: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=_first_key)
    signs_with: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/realm"

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "none"],
        } | self.said

    def back(self, asked: dict[str, str]) -> str:
        """Where a browser is led that has signed in."""
        right = (asked["client_id"], asked["response_type"], asked["code_challenge_method"])
        assert right == (CLIENT, "code", "S256")
        assert asked["scope"].split() == ["openid", "email"]
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        found = {"error": self.refuses} if self.refuses else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(found | {'state': asked['state']})}"

    def token(self, given: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The tokens for a code, once, for who has its PKCE secret and is the service."""
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {basic}":
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(given["code"], None)
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or (challenge, given["redirect_uri"]) != (
            asked["code_challenge"],
            asked["redirect_uri"],
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"]} | self.person | self.claims
        signed = jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.signs_with or self.key)
        return 200, {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


@contextmanager
def oidc_provider(**differs: Any) -> Iterator[OidcProvider]:
    """A provider that runs meanwhile."""
    made = OidcProvider(**differs)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = (
                urlsplit(self.path).path.removeprefix("/realm"),
                dict(parse_qsl(urlsplit(self.path).query)),
            )
            made.asked.append(path)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", made.back(query))
                self.end_headers()
            elif path == "/keys":
                self.tell(200, KeySet([made.key]).as_dict(private=False))
            else:
                self.tell(200, made.discovery())

        def do_POST(self) -> None:
            made.asked.append("/token")
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.tell(*made.token(dict(parse_qsl(body)), self.headers.get("Authorization", "")))

        def tell(self, status: int, said: object) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
