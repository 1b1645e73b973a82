"""Accounts: sign in and out, accept an invitation, another password, where one is signed in."""

import json
import logging
import smtplib
from collections.abc import Mapping
from secrets import token_hex

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.bootstrap import Services
from graphsvc.collaboration.held_roles import EVERYWHERE
from graphsvc.collaboration.introduction_views import scopes_of
from graphsvc.collaboration.objections import NarrowObjection
from graphsvc.collaboration.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from graphsvc.errors import InvalidData
from graphsvc.messages import msg
from graphsvc.taxonomy.rights import shipped_rights
from graphsvc.web.afterwards import afterwards
from graphsvc.web.downloads import attachment
from graphsvc.web.language import language, tell
from graphsvc.web.page_context import Crumb, page, ref_or_id, return_to, services
from graphsvc.web.pages.shared_list import lists_of
from graphsvc.web.signed_in import begin, browser_name, leave, may, person, reader

pages = Blueprint("account", __name__, url_prefix="/account")
log = logging.getLogger("graphsvc.web")

Answer = Response | str | tuple[str, int]
_LENGTHS = {"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD}


@pages.get("/sign-in")
def sign_in() -> Answer:
    """The form to sign in; who is signed in already is led on."""
    if reader():
        return redirect(url_for("account.show"))
    return _sign_in()


@pages.post("/sign-in")
def enter() -> Answer:
    """Begin a session, or say that address and password do not belong together."""
    form = request.form
    secret = services().accounts.sign_in(form.get("mail", ""), form.get("password", ""), browser_name())
    if secret is None:
        return _sign_in(wrong=True), 400
    where = return_to(url_for("account.show"))
    begin(secret)
    return redirect(where)


@pages.post("/sign-out")
def sign_out() -> Answer:
    """End this session."""
    services().accounts.end(person().number, person().session)
    leave()
    flash(_("You are signed out."), "good")
    return redirect(url_for("account.sign_in"))


@pages.get("/invitation/<secret>")
def invitation(secret: str) -> Answer:
    """What a link invites to, and the form for a name and a password."""
    return _invitation(secret)


@pages.post("/invitation/<secret>")
def accept(secret: str) -> Answer:
    """Make the account and begin a session; where something is missing, say so and keep what was typed."""
    form, accounts = request.form, services().accounts
    if accounts.invitation(secret).known:
        accounts.take(secret)
        flash(_("The role counts from now on."), "good")
        return redirect(url_for("account.show"))
    try:
        begun = accounts.accept(
            secret, form.get("name", ""), form.get("password", ""), language(), browser_name()
        )
    except InvalidData as refused:
        return _invitation(secret, tell(refused.message)), 400
    begin(begun)
    flash(_("Welcome. Your account is ready."), "good")
    return redirect(url_for("account.show"))


@pages.get("/forgotten")
def forgotten() -> Answer:
    """The form to ask for a new password."""
    return page("forgotten.html", _("New password"), [Crumb(_("New password"))])


@pages.post("/forgotten")
def remind() -> Answer:
    """Say the same whether the address is known or not; the mail is made after the answer was sent."""
    made, given = services(), request.form.get("mail", "")
    flash(
        _("If this address has an account, a mail with a link is under way; the link works for an hour."),
        "good",
    )
    return afterwards(redirect(url_for("account.sign_in")), lambda: _send_link(made, given))


@pages.get("/reset/<secret>")
def reset(secret: str) -> Answer:
    """The form for a new password."""
    return _reset(secret)


@pages.post("/reset/<secret>")
def renew(secret: str) -> Answer:
    """Set the new password; all sessions of the account end."""
    try:
        services().accounts.renew(secret, request.form.get("password", ""))
    except InvalidData as refused:
        return _reset(secret, tell(refused.message)), 400
    leave()
    flash(_("Your new password counts from now on. All sessions have ended; sign in again."), "good")
    return redirect(url_for("account.sign_in"))


@pages.get("")
def show() -> Answer:
    """Who one is here, with which roles, and where one is signed in."""
    return _account()


@pages.post("/password")
def change_password() -> Answer:
    """Set another password; all other sessions end."""
    form = request.form
    try:
        services().accounts.change_password(person(), form.get("old", ""), form.get("password", ""))
    except InvalidData as refused:
        return _account(tell(refused.message)), 400
    flash(_("Changed. All your other sessions have ended."), "good")
    return redirect(url_for("account.show"))


@pages.post("/sessions/<int:number>/end")
def end(number: int) -> Answer:
    """End one of one's own sessions."""
    services().accounts.end(person().number, number)
    flash(_("The session has ended."), "good")
    return redirect(url_for("account.show"))


@pages.post("/tokens")
def make_token() -> Answer:
    """Make a secret by which a program acts in one's name; it is shown once."""
    name, writes = " ".join(request.form.get("name", "").split()), request.form.get("writes") == "1"
    made = services().accounts.api_token(person().number, name, "write" if writes else "read")
    return _account(token=made)


@pages.get("/copy")
def copy() -> Response:
    """A copy of everything that is kept of me, as a file."""
    found = services().personal_data.export(person().mail)
    return attachment(json.dumps(found, ensure_ascii=False, indent=2), "my-data.json", "application/json")


@pages.post("/digest")
def choose_digest() -> Answer:
    """Keep how often I want to be told by mail what is new."""
    services().collaboration.digests.choose(person(), request.form.get("every", ""))
    flash(_("Noted."), "good")
    return redirect(url_for("account.show") + "#digest")


@pages.get("/digest/<secret>")
def digest(secret: str) -> Answer:
    """Where the link of a digest leads: a button that ends it, since programs open links in mail too."""
    title = _("No more digests")
    return page("digest.html", title, [Crumb(title)], secret=secret)


@pages.post("/digest/<secret>")
def stop_digest(secret: str) -> Answer:
    """End a digest without signing in; what the link was tells nothing."""
    services().collaboration.digests.stop(secret)
    flash(_("Done: no more digests come. On “Account” you can order them again."), "good")
    return redirect(url_for("home.index"))


@pages.post("/objections")
def objection() -> Answer:
    """Keep one's organization or cluster out of suggestions (all, to one, for a topic), or take that back."""
    form, found = request.form, services().collaboration
    of, objects, kind, value = form.get("of", ""), form.get("objects") == "1", form.get("kind"), _value()
    if kind not in {"to", "topic"}:
        found.object(person(), of, objects=objects)
    else:
        try:
            meant = _meant(value) if kind == "to" and objects else value
            narrow = NarrowObjection(of, "to" if kind == "to" else "topic", meant)
            found.object_in_part(person(), narrow, objects=objects)
        except InvalidData as refused:
            typed = {"of": of, "kind": kind, "value": value, "fault": tell(refused.message)}
            return _account(typed=typed), 400
    if objects:
        flash(_("Noted; it counts from now on. What is public about it stays."), "good")
    else:
        flash(_("Taken back: it may be suggested again."), "good")
    return redirect(url_for("account.show") + "#objections")


def _value() -> str:
    return " ".join(request.form.get("value", "").split())


def _meant(name: str) -> str:
    """The id of the one organization or cluster that a name means. Raises `InvalidData`."""
    found = services().catalog.look_up(name, ("organization", "cluster"))
    if found.found is None:
        raise InvalidData(
            msg(
                "Nobody here, or more than one, is called “%(name)s”; give the whole name or the id.",
                name=name,
            )
        )
    return found.found.id


def _sign_in(*, wrong: bool = False) -> str:
    provider = services().settings.provider
    return page("sign_in.html", _("Sign in"), [Crumb(_("Sign in"))], wrong=wrong, provider=provider)


def _invitation(secret: str, fault: str = "") -> str:
    found = services().accounts.invitation(secret)
    return page(
        "invitation.html",
        _("Accept the invitation"),
        [Crumb(_("Accept the invitation"))],
        found=found,
        role=shipped_rights().role(found.role),
        scope=_scope(found.scope),
        fault=fault,
        **_LENGTHS,
    )


def _reset(secret: str, fault: str = "") -> str:
    services().accounts.check_reset(secret)
    return page("reset.html", _("New password"), [Crumb(_("New password"))], fault=fault, **_LENGTHS)


def _account(fault: str = "", token: str = "", typed: Mapping[str, str] | None = None) -> str:
    who, table, found = person(), shipped_rights(), services().collaboration
    speaks = [
        (one, _scope(one), found.objects(one), [(it, _told(it)) for it in found.narrow_objections.of(one)])
        for one in scopes_of(who)
    ]
    return page(
        "account.html",
        _("Account"),
        [Crumb(_("Account"))],
        who=who,
        roles=[(table.role(one.role), _scope(one.scope), one.until) for one in who.roles],
        speaks=speaks,
        typed=typed or {},
        sessions=services().accounts.sessions(who.number),
        fault=fault,
        token=token,
        lists=list(lists_of(who)),
        answers_disputes=may("disputes.answer"),
        reads_mail=may("mail.read"),
        reads_outcomes=may("outcomes.read"),
        every=found.digests.every(who.number),
        **_LENGTHS,
    )


def _scope(scope: str) -> object:
    """The organization or cluster of a role, as `ref_or_id` names it; none for a role everywhere."""
    return None if scope == EVERYWHERE else ref_or_id(scope)


def _told(one: NarrowObjection) -> object:
    """To whom somebody is not suggested, as `ref_or_id` names it, or for which topic."""
    return ref_or_id(one.value) if one.kind == "to" else one.value


def _send_link(made: Services, mail: str) -> None:
    found = made.accounts.remind(mail)
    if found is None:
        return
    secret, spoken = found
    address = f"{made.settings.address}/account/reset/{secret}"
    try:
        made.post.send(f"reset-{token_hex(8)}", mail.strip().lower(), "reset", spoken, {"address": address})
    except (OSError, smtplib.SMTPException) as error:
        log.warning("A mail could not be sent: %s", type(error).__name__)
