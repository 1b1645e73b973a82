"""What anybody may read: a store without the claims that people keep to themselves."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from graphsvc.domain import Claim, DatasetInfo, Profile, is_private
from graphsvc.domain.ports import GraphStore, Reader, Run
from graphsvc.domain.rows import EntityRow, LinkRow


class PublicReader(Reader):
    """The public claims of one consistent state.

    Public are the claims of datasets that are not private, and of the private ones those profiles whose
    visibility is `public`. Private datasets are not listed.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._datasets = [info for info in reader.datasets() if not is_private(info.id)]
        self._public = frozenset(info.id for info in self._datasets)

    def revision(self) -> int:
        return self._reader.revision()

    def datasets(self) -> list[DatasetInfo]:
        return list(self._datasets)

    def runs(self) -> Mapping[str, int]:
        return {name: run for name, run in self._reader.runs().items() if name in self._public}

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        rows = self._reader.entities(kinds, ids)
        return (row for row in rows if row.dataset in self._public or _published(row))

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        return (row for row in self._reader.links(kinds, ends) if row.dataset in self._public)


class PublicStore(GraphStore):
    """A store of which only the public claims can be read; what is written goes through as it is."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    @contextmanager
    def read(self) -> Iterator[Reader]:
        with self._store.read() as reader:
            yield PublicReader(reader)

    def loading(self, infos: Sequence[DatasetInfo], *, alone: bool = False) -> AbstractContextManager[Run]:
        return self._store.loading(infos, alone=alone)

    def write(self, info: DatasetInfo, claims: Iterable[Claim]) -> int:
        return self._store.write(info, claims)

    def delete(self, claims: Iterable[Claim]) -> int:
        return self._store.delete(claims)

    def retire(self, dataset: str) -> int:
        return self._store.retire(dataset)

    def revision(self) -> int:
        return self._store.revision()

    def writable(self) -> bool:
        return self._store.writable()

    def close(self) -> None:
        self._store.close()


def _published(row: EntityRow) -> bool:
    """Whether the person who wrote a claim made it public."""
    return row.kind == Profile.kind and json.loads(row.fields).get("visibility") == "public"
