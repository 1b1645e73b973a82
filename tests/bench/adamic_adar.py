"""Exact top-k Adamic–Adar scores among organizations that are not partners yet."""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float64s, Int32s, Integers

DIGITS = 9
_PART = 128
_SPARSE = 16


def adamic_adar(partners: sp.csr_array, rows: Int32s, top: int = 10) -> Iterator[tuple[Int32s, Float64s]]:
    """For each of `rows` the `top` organizations that share most partners with it and are not tied to it.

    `partners` is symmetric, without loops; what it stores are ties. A common partner of d partners counts
    1/ln d (Adamic and Adar, 2003), summed over all common partners and rounded to `DIGITS` digits; ties go to
    the smaller row. Fewer than `top` are named where fewer share a partner.
    """
    starts, ends = partners.indptr.tolist(), partners.indices
    degree = np.diff(partners.indptr)
    weight = 1 / np.log(np.maximum(degree, 2))
    size = -(-partners.shape[0] // _PART) * _PART
    for row in rows.tolist():
        through = ends[starts[row] : starts[row + 1]]
        if not len(through):
            yield np.zeros(0, dtype=np.int32), np.zeros(0)
            continue
        reached = np.concatenate([ends[starts[one] : starts[one + 1]] for one in through.tolist()])
        carried = np.repeat(weight[through], degree[through])
        known = np.append(through, row)
        if size <= _SPARSE * len(reached):
            sums = np.asarray(np.bincount(reached, carried, minlength=size), dtype=np.float64)
            sums[known] = 0
            places = _at_least(sums, top)
            yield _first(places, sums[places], top)
        else:
            found, inverse = np.unique(reached, return_inverse=True)
            sums = np.asarray(np.bincount(inverse, carried), dtype=np.float64)
            sums[np.isin(found, known)] = 0
            yield _first(found, sums, top)


def _at_least(sums: Float64s, top: int) -> Integers:
    """Places of the `top` largest sums and some more: all that reach the `top`-th largest of the parts."""
    largest = sums.reshape(-1, _PART).max(axis=1)
    least = np.partition(largest, -top)[-top] if len(largest) > top else 0.0
    return np.flatnonzero(sums >= max(float(least) - 10.0**-DIGITS, 10.0**-DIGITS))


def _first(places: Integers, sums: Float64s, top: int) -> tuple[Int32s, Float64s]:
    """The `top` largest positive sums, rounded, with their places; ties go to the smaller place."""
    rounded = np.round(sums, DIGITS)
    order = np.lexsort((places, -rounded))[:top]
    order = order[rounded[order] > 0]
    return places[order].astype(np.int32), rounded[order]
