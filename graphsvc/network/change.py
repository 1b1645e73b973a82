"""What changed between two periods."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graphsvc.network.sparse import Floats, Ints, Matrix


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs of organizations by index (smaller first, sorted) with the strength before and after."""

    source: Ints
    target: Ints
    before: Floats
    after: Floats

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True)
class Change:
    """Ties that are new, lost, strengthened, weakened or the same from one period to the next."""

    new: Ties
    lost: Ties
    strengthened: Ties
    weakened: Ties
    same: int


def change(before: Matrix, after: Matrix, tolerance: float = 1e-12) -> Change:
    """Compare the tie strengths of two periods over the same organizations.

    Args:
        before: symmetric tie strength in the earlier period.
        after: the same for the later period.
        tolerance: differences up to this count as none.

    Raises:
        ValueError: the two periods have different organizations (shapes).
    """
    if before.shape != after.shape:
        raise ValueError(f"periods over different organizations: {before.shape} and {after.shape}")
    source, target, first, second = _paired(before, after)

    def where(chosen: np.ndarray) -> Ties:
        return Ties(source[chosen], target[chosen], first[chosen], second[chosen])

    both = (first > 0) & (second > 0)
    return Change(
        new=where((first == 0) & (second > 0)),
        lost=where((first > 0) & (second == 0)),
        strengthened=where(both & (second - first > tolerance)),
        weakened=where(both & (first - second > tolerance)),
        same=int((both & (np.abs(second - first) <= tolerance)).sum()),
    )


def _paired(before: Matrix, after: Matrix) -> tuple[Ints, Ints, Floats, Floats]:
    size = before.shape[0]
    parts = [sparse.coo_array(sparse.triu(matrix, k=1)) for matrix in (before, after)]
    keys = [part.row.astype(np.int64) * size + part.col for part in parts]
    union = np.union1d(keys[0], keys[1])
    values = []
    for part, key in zip(parts, keys, strict=True):
        column = np.zeros(len(union))
        column[np.searchsorted(union, key)] = part.data
        values.append(column)
    return union // size if size else union, union % size if size else union, values[0], values[1]
