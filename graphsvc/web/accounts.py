"""Who asks on a service with accounts, and whether they may: decided once for each request."""

import hashlib
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Response, g, redirect, request, url_for
from flask_limiter import Limiter
from flask_openapi import OpenAPI
from werkzeug.wrappers import Response as AnyResponse

from graphsvc.collaboration.decision import allowed
from graphsvc.collaboration.passwords import warm
from graphsvc.domain.dataset import member_list_of
from graphsvc.errors import GraphsvcError, NoRight, UnknownId
from graphsvc.settings import Settings
from graphsvc.taxonomy.rights import RightAction, shipped_rights
from graphsvc.web.page_context import services
from graphsvc.web.pages import (
    account,
    claims,
    disputes,
    introductions,
    list_jobs,
    mail_folder,
    rights,
    shared_list,
)
from graphsvc.web.security import COSTLY, csrf, limited, mark_of, refuse_local
from graphsvc.web.signed_in import by_cookie, reader
from graphsvc.web.visitors import client

if TYPE_CHECKING:
    from graphsvc.bootstrap import Services

GUESSES = "10 per 15 minutes"
"""Wrong passwords of one visitor."""
GUESSES_OF_ACCOUNT = "30 per 15 minutes"
"""Tries for one address, whoever makes them; all count, so that many at once do not slip through."""
REMINDERS = "5 per hour"
"""Mails with a link to a new password or a role, by one visitor and for one address."""
PUBLIC = "public.read"
"""The action by which everybody reads answers about the data."""
BRING = "lists.bring"
"""The action by which a management changes the member list of its cluster."""
_SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: OpenAPI) -> None:
    """Give `app` accounts: their pages, and a decision by the rights before each request."""
    app.before_request(_decide)
    app.after_request(_keep_nothing)
    for family in (account, claims, disputes, introductions, list_jobs, mail_folder, rights, shared_list):
        app.register_blueprint(family.pages)
    settings = cast("Services", app.extensions["graphsvc"]).settings
    if settings.oidc_issuer:
        _add_provider(app, settings)
    limited(app, introductions.pages, COSTLY)
    for endpoint, rate, key, counts in (
        ("account.enter", GUESSES, client, _failed),
        ("account.enter", GUESSES_OF_ACCOUNT, _address, None),
        ("account.change_password", GUESSES, client, _failed),
        ("account.remind", REMINDERS, client, None),
        ("account.remind", REMINDERS, _address, None),
        ("disputes.say", REMINDERS, client, None),
        ("claims.ask", REMINDERS, client, None),
        ("claims.ask", REMINDERS, _address, None),
    ):
        _limit(app, endpoint, rate, key, counts)
    warm()


def _add_provider(app: Flask, settings: Settings) -> None:
    """Let people sign in at the provider of the settings too. Raises `GraphsvcError` where that cannot be."""
    try:
        from graphsvc.web.pages import provider
    except ImportError as error:
        raise GraphsvcError(
            "GRAPHSVC_OIDC_ISSUER needs Authlib, which is not installed: pip install 'graphsvc[oidc]'"
        ) from error
    provider.init_app(app, settings)
    limited(app, provider.pages, COSTLY)


def _decide() -> AnyResponse | None:
    """Refuse what the rights do not allow; called before every request, and nowhere else."""
    endpoint = request.endpoint
    if endpoint is None:  # there is nothing at this address
        return None
    mark = mark_of(endpoint)
    action = shipped_rights().action_at(endpoint, mark)
    if action and allowed(action, None):
        _show_what_they_may_see(action, endpoint)
        return None
    person, g.personal = reader(), True
    if person and not person.writes and request.method not in _SAFE:
        raise NoRight(signed_in=True, reads_only=True)
    if action and person and allowed(action, person.roles, _scopes(endpoint)):
        if endpoint.startswith("api.") and by_cookie():
            csrf.protect()  # the other routes of the API take no cookie
        if action.id == BRING:
            _show_the_own_list(*_list_of(endpoint))
        return None
    refuse_local(mark)
    if person and "introduction" in (request.view_args or {}):
        raise UnknownId("introduction", (request.view_args or {})["introduction"])
    if person is None and request.method in _SAFE and not endpoint.startswith("api."):
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    raise NoRight(signed_in=person is not None)


def _show_what_they_may_see(action: RightAction, endpoint: str) -> None:
    """Answer who may see member lists from services in which these count; nobody else's answer changes."""
    person = reader() if action.id == PUBLIC else None
    if person and endpoint == "members.show":
        with suppress(UnknownId):  # the page says so
            cluster = _list_of(endpoint)
            if allowed(shipped_rights().action(BRING), person.roles, cluster):
                _show_the_own_list(*cluster)
                return
    lists = services().reader_lists.of(person) if person else ()
    if lists:
        g.services, g.personal = services().views.of(lists), True


def _show_the_own_list(cluster: str) -> None:
    """Answer a management from services in which the list of its cluster counts, and no other.

    They are those that write it: rows are matched with what they show, so nothing of another list is found.
    """
    g.services, g.personal = services().views.of((member_list_of(cluster),)), True
    g.brings = cluster


def _list_of(endpoint: str) -> Collection[str]:
    """The cluster whose member list a request concerns; none where a list that waits is another cluster's."""
    given, found = request.view_args or {}, services()
    if endpoint == "people.take_back":
        subject = found.people.list_stages.subject(request.form.get("token", ""))
        return (subject,) if subject.startswith("cluster:") else ()
    cluster = found.catalog.ref(given["cluster"]).id
    with suppress(UnknownId):  # a list that waits no more is told so
        if "token" in given and found.members.cluster(given["token"]) != cluster:
            return ()
    return (cluster,)


def _scopes(endpoint: str) -> Collection[str]:
    """The organizations and clusters that this request concerns."""
    given = request.view_args or {}
    asker: object = request.args.get("from")
    if "introduction" in given:
        return services().collaboration.introductions.parties(given["introduction"])
    if endpoint in shipped_rights().action(BRING).endpoints:
        return _list_of(endpoint)
    if endpoint.startswith("stories."):
        return services().stories.clusters_of(given["identifier"])
    if "claim" in given:
        return services().claims.waiting.cluster(given["claim"])
    if request.method == "POST":
        body = request.get_json(silent=True) if endpoint.startswith("api.") else request.form
        asker = body.get("from") or body.get("of") if isinstance(body, dict) else None
    if not isinstance(asker, str) or not asker.isprintable():
        return ()
    found = services().catalog.look_up(asker, ("organization", "cluster")).found
    return (found.id,) if found else ()


def _keep_nothing(response: Response) -> Response:
    """What is made for one person is kept by no browser and no proxy."""
    if request.blueprint == account.pages.name or g.get("personal"):
        response.cache_control.no_store = True
    return response


def _limit(
    app: Flask,
    endpoint: str,
    rate: str,
    key: Callable[[], str],
    counts: Callable[[Response], bool] | None,
) -> None:
    """Allow `endpoint` at a rate for each `key`; `counts` says which answers count, else all do."""
    limiter = cast("Limiter", app.extensions["graphsvc_limiter"])
    view: Callable[..., Any] = app.view_functions[endpoint]
    app.view_functions[endpoint] = limiter.limit(rate, key_func=key, deduct_when=counts)(view)


def _address() -> str:
    """The address that a form is about, as a hash: counts lie in a file."""
    return hashlib.sha256(request.form.get("mail", "").strip().lower().encode()).hexdigest()


def _failed(response: Response) -> bool:
    return response.status_code == 400
