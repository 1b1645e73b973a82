"""Suggestions: "Whom should we meet, and why?"."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from graphsvc.answers.questions import PartnersQuery
from graphsvc.answers.user_content.judgements import REASONS
from graphsvc.web import answer_files
from graphsvc.web.answer_files import AnswerToTake
from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.pages.entity import stage_ticks
from graphsvc.web.pages.search import KINDS
from graphsvc.web.query_params import read
from graphsvc.web.response_cache import kept
from graphsvc.web.waterfall import waterfall

pages = Blueprint("partners", __name__)


class PartnersForm(PartnersQuery):
    """What an address of the suggestions says: the question, and who is left out or kept in view."""

    exclude: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()

    @classmethod
    def of_address(cls) -> "PartnersForm":
        """The form of this request's address. Raises `UnknownId` and `Unreadable`."""
        return read(cls, other_clusters_only=request.args.get("other_clusters") == "1")

    @property
    def arguments(self) -> dict[str, Any]:
        """The form as arguments of the answer on partners."""
        return {**super().arguments, "exclude": self.exclude, "pin": self.pin}


ASKED = (*(name for name in PartnersForm.model_fields if name != "other_clusters_only"), "other_clusters")
"""Query parameters that `PartnersForm` reads."""


@pages.get("/partners")
@kept("q")
def start() -> str:
    """For whom? And the other ways to find someone."""
    query = request.args.get("q", "").strip()[:200]
    kinds = tuple(kind for kind in KINDS if kind in {"organization", "cluster"})
    found = services().catalog.search(query, kinds=kinds, limit=20) if query else None
    return page(
        "partners_start.html",
        _("Whom should we meet?"),
        [Crumb(_("Partners"))],
        query=query,
        found=found,
        clusters=services().catalog.clusters(),
    )


@pages.get("/partners/set")
@kept("of")
def for_set() -> str:
    """Suggestions for several at once, as for a set that was chosen on the map."""
    return page(
        "partners_set.html",
        _("Suggestions for a set"),
        [Crumb(_("Partners"), url_for("partners.start")), Crumb(_("Suggestions for a set"))],
        found=services().matching.partners_of_set(request.args.getlist("of")),
    )


@pages.get("/partners/<identifier>")
@kept(*ASKED, "open", "chain")
def show(identifier: str) -> str:
    """Ranked suggestions with reasons; the one that is open shows its whole reckoning."""
    asked = PartnersForm.of_address()
    result = services().matching.partners(identifier, **asked.arguments)
    opened = request.args.get("open")
    taken = _taken(identifier, result)
    candidate = next((match for match in result.matches if match.ref.id == opened), None)
    return page(
        "partners.html",
        _("Suggestions for %(name)s", name=label(result.query.name)),
        _trail(result.query),
        result=result,
        asked=asked,
        opened=candidate,
        chart=waterfall(candidate) if candidate else None,
        chain=services().catalog.first_chain(result.query.id),
        chains=services().catalog.chains(),
        countries=services().catalog.countries(),
        sizes=services().catalog.company_sizes(),
        steps=taken.steps,
        own=own_list(result.query.id),
        mails=answer_files.mails(taken) if taken.groups else {},
        judged=services().people.saved_pairs(identifier),
        reasons=REASONS,
        **_of_stages(result),
    )


@pages.get("/partners/<identifier>/suggestions.<form>")
def file(identifier: str, form: str) -> Response:
    """The suggestions of such an address as a sheet or a mail."""
    result = services().matching.partners(identifier, **PartnersForm.of_address().arguments)
    return answer_files.file(_taken(identifier, result), form, request.args.get("mail_language", ""))


def own_list(cluster: str | None) -> str | None:
    """The cluster, if a list of its own members is in use. Raises `UnknownId`."""
    return cluster if cluster and cluster.startswith("cluster:") and services().members.of(cluster) else None


def _of_stages(result: Any) -> dict[str, Any]:
    """Where projects suggest nobody to an organization: its stages to tick, and who does what is next."""
    if result.query.kind != "organization" or result.matches or result.looked_at:
        return {}
    ticks = stage_ticks(result.query.id)
    clusters = services().members.clusters_of(result.query.id)
    house = clusters[0] if clusters else None
    listed_by = house.id if house else None
    found = services().coverage.complements(ticks.chain.id, result.query.id, listed_by=listed_by)
    fellows = {member.id for member in services().members.of(listed_by)} if listed_by else set()
    return {"ticks": ticks, "complements": found, "house": house, "fellows": fellows}


@pages.get("/partners/<identifier>/compare")
@kept("with")
def compare(identifier: str) -> str:
    """Two or more candidates side by side."""
    chosen = tuple(dict.fromkeys(request.args.getlist("with")))
    matches = services().matching.compare(identifier, chosen)
    query = services().catalog.ref(identifier)
    features = {part.feature: part.label for match in matches for part in match.parts}
    return page(
        "partners_compare.html",
        _("Compare candidates"),
        [
            *_trail(query)[:-1],
            Crumb(label(query.name), url_for("partners.show", identifier=identifier)),
            Crumb(_("Compare")),
        ],
        query=query,
        candidates=matches,
        features=features,
        parts_of=[{part.feature: part for part in match.parts} for match in matches],
    )


@pages.get("/partners/<identifier>/path")
@kept("to")
def path(identifier: str) -> str:
    """The shortest chain of real joint projects that leads to someone."""
    target = request.args.get("to", "")
    result = services().matching.introduction(identifier, target)
    query = services().catalog.ref(identifier)
    return page(
        "path.html",
        _("Path to an introduction"),
        [
            *_trail(query)[:-1],
            Crumb(label(query.name), url_for("partners.show", identifier=identifier)),
            Crumb(_("Path")),
        ],
        query=query,
        target=services().catalog.ref(target),
        result=result,
    )


@pages.get("/meet")
def meet() -> str:
    """Which two clusters should meet next, and who can introduce them."""
    of = request.args.get("of") or None
    own, matching = own_list(of), services().matching
    return page(
        "meet.html",
        _("Which two clusters should meet?"),
        [Crumb(_("Partners"), url_for("partners.start")), Crumb(_("Clusters that should meet"))],
        meetings=matching.meetings(limit=10 if of else 20),
        mine=matching.meetings_of(of, limit=10) if of else (),
        measured=matching.measured_clusters() if of else None,
        scope=services().coverage.scope_of_all(own=own),
        query=services().catalog.ref(of) if of else None,
        own=own,
    )


def _taken(identifier: str, result: Any) -> AnswerToTake:
    steps = services().matching.next_steps([match.ref.id for match in result.matches], identifier)
    name = label(result.query.name)
    return AnswerToTake(name, [(None, result.matches)] if result.matches else [], steps, name)


def _trail(query: Any) -> list[Crumb]:
    return [Crumb(_("Partners"), url_for("partners.start")), Crumb(label(query.name))]
