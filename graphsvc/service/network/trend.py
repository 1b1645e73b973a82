"""Indicators by year, with what one needs to cite them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.domain.sentence import Sentence, say
from graphsvc.drawing import lines_chart
from graphsvc.errors import UnknownId
from graphsvc.network import (
    CutYear,
    Point,
    ProjectSums,
    Trend,
    descriptions,
    partners_per_project,
    share_of_newcomers,
    share_of_pairs_apart,
    share_of_pairs_met_before,
    share_of_participations,
    trend,
)
from graphsvc.network.sparse import Ints, Matrix
from graphsvc.service.catalog.about import note
from graphsvc.service.catalog.finding import region_ref
from graphsvc.service.graph import Graph
from graphsvc.service.network.maps import ground
from graphsvc.service.places import region_exists
from graphsvc.service.refs import Ref, ref
from graphsvc.service.tables import entries, tables
from graphsvc.snapshot import NO_DAY, ORGANIZATION_KINDS
from graphsvc.snapshot.regions import lies_in

Label = Mapping[str, str]
Sums = Callable[[Graph, Matrix, Ints], ProjectSums]

REGION = "region:"
_COMPANY = ORGANIZATION_KINDS.index("company")

_SUMS: Mapping[str, Sums] = {
    "partners_per_project": lambda _, members, __: partners_per_project(members),
    "international_share": lambda graph, members, _: share_of_pairs_apart(
        members, graph.snapshot().organizations.country.astype(np.int64)
    ),
    "company_share": lambda graph, members, _: share_of_participations(
        members, graph.snapshot().organizations.kind == _COMPANY
    ),
    "newcomer_share": lambda _, members, year: share_of_newcomers(members, year),
    "met_before_share": lambda _, members, year: share_of_pairs_met_before(members, year),
}


@dataclass(frozen=True, slots=True)
class TrendInfo:
    """An indicator that has a curve."""

    id: str
    title: Label
    definition: Label


@dataclass(frozen=True, slots=True)
class TrendPage:
    """A curve with its numbers, the years left out, and the words to cite it by.

    `gone` says so when the address names data that is no longer there; `digest` is that of the data shown.
    """

    id: str
    title: Label
    definition: Label
    of: Ref | None
    points: tuple[Point, ...]
    chart: Mapping[str, Any]
    cut: tuple[Sentence, ...]
    cite: Sentence
    cannot: tuple[Sentence, ...]
    gone: Sentence | None
    digest: str


def trend_infos() -> tuple[TrendInfo, ...]:
    """The indicators that have a curve, in the order in which they are shown."""
    return tuple(TrendInfo(one, _said(one).label, _said(one).meaning) for one in _SUMS)


def trend_page(
    graph: Graph, indicator: str, *, of: str | None, digest: str | None, language: str
) -> TrendPage:
    """The curve of an indicator over all projects or those of `of`. Raises `UnknownId`."""
    if indicator not in _SUMS:
        raise UnknownId("indicator", indicator)
    snapshot, said = graph.snapshot(), _said(indicator)
    whom = _whom(graph, of) if of else None
    found = tables(graph).lately(f"trend {indicator} {of}", lambda: _trend(graph, indicator, of))
    data = graph.derived("note", note)
    return TrendPage(
        id=indicator,
        title=said.label,
        definition=said.meaning,
        of=whom,
        points=found.points,
        chart=lines_chart(said.label, [(whom_label(whom), found)], language),
        cut=tuple(_cut(year) for year in found.cut),
        cite=say(
            "%(title)s, %(whom)s. %(period)s Data read on %(read_date)s, digest %(digest)s.",
            title=said.label,
            whom=whom_label(whom),
            period=str(data.period),
            read_date=snapshot.retrieved,
            digest=snapshot.digest[:16],
        ),
        cannot=_CANNOT.get(indicator, ()) + _ALWAYS,
        gone=_gone(digest, snapshot.digest),
        digest=snapshot.digest,
    )


def whom_label(whom: Ref | None) -> Label:
    """Whose projects are counted, by language."""
    if whom is None:
        return {"de": "alle Projekte", "en": "all projects"}
    return {"de": whom.name, "en": whom.name} if isinstance(whom.name, str) else whom.name


_ALWAYS = (
    say("Projects without a start date are not counted, and nothing outside the data is known."),
    say("A change beside another one is not its cause."),
)
_CANNOT = {
    "newcomer_share": (say("The first years read too high: what came before the data is unknown."),),
    "met_before_share": (say("The first years read too low: what came before the data is unknown."),),
}


def _said(indicator: str) -> Any:
    return descriptions()[indicator]


def _trend(graph: Graph, indicator: str, of: str | None) -> Trend:
    base = ground(graph)
    year, month = base.start_year, _month(graph)
    sums = _SUMS[indicator](graph, base.incidence, year)
    if of:
        chosen = np.asarray(base.incidence[_members(graph, of)].sum(axis=0)).ravel() > 0
        year = np.where(chosen, year, 0)
        month = np.where(chosen, month, 0)
    return trend(indicator, sums, year, month)


def _month(graph: Graph) -> Ints:
    start = np.asarray(graph.snapshot().projects.start)
    known = start != NO_DAY
    months = np.where(known, start, 0).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.where(known, months % 12 + 1, 0)


def _members(graph: Graph, of: str) -> Ints:
    known, snapshot = tables(graph), graph.snapshot()
    if of.startswith(REGION):
        return np.flatnonzero(lies_in(known.places.organizations, of.removeprefix(REGION)))
    if of.startswith("cluster:"):
        return entries(known.attached.all, snapshot.cluster(of)).astype(np.int64)
    return np.array([snapshot.organization(of)])


def _whom(graph: Graph, of: str) -> Ref:
    if of.startswith(REGION):
        if not region_exists(of.removeprefix(REGION)):
            raise UnknownId("region", of)
        return region_ref(of.removeprefix(REGION))
    return ref(graph.snapshot(), of)


def _cut(year: CutYear) -> Sentence:
    if year.edge == "first":
        return say("%(year)s is left out: the data begins within that year.", year=str(year.year))
    return say("%(year)s is left out: the data ends within that year.", year=str(year.year))


def _gone(asked: str | None, here: str) -> Sentence | None:
    if not asked or here.startswith(asked):
        return None
    return say(
        "This address cites data with the digest %(asked)s, which is no longer here; shown is %(here)s.",
        asked=asked[:16],
        here=here[:16],
    )
