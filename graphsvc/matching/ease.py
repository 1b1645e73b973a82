"""EASE in its dual form: predict missing members of a project from all past projects by ridge regression.

EASE (Steck, 2019) predicts each member of a project from the others by ridge regression. With projects as
rows and members *and words* as columns its dual is a system over projects: with B organizations × projects
and T the projects' words, K = BᵀB + `WORDS` · TTᵀ and a question k = given·B + `WORDS` · t·Tᵀ the answer is
B (K + `RIDGE` I)⁻¹ k, divided for each organization by 1 - b (K + `RIDGE` I)⁻¹ bᵀ so that nobody is
predicted from its own presence.
"""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float32s
from graphsvc.matching.collaboration_graph import CollaborationGraph
from graphsvc.matching.tfidf import TfidfIndex

# Weight of words against members, ridge penalty, and the projects up to which the dense inverse (projects ×
# projects, float32: 1 GB) is computed.
WORDS = 5.0
RIDGE = 50.0
LARGEST = 16_000


@dataclass(frozen=True, eq=False)
class EaseModel:
    """`inverse` is (K + `RIDGE` I)⁻¹, projects × projects; `free` the divisor of each organization."""

    inverse: Float32s
    free: Float32s

    def project_values(self, present: Float32s, cosine: Float32s) -> Float32s:
        """Dual coefficients of a query, float32 of shape (projects,).

        `present` is the number of given members in each project, `cosine` its TF-IDF cosine with the text.
        """
        question = present + WORDS * cosine
        asked = np.flatnonzero(question)
        if not len(asked):
            return np.zeros_like(question)
        if 3 * len(asked) < len(question):
            return np.asarray(question[asked] @ self.inverse[asked], dtype=np.float32)
        return np.asarray(question @ self.inverse, dtype=np.float32)


def fit_ease(graph: CollaborationGraph, words: TfidfIndex) -> EaseModel | None:
    """Fit the model; None for fewer than 2 and more than `LARGEST` projects."""
    count = graph.columns.shape[0]
    if not 1 < count <= LARGEST:
        return None
    kernel = (graph.columns @ graph.rows).toarray()
    kernel += WORDS * (words.weights @ words.postings).toarray()
    kernel[np.arange(count), np.arange(count)] += RIDGE
    inverse = np.linalg.inv(kernel.astype(np.float32, copy=False))
    return EaseModel(inverse, _free(graph, inverse))


def _free(graph: CollaborationGraph, inverse: Float32s) -> Float32s:
    free = np.empty(graph.rows.shape[0], dtype=np.float32)
    starts, places = graph.rows.indptr, graph.rows.indices
    for organization in range(len(free)):
        own = places[starts[organization] : starts[organization + 1]]
        free[organization] = 1 - inverse[np.ix_(own, own)].sum(dtype=np.float64)
    return np.maximum(free, 0.05)
