"""Matching index: everything that is computed once for a history and shared by all queries."""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float32s, Float64s
from graphsvc.matching.collaboration_graph import CollaborationGraph, graph
from graphsvc.matching.ease import EaseModel, fit_ease
from graphsvc.matching.history import History
from graphsvc.matching.organization_stats import (
    ActivityStats,
    Affinity,
    CodeShares,
    activity_stats,
    affinity,
    code_shares,
    kinds,
)
from graphsvc.matching.sentence_cosines import lengths
from graphsvc.matching.tfidf import TfidfIndex, row_norms, tfidf_index

# Organizations whose text vectors are summed at once: bounds memory.
BLOCK = 100_000


@dataclass(frozen=True, eq=False)
class MatchingIndex:
    """A history and the arrays derived from it.

    `text_length` and `meaning_length` are the lengths of each organization's summed word and sentence
    vectors; `vector_length` and `english_length` those of each project's sentence vectors.
    """

    history: History
    graph: CollaborationGraph
    words: TfidfIndex
    memory: EaseModel | None
    activity: ActivityStats
    programmes: CodeShares
    calls: CodeShares
    countries: Affinity
    kinds: Affinity
    text_length: Float32s
    meaning_length: Float32s
    vector_length: Float32s
    english_length: Float32s

    @property
    def size(self) -> int:
        """Number of organizations."""
        return len(self.history.organizations)


def build_matching_index(history: History, *, with_memory: bool = True) -> MatchingIndex:
    """Build the index of a history; `with_memory=False` leaves out the EASE model."""
    collaborations, texts = graph(history), tfidf_index(history.texts)
    vector_length, meaning_length = _meaning_lengths(history, collaborations)
    return MatchingIndex(
        history=history,
        graph=collaborations,
        words=texts,
        memory=fit_ease(collaborations, texts) if with_memory else None,
        activity=activity_stats(history, collaborations),
        programmes=code_shares(collaborations, history.programmes),
        calls=code_shares(collaborations, history.calls),
        countries=affinity(collaborations, history.country, len(history.countries)),
        kinds=kinds(collaborations, history),
        text_length=_text_lengths(collaborations, texts),
        meaning_length=meaning_length,
        vector_length=vector_length,
        english_length=_vector_lengths(history.english, history).astype(np.float32),
    )


def _text_lengths(graph: CollaborationGraph, texts: TfidfIndex) -> Float32s:
    parts = [
        row_norms((graph.rows[start : start + BLOCK] @ texts.weights).tocsr())
        for start in range(0, graph.rows.shape[0], BLOCK)
    ]
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, dtype=np.float32)


def _vector_lengths(vectors: Float32s | None, history: History) -> Float64s:
    return np.ones(len(history.projects)) if vectors is None else lengths(vectors)


def _meaning_lengths(history: History, graph: CollaborationGraph) -> tuple[Float32s, Float32s]:
    length = _vector_lengths(history.vectors, history)
    if history.vectors is None:
        return length.astype(np.float32), np.ones(graph.rows.shape[0], np.float32)
    unit = (history.vectors / length[:, None]).astype(np.float32)
    summed = np.sqrt(np.sum((graph.rows @ unit).astype(np.float64) ** 2, axis=1))
    summed[summed == 0] = 1
    return length.astype(np.float32), summed.astype(np.float32)
