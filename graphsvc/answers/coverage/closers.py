"""Gaps of a selection, and ranked candidates outside it that would close them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float64s, Int64s
from graphsvc.coverage import ChainIndex, Selection, coverage
from graphsvc.coverage.closers import GapClosers, cluster_closers, organization_closers
from graphsvc.coverage.result import StageCoverage
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import Clusters, Organizations
from graphsvc.snapshot.geo import along_sphere, on_sphere
from graphsvc.state.chain_info import StageInfo, stage_info
from graphsvc.state.chain_selection import chosen, index_of, part_ref
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, organization_ref

Label = Mapping[str, str]

_NEAR_KM = 100
_WORD = re.compile(r"[^\W\d_]{3,}")
_GENERAL = {"and", "based", "economy", "industry", "processing", "production", "systems", "technology"}
"""Words of sectors that do not say which sector it is."""


@dataclass(frozen=True, slots=True)
class Closer:
    """Somebody outside the set and what it would add.

    `opens`, `deepens` count required stages that get their first supplier, or reach their depth; `gain` is
    the share of required stages it opens; `fit` the share of the set's sectors that it shares.
    """

    ref: Ref
    adds: tuple[Label, ...]
    opens: int
    deepens: int
    gain: float
    km: float | None
    fit: float | None
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One stage that is missing or thin, and who could close it, best first."""

    stage: StageInfo
    state: str
    n: int
    closers: tuple[Closer, ...]
    none_known: Message | None


@dataclass(frozen=True, slots=True)
class Closers:
    """All gaps of a set in chain order."""

    chain: str
    taxonomy_version: str
    digest: str
    gaps: tuple[GapRow, ...]


def closers(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    kind: str = "cluster",
    limit: int = 20,
    as_of: str | None = None,
    own: str | None = None,
) -> Closers:
    """Who closes which gap, best first.

    The order is by required stages opened, stages brought to their depth, suppliers given that were lacking,
    then nearness in steps of 100 km, shared sectors, distance and id. Organizations found by exact search
    alone and those that object are not among them. Raises `UnknownId`.
    """
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of, own=own)
    found = coverage(index, parts, strict=strict)
    if kind == "organization":
        hidden = index.snapshot.organizations.hidden
        candidates = organization_closers(index, parts, hidden, strict=strict)
    else:
        day = as_of or index.snapshot.retrieved
        candidates = cluster_closers(index, parts, strict=strict, as_of=day)
    ranked = _RankedClosers(graph, index, parts, candidates, kind)
    gaps = [
        _gap(index, ranked, place, stage, limit)
        for place, stage in enumerate(found.stages)
        if stage.state != "covered" and (stage.required or stage.n == 0)
    ]
    gaps.sort(key=lambda gap: not gap.stage.required)
    return Closers(found.chain, found.taxonomy_version, found.digest, tuple(gaps))


def _gap(index: ChainIndex, ranked: "_RankedClosers", place: int, stage: StageCoverage, limit: int) -> GapRow:
    listed = ranked.of_stage(place, limit)
    info = stage_info(index.chain, index.chain.stages[place])
    return GapRow(info, stage.state, stage.n, listed, None if listed else _nobody(ranked))


def _nobody(ranked: "_RankedClosers") -> Message:
    if ranked.clusters:
        return msg("Nobody known: the data holds no other cluster that would add to this stage.")
    return msg("Nobody known: the data holds no organization outside the set that would add to this stage.")


class _RankedClosers:
    """The candidates in the order in which they are suggested."""

    def __init__(
        self, graph: CurrentGraph, index: ChainIndex, parts: Selection, candidates: GapClosers, kind: str
    ) -> None:
        self.graph, self.index, self.candidates = graph, index, candidates
        self.clusters = kind != "organization"
        self.table = index.snapshot.clusters if self.clusters else index.snapshot.organizations
        self.km = _nearest(self.table, candidates.rows, _seats(index, parts))
        self.ours = _sectors(index, parts)
        near = np.nan_to_num(self.km, nan=np.inf)
        fit = np.array([self.fit(row) for row in candidates.rows.tolist()])
        gains = (-candidates.fills, -candidates.deepens, -candidates.opens)
        order = np.lexsort((candidates.rows, near, -fit, np.floor(near / _NEAR_KM), *gains))
        merged, objections = index.snapshot.merged, said(graph).objections
        silent = {merged.get(one, one) for one in objections}
        self.order = [at for at in order.tolist() if self.table.ids[candidates.rows[at]] not in silent]

    def of_stage(self, place: int, limit: int) -> tuple[Closer, ...]:
        """The first `limit` candidates that add to a stage."""
        adding = [at for at in self.order if self.candidates.adds[at, place] > 0]
        return tuple(self._closer(at) for at in adding[:limit])

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

    def _closer(self, at: int) -> Closer:
        row, candidates = int(self.candidates.rows[at]), self.candidates
        snapshot, stages = self.index.snapshot, self.index.chain.stages
        km = None if np.isnan(self.km[at]) else round(float(self.km[at]), 1)
        opens, deepens = int(candidates.opens[at]), int(candidates.deepens[at])
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
            reasons=tuple(_reasons(opens, deepens, len(added), km, self._shared(row))),
        )


def _sectors(index: ChainIndex, parts: Selection) -> tuple[str, ...]:
    records = index.snapshot.clusters.records
    own = parts.cluster[parts.cluster >= 0].tolist()
    return tuple(sorted({sector for row in own for sector in records[row].sectors}))


def _words(sector: str) -> set[str]:
    return set(_WORD.findall(sector.casefold())) - _GENERAL


def _seats(index: ChainIndex, parts: Selection) -> Float64s:
    """Where the clusters and organizations of a set are known to sit, as points on the unit sphere."""
    clusters, organizations = index.snapshot.clusters, index.snapshot.organizations
    own = parts.cluster[parts.cluster >= 0]
    brought = np.unique(parts.brings.indices)
    lat = np.concatenate([clusters.lat[own], organizations.lat[brought]])
    lng = np.concatenate([clusters.lng[own], organizations.lng[brought]])
    points = np.unique(on_sphere(lat, lng), axis=0)
    return points[~np.isnan(points).any(axis=1)]


def _nearest(table: Clusters | Organizations, rows: Int64s, seats: Float64s) -> Float64s:
    """Distance of each row to the nearest seat in km, NaN where it is unknown."""
    points = on_sphere(table.lat[rows], table.lng[rows])
    known = ~np.isnan(points).any(axis=1)
    km = np.full(len(rows), np.nan)
    if len(seats) and known.any():
        from scipy.spatial import KDTree

        km[known] = along_sphere(KDTree(seats).query(points[known])[0])
    return km


def _reasons(
    opens: int, deepens: int, adds: int, km: float | None, sectors: Sequence[str]
) -> Iterable[Message]:
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
    if km is not None:
        yield msg("%(km)s km from the nearest of the set", km=round(km))
    if sectors:
        yield msg("works in the set's field: %(sectors)s", sectors=tuple(sectors))
