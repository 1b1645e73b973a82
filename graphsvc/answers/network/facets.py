"""Facets of the map filter: the options of each field with the number of nodes or ties."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.domain.names import country_name
from graphsvc.drawing.community_names import community_names
from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, within
from graphsvc.drawing.filters import GROUPINGS, MEASURES, Filter
from graphsvc.drawing.map_graph import EDGE_KINDS, MapGraph
from graphsvc.drawing.measures import CLUSTER_MEASURES, scoped
from graphsvc.drawing.messages import both
from graphsvc.drawing.two_mode import two_mode
from graphsvc.drawing.views import View
from graphsvc.errors import Busy
from graphsvc.messages import Message, msg
from graphsvc.network import descriptions
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.chain_info import stage_name
from graphsvc.state.refs import Label
from graphsvc.state.region_names import region_name
from graphsvc.taxonomy.sectors import sector_label

MOST_COMMUNITIES = 30
_INDICATORS = msg("Indicators, from low to high")
_LEAST_COMMUNITY = 3
_REGION = 3


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value of the filter, its label, and how many nodes or ties it leaves, None where it leaves all.

    `under` is the heading of the choices that belong together.
    """

    value: str
    label: Label
    n: int | None
    under: Message | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A field of the filter; with `many` several of its values can be chosen together."""

    name: str
    label: Message
    many: bool
    choices: tuple[FacetChoice, ...]


def facets(ground: MapGraph, view: View, asked: Filter) -> tuple[Facet, ...]:
    """All fields of the filter; each choice counts what it would leave beside the other fields' choices.

    Raises `UnknownId` where the filter names an id that is not there.
    """
    only_clusters = view.shows == "clusters"
    ties = None if view.shows == "projects" else chosen_ties(ground, asked, view.relations)

    def shown(**cleared: Any) -> Bools:  # of fields that no tie depends on
        wanted = replace(asked, **cleared)
        if ties is None:
            return two_mode(ground, view, wanted).of(ground.size)
        chosen = chosen_nodes(ground, wanted, ties)
        if only_clusters:
            chosen[: ground.organizations] = False
        return chosen

    found = [
        Facet("kind", msg("Kind"), many=True, choices=_kinds(ground, shown(kind=()))),
        Facet("country", msg("Country"), many=True, choices=_countries(ground, shown(country=()))),
        Facet("region", msg("Region"), many=True, choices=_regions(ground, shown(region=()))),
        Facet("cluster", msg("Cluster"), many=True, choices=_clusters(ground, shown(cluster=()))),
        Facet("stage", msg("Value-chain stage"), many=True, choices=_stages(ground, shown(stage=()))),
        Facet("sector", msg("Sector"), many=True, choices=_sectors(ground, shown(sector=()))),
        Facet("community", msg("Community"), many=False, choices=_communities(ground, asked, shown)),
        Facet("relation", msg("Kind of tie"), many=True, choices=_relations(ground, view, asked, shown())),
        Facet("color", msg("Colors show"), many=False, choices=_colors(only_clusters)),
        Facet("size", msg("Sizes show"), many=False, choices=_sizes(only_clusters)),
    ]
    hidden = {"kind", "cluster", "relation"} if only_clusters else set()
    return tuple(facet for facet in found if facet.choices and facet.name not in hidden)


def _kinds(ground: MapGraph, shown: Bools) -> tuple[FacetChoice, ...]:
    kinds = np.full(ground.size, len(ORGANIZATION_KINDS), dtype=np.int64)
    kinds[: ground.organizations] = ground.snapshot.organizations.kind
    counts = np.bincount(kinds[shown], minlength=len(ORGANIZATION_KINDS) + 1).tolist()
    names = (*ORGANIZATION_KINDS, "cluster")
    return tuple(
        FacetChoice(name, both(f"kind.{name}"), n) for name, n in zip(names, counts, strict=True) if n
    )


def _countries(ground: MapGraph, shown: Bools) -> tuple[FacetChoice, ...]:
    tables = (ground.snapshot.organizations, ground.snapshot.clusters)
    codes = np.concatenate([np.asarray(table.country, dtype=np.int64) for table in tables])[shown]
    counts = np.bincount(codes[codes >= 0], minlength=len(ground.snapshot.countries)).tolist()
    known = zip(ground.snapshot.countries, counts, strict=True)
    return _most_first(FacetChoice(code, country_name(code), n) for code, n in known if n)


def _regions(ground: MapGraph, shown: Bools) -> tuple[FacetChoice, ...]:
    counts = Counter(
        code[:_REGION] for code, here in zip(ground.regions, shown.tolist(), strict=True) if here
    )
    return tuple(
        FacetChoice(code, _coded(code), n) for code, n in sorted(counts.items()) if len(code) == _REGION
    )


def _coded(code: str) -> Label:
    return f"{code} {region_name(code)}"


def _clusters(ground: MapGraph, shown: Bools) -> tuple[FacetChoice, ...]:
    clusters, first = ground.snapshot.clusters, ground.organizations
    members = (ground.attached @ shown[:first].astype(np.int64)).astype(int) + shown[first:]
    known = zip(clusters.ids, clusters.names, members.tolist(), strict=True)
    found = [FacetChoice(identifier, name, n) for identifier, name, n in known if n]
    return tuple(sorted(found, key=lambda choice: (str(choice.label).casefold(), choice.value)))


def _stages(ground: MapGraph, shown: Bools) -> tuple[FacetChoice, ...]:
    found = []
    for stage in ground.stages:
        n = int(shown[ground.performers([stage])].sum())
        if n:
            found.append(FacetChoice(stage, stage_name(stage), n))
    return tuple(found)


def _sectors(ground: MapGraph, shown: Bools) -> tuple[FacetChoice, ...]:
    rows: dict[str, list[int]] = {}
    for row, record in enumerate(ground.snapshot.clusters.records):
        for sector in record.sectors:
            rows.setdefault(sector, []).append(row)
    found = []
    for name in sorted(rows, key=lambda one: (one.casefold(), one)):
        members = np.unique(ground.attached[rows[name]].indices)
        n = int(shown[members].sum() + shown[np.array(rows[name]) + ground.organizations].sum())
        if n:
            found.append(FacetChoice(name, sector_label(name), n))
    return tuple(found)


def _communities(ground: MapGraph, asked: Filter, shown: Callable[..., Bools]) -> tuple[FacetChoice, ...]:
    """The largest communities and the chosen one; none while they are being found."""
    try:
        of = ground.communities.of
    except Busy:
        return ()
    counts = np.bincount(of[shown(community=None)], minlength=ground.communities.number)
    names = community_names(ground, asked)
    numbers = set(range(min(MOST_COMMUNITIES, len(counts)))) | {asked.community or 0}
    return tuple(
        FacetChoice(
            str(number),
            names.get(number) or both("color.around", name=ground.community_label(number)),
            int(counts[number]),
        )
        for number in sorted(numbers)
        if number < len(counts) and counts[number] >= _LEAST_COMMUNITY
    )


def _relations(ground: MapGraph, view: View, asked: Filter, shown: Bools) -> tuple[FacetChoice, ...]:
    wanted = replace(asked, relation=())
    if view.shows == "projects":
        ties = two_mode(ground, view, wanted).ties
    else:
        ties = within(chosen_ties(ground, wanted, view.relations), shown)
    counts = np.bincount(ties.kind, minlength=len(EDGE_KINDS)).tolist()
    known = zip(EDGE_KINDS, counts, strict=True)
    return tuple(FacetChoice(kind, both(f"relation.{kind}"), n) for kind, n in known if n)


def _colors(only_clusters: bool) -> tuple[FacetChoice, ...]:
    groups = [
        name for name in GROUPINGS if not only_clusters or name not in ("component", "articulation_point")
    ]
    found = [FacetChoice(name, both(f"color.{name}"), None) for name in (*groups, "none")]
    measures = CLUSTER_MEASURES if only_clusters else MEASURES
    return (*found, *(FacetChoice(name, descriptions()[name].label, None, _INDICATORS) for name in measures))


def _sizes(only_clusters: bool) -> tuple[FacetChoice, ...]:
    found = [FacetChoice(name, both(f"size.{name}"), None) for name in ("members", "none")]
    for name in CLUSTER_MEASURES if only_clusters else MEASURES:
        label = scoped(name, "here") if name in ("degree", "strength") else descriptions()[name].label
        found.append(FacetChoice(name, label, None, _INDICATORS))
    return tuple(found)


def _most_first(found: Iterable[FacetChoice]) -> tuple[FacetChoice, ...]:
    return tuple(sorted(found, key=lambda choice: (-(choice.n or 0), choice.value)))
