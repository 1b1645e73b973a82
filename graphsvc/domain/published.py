"""The graph as it is handed on: tables of entities and of links between them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | bool | list[str] | None


@dataclass(frozen=True)
class PublishedColumn:
    """A column: name, type (`str`, `int`, `float`, `bool`, `date`, `list`), meaning, table it points to."""

    name: str
    type: str
    about: str
    refers: str = ""


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """A table, rows in the order of `columns`.

    Entities have the column `id` first; of links the first two columns are their ends.
    """

    name: str
    about: str
    columns: Sequence[PublishedColumn]
    rows: Sequence[tuple[Cell, ...]]

    @property
    def entities(self) -> bool:
        """Whether rows are entities, not links between them."""
        return self.columns[0].name == "id"


@dataclass(frozen=True, eq=False)
class PublishedGraph:
    """All tables of one state of the data.

    `digest` names the data, `version` the release that computed indicators and inferred stages, `retrieved`
    the newest day on which any of the data was read.
    """

    digest: str
    version: str
    retrieved: str
    tables: Sequence[PublishedTable]

    def table(self, name: str) -> PublishedTable:
        """The table of a name that is known to be there."""
        return next(table for table in self.tables if table.name == name)


class Publisher(ABC):
    """A place that a graph can be published to."""

    @abstractmethod
    def publish(self, graph: PublishedGraph) -> bool:
        """Put the graph there whole, or leave what was there; False if it was there already.

        Raises `StoreError` where the place cannot be reached or refuses.
        """
