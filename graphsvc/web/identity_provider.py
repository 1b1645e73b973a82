"""Who a provider of the operator (OpenID Connect) says has signed in there; needs the extra `oidc`."""

from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth, OAuthError
from flask import Flask
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from graphsvc.errors import GraphsvcError
from graphsvc.settings import Settings

SECONDS = 10
"""How long each answer of the provider is waited for."""
_SIGNATURES = ["RS256", "PS256", "ES256", "EdDSA"]
"""By which its tokens may be signed: none that whoever knows a public key or nothing at all could make."""
_GIVEN_UP = {"access_denied", "invalid_grant", "mismatching_state"}
_WRONG = (ValueError, TypeError, KeyError, AttributeError, RuntimeError)
"""What comes of an answer that has not the form of the standard."""
_BROKEN = (RequestException, AuthlibBaseError, JoseError, *_WRONG)


class ProviderFailed(Exception):
    """The provider does not answer, or not as the standard has it."""


class SignInBroken(Exception):
    """A sign-in that was not begun in this browser, was given up or is over."""


class IdentityProvider:
    """The provider that the settings name; nothing is asked of it before somebody wants to sign in there.

    Authlib keeps state, nonce and the secret of PKCE in the cookie of the browser until it comes back. Raises
    `GraphsvcError` where the settings do not say who this service is there.
    """

    def __init__(self, app: Flask, settings: Settings) -> None:
        if not (settings.oidc_client_id and settings.oidc_client_secret):
            raise GraphsvcError(
                "GRAPHSVC_OIDC_ISSUER needs GRAPHSVC_OIDC_CLIENT_ID and GRAPHSVC_OIDC_CLIENT_SECRET: "
                "what the provider calls this service, and its secret there"
            )
        self._issuer = settings.oidc_issuer
        self._client: Any = OAuth(app).register(
            "provider",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{self._issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "default_timeout": SECONDS,
                "max_redirects": 0,
            },
        )

    def ask(self, back: str) -> Response:
        """Lead the browser to the provider, which sends it to the address `back`. Raises `ProviderFailed`."""
        try:
            self._look_up()
            answer: Response = self._client.authorize_redirect(back)
        except _BROKEN as error:
            raise ProviderFailed from error
        return answer

    def vouched_mail(self) -> str | None:
        """The mail address of who comes back, none where the provider has not checked it.

        Raises `SignInBroken` and `ProviderFailed`.
        """
        try:
            self._look_up()
            said = self._client.authorize_access_token()["userinfo"]
        except _BROKEN as error:
            given_up = isinstance(error, OAuthError) and error.error in _GIVEN_UP
            raise (SignInBroken if given_up else ProviderFailed) from error
        mail = said.get("email")
        return mail if said.get("email_verified") is True and isinstance(mail, str) else None

    def _look_up(self) -> None:
        """Read once what the provider says of itself; the service itself talks to no other server."""
        said = self._client.load_server_metadata()
        named = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        at = {urlsplit(str(said.get(name)))[:2] for name in named}
        if at != {urlsplit(self._issuer)[:2]} or str(said["issuer"]).rstrip("/") != self._issuer.rstrip("/"):
            said.clear()  # so that it is asked again
            raise ValueError("the provider names another issuer or server")
        said["id_token_signing_alg_values_supported"] = _SIGNATURES
