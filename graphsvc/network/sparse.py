"""Sparse-matrix helpers shared by several indicators."""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import sparse

from graphsvc.arrays import Float64s, Int64s

Matrix = sparse.csr_array


def pattern(matrix: Matrix) -> Matrix:
    """Return ones where `matrix` has an entry (the unweighted network)."""
    return sparse.csr_array(
        (np.ones(matrix.nnz, dtype=np.float64), matrix.indices, matrix.indptr), shape=matrix.shape
    )


def narrowed(matrix: Matrix) -> Matrix:
    """The same matrix with indices of 32 bits, which take half the memory, where these suffice."""
    if max(matrix.nnz, *matrix.shape) > np.iinfo(np.int32).max:
        return matrix
    indices, indptr = (part.astype(np.int32, copy=False) for part in (matrix.indices, matrix.indptr))
    return Matrix((matrix.data, indices, indptr), shape=matrix.shape)


def ratio(above: Float64s, below: Float64s, empty: float = np.nan) -> Float64s:
    """Return `above / below`, and `empty` where there is nothing below."""
    result = np.full(len(below), empty)
    np.divide(above, below, out=result, where=below > 0)
    return result


def row_sums(matrix: Matrix) -> Float64s:
    """Return the sum of each row as a flat array."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def masked_product(left: Matrix, right: Matrix, mask: Matrix, budget: int = 20_000_000) -> Matrix:
    """Return `(left @ right) ∘ mask`, computed in blocks of rows so that memory stays bounded.

    `budget` bounds the multiplications of one block; `mask` holds ones.
    """
    work = np.cumsum(row_sums(pattern(left) @ sparse.diags_array(np.diff(right.indptr).astype(np.float64))))
    blocks = [(left[start:stop] @ right).multiply(mask[start:stop]) for start, stop in _blocks(work, budget)]
    return sparse.csr_array(sparse.vstack(blocks, format="csr")) if blocks else Matrix(mask.shape)


def _blocks(work: Float64s, budget: int) -> Iterator[tuple[int, int]]:
    start, size = 0, len(work)
    while start < size:
        done = work[start - 1] if start else 0.0
        stop = max(start + 1, int(np.searchsorted(work, done + budget, side="right")))
        yield start, min(stop, size)
        start = stop


def neighbors_of(matrix: Matrix, nodes: Int64s) -> Int64s:
    """Return the column indices of the rows `nodes`, one after the other."""
    starts, counts = matrix.indptr[nodes], matrix.indptr[nodes + 1] - matrix.indptr[nodes]
    offsets = np.repeat(np.cumsum(counts) - counts, counts)
    within = np.arange(counts.sum()) - offsets
    found: Int64s = matrix.indices[np.repeat(starts, counts) + within].astype(np.int64)
    return found


def networkit() -> Any:
    """Return NetworKit, loaded when it is first needed.

    It is loaded as if scikit-learn were not installed, whose import takes a second: only NetworKit's
    prediction of links needs it.
    """
    hidden = "sklearn" not in sys.modules
    if hidden:
        sys.modules["sklearn"] = None  # type: ignore[assignment]
    try:
        return importlib.import_module("networkit")
    finally:
        if hidden:
            del sys.modules["sklearn"]


def networkit_graph(network: Matrix, *, weighted: bool = False) -> Any:
    """Return a symmetric network as a `networkit.Graph`."""
    upper = sparse.coo_array(sparse.triu(network, k=1))
    ends = (upper.row.astype(np.int64), upper.col.astype(np.int64))
    entries = (upper.data.astype(np.float64), ends) if weighted else ends
    return networkit().GraphFromCoo(entries, n=network.shape[0], weighted=weighted, directed=False)


def values_at(matrix: Matrix, rows: Int64s, columns: Int64s) -> Float64s:
    """Return the entries at the given places, 0 where there is none; `matrix` is put in canonical order."""
    matrix.sum_duplicates()
    width = matrix.shape[1]
    keys = (
        np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr)) * width + matrix.indices
    )
    wanted = rows.astype(np.int64) * width + columns
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    if not len(keys):
        return np.zeros(len(wanted))
    return np.where(keys[place] == wanted, matrix.data[place], 0.0).astype(np.float64)
