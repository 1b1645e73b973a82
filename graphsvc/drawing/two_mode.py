"""Organizations and projects as nodes of two kinds: who takes part in which project or coordinates it."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from graphsvc.arrays import Bools, Int64s
from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, reached
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.map_graph import EDGE_KINDS, MapGraph, MapTies, joined
from graphsvc.drawing.views import View

_COORDINATES = 2


@dataclass(frozen=True, eq=False)
class TwoMode:
    """Sorted nodes (snapshot numbers: organizations, clusters, then projects) and the ties between them."""

    nodes: Int64s
    ties: MapTies

    def of(self, size: int) -> Bools:
        """Which of the first `size` nodes are among them."""
        flags = np.zeros(size, dtype=bool)
        flags[self.nodes[self.nodes < size]] = True
        return flags


def two_mode(ground: MapGraph, view: View, asked: Filter) -> TwoMode:
    """What a filter leaves in where projects are nodes.

    The filter is one of organizations and clusters, as on the folded map; their projects that began in its
    period follow. A surrounding (`ego`, of a project as well) counts steps over projects, and a choice
    (`only`) that names projects has no others.

    Raises:
        UnknownId: the filter names an id that is not there.
    """
    stated = chosen_ties(ground, asked, view.relations)
    parts = _participations(ground, asked, view)
    ties = joined([parts, stated])
    total = ground.size + len(ground.snapshot.projects.ids)
    if asked.ego:
        start = np.zeros(total, dtype=bool)
        start[ground.snapshot.node(asked.ego)] = True
        chosen = reached(ties.network(total), start, asked.radius)
        chosen[: ground.size] &= ground.visible
    else:
        chosen = np.zeros(total, dtype=bool)
        chosen[: ground.size] = chosen_nodes(ground, replace(asked, only=()), stated)
        chosen[parts.target[chosen[parts.source]]] = True
    if asked.only:
        chosen &= _only(ground, asked, parts, total)
    inside = ties.where(chosen[ties.source] & chosen[ties.target])
    return TwoMode(np.flatnonzero(chosen), inside)


def _only(ground: MapGraph, asked: Filter, parts: MapTies, total: int) -> Bools:
    """The nodes of a choice; where it names no project, all projects of its organizations."""
    named = np.zeros(total, dtype=bool)
    named[[ground.snapshot.node(identifier) for identifier in asked.only]] = True
    if not named[ground.size :].any():
        named[parts.target[named[parts.source]]] = True
    return named


def _participations(ground: MapGraph, asked: Filter, view: View) -> MapTies:
    """A tie from each visible organization to each of its projects that began in the period."""
    table = sparse.coo_array(ground.snapshot.participation)
    organization, project = table.row.astype(np.int64), table.col.astype(np.int64)
    role = np.where(table.data == _COORDINATES, "coordinates", "participates")
    wanted = [kind for kind in view.relations if not asked.relation or kind in asked.relation]
    keep = ground.visible[organization] & ground.begun(asked.start, asked.end)[project]
    keep &= np.isin(role, wanted) & (asked.strength <= 1)
    order = np.lexsort((project[keep], organization[keep]))
    organization, project, role = (column[keep][order] for column in (organization, project, role))
    ones = np.ones(len(project), dtype=np.int64)
    return MapTies(
        source=organization,
        target=project + ground.size,
        kind=np.where(
            role == "coordinates", EDGE_KINDS.index("coordinates"), EDGE_KINDS.index("participates")
        ),
        weight=ones.astype(np.float64),
        count=ones,
        years=_years(ground, project),
    )


def _years(ground: MapGraph, project: Int64s) -> Int64s:
    """The year in which each project began as a bit set, 0 where it is not known."""
    if ground.years is None:
        return np.zeros(len(project), dtype=np.int64)
    year = ground.start_year[project]
    bits: Int64s = np.where(year > 0, 1 << np.maximum(year - ground.years[0], 0), 0)
    return bits
