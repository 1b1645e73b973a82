"""Claims as a source of snapshots, without a store."""

from collections.abc import Iterable, Iterator

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.rows import EntityRow, LinkRow, sort_key, to_row
from tests.support.claims import info


class Claims:
    """Sorted rows of the claims given; a dataset that is not described gets the least description."""

    def __init__(self, claims: Iterable[Claim], infos: Iterable[DatasetInfo] = ()) -> None:
        self.rows = sorted({sort_key(row): row for row in map(to_row, claims)}.values(), key=sort_key)
        named = {item.id: item for item in infos}
        self.infos = [named.get(name, info(name)) for name in sorted({row.dataset for row in self.rows})]

    def revision(self) -> int:
        return 7

    def datasets(self) -> list[DatasetInfo]:
        return self.infos

    def entities(self, kinds: Iterable[str] | None = None) -> Iterator[EntityRow]:
        chosen = None if kinds is None else set(kinds)
        for row in self.rows:
            if isinstance(row, EntityRow) and (chosen is None or row.kind in chosen):
                yield row

    def links(self, kinds: Iterable[str] | None = None) -> Iterator[LinkRow]:
        chosen = None if kinds is None else set(kinds)
        for row in self.rows:
            if isinstance(row, LinkRow) and (chosen is None or row.kind in chosen):
                yield row
