"""Plain methods to be measured against: popularity, common neighbors, random walks, words."""

from collections.abc import Callable

import numpy as np

from graphsvc.matching.candidates import allowed
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.personalized_pagerank import walk
from graphsvc.matching.query import WALKS, MatchingQuery, QueryContext, Task

Baseline = Callable[[QueryContext], Floats]


def popularity(reading: QueryContext) -> Floats:
    """Number of past projects."""
    return reading.engine.graph.projects_of


def neighbors(reading: QueryContext) -> Floats:
    """How many of those given have worked with each."""
    known = gather_rows(reading.engine.graph.partners, reading.question.given)
    return np.bincount(known, minlength=reading.engine.size).astype(np.float32)


def common(reading: QueryContext) -> Floats:
    """Number of common partners."""
    graph = reading.engine.graph
    ends = gather_rows(graph.partners, gather_rows(graph.partners, reading.question.given))
    return np.bincount(ends, minlength=reading.engine.size).astype(np.float32)


def adamic_adar(reading: QueryContext) -> Floats:
    """Common partners, each 1/ln of its number of partners."""
    return reading.engine.graph.common(reading.question.given, _ones(reading))[0]


def allocation(reading: QueryContext) -> Floats:
    """Common partners, each one by its number of partners."""
    return reading.engine.graph.common(reading.question.given, _ones(reading))[1]


def pagerank(reading: QueryContext) -> Floats:
    """Personal PageRank, returning with probability one half, five steps."""
    return walk(reading.engine.graph, reading.starts[:1], WALKS[:1], steps=5)[1][0].dense


def text(reading: QueryContext) -> Floats:
    """TF-IDF cosine of the text with each organization's past."""
    values = reading.engine.graph.rows @ reading.cosine
    return np.asarray(values / reading.engine.text_length, dtype=np.float32)


def text_and_neighbors(reading: QueryContext) -> Floats:
    """`text` and `neighbors`, each divided by its largest value."""
    parts = [text(reading), neighbors(reading)]
    return np.asarray(sum(part / max(float(part.max(initial=0)), 1e-12) for part in parts), dtype=np.float32)


def _ones(reading: QueryContext) -> Floats:
    return np.ones(len(reading.question.given), dtype=np.float32)


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


def rank_by(engine: MatchingIndex, question: MatchingQuery, baseline: Baseline, top: int) -> Ints:
    """The best `top` rows by a baseline among those whom the task allows; ties go to the smaller row."""
    reading = QueryContext(engine, question)
    rows = np.flatnonzero(allowed(reading))
    values = baseline(reading)[rows]
    return np.asarray(rows[np.lexsort((rows, -values))[:top]], dtype=np.int32)
