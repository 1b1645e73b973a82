"""Tables put together from parts are those made at once."""

import sys
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from graphsvc import snapshot
from graphsvc.snapshot import Snapshot, Strings
from graphsvc.snapshot.columns import joined, reordered
from graphsvc.snapshot.model import Clusters
from tests.support.claims import cluster, organization, participation, project, relation
from tests.unit.snapshot.source import Claims

CLAIMS = [
    *(organization(f"o{number}", country=country) for number, country in enumerate(("FR", "DE", "AT", "DE"))),
    organization("o9"),
    relation("organization:o0", "organization:o3", "same_as"),
    *(cluster(f"c{number}", country="PL") for number in range(3)),
    *(project(f"p{number}", participants=number) for number in range(3)),
    participation("o1", "p0"),
    participation("o2", "p0"),
]


def columns(made: Snapshot) -> dict[str, list[object]]:
    tables: dict[str, Any] = {
        "organizations": made.organizations,
        "clusters": made.clusters,
        "projects": made.projects,
    }
    return {
        f"{name}.{field.name}": [
            value.item() if isinstance(value, np.generic) else value for value in getattr(table, field.name)
        ]
        for name, table in tables.items()
        for field in fields(table)
        if field.name not in ("lat", "lng")
    }


@pytest.mark.parametrize("part", [1, 2, 3])
def test_the_size_of_the_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    whole = snapshot.build(Claims(CLAIMS))
    monkeypatch.setattr(sys.modules["graphsvc.snapshot.build"], "_PART", part)
    made = snapshot.build(Claims(CLAIMS))
    assert made.digest == whole.digest
    assert columns(made) == columns(whole)
    assert made.countries == ("AT", "DE", "FR", "PL")
    assert [made.countries[code] if code >= 0 else "" for code in made.organizations.country] == [
        "FR",
        "DE",
        "AT",
        "",
    ]
    assert list(made.organizations.ids) == sorted(made.organizations.ids)
    assert made.projects.size.tolist() == [2, 1, 2]


def test_parts_are_joined_and_reordered_column_by_column() -> None:
    def table(*names: str) -> Clusters:
        ones = np.arange(len(names), dtype=np.int16)
        texts = Strings.of(names)
        return Clusters(texts, texts, ones, texts, ones.astype(np.float32), ones.astype(np.float32), texts)

    both = joined([table("ä", ""), table(), table("b")])
    assert list(both.ids) == ["ä", "", "b"]
    assert both.country.tolist() == [0, 1, 0]
    turned = reordered(both, np.array([2, 0]))
    assert list(turned.names) == ["b", "ä"]
    assert turned.country.tolist() == [0, 0]
