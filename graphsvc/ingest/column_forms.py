"""Values that one cell leaves open: `1.234` and `3/4/2020` are read as the rest of their column is."""

from collections.abc import Iterator
from typing import TypeVar

from graphsvc.ingest import dates, numbers
from graphsvc.ingest.cleaning import Cleaner
from graphsvc.ingest.readers import SourceTable

Known = TypeVar("Known")


class ColumnForms:
    """How the columns of a table write amounts and days; a column is read through once a cell is open."""

    def __init__(self, table: SourceTable) -> None:
        self._table = table
        self._marks: dict[str, str] = {}
        self._orders: dict[str, bool | None] = {}

    def cleaner(self, clean: Cleaner, column: str) -> Cleaner:
        """`clean` for the cells of a column; other cleaners than those of amounts and days stay."""
        if clean is numbers.number or clean is numbers.count:
            return lambda text: clean(text, self._mark(column)) if numbers.is_open(text) else clean(text)
        if clean is dates.date:
            return lambda text: clean(text, self._month_first(column)) if dates.is_open(text) else clean(text)
        return clean

    def _mark(self, column: str) -> str:
        if column not in self._marks:
            self._marks[column] = numbers.decimal_mark(self._values(column))
        return self._marks[column]

    def _month_first(self, column: str) -> bool | None:
        if column not in self._orders:
            self._orders[column] = dates.writes_month_first(self._values(column))
        return self._orders[column]

    def _values(self, column: str) -> Iterator[str]:
        if column in self._table.header:
            at = self._table.header.index(column)
            for _, cells in self._table.rows([]):
                yield cells[at].strip()
