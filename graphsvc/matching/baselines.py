"""Plain methods to be measured against: popularity, common neighbors, random walks, words."""

from collections.abc import Callable

import numpy as np

from graphsvc.matching.candidates import allowed
from graphsvc.matching.engine import Engine
from graphsvc.matching.graph import take_rows
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.reading import WALKS, Question, Reading, Task
from graphsvc.matching.walks import walk

Baseline = Callable[[Reading], Floats]


def popularity(reading: Reading) -> Floats:
    """Number of past projects."""
    return reading.engine.graph.projects_of


def neighbors(reading: Reading) -> Floats:
    """How many of those given have worked with each."""
    known = take_rows(reading.engine.graph.partners, reading.question.given)
    return np.bincount(known, minlength=reading.engine.size).astype(np.float32)


def common(reading: Reading) -> Floats:
    """Number of common partners."""
    graph = reading.engine.graph
    ends = take_rows(graph.partners, take_rows(graph.partners, reading.question.given))
    return np.bincount(ends, minlength=reading.engine.size).astype(np.float32)


def adamic_adar(reading: Reading) -> Floats:
    """Common partners, each 1/ln of its number of partners."""
    return reading.engine.graph.common(reading.question.given, _ones(reading))[0]


def allocation(reading: Reading) -> Floats:
    """Common partners, each one by its number of partners."""
    return reading.engine.graph.common(reading.question.given, _ones(reading))[1]


def pagerank(reading: Reading) -> Floats:
    """Personal PageRank, returning with probability one half, five steps."""
    return walk(reading.engine.graph, reading.starts[:1], WALKS[:1], steps=5)[1][0].dense


def text(reading: Reading) -> Floats:
    """TF-IDF cosine of the text with each organization's past."""
    values = reading.engine.graph.rows @ reading.cosine
    return np.asarray(values / reading.engine.text_length, dtype=np.float32)


def text_and_neighbors(reading: Reading) -> Floats:
    """`text` and `neighbors`, each divided by its largest value."""
    parts = [text(reading), neighbors(reading)]
    return np.asarray(sum(part / max(float(part.max(initial=0)), 1e-12) for part in parts), dtype=np.float32)


def _ones(reading: Reading) -> Floats:
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


def rank_by(engine: Engine, question: Question, baseline: Baseline, top: int) -> Ints:
    """The best `top` rows by a baseline among those whom the task allows; ties go to the smaller row."""
    reading = Reading(engine, question)
    rows = np.flatnonzero(allowed(reading))
    values = baseline(reading)[rows]
    return np.asarray(rows[np.lexsort((rows, -values))[:top]], dtype=np.int32)
