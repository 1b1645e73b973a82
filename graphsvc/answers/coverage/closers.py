"""Gaps of a selection, and ranked candidates outside it that would close them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.coverage.scope import scope
from graphsvc.arrays import Float64s, Int64s
from graphsvc.coverage import ChainIndex, Selection, coverage
from graphsvc.coverage.closers import GapClosers, cluster_closers, organization_closers
from graphsvc.coverage.result import StageCoverage
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import Clusters, Organizations, links
from graphsvc.snapshot.geo import along_sphere, on_sphere
from graphsvc.state.chain_info import StageInfo, stage_info
from graphsvc.state.chain_selection import chosen, held_fact, index_of, part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.objections import silent
from graphsvc.state.refs import FactReference, Ref, organization_ref
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


@dataclass(frozen=True, slots=True)
class GapRow:
    """One stage that is missing or thin, and who could close it, nearest first; `total` counts all."""

    stage: StageInfo
    state: str
    n: int
    closers: tuple[Closer, ...]
    total: int
    none_known: Message | None


@dataclass(frozen=True, slots=True)
class Closers:
    """All gaps of a set in chain order; `scope` says over how many clusters the answer speaks."""

    chain: str
    taxonomy_version: str
    digest: str
    gaps: tuple[GapRow, ...]
    scope: Message


def closers(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    kind: str = "cluster",
    limit: int = 20,
    most: int | None = None,
    only: str | None = None,
    countries: Sequence[str] = (),
    within_km: float | None = None,
    as_of: str | None = None,
    own: str | None = None,
) -> Closers:
    """Who closes which gap, nearest first.

    Those whose distance is not known come last; of those equally near the ones that close more gaps come
    first. Organizations found by exact search alone and those that object are not among them.

    Parameters
    ----------
    limit : most of one stage
    most : most of all stages together, dealt out evenly
    only : one stage alone
    countries : ISO codes; others, and those without a known country, are left out
    within_km : largest distance to the nearest of the set; those without a known place are left out

    Raises `UnknownId`.
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
    ranked.keep(countries, within_km)
    open_ones = [
        (place, stage)
        for place, stage in enumerate(found.stages)
        if stage.state != "covered" and (stage.required or stage.n == 0) and only in (None, stage.id)
    ]
    shares = _dealt([len(ranked.adding(place)) for place, _ in open_ones], limit, most)
    gaps = [
        _gap(index, ranked, place, stage, share)
        for (place, stage), share in zip(open_ones, shares, strict=True)
    ]
    gaps.sort(key=lambda gap: not gap.stage.required)
    return Closers(found.chain, found.taxonomy_version, found.digest, tuple(gaps), scope(index, own))


def _dealt(wanted: Sequence[int], limit: int, most: int | None) -> list[int]:
    """How many of each stage are listed: at most `limit`, and `most` in all, one after the other."""
    wanted = [min(count, limit) for count in wanted]
    if most is None:
        return wanted
    given = [0] * len(wanted)
    while sum(given) < most and given != wanted:
        for place, count in enumerate(wanted):
            if given[place] < count and sum(given) < most:
                given[place] += 1
    return given


def complements(
    graph: CurrentGraph, chain_id: str, organization: str, *, limit: int = 5
) -> tuple[GapRow, ...]:
    """Who does what lies next in the chain to what an organization does, best first, stage by stage.

    Next to a stage are those that feed it, that it feeds, and that serve it or that it serves; nothing where
    no stage of the organization is known. Raises `UnknownId`.
    """
    index = index_of(graph, chain_id)
    row = index.snapshot.organization(organization)
    held = {index.chain.stages[column].id for column in index.strength[[row]].indices.tolist()}
    next_to = {
        stage.id
        for stage in index.chain.stages
        if stage.id not in held
        and (
            held & {*stage.feeds, *stage.serves}
            or any(stage.id in {*mine.feeds, *mine.serves} for mine in map(index.chain.stage, sorted(held)))
        )
    }
    gaps = closers(graph, chain_id, (organization,), kind="organization", limit=limit).gaps
    return tuple(gap for gap in gaps if gap.stage.id in next_to and gap.closers)


def _gap(index: ChainIndex, ranked: "_RankedClosers", place: int, stage: StageCoverage, limit: int) -> GapRow:
    info, total = stage_info(index.chain, index.chain.stages[place]), len(ranked.adding(place))
    listed = ranked.of_stage(place, limit)
    return GapRow(info, stage.state, stage.n, listed, total, None if total else _nobody(ranked))


def _nobody(ranked: "_RankedClosers") -> Message:
    if ranked.clusters:
        return msg("Nobody known: of no other cluster is it known that it would add to this stage.")
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
        self.one = len(parts) == 1
        self.ours, self.partners = _sectors(index, parts), _partners(index, parts)
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
        if self.clusters and row in self.partners:
            ids = self.index.snapshot.clusters.ids
            names = tuple(part_ref(self.graph, ids[partner]).name for partner in self.partners[row])
            yield msg("a cooperation with %(names)s is on record", names=names)


def _partners(index: ChainIndex, parts: Selection) -> dict[int, list[int]]:
    """The clusters (rows) of a set with which each cluster cooperates, by row."""
    found: dict[int, list[int]] = {}
    tied = links.tied_clusters(index.snapshot)
    for ends in (tied.first.tolist(), tied.second.tolist()), (tied.second.tolist(), tied.first.tolist()):
        for ours, partner in zip(*ends, strict=True):
            if ours in parts.cluster and ours not in found.setdefault(partner, []):
                found[partner].append(ours)
    return {row: sorted(ours) for row, ours in found.items() if ours}


def _sectors(index: ChainIndex, parts: Selection) -> tuple[str, ...]:
    records = index.snapshot.clusters.records
    own = parts.cluster[parts.cluster >= 0].tolist()
    return tuple(sorted({sector for row in own for sector in records[row].sectors}))


def _words(sector: str) -> set[str]:
    return set(_WORD.findall(sector.casefold())) - _GENERAL


def _seats(index: ChainIndex, parts: Selection) -> Float64s:
    """Where a set is known to sit, as points on the unit sphere.

    The seats of its clusters; of those whose seat is not known, and of other parts, what they bring.
    """
    clusters, organizations = index.snapshot.clusters, index.snapshot.organizations
    own = parts.cluster[parts.cluster >= 0]
    seated = np.zeros(len(parts), dtype=bool)
    seated[parts.cluster >= 0] = ~np.isnan(clusters.lat[own])
    brought = np.unique(parts.brings[~seated].indices)
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
