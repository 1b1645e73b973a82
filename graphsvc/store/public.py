"""What readers may see: a store without what people keep to themselves, but for some member lists."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from typing import TypeVar

from graphsvc.domain import Claim, DatasetInfo, Profile, is_private
from graphsvc.domain.dataset import shown_as
from graphsvc.domain.ports import GraphStore, Reader, Run
from graphsvc.domain.rows import EntityRow, LinkRow, sort_key

R = TypeVar("R", EntityRow, LinkRow)


class PublicReader(Reader):
    """The claims of one consistent state that some readers may see.

    Those are the claims of datasets that are not private, of the private ones those profiles whose
    visibility is `public`, and the member lists `shown`, which go by the name `shown_as` here, so that they
    count like what is public. Other private datasets are not listed.
    """

    def __init__(self, reader: Reader, shown: Collection[str] = ()) -> None:
        self._reader = reader
        known = reader.datasets()
        lists = {info.id: _not_public(info) for info in known if info.id in shown}
        public = [info for info in known if not is_private(info.id)]
        self._datasets = sorted([*public, *lists.values()], key=lambda info: info.id)
        self._names = {info.id: info.id for info in public} | {old: new.id for old, new in lists.items()}
        self._renames = bool(lists)

    def revision(self) -> int:
        return self._reader.revision()

    def datasets(self) -> list[DatasetInfo]:
        return list(self._datasets)

    def runs(self) -> Mapping[str, int]:
        return {self._names[name]: run for name, run in self._reader.runs().items() if name in self._names}

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        rows = self._reader.entities(kinds, ids)
        return self._named(row for row in rows if row.dataset in self._names or _published(row))

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        return self._named(row for row in self._reader.links(kinds, ends) if row.dataset in self._names)

    def _named(self, rows: Iterator[R]) -> Iterator[R]:
        """The rows with the names that their datasets have here, still sorted by `sort_key`."""
        if not self._renames:
            return rows
        return (
            row
            for _, claims in groupby(rows, key=lambda row: sort_key(row)[:-2])
            for row in sorted((self._renamed(one) for one in claims), key=sort_key)
        )

    def _renamed(self, row: R) -> R:
        return row._replace(dataset=self._names.get(row.dataset, row.dataset))


class PublicStore(GraphStore):
    """A store of which only public claims and the member lists `shown` can be read.

    What is written goes through as it is.
    """

    def __init__(self, store: GraphStore, shown: Collection[str] = ()) -> None:
        self._store, self._shown = store, shown

    @contextmanager
    def read(self) -> Iterator[Reader]:
        with self._store.read() as reader:
            yield PublicReader(reader, self._shown)

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


def _not_public(info: DatasetInfo) -> DatasetInfo:
    """A member list as it is listed in a view."""
    names = {"title": f"{info.title} (not public)", "title_de": f"{info.title_de} (nicht öffentlich)"}
    return info.model_copy(update={"id": shown_as(info.id), **names})


def _published(row: EntityRow) -> bool:
    """Whether the person who wrote a claim made it public."""
    return row.kind == Profile.kind and json.loads(row.fields).get("visibility") == "public"
