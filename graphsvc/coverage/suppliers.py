"""Suppliers of the stages of a set: counts in total, per member alone and without each member, and names."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.claim_resolution import INFERRED, STATED
from graphsvc.coverage.selection import Selection


@dataclass(frozen=True, eq=False)
class SupplierCounts:
    """Suppliers as numbers: `n` a stage, `alone` and `without` members of the set × stages."""

    n: Int64s
    alone: Int64s
    without: Int64s


class SelectionCounts:
    """Intermediate counts of one selection, cached because several figures share them.

    `times` says how many members bring each organization, `focus` (members × stages) where a cluster holds a
    stage that none of its members holds.
    """

    def __init__(self, index: ChainIndex, chosen: Selection, *, strict: bool) -> None:
        self.index, self.chosen, self.held = index, chosen, index.holdings(strict=strict)
        self.strict = strict
        self.times = np.bincount(chosen.brings.indices, minlength=chosen.brings.shape[1])
        self.focus = self._focus()
        self.offices = self._offices()

    def _focus(self) -> Int64s:
        focus = np.zeros((len(self.chosen), len(self.index.chain.stages)), dtype=np.int64)
        places = np.flatnonzero(self.chosen.cluster >= 0)
        claims = self.held.clusters[self.chosen.cluster[places]]
        places, claims = places[claims.any(axis=1)], claims[claims.any(axis=1)]
        if len(places):
            focus[places] = claims * (self.chosen.brings[places] @ self.held.table == 0)
        return focus

    @cached_property
    def brought(self) -> tuple[Int64s, Int64s]:
        """Members × stages: organizations each member brings, and those that nobody else brings."""
        brings, holds = self.chosen.brings, self.held.organizations
        shape = (len(self.chosen), holds.shape[1])
        first = holds.indptr[brings.indices].astype(np.int64)
        count = holds.indptr[brings.indices + 1] - first
        member = np.repeat(np.arange(shape[0]), np.diff(brings.indptr))
        before = np.cumsum(count) - count
        entry = np.repeat(first - before, count) + np.arange(int(count.sum()))
        key = np.repeat(member * shape[1], count) + holds.indices[entry]
        alone = np.repeat(self.times[brings.indices] == 1, count)
        size = shape[0] * shape[1]
        through = np.bincount(key, minlength=size).reshape(shape)
        return through, np.bincount(key[alone], minlength=size).reshape(shape)

    def _offices(self) -> list[tuple[int, Int64s]]:
        """Organizations of the set that run clusters which count by their focus, with those stages."""
        if not self.index.offices or not self.focus.any():
            return []
        place = {int(row): number for number, row in enumerate(self.chosen.cluster) if row >= 0}
        found: dict[int, Int64s] = {}
        for organization, cluster in self.index.offices:
            if self.times[organization] and cluster in place and self.focus[place[cluster]].any():
                before = found.get(organization, np.zeros(self.focus.shape[1], dtype=np.int64))
                found[organization] = np.maximum(before, self.focus[place[cluster]])
        return sorted(found.items())

    def n(self) -> Int64s:
        """Number of suppliers of each stage."""
        n = self.held.by_stage @ (self.times > 0).astype(np.int32) + self.focus.sum(axis=0)
        for organization, masked in self.offices:
            n = n - self.held.table[organization] * masked
        return np.asarray(n, dtype=np.int64)

    def without(self, n: Int64s) -> Int64s:
        """Members × stages: suppliers of the set without each member."""
        without = n - self.brought[1] - self.focus
        for place in self._near_offices():
            without[place] = suppliers(self.index, self.chosen.drop(place), strict=self.strict)
        return np.asarray(without, dtype=np.int64)

    def counts(self) -> SupplierCounts:
        """Suppliers of the set, of each member alone, and of the set without each member."""
        n = self.n()
        return SupplierCounts(n, self.brought[0] + self.focus, self.without(n))

    def _near_offices(self) -> list[int]:
        """Members whose leaving changes what is counted of an organization that runs a cluster of the set."""
        places: set[int] = set()
        for organization, _ in self.offices:
            runs = [cluster for office, cluster in self.index.offices if office == organization]
            brings = self.chosen.brings[:, [organization]].toarray()[:, 0] > 0
            places.update(np.flatnonzero(np.isin(self.chosen.cluster, runs) | brings).tolist())
        return sorted(places)


def suppliers(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> Int64s:
    """Number of suppliers of each stage: organizations of the set and clusters that hold it by themselves.

    A cluster of the set counts where it holds a stage by its own focus and none of its members does; an
    organization that runs such a cluster is then not counted again.
    """
    return SelectionCounts(index, chosen, strict=strict).n()


@dataclass(frozen=True, eq=False)
class Suppliers:
    """Suppliers as parallel arrays: node number, stage column, strength of the basis, source of proof.

    `source` is as in `ChainIndex.proof`.
    """

    node: Int64s
    stage: Int64s
    strength: Int64s
    source: Int64s


def supplying(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> Suppliers:
    """Every supplier of every stage of the set, one entry a pair, sorted by node and stage number.

    A supplier is an organization of the set or a cluster of it with the stage as its own focus; `strict`
    leaves out what is only inferred. All four arrays have one length, the number of pairs.
    """
    look = SelectionCounts(index, chosen, strict=strict)
    inside = np.flatnonzero(look.times)
    part, proof = index.strength[inside], index.proof[inside]
    node = np.repeat(inside, np.diff(part.indptr))
    keep = part.data >= (STATED if strict else INFERRED)
    for organization, masked in look.offices:
        keep &= (node != organization) | (masked[part.indices] == 0)
    places, columns = np.nonzero(look.focus)
    clusters = index.organization_count + chosen.cluster[places]
    own = list(zip(clusters.tolist(), columns.tolist(), strict=True))
    node = np.concatenate([node[keep], clusters])
    stage = np.concatenate([part.indices[keep].astype(np.int64), columns])
    strength = np.concatenate([part.data[keep], np.array([index.strength[at] for at in own], dtype=np.int64)])
    source = np.concatenate([proof.data[keep], np.array([index.proof[at] for at in own], dtype=np.int64)])
    order = np.lexsort((stage, node))
    return Suppliers(node[order], stage[order], strength[order], source[order])
