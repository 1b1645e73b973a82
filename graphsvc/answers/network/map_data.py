"""Map graph and layouts of the current snapshot; long computations are delegated to the worker."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from graphsvc.answers.network.indicators import computed
from graphsvc.answers.network.results_cache import Figures, Results
from graphsvc.arrays import Float64s
from graphsvc.coverage import ChainIndex
from graphsvc.drawing import Layouts, MapGraph
from graphsvc.errors import Busy, GraphsvcError, NotComputed
from graphsvc.network import Communities
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import Snapshot
from graphsvc.state.chain_info import stages
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.region_names import places
from graphsvc.state.snapshot_tables import tables
from graphsvc.taxonomy import Chain

Work = Literal["network", "picture", "scene", "export", "trend"]

_WHOLE = "network"
"""The picture of the whole network, which the worker makes."""
_QUICK = 20_000
"""Nodes up to which a picture is made in the request that asks for it, two seconds of the processor: the
worker may be at the indicators of a large network for long."""


class Later(Protocol):
    """Queue a job for the worker; returns the steps done and the steps in all."""

    def __call__(self, work: Work, **arguments: object) -> tuple[int, int]: ...


class TooLarge(GraphsvcError):
    """A layout takes too long for a request; `whole`: it is the layout of the whole network."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__("this picture is made by the worker")
        self.whole = whole


@dataclass(frozen=True, eq=False)
class CachedMapGraph(MapGraph):
    """A map graph with cached communities and indicators, computed here or by the worker if there is one."""

    results: Results
    later: Later | None
    graph: CurrentGraph

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """Stages of all value chains, in chain order."""
        return tuple(stages())

    def chain_index(self, chain: Chain) -> ChainIndex:
        """Who holds which stage of a chain, inferred ones as well."""
        index = index_of(self.graph, chain.id)
        return index if index.snapshot is self.snapshot else super().chain_index(chain)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Region code of each node, by its address or else by the nearest known city."""
        found = places(self.snapshot, self.graph.home)
        return (*found.organizations, *found.clusters)

    def figures(self) -> Mapping[str, Float64s] | None:
        """Indicators of all organizations; None while the worker computes them (the job is queued)."""
        found = self.known_figures()
        if found is None and self.later:
            with suppress(NotComputed):
                self.later("network", key=self.snapshot.digest)
            return None
        return (found or self.compute_figures()).values

    def known_figures(self) -> Figures | None:
        """The cached indicators of all organizations."""
        return self.results.figures(self.key, self.indicator_inputs)

    def compute_figures(self) -> Figures:
        """Compute the indicators of all organizations and cache them."""
        found = computed(tables(self.graph), self.communities.of)
        self.results.keep_figures(self.key, self.indicator_inputs, found)
        return found

    @cached_property
    def indicator_inputs(self) -> str:
        """Digest of the fields of organizations on which indicators rest besides ids and ties: their kind."""
        digest = hashlib.sha256()
        for column in (self.snapshot.organizations.kind,):
            digest.update(np.ascontiguousarray(column).tobytes())
        return digest.hexdigest()[:32]

    @cached_property
    def communities(self) -> Communities:
        """Communities of the whole network. Raises `Busy` while the worker finds them."""
        found = self.results.communities(self.key)
        if found is None:
            if self.later:
                raise Busy(*self.later("network", key=self.snapshot.digest))
            found = super().communities
            self.results.keep_communities(self.key, found)
        return found


class CachedLayouts(Layouts):
    """Cached layouts; large ones are computed here if `patient`, else by the worker."""

    def __init__(self, folder: Path, *, patient: bool) -> None:
        super().__init__(folder)
        self._patient = patient

    def positions(self, view: str, digest: str, ids: tuple[str, ...], network: Matrix) -> Float64s:
        """Positions of `ids`; see `Layouts.positions`. Raises `TooLarge`."""
        whole = view == _WHOLE
        if not self._patient and (whole or len(ids) > _QUICK) and self.kept(view, digest, ids) is None:
            raise TooLarge(whole=whole)
        return super().positions(view, digest, ids, network)


def ground(graph: CurrentGraph, results: Results, later: Later | None) -> CachedMapGraph:
    """The map graph of the current snapshot, with its ties precomputed."""

    def make(snapshot: Snapshot) -> CachedMapGraph:
        made = CachedMapGraph(snapshot, results, later, graph)
        _ = made.key, made.network, made.attached, made.years, made.regions
        return made

    return graph.derived(("ground", later is None), make)
