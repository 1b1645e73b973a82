"""Personalized PageRank by a few power iterations over weighted ties."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.collaboration_graph import (
    STRONGEST,
    WHOLE,
    CollaborationGraph,
    Tie,
    Values,
    gather_values,
    scatter_sum,
    spread_out,
    top_k,
)

# Iterations, and iterations beyond `WHOLE` participations (docs/matching.md, "Limits").
STEPS = 3
FEW_STEPS = 2

Start = tuple[Int32s, Float32s]


@dataclass(frozen=True, slots=True)
class PersonalizedPageRank:
    """Parameters of a walk: the kind of ties it follows and the damping factor `stay` (restart with 1 -
    `stay`).
    """

    tie: Tie
    stay: float


def walk(
    graph: CollaborationGraph,
    starts: Sequence[Start],
    kinds: Sequence[PersonalizedPageRank],
    steps: int = STEPS,
) -> tuple[list[Values], list[Values]]:
    """Distributions over organizations after the first step without restart, and after the last step.

    `starts` are rows of organizations with their probabilities; start i uses `kinds[i % len(kinds)]`. Both
    lists have one entry per start. Beyond `WHOLE` participations there are `FEW_STEPS` steps, and only the
    `STRONGEST` organizations of each walk are expanded.
    """
    if graph.rows.nnz > WHOLE:
        ways = [_local(graph, start, kinds[place % len(kinds)]) for place, start in enumerate(starts)]
        return [first for first, _ in ways], [end for _, end in ways]
    values = np.zeros((graph.rows.shape[0], len(starts)), dtype=np.float32)
    for column, (places, weights) in enumerate(starts):
        values[places, column] = weights
    several = len(kinds)
    by_kind = [
        _whole(graph, np.ascontiguousarray(values[:, turn::several]), kind, steps)
        for turn, kind in enumerate(kinds)
    ]
    return (
        [by_kind[place % several][0][place // several] for place in range(len(starts))],
        [by_kind[place % several][1][place // several] for place in range(len(starts))],
    )


def _whole(
    graph: CollaborationGraph, start: Float32s, kind: PersonalizedPageRank, steps: int
) -> tuple[list[Values], list[Values]]:
    tie, home = graph.ties[kind.tie], start * np.float32(1 - kind.stay)
    back = (tie.own * tie.per_strength)[:, None]
    values, first = start, start
    for number in range(steps):
        step = tie.rows @ (tie.shares @ values)
        step -= back * values
        if not number:
            first = step.copy()
        step *= np.float32(kind.stay)
        step += home
        values = step
    return _each(first), _each(values)


def _each(columns: Float32s) -> list[Values]:
    return [Values(column) for column in columns.T]


def _local(graph: CollaborationGraph, start: Start, kind: PersonalizedPageRank) -> tuple[Values, Values]:
    tie, size = graph.ties[kind.tie], graph.rows.shape[0]
    places, values = start
    stood: list[Values] = []
    for _ in range(FEW_STEPS):
        if len(places) > STRONGEST:
            best = top_k(values, STRONGEST)
            places, values = places[best], values[best]
        share = values * tie.per_strength[places]
        projects, through = gather_values(*scatter_sum(tie.rows, places, share))
        reached = scatter_sum(tie.columns, projects, through * tie.weight[projects])
        places, values = gather_values(
            np.concatenate((reached[0], places)), np.concatenate((reached[1], -share * tie.own[places]))
        )
        values = np.maximum(values, 0)
        stood.append(spread_out(places, values, size))
        back = (
            np.concatenate((places, start[0])),
            np.concatenate((kind.stay * values, (1 - kind.stay) * start[1])),
        )
        places, values = gather_values(*back)
    return stood[0], spread_out(places, values, size)
