"""Indicators of one organization, each with its label and meaning."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.network import OrganizationIndicators, descriptions, organization_indicators
from graphsvc.service.graph import Graph
from graphsvc.service.tables import Tables, tables


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of an organization; `rank` 1 is the highest of `n`, `error` is that of a sample, else 0."""

    id: str
    label: Mapping[str, str]
    meaning: Mapping[str, str]
    value: float | None
    rank: int
    n: int
    page: bool
    error: float


def indicators(graph: Graph, identifier: str) -> tuple[Indicator, ...]:
    """All indicators of an organization, in the order in which pages show them. Raises `UnknownId`."""
    row = graph.snapshot().organization(identifier)
    found = all_indicators(graph)
    made = []
    for one in descriptions().values():
        if one.of == "organization" and one.id in found.values:
            column = found.values[one.id]
            value = float(column[row])
            known = column[~np.isnan(column)]
            made.append(
                Indicator(
                    id=one.id,
                    label=one.label,
                    meaning=one.meaning,
                    value=None if math.isnan(value) else value,
                    rank=int((known > value).sum()) + 1,
                    n=len(known),
                    page=one.page,
                    error=float(found.paths.betweenness_error[row]) if one.id == "betweenness" else 0.0,
                )
            )
    return tuple(made)


def all_indicators(graph: Graph) -> OrganizationIndicators:
    """Every indicator of every organization, made once a snapshot."""
    return tables(graph).memo("indicators", _made)


def _made(known: Tables) -> OrganizationIndicators:
    size = known.collaboration.ties.shape[0]
    members = known.attached.all
    groups = np.full(size, -1, dtype=np.int64)
    for cluster in range(members.shape[0] - 1, -1, -1):
        groups[members.indices[members.indptr[cluster] : members.indptr[cluster + 1]]] = cluster
    return organization_indicators(known.collaboration, groups)
