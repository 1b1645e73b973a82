"""Smallest alliance: a minimum set of clusters that covers all required stages under given conditions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.coverage.alliance_data import AllianceData, AllianceSet, Rows
from graphsvc.answers.coverage.scope import scope
from graphsvc.arrays import Int64s
from graphsvc.coverage import MinimumCovers
from graphsvc.errors import UnknownId
from graphsvc.messages import Message, msg, say_n
from graphsvc.setcover.budgeted import BudgetStep
from graphsvc.setcover.constrained import ConditionsAsStated, ConstrainedCovers, CoverConditions
from graphsvc.snapshot.regions import region_code
from graphsvc.state.chain_info import StageInfo, stage_info
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref
from graphsvc.state.region_names import region_exists


@dataclass(frozen=True, slots=True)
class Impossible:
    """A stage that no union of the allowed clusters satisfies, and why."""

    stage: StageInfo
    why: Message


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

    `scope` says over how many clusters it is proven.

    Where it is impossible, `deepest` are the smallest sets that give every stage as many of the `k` suppliers
    as all allowed clusters together have.
    """

    chain: str
    taxonomy_version: str
    digest: str
    sentence: Message
    sets: tuple[AllianceSet, ...]
    proven: bool
    gap: float
    impossible: tuple[Impossible, ...]
    deepest: tuple[AllianceSet, ...]
    curve: tuple[CurveStep, ...]
    scope: Message


def alliances(
    graph: CurrentGraph,
    chain_id: str,
    *,
    strict: bool = False,
    k: int = 1,
    must: Sequence[str] = (),
    without: Sequence[str] = (),
    at_most: int | None = None,
    within_km: float | None = None,
    countries: Sequence[str] = (),
    stated_share: float = 0.0,
    limit: int = 10,
    own: str | None = None,
) -> Alliances:
    """The smallest sets in which every required stage has `k` suppliers.

    Sets are ordered by depth, then by how near their seats are, then by id. Clusters without a known seat
    cannot prove that they are near: with `within_km` they are left out. A cluster that must be in may come
    from any country. `stated_share` is the least share of required stages that sources or persons name a
    supplier of, `own` the cluster whose private memberships count. Raises `UnknownId`, also for a country.
    """
    index = index_of(graph, chain_id)
    ground = AllianceData(graph, index, strict=strict, own=own)
    conditions = _conditions(
        ground, must=must, without=without, at_most=at_most, within_km=within_km, countries=countries
    )
    asked = np.where(index.required, k, 0)
    stated = ground.stated(stated_share) if stated_share else None
    found = ground.allied(asked, conditions, stated)
    steps = ground.curve(conditions)
    sets = ground.ordered([*found.found.sets, *_as_small(found.found, steps, ground, asked, stated)])
    deepest: list[Rows] = []
    if found.found.impossible:
        everybody = ground.together(sorted(set(range(len(ground.supply))) - conditions.barred))
        deepest = ground.ordered(ground.allied(np.minimum(asked, everybody), conditions, stated).found.sets)
    return Alliances(
        chain=index.chain.id,
        taxonomy_version=index.chain.version,
        digest=index.snapshot.digest,
        sentence=_sentence(found, len(deepest[0]) if deepest else 0),
        sets=tuple(ground.told(rows) for rows in sets[:limit]),
        proven=found.found.proven,
        gap=found.found.gap,
        impossible=(
            *(_impossible(ground, conditions, stage, k) for stage in found.found.impossible),
            *(_apart(ground, stage) for stage in found.conflict),
            *(_unstated(ground, stage) for stage in _lacking(ground, conditions, stated)),
        ),
        deepest=tuple(ground.told(rows) for rows in deepest[:limit]),
        curve=tuple(_step(ground, step) for step in steps),
        scope=scope(index, own),
    )


def _as_small(
    found: MinimumCovers,
    steps: Sequence[BudgetStep],
    ground: AllianceData,
    asked: Int64s,
    stated: ConditionsAsStated | None,
) -> list[Rows]:
    """Where not all smallest sets were listed, the deepest of that size, which the curve has found."""
    if not found.sets or (found.complete and found.total == len(found.sets)):
        return []
    same = [step.rows for step in steps if step.size == len(found.sets[0])]
    fitting = [rows for rows in same if (ground.together(rows) >= asked).all()]
    return [rows for rows in fitting if stated is None or not stated.lacks(rows)]


def _conditions(
    ground: AllianceData,
    *,
    must: Sequence[str],
    without: Sequence[str],
    at_most: int | None,
    within_km: float | None,
    countries: Sequence[str],
) -> CoverConditions:
    snapshot = ground.index.snapshot
    clusters = snapshot.clusters
    chosen = {snapshot.cluster(one) for one in must}
    barred: set[int] = set()
    if countries:
        codes = [_country(code) for code in countries]
        allowed = [snapshot.countries.index(code) for code in codes if code in snapshot.countries]
        barred.update(np.flatnonzero(~np.isin(clusters.country, allowed)).tolist())
    apart: tuple[tuple[int, int], ...] = ()
    if within_km is not None:
        barred.update(np.flatnonzero(np.isnan(clusters.lat)).tolist())
        far = np.triu(ground.km > within_km, 1)
        apart = tuple((int(a), int(b)) for a, b in zip(*np.nonzero(far), strict=True))
    left_out = (barred - chosen) | {snapshot.cluster(one) for one in without}
    return CoverConditions(tuple(sorted(chosen)), tuple(sorted(left_out)), apart, at_most)


def _country(code: str) -> str:
    """An ISO country, also written small or as the EU writes Greece and the United Kingdom."""
    known = region_code(code.upper())
    if len(known) != 2 or not region_exists(known):
        raise UnknownId("country", code)
    return known


def _step(ground: AllianceData, step: BudgetStep) -> CurveStep:
    needed = max(int(ground.index.required.sum()), 1)
    members = tuple(ground.ref(row) for row in step.rows)
    return CurveStep(step.size, step.once / needed, step.deep / needed, members)


def _impossible(ground: AllianceData, conditions: CoverConditions, stage: int, k: int) -> Impossible:
    info = stage_info(ground.index.chain, ground.index.chain.stages[stage])
    rows = range(len(ground.supply))
    everybody = int(ground.together(rows)[stage])
    known = int(ground.together(sorted(set(rows) - conditions.barred))[stage])
    if everybody == 0:
        return Impossible(info, msg("no supplier is known among the clusters."))
    if known < everybody:
        told = say_n(
            "the conditions leave %(known)s of the one known supplier.",
            "the conditions leave %(known)s of %(n)s known suppliers.",
            n=everybody,
            known=known,
        )
        return Impossible(info, told)
    return Impossible(
        info,
        say_n(
            "one supplier is known, %(k)s are asked for.",
            "%(n)s suppliers are known, %(k)s are asked for.",
            n=known,
            k=k,
        ),
    )


def _lacking(
    ground: AllianceData, conditions: CoverConditions, stated: ConditionsAsStated | None
) -> list[int]:
    """Required stages of which no source names a supplier, where that makes the demand impossible."""
    allowed = sorted(set(range(len(ground.supply))) - conditions.barred)
    if stated is None or not stated.lacks(allowed):
        return []
    lacking: list[int] = np.flatnonzero(ground.index.required)[~stated.has[allowed].any(axis=0)].tolist()
    return lacking


def _unstated(ground: AllianceData, stage: int) -> Impossible:
    info = stage_info(ground.index.chain, ground.index.chain.stages[stage])
    return Impossible(info, msg("no source or person names a supplier."))


def _apart(ground: AllianceData, stage: int) -> Impossible:
    info = stage_info(ground.index.chain, ground.index.chain.stages[stage])
    return Impossible(info, msg("has suppliers, but none near enough to those of the other stages here."))


def _sentence(result: ConstrainedCovers, deepest: int) -> Message:
    """The answer in one sentence; `deepest` is the size of the sets that reach the depth there is, or 0."""
    if result.too_large is not None:
        return say_n(
            "Not possible with so few: one cluster is needed.",
            "Not possible with so few: %(n)s clusters are needed.",
            n=result.too_large,
        )
    found = result.found
    if found.impossible and deepest:
        return say_n(
            "Not possible with the known clusters: one required stage stays short. "
            "For the depth they have, %(size)s are needed.",
            "Not possible with the known clusters: %(n)s required stages stay short. "
            "For the depth they have, %(size)s are needed.",
            n=len(found.impossible),
            size=deepest,
        )
    if found.impossible:
        return say_n(
            "Not possible with the known clusters: one required stage stays open.",
            "Not possible with the known clusters: %(n)s required stages stay open.",
            n=len(found.impossible),
        )
    return _found_sets(found) if found.sets else _nothing(result)


def _nothing(result: ConstrainedCovers) -> Message:
    if not result.found.proven:
        return msg("No answer was found in the time allowed.")
    return msg("Not possible under these conditions.")


def _found_sets(found: MinimumCovers) -> Message:
    size = len(found.sets[0])
    if not found.complete:
        return say_n(
            "One cluster is enough; there are at least %(sets)s such clusters.",
            "%(n)s clusters are enough; there are at least %(sets)s such sets.",
            n=size,
            sets=found.total,
        )
    if found.total == 1:
        return say_n(
            "One cluster is enough; it is the only one.",
            "%(n)s clusters are enough; there is one such set.",
            n=size,
        )
    return say_n(
        "One cluster is enough; there are %(sets)s such clusters.",
        "%(n)s clusters are enough; there are %(sets)s such sets.",
        n=size,
        sets=found.total,
    )
