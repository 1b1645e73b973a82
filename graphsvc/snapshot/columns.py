"""Tables of columns put together from parts and brought into another order."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Int64s
from graphsvc.snapshot.strings import Strings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def joined(parts: Sequence[T]) -> T:
    """One table with the rows of several of one kind, in their order; its columns are arrays or `Strings`."""
    return _made(parts[0], lambda name: _joined([getattr(part, name) for part in parts]))


def reordered(table: T, order: Int64s) -> T:
    """The table with the rows of the places in `order`."""

    def column(name: str) -> Any:
        values = getattr(table, name)
        return Strings.of(values.take(order)) if isinstance(values, Strings) else values[order]

    return _made(table, column)


def _made(like: T, column: Callable[[str], Any]) -> T:
    return replace(like, **{field.name: column(field.name) for field in fields(like)})


def _joined(columns: Sequence[Any]) -> Any:
    if not isinstance(columns[0], Strings):
        return np.concatenate(columns)
    starts = np.cumsum([0, *(len(one.data) for one in columns)])
    offsets = [one.offsets[:-1] + start for one, start in zip(columns, starts[:-1], strict=True)]
    return Strings(np.concatenate([one.data for one in columns]), np.concatenate([*offsets, starts[-1:]]))


def strongest(
    rows: np.ndarray[Any, Any],
    columns: np.ndarray[Any, Any],
    values: np.ndarray[Any, Any],
    shape: tuple[int, int],
) -> sp.csr_array:
    """A CSR array that keeps the largest of several values for one place."""
    order = np.lexsort((values, columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    last = np.ones(len(rows), dtype=bool)
    if len(rows):
        last[:-1] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    matrix = sp.csr_array((values[last], (rows[last], columns[last])), shape=shape)
    matrix.sort_indices()
    return matrix
