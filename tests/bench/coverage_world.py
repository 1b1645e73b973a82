"""A large synthetic world for the coverage benchmark: rows as a store would read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from graphsvc.domain import DatasetInfo
from graphsvc.domain.rows import EntityRow, LinkRow
from graphsvc.taxonomy import chain

_WORDS = ["Molkerei", "Saatzucht", "Verpackung", "Landtechnik", "Logistik", "Brauerei", "Holding", "Service"]


@dataclass
class Synthetic:
    """Organizations in clusters, each with up to three stages and a name that may say another."""

    organizations: int
    clusters: int
    seed: int

    def revision(self) -> int:
        """Always the first."""
        return 1

    def datasets(self) -> list[DatasetInfo]:
        """The one dataset."""
        return [DatasetInfo(id="s", title="Synthetic")]

    def entities(self, kinds: Iterable[str] | None = None) -> Iterator[EntityRow]:
        """Clusters, then organizations, by id."""
        del kinds
        for i in range(self.clusters):
            yield _entity(f"cluster:c{i:05}", "cluster", f'{{"name":"Cluster {i}"}}')
        for i in range(self.organizations):
            name = f'{{"name":"{_WORDS[i % len(_WORDS)]} {i}","organization_kind":"company"}}'
            yield _entity(f"organization:o{i:07}", "organization", name)

    def links(self, kinds: Iterable[str] | None = None) -> Iterator[LinkRow]:
        """Memberships and activities."""
        wanted = None if kinds is None else set(kinds)
        rng = np.random.default_rng(self.seed)
        food = chain("food-processing")
        homes = rng.integers(0, self.clusters, (self.organizations, 2))
        stages = rng.integers(0, len(food.stages) * 2, (self.organizations, 3))
        for i in range(self.organizations):
            identifier = f"organization:o{i:07}"
            if wanted is None or "member_of" in wanted:
                for home in sorted(set(homes[i].tolist())):
                    yield _link(identifier, f"cluster:c{home:05}", "member_of")
            if wanted is None or "performs" in wanted:
                for stage in sorted(set(stages[i].tolist())):
                    if stage < len(food.stages):
                        yield _link(identifier, food.ref(food.stages[stage]), "performs")


def _entity(identifier: str, kind: str, fields: str) -> EntityRow:
    return EntityRow(identifier, kind, "s", "stated", "", "2020", None, None, None, fields)


def _link(source: str, target: str, kind: str) -> LinkRow:
    return LinkRow(source, target, kind, "", "s", "stated", "", "2020", None, None, None, "{}")
