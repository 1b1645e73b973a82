"""Page data of a detected community: best connected members, clusters, stages and countries."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.messages import both
from graphsvc.errors import UnknownId
from graphsvc.messages import Message, Value, msg
from graphsvc.network import degree
from graphsvc.state.chain_info import stage_name
from graphsvc.state.refs import Label, Ref, country, node_ref

_TOP = 12
_PREFIX = "community:"


@dataclass(frozen=True, slots=True)
class Country:
    """An ISO country and how many of a community sit there."""

    value: str
    n: int


@dataclass(frozen=True, slots=True)
class CommunityStage:
    """A value-chain stage and how many of a community perform it."""

    label: Label
    n: int


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """What a page shows of a community; `top` are its best connected, `sentence` what holds it together."""

    ref: Ref
    number: int
    size: int
    top: tuple[Ref, ...]
    clusters: tuple[Ref, ...]
    stages: tuple[CommunityStage, ...]
    countries: tuple[Country, ...]
    sentence: Message


def community_page(ground: MapGraph, identifier: str) -> CommunityPage:
    """The page of a community named `community:N`, 0 being the largest.

    Raises `UnknownId`, and `Busy` while the communities are being found.
    """
    text = identifier.removeprefix(_PREFIX)
    number = int(text) if text.isdecimal() and len(text) < 10 else -1
    found = ground.communities
    inside = np.flatnonzero((found.of == number) & ground.visible)
    if not len(inside):
        raise UnknownId("community", identifier)
    snapshot = ground.snapshot
    partners = degree(ground.network)[inside]
    best = inside[np.lexsort((inside, -partners))][:_TOP]
    clusters = inside[inside >= ground.organizations]
    return CommunityPage(
        ref=Ref(f"{_PREFIX}{number}", "community", both("color.around", name=ground.community_label(number))),
        number=number,
        size=len(inside),
        top=tuple(node_ref(snapshot, int(node)) for node in best),
        clusters=tuple(node_ref(snapshot, int(node)) for node in clusters),
        stages=_stages(ground, inside),
        countries=_countries(ground, inside),
        sentence=_sentence(ground, inside),
    )


def _countries(ground: MapGraph, inside: Int64s) -> tuple[Country, ...]:
    tables = (ground.snapshot.organizations, ground.snapshot.clusters)
    codes = np.concatenate([np.asarray(table.country) for table in tables])[inside].tolist()
    counts = Counter(country(ground.snapshot, code) for code in codes if code >= 0)
    return tuple(Country(code, n) for code, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _stages(ground: MapGraph, inside: Int64s) -> tuple[CommunityStage, ...]:
    found = []
    for stage in ground.stages:
        n = len(np.intersect1d(ground.performers([stage]), inside))
        if n:
            found.append(CommunityStage(stage_name(stage), n))
    return tuple(found)


def _sentence(ground: MapGraph, inside: Int64s) -> Message:
    ties = ground.network[inside]
    total = float(ties.sum())
    values: dict[str, Value] = {"nodes": len(inside)}
    if not total:
        return msg("%(nodes)s organizations and clusters without a tie to any other.", **values)
    within = np.zeros(ground.size)
    within[inside] = 1.0
    values["inside_share"] = float((ties @ within).sum()) / total
    return msg(
        "%(nodes)s organizations and clusters; %(inside_share)s of the strength of their ties is among them.",
        **values,
    )
