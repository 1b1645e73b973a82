"""What all scenes of one snapshot share: its nodes, its ties with their years, its communities."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.coverage import ChainIndex, build_index
from graphsvc.network import (
    Communities,
    collaboration,
    communities,
    degree,
    visible_indicators,
)
from graphsvc.network.sparse import Matrix, pattern, values_at
from graphsvc.snapshot import NO_DAY, RELATION_KINDS, Snapshot, links
from graphsvc.taxonomy import Chain, chains

ROLES = ("participates", "coordinates")
"""Ties of organizations to projects, on maps where projects are nodes."""
EDGE_KINDS = (
    "collaboration",
    "member",
    *(kind for kind in RELATION_KINDS if kind != "same_as"),
    *ROLES,
)
MAX_YEARS = 31
COMMUNITY_SEED = 1


@dataclass(frozen=True, slots=True)
class MapTies:
    """Ties between nodes (snapshot numbers, organizations then clusters); `kind` indexes `EDGE_KINDS`.

    Undirected kinds name the smaller node first. `years` is a bit set from the ground's first year.
    """

    source: Int64s
    target: Int64s
    kind: Int64s
    weight: Float64s
    count: Int64s
    years: Int64s

    def __len__(self) -> int:
        return len(self.source)

    def where(self, chosen: Bools) -> "MapTies":
        """Return the chosen rows; these ties if all are, as a copy of a large network takes seconds."""
        if chosen.all():
            return self
        return MapTies(
            self.source[chosen],
            self.target[chosen],
            self.kind[chosen],
            self.weight[chosen],
            self.count[chosen],
            self.years[chosen],
        )

    def among(self, nodes: Int64s) -> "MapTies":
        """Return the ties with their ends as positions in sorted nodes that hold all of them."""
        return replace(
            self, source=np.searchsorted(nodes, self.source), target=np.searchsorted(nodes, self.target)
        )

    def network(self, size: int) -> Matrix:
        """Return the summed strength of all kinds as a symmetric matrix over `size` nodes."""
        apart = self.source != self.target
        row, column, weight = self.source[apart], self.target[apart], self.weight[apart]
        both = (np.concatenate([row, column]), np.concatenate([column, row]))
        matrix = sparse.csr_array((np.concatenate([weight, weight]), both), shape=(size, size))
        matrix.sum_duplicates()
        return matrix


@dataclass(frozen=True, eq=False)
class MapGraph:
    """The snapshot as a map maker sees it; hidden organizations and private memberships are not there."""

    snapshot: Snapshot

    @cached_property
    def organizations(self) -> int:
        """Number of organizations; the clusters' node numbers follow."""
        return len(self.snapshot.organizations.ids)

    @cached_property
    def size(self) -> int:
        """Number of organizations and clusters."""
        return self.organizations + len(self.snapshot.clusters.ids)

    @cached_property
    def visible(self) -> Bools:
        """Which nodes may be drawn at all."""
        clusters = np.ones(self.size - self.organizations, dtype=bool)
        return np.concatenate([~np.asarray(self.snapshot.organizations.hidden, dtype=bool), clusters])

    @cached_property
    def key(self) -> str:
        """Names what pictures and communities depend on: equal ids and ties have equal keys."""
        made = hashlib.sha256()
        for table in (self.snapshot.organizations, self.snapshot.clusters):
            made.update("\n".join(table.ids).encode() + b"\0")
        ties = self.ties()
        for column in (self.visible, ties.source, ties.target, ties.kind, ties.weight):
            made.update(np.ascontiguousarray(column).tobytes())
        return made.hexdigest()

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Region code of each node, empty where unknown."""
        return (*self.snapshot.organizations.nuts, *self.snapshot.clusters.nuts)

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """Stages (`chain/stage`) that somebody performs."""
        return self.snapshot.stages

    def chain_index(self, chain: Chain) -> ChainIndex:
        """Who holds which stage of a chain; without inferences from texts."""
        return build_index(self.snapshot, chain)

    def performers(self, stages: Collection[str]) -> Int64s:
        """Sorted nodes that hold one of the stages or a part of one, by any basis that coverage counts."""
        found = [np.empty(0, dtype=np.int64)]
        for chain in chains():
            columns = [place for place, stage in enumerate(chain.stages) if chain.ref(stage) in stages]
            if columns:
                holds = self.chain_index(chain).strength[:, columns] > 0
                found.append(np.flatnonzero(holds.sum(axis=1)))
        return np.unique(np.concatenate(found))

    @cached_property
    def start_year(self) -> Int64s:
        """Year in which each project began, 0 unknown."""
        start = np.asarray(self.snapshot.projects.start)
        known = start != NO_DAY
        days = np.where(known, start, 0).astype("datetime64[D]")
        return np.where(known, days.astype("datetime64[Y]").astype(np.int64) + 1970, 0)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year of project starts; years further back than 31 count as the first."""
        known = self.start_year[self.start_year > 0]
        if not len(known):
            return None
        last = int(known.max())
        return max(int(known.min()), last - MAX_YEARS + 1), last

    @cached_property
    def incidence(self) -> Matrix:
        """Organizations × projects, ones; rows of hidden organizations are empty."""
        shown = sparse.diags_array(self.visible[: self.organizations].astype(np.float64))
        matrix = Matrix(shown @ pattern(sparse.csr_array(self.snapshot.participation)))
        matrix.eliminate_zeros()
        matrix.sort_indices()
        return matrix

    def ties(self, start: int | None = None, end: int | None = None) -> MapTies:
        """All ties; with a period only collaboration in projects that began in it."""
        if start is None and end is None:
            return self._all
        return joined([self._collaboration(np.flatnonzero(self.begun(start, end))), *self._relations])

    def begun(self, start: int | None, end: int | None) -> Bools:
        """Which projects began in a period, both years included; all where there is none."""
        if start is None and end is None:
            return np.ones(len(self.start_year), dtype=bool)
        year = self.start_year
        chosen: Bools = (year >= (start or 1)) & (year <= (end or 9999)) & (year > 0)
        return chosen

    @cached_property
    def _all(self) -> MapTies:
        return joined([self._collaboration(np.arange(len(self.start_year))), *self._relations])

    def _collaboration(self, projects: Int64s) -> MapTies:
        members = Matrix(self.incidence[:, projects])
        sizes = np.asarray(self.snapshot.projects.size, dtype=np.int64)[projects]
        found = collaboration(members, sizes)
        weight = sparse.coo_array(sparse.triu(found.weight, k=1))
        source, target = weight.row.astype(np.int64), weight.col.astype(np.int64)
        return MapTies(
            source=source,
            target=target,
            kind=np.zeros(weight.nnz, dtype=np.int64),
            weight=weight.data,
            count=values_at(found.count, source, target).astype(np.int64),
            years=self._years_of(members, projects, source, target),
        )

    def _years_of(self, members: Matrix, projects: Int64s, source: Int64s, target: Int64s) -> Int64s:
        bits = np.zeros(len(source), dtype=np.int64)
        if self.years is None or not len(source):
            return bits
        year = np.maximum(self.start_year[projects], self.years[0])
        for current in np.unique(year[self.start_year[projects] > 0]):
            columns = np.flatnonzero((year == current) & (self.start_year[projects] > 0))
            now = Matrix(members[:, columns])
            together = values_at(Matrix(now @ now.T), source, target)
            bits |= (together > 0).astype(np.int64) << int(current - self.years[0])
        return bits

    @cached_property
    def _relations(self) -> tuple[MapTies, MapTies]:
        memberships, relations = self.snapshot.memberships, self.snapshot.relations
        today = self.snapshot.retrieved
        public = ~np.asarray(memberships.private, dtype=bool) & links.valid(memberships, today)
        public &= links.is_member(memberships)
        member = self._plain(
            memberships.organization[public].astype(np.int64),
            memberships.cluster[public].astype(np.int64) + self.organizations,
            np.full(int(public.sum()), EDGE_KINDS.index("member")),
        )
        stands = links.valid(relations, today)
        kind = np.array(
            [EDGE_KINDS.index(RELATION_KINDS[code]) for code in relations.kind[stands]], dtype=int
        )
        return member, self._plain(
            relations.source[stands].astype(np.int64), relations.target[stands].astype(np.int64), kind
        )

    def _plain(self, source: Int64s, target: Int64s, kind: Int64s) -> MapTies:
        """Undated ties of strength 1, each once, between nodes that may be drawn."""
        rows = np.column_stack([source, target, kind]).astype(np.int64)
        within = (rows[:, :2] < self.size).all(axis=1)
        rows = np.unique(rows[within], axis=0)
        rows = rows[self.visible[rows[:, 0]] & self.visible[rows[:, 1]] & (rows[:, 0] != rows[:, 1])]
        ones = np.ones(len(rows), dtype=np.int64)
        return MapTies(rows[:, 0], rows[:, 1], rows[:, 2], ones.astype(np.float64), ones, ones * 0)

    @cached_property
    def network(self) -> Matrix:
        """Summed strength of all ties, nodes × nodes."""
        return self._all.network(self.size)

    @cached_property
    def communities(self) -> Communities:
        """Communities of the whole network, the largest first."""
        return communities(self.network, seed=COMMUNITY_SEED)

    def community_label(self, community: int) -> str:
        """Name of the best connected node of a community."""
        return self.snapshot.name(int(self.community_heads[community]))

    @cached_property
    def community_heads(self) -> Int64s:
        """The best connected visible node of each community by number, -1 where all are hidden."""
        heads = np.full(int(self.communities.of.max(initial=-1)) + 1, -1, dtype=np.int64)
        nodes = np.flatnonzero(self.visible)
        order = nodes[np.lexsort((-nodes, degree(self.network)[nodes]))]
        heads[self.communities.of[order]] = order
        return heads

    def figures(self) -> Mapping[str, Float64s] | None:
        """Every indicator of the organizations in the whole collaboration network, NaN where hidden.

        None while they are being computed.
        """
        return self._figures

    @cached_property
    def _figures(self) -> Mapping[str, Float64s]:
        whole = collaboration(self.incidence, np.asarray(self.snapshot.projects.size, dtype=np.int64))
        clusters = self.first_cluster[: self.organizations]
        return visible_indicators(self.snapshot.organizations, whole, clusters).values

    @cached_property
    def first_cluster(self) -> Int64s:
        """The first cluster, by id, that each node belongs to (a cluster to itself), -1 for none."""
        first = np.full(self.size, -1, dtype=np.int64)
        attached = self.attached.tocoo()
        pairs = zip(attached.row.tolist(), attached.col.tolist(), strict=True)
        for cluster, organization in sorted(pairs, reverse=True):
            first[organization] = cluster
        first[self.organizations :] = np.arange(self.size - self.organizations)
        return first

    @cached_property
    def attached(self) -> Matrix:
        """Clusters × organizations, ones where an organization is a member of, runs or hosts the cluster."""
        kinds = [EDGE_KINDS.index(kind) for kind in ("member", "runs", "hosts")]
        ties = joined([*self._relations])
        ties = ties.where(np.isin(ties.kind, kinds) & (ties.source < self.organizations))
        ties = ties.where(ties.target >= self.organizations)
        shape = (self.size - self.organizations, self.organizations)
        matrix = sparse.csr_array(
            (np.ones(len(ties)), (ties.target - self.organizations, ties.source)), shape=shape
        )
        return pattern(Matrix(matrix))


def joined(parts: list[MapTies]) -> MapTies:
    """Return the ties of several tables one after the other."""
    return MapTies(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("source", "target", "kind", "weight", "count", "years")
        )
    )
