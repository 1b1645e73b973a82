"""A difference as a scene, of which every picture and file of maps can be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.drawing.clusters_scene import clusters_scene
from graphsvc.drawing.coordinates import cities, coordinates, countries, regions
from graphsvc.drawing.difference import REGION, MapDifference, years
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.messages import LANGUAGES, both, in_language, told
from graphsvc.drawing.network_scene import KINDS, whole_positions
from graphsvc.drawing.scene import Edges, LegendLine, Nodes, Scene, Texts
from graphsvc.drawing.views import View

_KIND = {"organizations": "organization", "clusters": "cluster", "regions": "region"}
_LOOKS = {
    "gone": (1, 5, True), "first": (1, 5, True), "new": (0, 1, False), "second": (0, 1, False),
    "kept": (-1, 0, False), "both": (2, 4, False), "between": (-1, 0, False),
}  # fmt: skip
"""Of each state the colors of nodes and of ties, and whether it is drawn as an outline."""


@dataclass(frozen=True, slots=True)
class SideNames:
    """What the two sides are called, and regions by their codes; by language."""

    first: Texts
    second: Texts
    regions: Mapping[str, Texts] = field(default_factory=dict)


def difference_scene(
    ground: MapGraph,
    found: MapDifference,
    view: View,
    layouts: Layouts,
    names: SideNames,
) -> Scene:
    """Draw all that is on either side; colors of nodes and kinds of ties are the states.

    Args:
        ground: of the snapshot.
        found: what differs.
        view: of clusters, whose picture the clusters keep.
        layouts: where positions are kept.
        names: of the two sides and of regions.
    """
    by, states = found.comparison.by, found.comparison.states
    kind = _KIND[by]
    labels = [_label(state, names) for state in states]
    place = np.full(len(found.sides[0].nodes), -1, dtype=np.int64)
    place[found.nodes] = np.arange(len(found.nodes))
    source, target = place[found.source], place[found.target]
    inside = (source >= 0) & (target >= 0)
    ties = np.bincount(np.concatenate([source[inside], target[inside]]), minlength=len(found.nodes))
    lists = [found.projects(int(tie)) for tie in np.flatnonzero(inside)]
    met = [sorted({*one, *other}) for one, other in lists]
    return Scene(
        view=f"difference-{by}",
        digest=ground.snapshot.digest,
        title=_label(f"title_{by}", names),
        caption=both(f"difference.caption_{'periods' if found.comparison.of_periods else 'sets'}"),
        kinds=(LegendLine(kind, both(f"kind.{kind}"), KINDS.index("cluster") if by == "clusters" else 0),),
        groups=tuple(
            LegendLine(state, label, _LOOKS[state][0], outlined=_LOOKS[state][2])
            for state, label in zip(states[:3], labels, strict=False)
        ),
        edge_kinds=tuple(
            LegendLine(state, label, _LOOKS[state][1], outlined=_LOOKS[state][2])
            for state, label in zip(states, labels, strict=True)
        ),
        colored_by=both("difference.states"),
        sized_by=both("difference.ties"),
        nodes=_nodes(
            ground, found, ties.astype(np.float64), _placed(ground, found, view, layouts), names.regions
        ),
        edges=Edges(
            source=tuple(source[inside].tolist()),
            target=tuple(target[inside].tolist()),
            kind=tuple(found.tie_state[inside].tolist()),
            weight=tuple(np.round(found.strength[inside], 6).tolist()),
            count=tuple(len(projects) for projects in met),
            years=tuple(_bits(ground, projects) for projects in met),
        ),
        years=ground.years,
    )


def _label(key: str, names: SideNames) -> Texts:
    return {
        language: told(
            f"difference.{key}", language, first=names.first[language], second=names.second[language]
        )
        for language in LANGUAGES
    }


def _bits(ground: MapGraph, projects: list[int]) -> int:
    """The years of projects as a bit set, those before the first year of the ground as that one."""
    first = ground.years[0] if ground.years else 0
    return sum(1 << place for place in {max(year - first, 0) for year in years(ground, projects)})


def _placed(ground: MapGraph, found: MapDifference, view: View, layouts: Layouts) -> Float64s:
    """Positions of all nodes in the numbering of the difference; those of regions are never asked for."""
    if found.comparison.by == "organizations":
        return whole_positions(ground, layouts)
    if found.comparison.by == "regions":
        return np.zeros((len(found.regions), 2))
    drawn = clusters_scene(ground, view, Filter(), layouts).nodes
    spots = dict(zip(drawn.ids, zip(drawn.x, drawn.y, strict=True), strict=True))
    return np.array([spots[name] for name in ground.snapshot.clusters.ids]).reshape(-1, 2)


def _nodes(
    ground: MapGraph,
    found: MapDifference,
    size: Float64s,
    placed: Float64s,
    region_names: Mapping[str, Texts],
) -> Nodes:
    columns = {
        "kind": (0,) * len(found.nodes),
        "group": tuple(found.node_state.tolist()),
        "size": tuple(size.tolist()),
    }
    if found.comparison.by == "regions":
        return _region_nodes(ground, found, columns, region_names)
    snapshot, at = ground.snapshot, placed[found.nodes]
    nodes = found.nodes + (ground.organizations if found.comparison.by == "clusters" else 0)
    lng, lat = coordinates(ground, nodes)
    return Nodes(
        ids=tuple(snapshot.node_id(int(node)) for node in nodes),
        labels=tuple(snapshot.name(int(node)) for node in nodes),
        x=tuple(np.round(at[:, 0], 5).tolist()),
        y=tuple(np.round(at[:, 1], 5).tolist()),
        lng=lng,
        lat=lat,
        country=countries(ground, nodes),
        region=regions(ground, nodes),
        city=cities(ground, nodes),
        **columns,
    )


def _region_nodes(
    ground: MapGraph, found: MapDifference, columns: dict[str, Any], region_names: Mapping[str, Texts]
) -> Nodes:
    """Regions in the middle of their organizations; in English, since names of nodes have no language."""
    codes = [found.regions[node] for node in found.nodes.tolist()]
    where: dict[str, list[tuple[float, float]]] = {}
    organizations = ground.snapshot.organizations
    seats = zip(ground.regions, organizations.lng.tolist(), organizations.lat.tolist(), strict=False)
    for code, lng, lat in seats:
        if lng == lng and lat == lat:  # noqa: PLR0124 - NaN is the only number unlike itself
            where.setdefault(code[:REGION], []).append((lng, lat))
    middle = [np.mean(where[code], axis=0).round(4).tolist() if code in where else None for code in codes]
    return Nodes(
        ids=tuple(f"region:{code}" for code in codes),
        labels=tuple(in_language(region_names[code], "en") for code in codes),
        x=tuple(round(spot[0] / 60, 5) if spot else 0.0 for spot in middle),
        y=tuple(round(spot[1] / 40, 5) if spot else 0.0 for spot in middle),
        lng=tuple(spot[0] if spot else None for spot in middle),
        lat=tuple(spot[1] if spot else None for spot in middle),
        country=tuple(code[:2] for code in codes),
        region=tuple(codes),
        city=("",) * len(codes),
        **columns,
    )
