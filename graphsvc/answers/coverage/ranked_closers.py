"""Candidates that would close gaps of a set, in the order in which they are suggested, with reasons."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.coverage import ChainIndex, Selection
from graphsvc.coverage.closers import GapClosers
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import links
from graphsvc.snapshot.geo import along_sphere
from graphsvc.state.chain_selection import held_fact, part_ref
from graphsvc.state.city_places import seats
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.objections import silent
from graphsvc.state.refs import FactReference, Ref, organization_ref
from graphsvc.state.snapshot_tables import tables
from graphsvc.taxonomy.sectors import sector_label

Label = Mapping[str, str]

_WORD = re.compile(r"[^\W\d_]{3,}")
_GENERAL = {"and", "based", "economy", "industry", "processing", "production", "systems", "technology"}
"""Words of sectors that do not say which sector it is."""


@dataclass(frozen=True, slots=True)
class Closer:
    """Somebody outside the set and what it would add.

    `fact` is why it holds the stage by itself, nothing where its members hold it. `opens`, `deepens` count
    required stages that get their first supplier, or reach their depth; `gain` is the share of required
    stages it opens; `fit` the share of the set's sectors that it shares.
    """

    ref: Ref
    adds: tuple[Label, ...]
    opens: int
    deepens: int
    gain: float
    km: float | None
    fit: float | None
    reasons: tuple[Message, ...]
    fact: FactReference | None


class RankedClosers:
    """The candidates in the order in which they are suggested."""

    def __init__(
        self, graph: CurrentGraph, index: ChainIndex, parts: Selection, candidates: GapClosers, kind: str
    ) -> None:
        self.graph, self.index, self.candidates = graph, index, candidates
        self.clusters = kind != "organization"
        self.table = index.snapshot.clusters if self.clusters else index.snapshot.organizations
        known = seats(tables(graph))
        self.km = _nearest(known[self.clusters][candidates.rows], _own_seats(known, parts))
        self.one = len(parts) == 1
        self.ours = _sectors(index, parts)
        self.partners = _partners(index, parts) if self.clusters else {}
        near = np.nan_to_num(self.km, nan=np.inf)
        fit = np.array([self.fit(row) for row in candidates.rows.tolist()])
        gains = (-candidates.fills, -candidates.deepens, -candidates.opens)
        order = np.lexsort((candidates.rows, -fit, *gains, near))
        left_out = silent(graph, parts.ids)
        self.order = [at for at in order.tolist() if self.table.ids[candidates.rows[at]] not in left_out]

    def keep(self, countries: Sequence[str], within_km: float | None) -> None:
        """Leave out who sits elsewhere or farther away."""
        known = self.index.snapshot.countries
        wanted = [place for place, code in enumerate(known) if code in countries]
        fits = np.ones(len(self.km), dtype=bool)
        if countries:
            fits &= np.isin(self.table.country[self.candidates.rows], wanted)
        if within_km is not None:
            fits &= np.nan_to_num(self.km, nan=np.inf) <= within_km
        self.order = [at for at in self.order if fits[at]]

    def adding(self, place: int) -> list[int]:
        """The candidates that add to a stage."""
        return [at for at in self.order if self.candidates.adds[at, place] > 0]

    def of_stage(self, place: int, limit: int) -> tuple[Closer, ...]:
        """The first `limit` candidates that add to a stage."""
        return tuple(self._closer(at, place) for at in self.adding(place)[:limit])

    def fit(self, row: int) -> float:
        """The share of the set's sectors of which a cluster has a word; 0 for organizations."""
        if not self.clusters or not self.ours:
            return 0.0
        theirs = {word for sector in self._shared(row) for word in _words(sector)}
        return sum(1 for sector in self.ours if _words(sector) & theirs) / len(self.ours)

    def _shared(self, row: int) -> tuple[str, ...]:
        ours = {word for sector in self.ours for word in _words(sector)}
        sectors = self.index.snapshot.clusters.records[row].sectors if self.clusters else ()
        return tuple(sector for sector in sectors if _words(sector) & ours)

    def _closer(self, at: int, place: int) -> Closer:
        row, candidates = int(self.candidates.rows[at]), self.candidates
        snapshot, stages = self.index.snapshot, self.index.chain.stages
        km = None if np.isnan(self.km[at]) else round(float(self.km[at]), 1)
        opens, deepens = int(candidates.opens[at]), int(candidates.deepens[at])
        node = row + (self.index.organization_count if self.clusters else 0)
        source = int(self.index.proof[node, place])
        added = tuple(stages[place].label for place in np.flatnonzero(candidates.adds[at] > 0).tolist())
        if self.clusters:
            ref = part_ref(self.graph, snapshot.clusters.ids[row])
        else:
            ref = organization_ref(snapshot, row)
        return Closer(
            ref=ref,
            adds=added,
            opens=opens,
            deepens=deepens,
            gain=opens / max(int(self.index.required.sum()), 1),
            km=km,
            fit=round(self.fit(row), 4) if self.clusters else None,
            reasons=tuple(self._reasons(row, opens, deepens, len(added), km)),
            fact=held_fact(self.index, source) if source else None,
        )

    def _reasons(self, row: int, opens: int, deepens: int, adds: int, km: float | None) -> Iterable[Message]:
        if opens:
            yield say_n("opens one required stage", "opens %(n)s required stages", n=opens)
        if deepens:
            yield say_n(
                "gives one required stage the depth it needs",
                "gives %(n)s required stages the depth they need",
                n=deepens,
            )
        if not opens and not deepens:
            yield say_n("adds a supplier to one stage", "adds suppliers to %(n)s stages", n=adds)
        if km is not None and self.one:
            yield msg("%(km)s km away", km=round(km))
        elif km is not None:
            yield msg("%(km)s km from the nearest of the set", km=round(km))
        if shared := self._shared(row):
            yield msg(
                "works in the set's field: %(sectors)s", sectors=tuple(sector_label(one) for one in shared)
            )
        if row in self.partners:
            ids = self.index.snapshot.clusters.ids
            names = tuple(part_ref(self.graph, ids[partner]).name for partner in self.partners[row])
            yield msg("a cooperation with %(names)s is on record", names=names)


def _partners(index: ChainIndex, parts: Selection) -> dict[int, list[int]]:
    """The clusters (rows) of a set with which each cluster cooperates, by row."""
    found: dict[int, set[int]] = defaultdict(set)
    ours = set(parts.cluster.tolist())
    tied = links.tied_clusters(index.snapshot)
    for one, other in zip(tied.first.tolist(), tied.second.tolist(), strict=True):
        if one in ours:
            found[other].add(one)
        if other in ours:
            found[one].add(other)
    return {row: sorted(partners) for row, partners in found.items()}


def _sectors(index: ChainIndex, parts: Selection) -> tuple[str, ...]:
    records = index.snapshot.clusters.records
    own = parts.cluster[parts.cluster >= 0].tolist()
    return tuple(sorted({sector for row in own for sector in records[row].sectors}))


def _words(sector: str) -> set[str]:
    return set(_WORD.findall(sector.casefold())) - _GENERAL


def _own_seats(known: tuple[Float64s, Float64s], parts: Selection) -> Float64s:
    """Where a set is known to sit, as points on the unit sphere.

    The seats of its clusters; of those whose seat is not known, and of other parts, what they bring. `known`
    is where organizations and clusters sit.
    """
    organizations, clusters = known
    own = parts.cluster[parts.cluster >= 0]
    seated = np.zeros(len(parts), dtype=bool)
    seated[parts.cluster >= 0] = ~np.isnan(clusters[own]).any(axis=1)
    brought = np.unique(parts.brings[~seated].indices)
    points: Float64s = np.unique(np.concatenate([clusters[own], organizations[brought]]), axis=0)
    return points[~np.isnan(points).any(axis=1)]


def _nearest(points: Float64s, ours: Float64s) -> Float64s:
    """Distance of each point to the nearest seat in km, NaN where it is unknown."""
    known = ~np.isnan(points).any(axis=1)
    km = np.full(len(points), np.nan)
    if len(ours) and known.any():
        from scipy.spatial import KDTree

        km[known] = along_sphere(KDTree(ours).query(points[known])[0])
    return km
