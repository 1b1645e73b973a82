"""Who is signed in, and how a browser becomes so."""

from typing import cast

from flask import g, request, session

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.decision import allowed
from graphsvc.errors import NoRight
from graphsvc.taxonomy.rights import shipped_rights
from graphsvc.web.page_context import services

_KEY = "signed_in"
_BEARER = "Bearer "


def reader() -> SignedIn | None:
    """Who asks: by the secret of an API token where one is sent, else by the cookie; None for a visitor."""
    if "reader" not in g:
        given = request.headers.get("Authorization", "")
        if by_cookie():
            secret, purpose = session.get(_KEY, ""), "pages"
        else:
            secret, purpose = given.removeprefix(_BEARER).strip(), "api"
        g.reader = services().accounts.signed_in(secret, purpose) if secret else None
    return cast("SignedIn | None", g.reader)


def person() -> SignedIn:
    """Who is signed in. Raises `NoRight` for a visitor, whom the rights have refused before."""
    found = reader()
    if found is None:
        raise NoRight(signed_in=False)
    return found


def may(action: str) -> bool:
    """Whether who is signed in may do something by their roles, for a link that leads there."""
    return allowed(shipped_rights().action(action), person().roles)


def by_cookie() -> bool:
    """Whether the request is made in the name of a cookie, which a page of strangers could have sent."""
    return not request.headers.get("Authorization", "").startswith(_BEARER)


def begin(secret: str) -> None:
    """Let the browser go on as the person of a session; nothing of its session before is kept."""
    session.clear()
    session.permanent = True
    session[_KEY] = secret


def browser_name() -> str:
    """What the browser calls itself, for the list of sessions."""
    return request.headers.get("User-Agent", "")


def leave() -> None:
    """Make the browser a visitor again."""
    session.clear()
