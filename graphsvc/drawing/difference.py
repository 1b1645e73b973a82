"""How two periods or two sets differ in the joint projects of organizations, clusters or regions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.drawing.comparison import FilterPair
from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, within
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.joint_projects import JointProjects
from graphsvc.drawing.map_graph import EDGE_KINDS, MapGraph, MapTies
from graphsvc.drawing.ties_between import ties_between
from graphsvc.network.sparse import Matrix

_RELATION = EDGE_KINDS[0]
REGION = 3
"""Letters of the code of a region: the country and one more (NUTS 1)."""


@dataclass(frozen=True, eq=False)
class Side:
    """One side: its nodes, and the ties between them, in the numbering of `MapDifference`."""

    nodes: Bools
    ties: MapTies
    projects: JointProjects


@dataclass(frozen=True, eq=False)
class MapDifference:
    """Nodes and ties of both sides in one numbering, and how each stands (`state`: places in the states).

    Nodes are organizations, clusters or `regions` (codes), numbered as in the snapshot's tables. Of two
    periods a node is on a side if it has a joint project there, of two sets if it belongs to it.
    Attributes:
        nodes, node_state: what is on either side, sorted.
        source, target, tie_state: ties between places in the numbering, smaller first, sorted.
        strength: of each tie on the stronger of both sides.
    """

    comparison: FilterPair
    regions: tuple[str, ...]
    sides: tuple[Side, Side]
    across: JointProjects
    nodes: Int64s
    node_state: Int64s
    source: Int64s
    target: Int64s
    tie_state: Int64s
    strength: Float64s

    def projects(self, tie: int) -> tuple[list[int], list[int]]:
        """The projects (rows) in which the ends of a tie meet, on the first side and on the second.

        Of a tie between two sets both hold the same.
        """
        ends = int(self.source[tie]), int(self.target[tie])
        if self.comparison.states[self.tie_state[tie]] == "between":
            found = self.across.of(*ends)
            return found, found
        return self.sides[0].projects.of(*ends), self.sides[1].projects.of(*ends)

    @cached_property
    def order(self) -> Int64s:
        """Ties from the strongest on."""
        return np.lexsort((self.target, self.source, -self.strength)).astype(np.int64)

    def counts(self, of: Int64s) -> list[int]:
        """How many of `node_state` or `tie_state` there are in each state."""
        found: list[int] = np.bincount(of, minlength=len(self.comparison.states)).tolist()
        return found


def difference(ground: MapGraph, comparison: FilterPair) -> MapDifference:
    """Compare two sides. Raises `UnknownId` where a filter names an id that is not there."""
    asked = (comparison.first, comparison.second)
    space = _Space(ground, comparison.by)
    one, other = (space.side(each, only_tied=comparison.of_periods) for each in asked)
    ties = [one.ties, other.ties]
    across = one.projects
    if not comparison.of_periods:
        joined = space.side_of(comparison.first, space.chosen(asked[0]) | space.chosen(asked[1]))
        ties.append(joined.ties)
        across = joined.projects
    size = len(one.nodes)
    keys = [each.source * size + each.target for each in ties]
    known = np.unique(np.concatenate(keys))
    strength = np.zeros(len(known))
    for key, each in zip(keys, ties, strict=True):
        place = np.searchsorted(known, key)
        strength[place] = np.maximum(strength[place], each.weight)
    nodes = np.flatnonzero(one.nodes | other.nodes)
    return MapDifference(
        comparison=comparison,
        regions=space.regions,
        sides=(one, other),
        across=across,
        nodes=nodes,
        node_state=_state(one.nodes[nodes], other.nodes[nodes]),
        source=known // size if size else known,
        target=known % size if size else known,
        tie_state=_state(np.isin(known, keys[0]), np.isin(known, keys[1])),
        strength=strength,
    )


def _state(first: Bools, second: Bools) -> Int64s:
    """0: on the first side alone, 1: on the second alone, 2: on both, 3: on neither."""
    return np.select([first & second, first, second], [2, 0, 1], 3).astype(np.int64)


class _Space:
    """What is compared: organizations, or the clusters or regions that they belong to."""

    def __init__(self, ground: MapGraph, by: str) -> None:
        self._ground, self._by = ground, by
        self.regions: tuple[str, ...] = ()
        self._belongs: Matrix | None = None
        if by == "clusters":
            self._belongs = ground.attached
        elif by == "regions":
            self.regions, self._belongs = _regions(ground)

    def chosen(self, asked: Filter) -> Bools:
        """The nodes of the ground that a filter leaves in."""
        return chosen_nodes(self._ground, asked, self._ties(asked))

    def side(self, asked: Filter, *, only_tied: bool) -> Side:
        """What is on the side of a filter."""
        found = self.side_of(asked, self.chosen(asked))
        if not only_tied:
            return found
        tied = np.zeros(len(found.nodes), dtype=bool)
        tied[found.ties.source] = tied[found.ties.target] = True
        return replace(found, nodes=tied)

    def side_of(self, asked: Filter, chosen: Bools) -> Side:
        """What is on the side of some nodes of the ground, in the period of a filter."""
        ground, first = self._ground, self._ground.organizations
        ties, organizations = self._ties(asked), chosen[:first]
        ties = ties.where((ties.source < first) & (ties.target < first))
        begun = sparse.diags_array(ground.begun(asked.start, asked.end).astype(np.float64))
        projects = Matrix(ground.incidence @ begun)
        if self._by == "clusters":
            nodes = chosen[first:]
            ties = within(ties_between(ties, ground.attached), nodes)
            return Side(nodes, ties, JointProjects(projects, self._belongs))
        ties = within(ties, organizations)
        projects = Matrix(sparse.diags_array(organizations.astype(np.float64)) @ projects)
        if self._belongs is None:
            return Side(organizations, ties, JointProjects(projects))
        nodes = np.asarray(self._belongs @ organizations.astype(np.int64)) > 0
        return Side(nodes, ties_between(ties, self._belongs), JointProjects(projects, self._belongs))

    def _ties(self, asked: Filter) -> MapTies:
        return chosen_ties(self._ground, asked, (_RELATION,))


def _regions(ground: MapGraph) -> tuple[tuple[str, ...], Matrix]:
    """Codes of regions, sorted, and regions × organizations, ones where an organization sits there."""
    codes = [code[:REGION] if len(code) >= REGION else "" for code in ground.regions[: ground.organizations]]
    known = tuple(sorted(set(codes) - {""}))
    row = {code: place for place, code in enumerate(known)}
    here = [(row[code], column) for column, code in enumerate(codes) if code]
    ends = np.array(here, dtype=np.int64).reshape(-1, 2)
    shape = (len(known), ground.organizations)
    return known, Matrix(sparse.csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=shape))


def years(ground: MapGraph, projects: Iterable[int]) -> list[int]:
    """The years in which projects began, each once, sorted; those without a date are left out."""
    return sorted({int(ground.start_year[project]) for project in projects} - {0})
