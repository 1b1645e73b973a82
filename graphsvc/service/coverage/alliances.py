"""The smallest alliance: which clusters together would be complete, under conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.coverage import ChainIndex, SmallestAlliances
from graphsvc.coverage.complement import counted_together, supply_of_clusters
from graphsvc.coverage.conditions import Allied, Conditions, allied
from graphsvc.coverage.tradeoff import Step, curve
from graphsvc.domain.sentence import Sentence, say, say_n
from graphsvc.errors import UnknownId
from graphsvc.service.catalog.chains import StageInfo, stage_info
from graphsvc.service.coverage.readings import index_of, part_ref
from graphsvc.service.coverage.verdict import verdict
from graphsvc.service.graph import Graph
from graphsvc.service.places import region_exists
from graphsvc.service.refs import Ref
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.distance import kilometers

Label = Mapping[str, str]
Ints = npt.NDArray[np.int64]
Rows = tuple[int, ...]

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
    """The smallest sets in which every required stage has `k` suppliers.

    Sets are ordered by depth, then by how near their seats are, then by id. Clusters without a known seat
    cannot prove that they are near: with `within_km` they are left out. A cluster that must be in may come
    from any country. Raises `UnknownId`, also for a country.
    """
    index = index_of(graph, chain_id)
    ground = _Ground(graph, index, strict=strict)
    conditions = _conditions(
        ground, must=must, without=without, at_most=at_most, within_km=within_km, countries=countries
    )
    asked = np.where(index.required, k, 0)
    found = ground.allied(asked, conditions)
    steps = ground.curve(conditions)
    sets = ground.ordered([*found.found.sets, *_as_small(found.found, steps, ground, asked)])
    deepest: list[Rows] = []
    if found.found.impossible:
        everybody = ground.together(sorted(set(range(len(ground.supply))) - conditions.barred))
        deepest = ground.ordered(ground.allied(np.minimum(asked, everybody), conditions).found.sets)
    return Alliances(
        chain=index.chain.id,
        taxonomy_version=index.chain.version,
        digest=index.snapshot.digest,
        sentence=verdict(found, len(deepest[0]) if deepest else 0),
        sets=tuple(ground.told(rows) for rows in sets[:limit]),
        proven=found.found.proven,
        gap=found.found.gap,
        impossible=(
            *(_impossible(ground, conditions, stage, k) for stage in found.found.impossible),
            *(_apart(ground, stage) for stage in found.conflict),
        ),
        deepest=tuple(ground.told(rows) for rows in deepest[:limit]),
        curve=tuple(_step(ground, step) for step in steps),
    )


class _Ground:
    """What clusters have alone and together, and how far apart they sit."""

    def __init__(self, graph: Graph, index: ChainIndex, *, strict: bool) -> None:
        self.graph, self.index, self.strict = graph, index, strict
        self.day = index.snapshot.retrieved
        self.supply = supply_of_clusters(index, strict=strict, as_of=self.day)
        self.together = counted_together(index, strict=strict, as_of=self.day)
        self.km = distances(index.snapshot)

    def allied(self, asked: Ints, conditions: Conditions) -> Allied:
        """The smallest sets; of one supplier a stage it does not matter who shares whom."""
        counted = None if (asked <= 1).all() else self.together
        return allied(self.supply, asked, conditions, counted=counted, limit=_SOUGHT)

    def curve(self, conditions: Conditions) -> tuple[Step, ...]:
        """The best set of each size, by required stages."""
        required = self.index.required
        return curve(
            self.supply[:, required],
            self.index.depth[required],
            conditions,
            counted=lambda rows: self.together(rows)[required],
        )

    def deep(self, n: Ints) -> int:
        """Required stages that `n` suppliers give their depth."""
        return int((n >= self.index.depth)[self.index.required].sum())

    def farthest(self, rows: Rows) -> float | None:
        """The largest distance between two known seats of a set."""
        known = self.km[np.ix_(rows, rows)][np.triu_indices(len(rows), 1)]
        return round(float(np.nanmax(known)), 1) if len(known) and not np.isnan(known).all() else None

    def ordered(self, sets: Sequence[Rows]) -> list[Rows]:
        """Sets by depth, then nearness, then id."""
        return sorted(set(sets), key=lambda rows: (-self.deep(self.together(rows)), self._spread(rows), rows))

    def _spread(self, rows: Rows) -> float:
        """The largest distance of a set, infinite where a seat is unknown."""
        return float(np.nan_to_num(self.km[np.ix_(rows, rows)], nan=np.inf).max(initial=0))

    def ref(self, row: int) -> Ref:
        """A cluster by the name people say."""
        return part_ref(self.graph, self.index.snapshot.clusters.ids[row])

    def told(self, rows: Rows) -> AllianceSet:
        """A set with what each member brings."""
        total = self.together(rows)
        required = self.index.required
        needed = max(int(required.sum()), 1)
        return AllianceSet(
            members=tuple(self.ref(row) for row in rows),
            adds=tuple(self._adds(rows, row, total) for row in rows),
            share=int((total[required] > 0).sum()) / needed,
            share_deep=self.deep(total) / needed,
            km=self.farthest(rows),
        )

    def _adds(self, rows: Rows, row: int, total: Ints) -> Adds:
        rest, required = self.together([one for one in rows if one != row]), self.index.required
        brings = required & (total > 0) & (rest == 0)
        if not brings.any():
            brings = required & (total >= self.index.depth) & (rest < self.index.depth)
        stages = zip(self.index.chain.stages, brings, strict=True)
        return Adds(self.ref(row), tuple(stage.label for stage, brought in stages if brought))


def _as_small(found: SmallestAlliances, steps: Sequence[Step], ground: _Ground, asked: Ints) -> list[Rows]:
    """Where not all smallest sets were listed, the deepest of that size, which the curve has found."""
    if not found.sets or (found.complete and found.total == len(found.sets)):
        return []
    same = [step.rows for step in steps if step.size == len(found.sets[0])]
    return [rows for rows in same if (ground.together(rows) >= asked).all()]


def _conditions(
    ground: _Ground,
    *,
    must: Sequence[str],
    without: Sequence[str],
    at_most: int | None,
    within_km: float | None,
    countries: Sequence[str],
) -> Conditions:
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
    return Conditions(tuple(sorted(chosen)), tuple(sorted(left_out)), apart, at_most)


def _country(code: str) -> str:
    """An ISO country, also written small or as the EU writes Greece and the United Kingdom."""
    known = {"EL": "GR", "UK": "GB"}.get(code.upper(), code.upper())
    if len(known) != 2 or not region_exists(known):
        raise UnknownId("country", code)
    return known


def distances(snapshot: Snapshot) -> "np.ndarray[tuple[int, int], np.dtype[np.floating]]":
    """Clusters × clusters in km between seats, NaN where one is unknown."""
    lat, lng = snapshot.clusters.lat, snapshot.clusters.lng
    return kilometers(lat[:, None], lng[:, None], lat[None, :], lng[None, :])


def _step(ground: _Ground, step: Step) -> CurveStep:
    needed = max(int(ground.index.required.sum()), 1)
    members = tuple(ground.ref(row) for row in step.rows)
    return CurveStep(step.size, step.once / needed, step.deep / needed, members)


def _impossible(ground: _Ground, conditions: Conditions, stage: int, k: int) -> Impossible:
    info = stage_info(ground.index.chain, ground.index.chain.stages[stage])
    rows = range(len(ground.supply))
    everybody = int(ground.together(rows)[stage])
    known = int(ground.together(sorted(set(rows) - conditions.barred))[stage])
    if everybody == 0:
        return Impossible(info, say("no supplier is known among the clusters."))
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


def _apart(ground: _Ground, stage: int) -> Impossible:
    info = stage_info(ground.index.chain, ground.index.chain.stages[stage])
    return Impossible(info, say("has suppliers, but none near enough to those of the other stages here."))
