"""Gaps of a set and who elsewhere would close them, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.coverage import ChainIndex, Selection, coverage
from graphsvc.coverage.closers import Candidates, cluster_closers, organization_closers
from graphsvc.coverage.coverage import StageCoverage
from graphsvc.domain.sentence import Sentence, say, say_n
from graphsvc.service.catalog.chains import StageInfo, stage_info
from graphsvc.service.coverage.board import part_ref
from graphsvc.service.coverage.readings import chosen, index_of
from graphsvc.service.graph import Graph
from graphsvc.service.refs import Ref, organization_ref
from graphsvc.snapshot.distance import kilometers

Label = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Closer:
    """Somebody outside the set and what it would add; `gain` is the share of required stages it opens."""

    ref: Ref
    adds: tuple[Label, ...]
    opens: int
    deepens: int
    gain: float
    km: float | None
    fit: float | None
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One stage that is missing or thin, and who could close it, best first."""

    stage: StageInfo
    state: str
    n: int
    closers: tuple[Closer, ...]
    none_known: Sentence | None


@dataclass(frozen=True, slots=True)
class Closers:
    """All gaps of a set in chain order."""

    chain: str
    taxonomy_version: str
    digest: str
    gaps: tuple[GapRow, ...]


def closers(
    graph: Graph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    kind: str = "cluster",
    limit: int = 20,
    as_of: str | None = None,
) -> Closers:
    """Who closes which gap, by required stages opened, then deepened, then nearness, then id.

    `fit` is the share of the set's sectors that a cluster shares. Raises `UnknownId`.
    """
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of)
    found = coverage(index, parts, strict=strict)
    day = as_of or index.snapshot.retrieved
    if kind == "organization":
        hidden = index.snapshot.organizations.hidden
        candidates = organization_closers(index, parts, hidden, strict=strict)
    else:
        candidates = cluster_closers(index, parts, strict=strict, as_of=day)
    ranked = _Ranked(graph, index, parts, candidates, kind)
    gaps = [
        _gap(index, ranked, place, stage, limit)
        for place, stage in enumerate(found.stages)
        if stage.state != "covered" and (stage.required or stage.n == 0)
    ]
    gaps.sort(key=lambda gap: not gap.stage.required)
    return Closers(found.chain, found.taxonomy_version, found.digest, tuple(gaps))


def _gap(index: ChainIndex, ranked: "_Ranked", place: int, stage: StageCoverage, limit: int) -> GapRow:
    listed = ranked.of_stage(place, limit)
    nobody = say("Nobody known: no supplier outside the set is in the data.") if not listed else None
    return GapRow(stage_info(index.chain, index.chain.stages[place]), stage.state, stage.n, listed, nobody)


class _Ranked:
    """The candidates in the order in which they are suggested."""

    def __init__(
        self, graph: Graph, index: ChainIndex, parts: Selection, candidates: Candidates, kind: str
    ) -> None:
        self.graph, self.index, self.kind, self.candidates = graph, index, kind, candidates
        self.km = self._distances(parts)
        self.fit = self._fits(parts)
        near = np.nan_to_num(self.km, nan=np.inf)
        keys = (candidates.rows, near, -self.fit, -candidates.deepens, -candidates.opens)
        self.order = np.lexsort(keys)

    def of_stage(self, place: int, limit: int) -> tuple[Closer, ...]:
        adding = self.order[self.candidates.adds[self.order, place] > 0]
        return tuple(self._closer(int(at)) for at in adding[:limit])

    def _closer(self, at: int) -> Closer:
        row, stages = int(self.candidates.rows[at]), self.index.chain.stages
        snapshot = self.index.snapshot
        if self.kind == "organization":
            ref = organization_ref(snapshot, row)
        else:
            ref = part_ref(self.graph, snapshot.clusters.ids[row])
        opens, deepens = int(self.candidates.opens[at]), int(self.candidates.deepens[at])
        added = np.flatnonzero(self.candidates.adds[at])
        km = None if np.isnan(self.km[at]) else round(float(self.km[at]), 1)
        return Closer(
            ref=ref,
            adds=tuple(stages[int(place)].label for place in added),
            opens=opens,
            deepens=deepens,
            gain=opens / max(int(self.index.required.sum()), 1),
            km=km,
            fit=round(float(self.fit[at]), 4) if self.kind == "cluster" else None,
            reasons=tuple(_reasons(opens, deepens, km, float(self.fit[at]))),
        )

    def _distances(self, parts: Selection) -> "np.ndarray[tuple[int], np.dtype[np.floating]]":
        snapshot = self.index.snapshot
        clusters, organizations = snapshot.clusters, snapshot.organizations
        own = parts.cluster[parts.cluster >= 0]
        brought = np.unique(parts.brings.indices)
        lat = np.concatenate([clusters.lat[own], organizations.lat[brought]])
        lng = np.concatenate([clusters.lng[own], organizations.lng[brought]])
        known = ~np.isnan(lat)
        table = organizations if self.kind == "organization" else clusters
        rows = self.candidates.rows
        if not known.any() or not len(rows):
            return np.full(len(rows), np.nan)
        nearest = np.full(len(rows), np.inf)
        for north, east in sorted(set(zip(lat[known].tolist(), lng[known].tolist(), strict=True))):
            between = kilometers(table.lat[rows], table.lng[rows], north, east)
            nearest = np.fmin(nearest, np.nan_to_num(between, nan=np.inf))
        return np.where(np.isfinite(nearest), nearest, np.nan)

    def _fits(self, parts: Selection) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        records = self.index.snapshot.clusters.records
        ours = {word for row in parts.cluster[parts.cluster >= 0] for word in _words(records[row].sectors)}
        if self.kind == "organization" or not ours:
            return np.zeros(len(self.candidates.rows))
        return np.array(
            [len(ours & _words(records[row].sectors)) / len(ours) for row in self.candidates.rows]
        )


def _words(sectors: Sequence[str]) -> set[str]:
    return {word for sector in sectors for word in sector.replace("/", " ").split() if len(word) > 3}


def _reasons(opens: int, deepens: int, km: float | None, fit: float) -> list[Sentence]:
    told = []
    if opens:
        told.append(say_n("opens one required stage", "opens %(n)s required stages", n=opens))
    if deepens:
        told.append(
            say_n(
                "gives one required stage the depth it needs",
                "gives %(n)s required stages the depth they need",
                n=deepens,
            )
        )
    if km is not None:
        told.append(say("%(km)s km from the nearest of the set", km=round(km)))
    if fit:
        told.append(say("shares %(fit_share)s of the set's sectors", fit_share=fit))
    return told
