"""Value-chain board: "Is the chain complete, and who proves it?"; and what follows from it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.answers.questions import ChainQuery
from graphsvc.state.refs import Ref
from graphsvc.web import charts
from graphsvc.web.charts import removal_curves
from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.query_params import day, floating, read
from graphsvc.web.response_cache import kept

MOST_CLOSERS = 20
"""Candidates on the page of gaps, all stages together."""

pages = Blueprint("board", __name__)

MOST_PAIRS = 20
CHOICE = ("of", "reading", "required", "stage", "own")
"""Query parameters that `BoardQuery` reads."""


class BoardQuery(ChainQuery):
    """What an address of the board says: whom, how strictly, which stages, which proof is open."""

    required_only: bool = False
    stage: str | None = None
    own: str | None = None

    @classmethod
    def of_address(cls, chain: str) -> "BoardQuery":
        """The question of this request's address. Raises `UnknownId` and `Unreadable`."""
        return read(cls, chain=chain, basis=basis(), required_only=request.args.get("required") == "1")

    @property
    def query(self) -> dict[str, Any]:
        """The question as it stands in an address, without the open proof."""
        return {
            "of": self.of,
            "reading": "strict" if self.strict else None,
            "required": "1" if self.required_only else None,
            "own": self.own,
        }

    @property
    def arguments(self) -> dict[str, Any]:
        """The question as arguments of the answers on coverage."""
        return {**super().arguments, "own": self.own}


def basis() -> str:
    """The basis that the parameter `reading` means: `strict` leaves stated and confirmed facts."""
    return "stated" if request.args.get("reading") == "strict" else "all"


def trail(chain: Any, *more: Crumb) -> list[Crumb]:
    """The way from the home page to a page of this chain."""
    return [
        Crumb(_("Value chain: %(name)s", name=label(chain.label)), url_for("board.show", chain=chain.id)),
        *more,
    ]


@pages.get("/chain")
def start() -> BaseResponse:
    """The foremost chain of whom the address names, else the first with its preset of clusters."""
    presets, of = services().catalog.presets(), tuple(request.args.getlist("of"))
    if not of and presets:
        of = presets[0].clusters
    named = [one for one in of if one.startswith(("cluster:", "organization:"))]
    chain = services().catalog.first_chain(named[0]) if named else services().catalog.chains()[0].id
    own = request.args.get("own") or None
    return redirect(url_for("board.show", chain=chain, of=list(of), own=own))


@pages.get("/chain/<chain>")
@kept(*CHOICE)
def show(chain: str) -> str:
    """The board of the chosen clusters, organizations and regions, with the proof of one stage beside it."""
    catalog, coverage = services().catalog, services().coverage
    choice = BoardQuery.of_address(chain)
    board = coverage.board(**choice.arguments, required_only=choice.required_only)
    proof = coverage.proof(**choice.arguments, stage=choice.stage) if choice.stage else None
    presets = [preset for preset in catalog.presets() if preset.chain == chain]
    chosen = set(choice.of)
    return page(
        "board.html",
        _("Value chain: %(name)s", name=label(board.chain.label)),
        [Crumb(_("Value chain: %(name)s", name=label(board.chain.label)))],
        board=board,
        choice=choice,
        proof=proof,
        chains=catalog.chains(),
        presets=presets,
        claims=[preset.claim for preset in presets if set(preset.clusters) <= chosen],
        clusters=sorted(
            catalog.clusters(), key=lambda row: (row.ref.id not in chosen, label(row.ref.name).casefold())
        ),
        extra=[ref for ref in board.columns if ref.kind != "cluster"],
        figures=coverage.figures(**choice.arguments) if choice.of else (),
        assigned=services().members.stages(choice.own, chain) if choice.own else None,
    )


@pages.get("/chain/<chain>/gaps")
@kept(*CHOICE, "kind", "only", "country", "within_km")
def gaps(chain: str) -> str:
    """What is missing or thin, and who elsewhere could close it."""
    choice = BoardQuery.of_address(chain)
    kind = "organization" if request.args.get("kind") == "organization" else "cluster"
    board = services().coverage.board(**choice.arguments)
    conditions: dict[str, Any] = {
        "only": request.args.get("only") or None,
        "countries": tuple(one for one in request.args.getlist("country") if one),
        "within_km": floating("within_km"),
    }
    wanted = {"kind": kind, "most": MOST_CLOSERS, **conditions, **choice.arguments}
    closers = services().coverage.closers(**wanted)
    crumb = Crumb(_("Gaps and who could close them"))
    return page(
        "gaps.html",
        _("Gaps and who could close them"),
        trail(board.chain, crumb),
        board=board,
        choice=choice,
        closers=closers,
        kind=kind,
        conditions=conditions,
        countries=sorted({row.country for row in services().catalog.clusters() if row.country}),
    )


@pages.get("/chain/<chain>/resilience")
@kept(*CHOICE, "leave")
def resilience(chain: str) -> str:
    """What breaks if one leaves, and what the board would look like then."""
    choice = BoardQuery.of_address(chain)
    asked = dict.fromkeys(request.args.getlist("leave"))
    leave = tuple(one for one in asked if one in choice.of or one.startswith("organization:"))
    board = services().coverage.board(**choice.arguments)
    result = services().coverage.resilience(**choice.arguments, leave=leave)
    return page(
        "resilience.html",
        _("What if one leaves?"),
        trail(board.chain, Crumb(_("What if one leaves?"))),
        board=board,
        choice=choice,
        leave=leave,
        members=[
            *(ref for ref in result.left if ref.id not in choice.of),
            *(point.ref for point in result.single_points if _inside(point.ref, choice.of)),
        ],
        result=result,
        curves=removal_curves(result),
    )


def _inside(ref: Ref, of: Sequence[str]) -> bool:
    return ref.kind == "organization" and ref.id not in of


@pages.get("/chain/<chain>/exchange")
@kept(*CHOICE)
def exchange(chain: str) -> str:
    """What clusters give each other: all pairs at once, the chosen ones or everybody."""
    choice = BoardQuery.of_address(chain)
    of = tuple(one for one in choice.of if one.startswith("cluster:"))
    info = services().catalog.chain(chain)
    found = services().coverage.complementarity(**{**choice.arguments, "of": of})
    return page(
        "exchange.html",
        _("What do clusters give each other?"),
        trail(info, Crumb(_("What do clusters give each other?"))),
        chain=info,
        choice=choice,
        of=of,
        found=found,
        pairs=found.best(MOST_PAIRS),
        chart=charts.exchange(found),
        most=charts.MOST_CLUSTERS,
    )


@pages.get("/chain/<chain>/compare")
@kept("a", "b", "as_of", "as_of_b", "reading", "own")
def compare(chain: str) -> str:
    """Two sets side by side, or one on two days: what each has and what each gives the other."""
    a, b = (tuple(dict.fromkeys(request.args.getlist(side))) for side in ("a", "b"))
    days = day("as_of"), day("as_of_b")
    other = b or (a if days[1] and days[0] != days[1] else ())
    strict, own = basis() == "stated", request.args.get("own") or None
    info = services().catalog.chain(chain)
    comparison = None
    if a and other:
        comparison = services().coverage.compare(
            chain, a, other, strict=strict, as_of=days[0], as_of_b=days[1], own=own
        )
    return page(
        "compare.html",
        _("Compare two sets"),
        trail(info, Crumb(_("Compare two sets"))),
        chain=info,
        a=a,
        b=b,
        days=days,
        strict=strict,
        own=own,
        comparison=comparison,
        clusters=services().catalog.clusters(),
    )
