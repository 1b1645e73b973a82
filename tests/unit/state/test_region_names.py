"""The regions of organizations and clusters are assigned anew only when what tells them has changed."""

from pathlib import Path

import pytest

from graphsvc.domain import Claim
from graphsvc.snapshot import build
from graphsvc.state.region_names import RegionNames, places
from tests.support.claims import cluster, membership, organization
from tests.unit.snapshot.source import Claims

WORLD = [
    organization("a", country="DE", city="Mannheim"),
    organization("b", country="DE", nuts="DE212"),
    cluster("c", country="DE", city="Kiel"),
]


def regions(claims: list[Claim], home: Path) -> RegionNames:
    return places(build(Claims(claims)), home)


def test_what_tells_no_region_leaves_them_as_they_are(tmp_path: Path) -> None:
    before = regions(WORLD, tmp_path)
    assert before.organizations == ("DE126", "DE212")
    assert before.clusters == ("DEF02",)
    after = regions([*WORLD, membership("a", "c")], tmp_path)
    assert (after.organizations, after.clusters) == (before.organizations, before.clusters)
    assert len(list((tmp_path / "places").iterdir())) == 1


@pytest.mark.parametrize(
    ("row", "changed", "organizations", "clusters"),
    [
        (0, organization("a", country="DE", city="Kiel"), ("DEF02", "DE212"), ("DEF02",)),
        (0, organization("a", country="AT", city="Wien"), ("AT130", "DE212"), ("DEF02",)),
        (0, organization("a", country="DE", lat=52.52, lng=13.4), ("DE300", "DE212"), ("DEF02",)),
        (1, organization("b", country="DE", nuts="DE300"), ("DE126", "DE300"), ("DEF02",)),
        (2, cluster("c", country="DE", city="Mannheim"), ("DE126", "DE212"), ("DE126",)),
        (2, cluster("c", country="DE", nuts="DE300"), ("DE126", "DE212"), ("DE300",)),
    ],
)
def test_what_tells_a_region_counts_at_once(
    tmp_path: Path, row: int, changed: Claim, organizations: tuple[str, ...], clusters: tuple[str, ...]
) -> None:
    regions(WORLD, tmp_path)
    found = regions([*WORLD[:row], changed, *WORLD[row + 1 :]], tmp_path)
    assert (found.organizations, found.clusters) == (organizations, clusters)


def test_who_is_hidden_counts_no_longer(tmp_path: Path) -> None:
    assert regions(WORLD, tmp_path).counted["DE126"] == 1
    hidden = organization("a", country="DE", city="Mannheim", person=True)
    assert regions([hidden, *WORLD[1:]], tmp_path).counted.get("DE126", 0) == 0
