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

# Weight of words against members, ridge penalty, the projects up to which the dense inverse (projects ×
# projects, float32: 1 GB) is computed, and the rows of it that are put together at a time.
WORDS = 5.0
RIDGE = 50.0
LARGEST = 16_000
BLOCK = 1_000


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
    kernel = np.empty((count, count), dtype=np.float32)
    for start in range(0, count, BLOCK):
        rows = slice(start, start + BLOCK)
        kernel[rows] = (graph.columns[rows] @ graph.rows).toarray()
        kernel[rows] += WORDS * (words.weights[rows] @ words.postings).toarray()
    kernel[np.arange(count), np.arange(count)] += RIDGE
    inverse = _inverted(kernel)
    return EaseModel(inverse, _free(graph, inverse))


def _inverted(kernel: Float32s) -> Float32s:
    """The inverse of a symmetric positive definite matrix, in its place, by Cholesky factors.

    Raises `LinAlgError` when it is not positive definite.
    """
    from scipy.linalg import lapack

    upper, refused = lapack.spotrf(kernel.T, lower=1, clean=0, overwrite_a=1)
    if not refused:
        upper, refused = lapack.spotri(upper, lower=1, overwrite_c=1)
    if refused:
        raise np.linalg.LinAlgError("the kernel of past projects is not positive definite")
    inverse: Float32s = upper.T
    for start in range(0, len(inverse), BLOCK):
        rows = slice(start, start + BLOCK)
        inverse[rows, :start] = inverse[:start, rows].T
        above = np.triu(inverse[rows, rows])
        inverse[rows, rows] = above + np.triu(above, 1).T
    return inverse


def _free(graph: CollaborationGraph, inverse: Float32s) -> Float32s:
    free = np.empty(graph.rows.shape[0], dtype=np.float32)
    starts, places = graph.rows.indptr, graph.rows.indices
    for organization in range(len(free)):
        own = places[starts[organization] : starts[organization + 1]]
        free[organization] = 1 - inverse[np.ix_(own, own)].sum(dtype=np.float64)
    return np.maximum(free, 0.05)
