"""Context of every page: services, navigation, search, language, period of the data."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlencode

from flask import Flask, current_app, flash, g, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from graphsvc.domain.dataset import member_list_of, shown_as
from graphsvc.domain.ids import kind_of
from graphsvc.errors import Busy, StoreUnavailable, UnknownId
from graphsvc.messages import Message
from graphsvc.web.language import language

if TYPE_CHECKING:
    from graphsvc.bootstrap import Services

T = TypeVar("T")

PAGE_OF_KIND = {
    "organization": "entity.organization",
    "cluster": "entity.cluster",
    "project": "entity.project",
    "region": "entity.region",
    "community": "network.community",
    "profile": "profiles.show",
}


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb: what it is called and where it leads."""

    name: object
    address: str | None = None


def services() -> "Services":
    """The services of this request: they show who asks what they may see."""
    return cast("Services", g.get("services") or current_app.extensions["graphsvc"])


def page(template: str, title: object, crumbs: Sequence[Crumb] = (), **context: object) -> str:
    """Draw `template` inside the frame.

    Parameters: `title` says page and object and becomes the title of the window; `crumbs` are the steps
    between the home page and this one.
    """
    return render_template(template, title=title, crumbs=crumbs, **context)


def told(message: str, undo: str | None = None) -> None:
    """Say on the next page that something was done, with a button that takes it back by its token."""
    flash(message, "good")
    if undo:
        flash(undo, "undo")


def noted(what: str, about: str) -> None:
    """Note in the audit log of a service with accounts who did what to an object; never the content."""
    if services().settings.accounts:
        from graphsvc.web.signed_in import person

        services().personal_data.note(person(), what, about)


def list_is_shared(cluster: str) -> bool:
    """Whether the programme office is shown the member list of a cluster too."""
    made = services()
    return made.settings.accounts and cluster in made.reader_lists.shared.all()


def address(entity: str) -> str:
    """The page of an entity, a stage (`chain/stage`) or, for anything else, the search for it."""
    kind = kind_of(entity)
    if kind in PAGE_OF_KIND and ":" in entity:
        return url_for(PAGE_OF_KIND[kind], identifier=entity)
    if "/" in entity:
        chain, _, stage = entity.partition("/")
        return url_for("entity.stage", chain=chain, stage=stage)
    return url_for("search.results", q=entity)


def ref_or_id(identifier: str) -> object:
    """What an id names, by reference; the id itself where the data no longer holds it."""
    try:
        return services().catalog.ref(identifier)
    except UnknownId:
        return identifier


def return_to(otherwise: str, given: str | None = None) -> str:
    """The page of this service that is `given`, or that a form names in `next`, else another."""
    where = request.form.get("next", "") if given is None else given
    return where if where.startswith("/") and not where.startswith(("//", "/\\")) else otherwise


def here(**changes: object) -> str:
    """This address with some query parameters changed; `None` takes one away, a sequence repeats it."""
    query: list[tuple[str, str]] = [
        (name, value) for name, value in request.args.items(multi=True) if name not in changes
    ]
    for name, value in changes.items():
        if isinstance(value, str) or not isinstance(value, Iterable):
            query += [] if value is None else [(name, str(value))]
        else:
            query += [(name, str(part)) for part in value]
    return request.path + (f"?{urlencode(query)}" if query else "")


def with_store_or(without: Callable[[], T], read: Callable[[], T]) -> T:
    """`read()`, else `without()` while the store cannot be reached; the page then says that it is missing."""
    try:
        return read()
    except StoreUnavailable:
        g.store_missing = True
        return without()


def store_missing() -> bool:
    """Whether the page of this request lacks what the store would have told."""
    return bool(g.get("store_missing"))


def once_ready(meanwhile: T, read: Callable[[], T]) -> T:
    """`read()`, else `meanwhile` while what it needs is still being made ready; the page then says so."""
    try:
        return read()
    except Busy:
        g.awaited = services().graph.being_prepared()
        if not g.awaited:
            raise
        return meanwhile


def awaited() -> Busy | None:
    """How far that is which the page of this request lacks because it is still being made ready."""
    busy: Busy | None = g.get("awaited")
    return busy


def init_app(app: Flask) -> None:
    """Offer the frame's helpers to every template; lead from ids that were merged to those that stand."""
    app.before_request(_lead_on)
    app.jinja_env.globals.update(
        address=address,
        here=here,
        uid=_uid,
        language=language,
        note=_note,
        asset=_asset,
        kept=_kept,
        store_missing=store_missing,
        awaited=awaited,
        lists_shown=_lists_shown,
    )
    app.jinja_env.tests["sentence"] = lambda value: isinstance(value, Message)


def _lead_on() -> Response | None:
    """From the address of an organization merged into another to that one's; the API answers by itself."""
    given = dict(request.view_args or {})
    if "identifier" not in given or request.method not in ("GET", "HEAD") or request.blueprint == "api":
        return None
    stands = services().graph.snapshot().merged.get(given["identifier"])
    if stands is None:
        return None
    where = url_for(str(request.endpoint), **given | {"identifier": stands})
    return redirect(f"{where}?{request.query_string.decode()}" if request.query_string else where)


def _uid() -> str:
    """An id that occurs once on the page."""
    if "uids" not in g:
        g.uids = count(1)
    return f"u{next(g.uids)}"


def _note() -> object:
    if "note" not in g:
        g.note = services().catalog.note()
    return g.note


def _lists_shown() -> list[str]:
    """The names of the clusters whose member lists count in this answer and are not public."""
    made = services()
    if not made.lists or made.graph.being_prepared():
        return []
    snapshot = made.graph.snapshot()
    there, clusters = {info.id for info in snapshot.datasets}, snapshot.clusters
    return [
        name
        for name, one in zip(clusters.names, clusters.ids, strict=True)
        if shown_as(member_list_of(one)) in there
    ]


def _asset(name: str) -> str:
    return url_for("static", filename=f"vendor/{name}")


def _kept(*left_out: str) -> Markup:
    """Hidden fields that carry the query of this address through a form, but for `left_out`."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    fields = [
        field.format(name, value) for name, value in request.args.items(multi=True) if name not in left_out
    ]
    return Markup().join(fields)
