"""Resolve conflicting activities into one per performer and stage, and propagate sub-stages to
their parents.
"""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.domain import Basis
from graphsvc.snapshot import BASES, Snapshot
from graphsvc.taxonomy import Chain

INFERRED, STATED, CONFIRMED = 1, 2, 3
"""Strength of a basis in the matrices; 0 is nothing. Strict reads from STATED up."""


_STRENGTH = {Basis.INFERRED: INFERRED, Basis.STATED: STATED, Basis.CONFIRMED: CONFIRMED, Basis.REFUSED: 0}
_WIDTH = 1 << 20


@dataclass(frozen=True, eq=False)
class ResolvedActivities:
    """Claims as columns: performer node, stage column, strength of the basis, where the claim stands.

    `source` is an activity row + 1, or -1 - row of an inferred one; `age` rises with newer evidence; `own` is
    1 where the claim names the stage itself and 0 where it names a part.
    """

    node: Int64s
    stage: Int64s
    strength: Int64s
    source: Int64s
    age: Int64s
    own: Int64s | None = None

    def joined(self, other: "ResolvedActivities") -> "ResolvedActivities":
        """Both sets of claims, concatenated."""
        pairs = (
            (getattr(self, name), getattr(other, name))
            for name in ("node", "stage", "strength", "source", "age")
        )
        return ResolvedActivities(*(np.concatenate(pair) for pair in pairs))

    def drop(self, keys: Int64s) -> "ResolvedActivities":
        """Without those of the given `refused_activities`."""
        keep = ~np.isin(self.node * _WIDTH + self.stage, keys)
        columns = (self.node, self.stage, self.strength, self.source, self.age)
        return ResolvedActivities(*(column[keep] for column in columns))

    def best(self) -> Int64s:
        """Of each node and stage the firmest claim, then one at the stage itself, then the newest."""
        own = self.own if self.own is not None else np.ones(len(self.node), dtype=np.int64)
        order = np.lexsort((self.source, -self.age, -own, -self.strength, self.stage, self.node))
        key = (self.node * _WIDTH + self.stage)[order]
        first = np.ones(len(key), dtype=bool)
        first[1:] = key[1:] != key[:-1]
        return np.asarray(order[first], dtype=np.int64)


def resolve_activities(snapshot: Snapshot, stage: Int64s, threshold: float) -> ResolvedActivities:
    """Activities of a chain without those whose newest personal claim is a refusal."""
    acts = snapshot.activities
    performers = len(snapshot.organizations.ids) + len(snapshot.clusters.ids)
    strength = np.array([_STRENGTH[Basis(name)] for name in BASES], dtype=np.int64)[acts.evidence.basis]
    counts = (stage >= 0) & (strength > 0) & (acts.performer < performers)
    counts &= ~acts.private | (strength != STATED)
    counts &= (strength != INFERRED) | (acts.evidence.confidence >= threshold)
    rows = np.flatnonzero(counts)
    node = acts.performer[rows].astype(np.int64)
    return ResolvedActivities(node, stage[rows], strength[rows], rows + 1, _age(snapshot, rows))


def refused_activities(snapshot: Snapshot, stage: Int64s) -> Int64s:
    """Keys of node and stage whose newest personal claim is a refusal."""
    acts = snapshot.activities
    refused = acts.evidence.basis == BASES.index(Basis.REFUSED.value)
    words = np.flatnonzero(
        (stage >= 0) & (refused | (acts.evidence.basis == BASES.index(Basis.CONFIRMED.value)))
    )
    key = acts.performer[words].astype(np.int64) * _WIDTH + stage[words]
    order = np.lexsort((refused[words], _age(snapshot, words), key))
    last = np.ones(len(order), dtype=bool)
    last[:-1] = key[order][1:] != key[order][:-1]
    return np.asarray(key[order[last & refused[words][order]]], dtype=np.int64)


def with_parents(chain: Chain, claims: ResolvedActivities) -> ResolvedActivities:
    """The claims, and a copy of each at every parent of its stage."""
    parent = np.array(
        [-1 if s.parent is None else chain.position[s.parent] for s in chain.stages], dtype=np.int64
    )
    columns = [claims.node, claims.stage, claims.strength, claims.source, claims.age]
    parts = [(*columns, np.ones(len(claims.node), dtype=np.int64))]
    while len(columns[1]):
        up = parent[columns[1]] >= 0
        columns = [column[up] for column in columns]
        columns[1] = parent[columns[1]]
        parts.append((*columns, np.zeros(len(columns[0]), dtype=np.int64)))
    return ResolvedActivities(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _age(snapshot: Snapshot, rows: Int64s) -> Int64s:
    """A number that rises with the date of the evidence; unknown dates are oldest."""
    dates = np.array(snapshot.activities.evidence.date.take(rows), dtype=str)
    _, rank = np.unique(dates, return_inverse=True)
    return rank.astype(np.int64)
