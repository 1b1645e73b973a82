"""Fallback contacts when no candidate fits: cluster organizations of the nearest field, else institutes."""

from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.answers.matching.data import MatchingData
from graphsvc.matching.cluster_data import sector_cosines
from graphsvc.matching.query import QueryContext
from graphsvc.messages import Message, msg
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref

ASKED = 3
_INSTITUTES = [ORGANIZATION_KINDS.index(kind) for kind in ("research", "education")]


def whom_to_ask(graph: CurrentGraph, made: MatchingData, reading: QueryContext) -> tuple[Ref, ...]:
    """Cluster organizations whose sector comes nearest to the text; institutes where there are none.

    The institutes are those that take most part in the closest projects.
    """
    clusters, question = made.clusters, reading.query
    score = clusters.words.cosines(clusters.words.vector(question.text)).dense.astype(np.float64)
    if question.vector is not None:
        score += sector_cosines(clusters, question.vector)
    if found := _best(score):
        return tuple(part_ref(graph, clusters.ids[row]) for row in found)
    organizations = graph.snapshot().organizations
    institutes = np.isin(organizations.kind, _INSTITUTES) & ~made.index.history.hidden
    best = _best(np.where(institutes, reading.participants.dense, 0))
    return tuple(part_ref(graph, organizations.ids[row]) for row in best)


def nobody(ask: tuple[Ref, ...], *, problem: bool) -> Message:
    """Why nobody is named and whom to ask: for companies, or with `problem` for institutes."""
    kind = ask[0].kind if ask else ""
    if problem:
        if kind == "cluster":
            return msg(
                "No institute here has a project on this; ask the cluster organizations nearest to the field"
            )
        if kind:
            return msg("No institute here has a project on this; ask those with the most similar projects")
        return msg("No institute here has a project on this")
    if kind == "cluster":
        return msg(
            "No company here has a project on this; ask the cluster organizations nearest to the field"
        )
    if kind:
        return msg("No company here has a project on this; ask the institutes with the most similar projects")
    return msg("No company here has a project on this")


def _best(score: npt.NDArray[Any]) -> list[int]:
    order = np.lexsort((np.arange(len(score)), -score))[:ASKED]
    return [int(row) for row in order if score[row] > 0]
