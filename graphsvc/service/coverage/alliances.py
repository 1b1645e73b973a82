"""The smallest alliance: which clusters together would be complete, under conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.coverage import ChainIndex
from graphsvc.coverage.complement import supply_of_clusters
from graphsvc.coverage.conditions import Allied, Conditions, Step, allied, curve
from graphsvc.domain.sentence import Sentence, say, say_n
from graphsvc.service.catalog.chains import StageInfo, stage_info
from graphsvc.service.coverage.board import part_ref
from graphsvc.service.coverage.readings import index_of
from graphsvc.service.graph import Graph
from graphsvc.service.refs import Ref
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.distance import kilometers

Label = Mapping[str, str]

_SOUGHT = 200


@dataclass(frozen=True, slots=True)
class Adds:
    """What a member brings that nobody else of the set does, else what it deepens."""

    ref: Ref
    stages: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class AllianceSet:
    """One smallest set; `km` is the largest distance between two known seats."""

    members: tuple[Ref, ...]
    adds: tuple[Adds, ...]
    share: float
    share_deep: float
    km: float | None


@dataclass(frozen=True, slots=True)
class Impossible:
    """A stage that no union of the allowed clusters satisfies, and why."""

    stage: StageInfo
    why: Sentence


@dataclass(frozen=True, slots=True)
class CurveStep:
    """The best coverage with so many clusters, and one set that reaches it."""

    size: int
    share: float
    share_deep: float
    members: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Alliances:
    """The answer: sets, or the stages that make it impossible; proven, or how far from proof.

    Where it is impossible, `deepest` are the smallest sets that give every stage as many of the `k` suppliers
    as all allowed clusters together have.
    """

    chain: str
    taxonomy_version: str
    digest: str
    sentence: Sentence
    sets: tuple[AllianceSet, ...]
    proven: bool
    gap: float
    impossible: tuple[Impossible, ...]
    deepest: tuple[AllianceSet, ...]
    curve: tuple[CurveStep, ...]


def alliances(
    graph: Graph,
    chain_id: str,
    *,
    strict: bool = False,
    k: int = 1,
    must: Sequence[str] = (),
    without: Sequence[str] = (),
    at_most: int | None = None,
    within_km: float | None = None,
    countries: Sequence[str] = (),
    limit: int = 10,
) -> Alliances:
    """The smallest sets in which every required stage has `k` suppliers. Raises `UnknownId`.

    Sets are ordered by depth, then by how near their seats are, then by id. Clusters without a known seat
    cannot prove that they are near: with `within_km` they are left out.
    """
    index = index_of(graph, chain_id)
    snapshot = index.snapshot
    supply = supply_of_clusters(index, strict=strict, as_of=snapshot.retrieved)
    conditions = _conditions(
        snapshot, must=must, without=without, at_most=at_most, within_km=within_km, countries=countries
    )
    asked = np.where(index.required, k, 0)
    found = allied(supply, asked, conditions, limit=max(limit, _SOUGHT))
    sets = _sets(graph, index, supply, found)
    deepest: list[AllianceSet] = []
    if found.found.impossible:
        known = np.delete(supply, list(conditions.without), axis=0).sum(axis=0)
        deepest = _sets(
            graph, index, supply, allied(supply, np.minimum(asked, known), conditions, limit=_SOUGHT)
        )
    steps = curve(supply[:, index.required], index.depth[index.required], conditions)
    return Alliances(
        chain=index.chain.id,
        taxonomy_version=index.chain.version,
        digest=snapshot.digest,
        sentence=_sentence(found, len(sets), deepest),
        sets=tuple(sets[:limit]),
        proven=found.found.proven,
        gap=found.found.gap,
        impossible=tuple(
            _impossible(index, supply, conditions, stage, k) for stage in found.found.impossible
        ),
        deepest=tuple(deepest[:limit]),
        curve=tuple(_step(graph, index, step) for step in steps),
    )


def _conditions(
    snapshot: Snapshot,
    *,
    must: Sequence[str],
    without: Sequence[str],
    at_most: int | None,
    within_km: float | None,
    countries: Sequence[str],
) -> Conditions:
    barred = {snapshot.cluster(one) for one in without}
    clusters = snapshot.clusters
    if countries:
        allowed = [snapshot.countries.index(code) for code in countries if code in snapshot.countries]
        barred.update(np.flatnonzero(~np.isin(clusters.country, allowed)).tolist())
    apart: tuple[tuple[int, int], ...] = ()
    if within_km is not None:
        barred.update(np.flatnonzero(np.isnan(clusters.lat)).tolist())
        far = distances(snapshot) > within_km
        apart = tuple((int(a), int(b)) for a, b in zip(*np.nonzero(np.triu(far, 1)), strict=True))
    chosen = tuple(sorted({snapshot.cluster(one) for one in must}))
    return Conditions(chosen, tuple(sorted(barred - set(chosen))), apart, at_most)


def distances(snapshot: Snapshot) -> "np.ndarray[tuple[int, int], np.dtype[np.floating]]":
    """Clusters × clusters in km between seats, NaN where one is unknown."""
    lat, lng = snapshot.clusters.lat, snapshot.clusters.lng
    return kilometers(lat[:, None], lng[:, None], lat[None, :], lng[None, :])


def _sets(graph: Graph, index: ChainIndex, supply: np.ndarray, found: Allied) -> list[AllianceSet]:
    made = (_set(graph, index, supply, rows) for rows in found.found.sets)
    return sorted(made, key=lambda one: (-one.share_deep, one.km or 0.0, [ref.id for ref in one.members]))


def _set(graph: Graph, index: ChainIndex, supply: np.ndarray, rows: Sequence[int]) -> AllianceSet:
    stages, required, ids = index.chain.stages, index.required, index.snapshot.clusters.ids
    total = supply[list(rows)].sum(axis=0)
    adds = []
    for row in rows:
        rest = total - supply[row]
        brings = required & (total > 0) & (rest == 0)
        if not brings.any():
            brings = required & (total >= index.depth) & (rest < index.depth)
        named = tuple(stage.label for stage, brought in zip(stages, brings, strict=True) if brought)
        adds.append(Adds(part_ref(graph, ids[row]), named))
    between = distances(index.snapshot)[np.ix_(rows, rows)]
    known = between[np.triu_indices(len(rows), 1)]
    needed = max(int(required.sum()), 1)
    return AllianceSet(
        members=tuple(part_ref(graph, ids[row]) for row in rows),
        adds=tuple(adds),
        share=int((total[required] > 0).sum()) / needed,
        share_deep=int((total >= index.depth)[required].sum()) / needed,
        km=round(float(np.nanmax(known)), 1) if len(known) and not np.isnan(known).all() else None,
    )


def _step(graph: Graph, index: ChainIndex, step: Step) -> CurveStep:
    needed = max(int(index.required.sum()), 1)
    members = tuple(part_ref(graph, index.snapshot.clusters.ids[row]) for row in step.rows)
    return CurveStep(step.size, step.once / needed, step.deep / needed, members)


def _impossible(
    index: ChainIndex, supply: np.ndarray, conditions: Conditions, stage: int, k: int
) -> Impossible:
    info = stage_info(index.chain, index.chain.stages[stage])
    everybody, allowed = int(supply[:, stage].sum()), np.delete(supply, list(conditions.without), axis=0)
    known = int(allowed[:, stage].sum())
    if everybody == 0:
        return Impossible(info, say("no supplier is known among the clusters."))
    if known < everybody:
        text = "the conditions leave %(known)s of %(everybody)s known suppliers."
        return Impossible(info, say(text, known=known, everybody=everybody))
    return Impossible(info, say("%(known)s suppliers are known, %(k)s are asked for.", known=known, k=k))


def _sentence(result: Allied, shown: int, deepest: Sequence[AllianceSet]) -> Sentence:
    if result.too_large is not None:
        return say_n(
            "Not possible with so few: one cluster is needed.",
            "Not possible with so few: %(n)s clusters are needed.",
            n=result.too_large,
        )
    found = result.found
    if found.impossible and deepest and deepest[0].members:
        return say_n(
            "Not possible with the known clusters: one required stage stays short. "
            "For the depth they have, %(size)s are needed.",
            "Not possible with the known clusters: %(n)s required stages stay short. "
            "For the depth they have, %(size)s are needed.",
            n=len(found.impossible),
            size=len(deepest[0].members),
        )
    if found.impossible:
        return say_n(
            "Not possible with the known clusters: one required stage stays open.",
            "Not possible with the known clusters: %(n)s required stages stay open.",
            n=len(found.impossible),
        )
    if not found.sets:
        return say("Not possible under these conditions.")
    if shown == 1:
        return say_n(
            "One cluster is enough; it is the only one.",
            "%(n)s clusters are enough; there is one such set.",
            n=len(found.sets[0]),
        )
    return say_n(
        "One cluster is enough; there are %(sets)s such clusters.",
        "%(n)s clusters are enough; there are %(sets)s such sets.",
        n=len(found.sets[0]),
        sets=found.total,
    )
