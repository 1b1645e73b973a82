"""What colors and sizes of nodes say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphsvc.arrays import Float64s, Int64s
from graphsvc.domain.names import country_name
from graphsvc.drawing.filters import MEASURES
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.measures import measured, scoped, steps, waiting
from graphsvc.drawing.messages import both
from graphsvc.drawing.scene import LegendLine, Measure, Texts
from graphsvc.network import degree, strength
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.taxonomy import chains

NAMED_GROUPS = 10


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups that colors tell apart, the largest first, each node's group (-1: none), and what they are.

    With a `measure` the groups are its classes from low to high. `waiting` says what is not computed yet.
    """

    groups: tuple[LegendLine, ...]
    of: Int64s
    title: Texts
    measure: Measure | None = None
    waiting: Texts | None = None


@dataclass(frozen=True, slots=True)
class Sizing:
    """The figure that sizes each node, its name, and what is not computed yet."""

    values: Float64s
    title: Texts
    waiting: Texts | None = None


def coloring(
    ground: MapGraph, by: str, nodes: Int64s, *, usual: str, clusters: Matrix | None = None
) -> Grouping:
    """Color nodes by groups or by an indicator.

    Args:
        ground: of the snapshot.
        by: one of `COLORS`.
        nodes: those drawn, by snapshot number.
        usual: the groups shown while an indicator is still being computed.
        clusters: where clusters are drawn, the network between them, in which indicators are computed.
    """
    if by in MEASURES:
        values = measured(ground, by, clusters)
        if values is not None:
            found = steps(by, values, nodes, "clusters" if clusters is not None else "whole")
            return Grouping(found.groups, found.of, found.title, measure=found.measure)
    elif by not in _COMPUTED or ground.figures() is not None:
        return grouping(ground, by, nodes)
    instead = usual if usual in _KEYS and usual not in _COMPUTED else "kind"
    return replace(grouping(ground, instead, nodes), waiting=waiting(by, f"color.{instead}"))


def grouping(ground: MapGraph, by: str, nodes: Int64s) -> Grouping:
    """Group nodes by one of `GROUPINGS`; beyond ten groups the rest is grey."""
    title = both(f"color.{by}")
    if by == "none" or not len(nodes):
        return Grouping((), np.full(len(nodes), -1, dtype=np.int64), title)
    keys = _KEYS[by](ground, nodes)
    known, code = np.unique(keys[keys >= 0], return_inverse=True)
    counts = np.bincount(code, minlength=len(known))
    order = np.lexsort((known, -counts))
    named = known[order[:NAMED_GROUPS]]
    place = np.full(int(known.max(initial=0)) + 2, len(named), dtype=np.int64)
    place[-1] = -1
    place[named] = np.arange(len(named))
    of = place[keys]
    entries = [
        LegendLine(identifier, label, color)
        for color, (identifier, label) in enumerate(_LABELS[by](ground, named.tolist()))
    ]
    if len(known) > NAMED_GROUPS:
        entries.append(LegendLine("other", both("color.other", n=len(known) - NAMED_GROUPS), -1))
    return Grouping(tuple(entries), of, title)


def sizes(
    by: str, network: Matrix, ground: MapGraph, nodes: Int64s, clusters: Matrix | None = None
) -> Sizing:
    """Size nodes: partners and strength on what is drawn, every other indicator in the whole network.

    Args:
        by: one of `SIZES`.
        network: ties between the nodes that are drawn.
        ground: of the snapshot.
        nodes: those drawn, by snapshot number.
        clusters: where clusters are drawn, the network between them, in which indicators are computed.
    """
    if by == "none":
        return Sizing(np.ones(len(nodes)), both("size.none"))
    if by == "members":
        return Sizing(_members(ground, nodes), both("size.members"))
    if by == "degree":
        return Sizing(degree(network).astype(np.float64), scoped(by, "here"))
    if by == "strength":
        return Sizing(strength(network), scoped(by, "here"))
    values = measured(ground, by, clusters)
    if values is None:
        return replace(sizes("degree", network, ground, nodes), waiting=waiting(by, "size.partners"))
    return Sizing(np.nan_to_num(values[nodes]), scoped(by, "clusters" if clusters is not None else "whole"))


def _members(ground: MapGraph, nodes: Int64s) -> Float64s:
    members = np.ones(ground.size)
    members[ground.organizations :] += degree(ground.attached)
    return members[nodes]


def _by_kind(ground: MapGraph, nodes: Int64s) -> Int64s:
    code = np.full(ground.size, len(ORGANIZATION_KINDS), dtype=np.int64)
    code[: ground.organizations] = ground.snapshot.organizations.kind
    return code[nodes]


def _kind_labels(_: MapGraph, codes: Sequence[int]) -> list[tuple[str, Texts]]:
    names = (*ORGANIZATION_KINDS, "cluster")
    return [(names[code], both(f"kind.{names[code]}")) for code in codes]


def _by_community(ground: MapGraph, nodes: Int64s) -> Int64s:
    found = ground.communities.of
    alone = np.bincount(found)[found] < 2
    return np.where(alone, -1, found)[nodes]


def _community_labels(ground: MapGraph, codes: Sequence[int]) -> list[tuple[str, Texts]]:
    return [(f"community:{code}", both("color.around", name=ground.community_label(code))) for code in codes]


def _by_cluster(ground: MapGraph, nodes: Int64s) -> Int64s:
    return ground.first_cluster[nodes]


def _cluster_labels(ground: MapGraph, codes: Sequence[int]) -> list[tuple[str, Texts]]:
    clusters = ground.snapshot.clusters
    return [(clusters.ids[code], _plain(clusters.names[code])) for code in codes]


def _by_country(ground: MapGraph, nodes: Int64s) -> Int64s:
    tables = (ground.snapshot.organizations, ground.snapshot.clusters)
    return np.concatenate([np.asarray(table.country, dtype=np.int64) for table in tables])[nodes]


def _country_labels(ground: MapGraph, codes: Sequence[int]) -> list[tuple[str, Texts]]:
    known = ground.snapshot.countries
    return [(f"region:{known[code]}", country_name(known[code])) for code in codes]


def _by_stage(ground: MapGraph, nodes: Int64s) -> Int64s:
    first = np.full(ground.size, -1, dtype=np.int64)
    for place, stage in reversed(tuple(enumerate(ground.stages))):
        first[ground.performers([stage])] = place
    return first[nodes]


def _stage_labels(ground: MapGraph, codes: Sequence[int]) -> list[tuple[str, Texts]]:
    known = ground.stages
    return [(known[code], stage_label(known[code])) for code in codes]


def _by_figure(name: str) -> Callable[[MapGraph, Int64s], Int64s]:
    def keys(ground: MapGraph, nodes: Int64s) -> Int64s:
        values = measured(ground, name)
        known = np.full(ground.size, np.nan) if values is None else values
        return np.where(np.isnan(known), -1, np.nan_to_num(known)).astype(np.int64)[nodes]

    return keys


def _part_labels(_: MapGraph, codes: Sequence[int]) -> list[tuple[str, Texts]]:
    return [(f"part:{code}", both("color.part", n=code + 1)) for code in codes]


def _cut_labels(_: MapGraph, codes: Sequence[int]) -> list[tuple[str, Texts]]:
    return [(f"cut:{code}", both(f"color.cut_{code}")) for code in codes]


def stage_label(stage: str) -> Texts:
    """Label of a stage named `chain/stage`, the bare words where no chain knows it."""
    chain_id, _, name = stage.partition("/")
    for known in chains():
        if known.id == chain_id and name in known.position:
            return known.stage(name).label
    return _plain(name.replace("-", " "))


def _plain(text: str) -> Texts:
    return {"de": text, "en": text}


_KEYS = {
    "kind": _by_kind,
    "community": _by_community,
    "cluster": _by_cluster,
    "country": _by_country,
    "stage": _by_stage,
    "component": _by_figure("component"),
    "articulation_point": _by_figure("articulation_point"),
}
_LABELS = {
    "kind": _kind_labels,
    "community": _community_labels,
    "cluster": _cluster_labels,
    "country": _country_labels,
    "stage": _stage_labels,
    "component": _part_labels,
    "articulation_point": _cut_labels,
}
_COMPUTED = ("component", "articulation_point")
