"""Baseline rankings: popularity, common neighbors, personalized PageRank, TF-IDF.

Each baseline returns a float32 score for every organization.
"""

from collections.abc import Callable

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.candidates import allowed
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.personalized_pagerank import walk
from graphsvc.matching.query import WALKS, MatchingQuery, QueryContext, Task

Baseline = Callable[[QueryContext], Float32s]


def popularity(context: QueryContext) -> Float32s:
    """Number of past projects."""
    return context.index.graph.projects_of


def neighbors(context: QueryContext) -> Float32s:
    """Number of given organizations that are partners of each organization."""
    known = gather_rows(context.index.graph.partners, context.query.given)
    return np.bincount(known, minlength=context.index.size).astype(np.float32)


def common(context: QueryContext) -> Float32s:
    """Number of common partners."""
    graph = context.index.graph
    ends = gather_rows(graph.partners, gather_rows(graph.partners, context.query.given))
    return np.bincount(ends, minlength=context.index.size).astype(np.float32)


def adamic_adar(context: QueryContext) -> Float32s:
    """Adamic–Adar: sum over common partners of 1/ln(number of its partners)."""
    return context.index.graph.common(context.query.given, _ones(context))[0]


def allocation(context: QueryContext) -> Float32s:
    """Resource allocation: sum over common partners of 1/(number of its partners)."""
    return context.index.graph.common(context.query.given, _ones(context))[1]


def pagerank(context: QueryContext) -> Float32s:
    """Personalized PageRank with restart probability 0.5, five iterations."""
    return walk(context.index.graph, context.starts[:1], WALKS[:1], steps=5)[1][0].dense


def text(context: QueryContext) -> Float32s:
    """TF-IDF cosine of the query with the summed project texts of each organization."""
    values = context.index.graph.rows @ context.cosine
    return np.asarray(values / context.index.text_length, dtype=np.float32)


def text_and_neighbors(context: QueryContext) -> Float32s:
    """`text` and `neighbors`, each divided by its largest value."""
    parts = [text(context), neighbors(context)]
    return np.asarray(sum(part / max(float(part.max(initial=0)), 1e-12) for part in parts), dtype=np.float32)


def _ones(context: QueryContext) -> Float32s:
    return np.ones(len(context.query.given), dtype=np.float32)


_TEXT: dict[str, Baseline] = {
    "popularity": popularity,
    "text (TF-IDF)": text,
    "known neighbors": neighbors,
    "text + neighbors": text_and_neighbors,
}

BASELINES: dict[Task, dict[str, Baseline]] = {
    "partners": {
        "popularity": popularity,
        "common neighbors": common,
        "Adamic–Adar": adamic_adar,
        "resource allocation": allocation,
        "personal PageRank": pagerank,
    },
    "implementers": _TEXT,
    "members": _TEXT,
}


def rank_by(index: MatchingIndex, query: MatchingQuery, baseline: Baseline, top: int) -> Int32s:
    """The best `top` rows by a baseline among the organizations allowed for the task; ties go to the smaller
    row.
    """
    context = QueryContext(index, query)
    rows = np.flatnonzero(allowed(context))
    values = baseline(context)[rows]
    return np.asarray(rows[np.lexsort((rows, -values))[:top]], dtype=np.int32)
