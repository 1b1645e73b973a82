"""Sign in at the provider that the operator has named, and come back from there."""

from typing import cast

import structlog
from flask import Blueprint, Flask, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.settings import Settings
from graphsvc.web.identity_provider import IdentityProvider, ProviderFailed, SignInBroken
from graphsvc.web.page_context import return_to, services
from graphsvc.web.signed_in import begin, browser_name, reader

pages = Blueprint("provider", __name__, url_prefix="/account/provider")
_KEPT = "graphsvc_identity_provider"
_WHERE = "after_provider"

log = structlog.get_logger("graphsvc.web")


def init_app(app: Flask, settings: Settings) -> None:
    """Add these pages. Raises `GraphsvcError` where the settings say too little."""
    app.extensions[_KEPT] = IdentityProvider(app, settings)
    app.register_blueprint(pages)


@pages.before_request
def personal() -> None:
    """What happens here concerns one person: nobody keeps it."""
    g.personal = True


@pages.get("")
def ask() -> Response:
    """Lead to the provider; who is signed in already is led on."""
    if reader():
        return redirect(url_for("account.show"))
    for key in [one for one in session if one.startswith("_state_")]:  # of tries before: a cookie is small
        session.pop(key)
    session[_WHERE] = request.args.get("next", "")
    answer = _provider().ask(services().settings.address + url_for("provider.back"))
    g.leads_out = True
    return answer


@pages.get("/back")
def back() -> Response:
    """Begin a session for the account of the address that the provider vouches for."""
    where = return_to(url_for("account.show"), session.get(_WHERE, ""))
    mail = _provider().vouched_mail()
    secret = services().accounts.sign_in_vouched(mail, browser_name()) if mail else None
    if secret is None:
        return _back_to_form(
            _(
                "You are not signed in: either %(provider)s has not checked your mail address, or the "
                "address has no account here. An account comes by invitation.",
                provider=services().settings.provider,
            )
        )
    begin(secret)
    return redirect(where)


@pages.errorhandler(SignInBroken)
def broken(_error: SignInBroken) -> Response:
    """Lead to the page from which to begin again."""
    return _back_to_form(
        _(
            "You are not signed in: signing in with %(provider)s was given up or took too long. "
            "Please begin again.",
            provider=services().settings.provider,
        )
    )


@pages.errorhandler(ProviderFailed)
def failed(error: ProviderFailed) -> Response:
    """Lead to the page on which a password still works."""
    cause = error.__cause__
    log.warning("identity provider failed", error=type(cause).__name__, code=getattr(cause, "error", None))
    return _back_to_form(
        _(
            "%(provider)s does not answer as it should right now. Sign in with your password, or try "
            "again later.",
            provider=services().settings.provider,
        )
    )


def _back_to_form(sentence: str) -> Response:
    """The page to sign in, with what went wrong: at an address without the words of the provider."""
    flash(sentence, "bad")
    return redirect(url_for("account.sign_in", next=session.pop(_WHERE, "") or None))


def _provider() -> IdentityProvider:
    return cast("IdentityProvider", current_app.extensions[_KEPT])
