"""Supply of clusters alone and combined: the candidate sets that the alliance search compares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.coverage import ChainIndex
from graphsvc.coverage.complement import counted_together, supply_of_clusters
from graphsvc.setcover.budgeted import BudgetStep, budget_curve
from graphsvc.setcover.constrained import (
    ConditionsAsStated,
    ConstrainedCovers,
    CoverConditions,
    constrained_covers,
)
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.geo import kilometers
from graphsvc.state.chain_selection import own_rows, part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref

Label = Mapping[str, str]
Rows = tuple[int, ...]

_SOUGHT = 30


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


class AllianceData:
    """What clusters have alone and together, and how far apart they sit."""

    def __init__(
        self, graph: CurrentGraph, index: ChainIndex, *, strict: bool, own: str | None = None
    ) -> None:
        """`own` is the cluster whose private memberships count. Raises `UnknownId`."""
        self.graph, self.index, self.strict = graph, index, strict
        self.day, self.own = index.snapshot.retrieved, own_rows(index, own)
        self.supply = supply_of_clusters(index, strict=strict, as_of=self.day, own=self.own)
        self.together = counted_together(index, strict=strict, as_of=self.day, own=self.own)
        self.km = distances(index.snapshot)

    def allied(
        self, asked: Int64s, conditions: CoverConditions, stated: ConditionsAsStated | None
    ) -> ConstrainedCovers:
        """The smallest sets; of one supplier a stage it does not matter who shares whom."""
        counted = None if (asked <= 1).all() else self.together
        return constrained_covers(
            self.supply, asked, conditions, counted=counted, stated=stated, limit=_SOUGHT
        )

    def stated(self, share: float) -> ConditionsAsStated:
        """The demand that sources or persons name suppliers of a share of the required stages."""
        required = self.index.required
        named = supply_of_clusters(self.index, strict=True, as_of=self.day, own=self.own)[:, required] > 0
        return ConditionsAsStated(named, ceil(share * int(required.sum()) - 1e-9))

    def curve(self, conditions: CoverConditions) -> tuple[BudgetStep, ...]:
        """The best set of each size, by required stages."""
        required = self.index.required
        return budget_curve(
            self.supply[:, required],
            self.index.depth[required],
            conditions,
            counted=lambda rows: self.together(rows)[required],
        )

    def deep(self, n: Int64s) -> int:
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

    def _adds(self, rows: Rows, row: int, total: Int64s) -> Adds:
        rest, required = self.together([one for one in rows if one != row]), self.index.required
        brings = required & (total > 0) & (rest == 0)
        if not brings.any():
            brings = required & (total >= self.index.depth) & (rest < self.index.depth)
        stages = zip(self.index.chain.stages, brings, strict=True)
        return Adds(self.ref(row), tuple(stage.label for stage, brought in stages if brought))


def distances(snapshot: Snapshot) -> "np.ndarray[tuple[int, int], np.dtype[np.floating]]":
    """Clusters × clusters in km between seats, NaN where one is unknown."""
    lat, lng = snapshot.clusters.lat, snapshot.clusters.lng
    return kilometers(lat[:, None], lng[:, None], lat[None, :], lng[None, :])
