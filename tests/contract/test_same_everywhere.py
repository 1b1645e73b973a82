"""The same data in both stores: equal rows, equal digest, byte-identical snapshots, whatever the history."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc import snapshot
from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import GraphStore
from graphsvc.state.backup import restore_backup, write_backup
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.sqlite import SqliteStore
from tests.contract.store_base import load, shown
from tests.support.claims import (
    activity,
    cluster,
    evidence,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)

pytestmark = pytest.mark.neo4j

DATASETS = (info("alpha", retrieved="2024-05-01"), info("beta", priority=2), info("person", priority=9))


def world(dataset: str, seed: int) -> list[Claim]:
    """Some 300 claims of one dataset that overlap with those of the others."""
    pick = random.Random(seed)
    keys = [f"pic-{number}" for number in pick.sample(range(90, 190), 60)]
    projects = [f"grant-{number}" for number in pick.sample(range(40), 25)]
    clusters = ["c-1", "c-2", "C-3"]
    claims: list[Claim] = [
        organization(
            key,
            dataset,
            pick.choice(["stated", "stated", "confirmed"]),
            name=pick.choice([None, f"Ärzte & \u2028{key} \U0001f9c0", f"NAME OF {key}"]),
            country=pick.choice([None, "DE", "AT"]),
            lat=pick.choice([None, pick.uniform(40, 60)]),
            sme=pick.choice([None, True, False]),
        )
        for key in keys
    ]
    claims += [cluster(key, dataset, name=f"Cluster {key} of {dataset}") for key in clusters]
    claims += [project(key, dataset, start=str(pick.randint(2000, 2020))) for key in projects]
    for _ in range(150):
        says = evidence(dataset, "inferred", confidence=pick.random(), citation=f"row {pick.random()}")
        claims.append(participation(pick.choice(keys), pick.choice(projects), dataset, evidence=says))
    claims += [membership(key, pick.choice(clusters), dataset, start="2010") for key in keys[:20]]
    claims += [activity(f"organization:{key}", f"food/s{pick.randint(1, 5)}", dataset) for key in keys[:30]]
    pairs = zip(keys[:10], keys[10:20], strict=True)
    claims += [relation(f"organization:{a}", f"organization:{b}", "same_as", dataset) for a, b in pairs]
    return claims


@pytest.fixture
def stores(tmp_path: Path, neo4j_url: str) -> Iterator[tuple[GraphStore, GraphStore]]:
    both = (SqliteStore(tmp_path / "graph.db"), Neo4jStore(neo4j_url))
    yield both
    for store in both:
        store.close()


def fill(store: GraphStore, seed: int) -> None:
    """The same claims at the end, by a way that depends on `seed`."""
    pick = random.Random(seed)
    order = list(enumerate(DATASETS))
    pick.shuffle(order)
    for number, dataset in order:
        claims = world(dataset.id, number)
        if pick.random() < 0.5:
            load(store, DatasetInfo(id=dataset.id, title="before"), world(dataset.id, number + 10))
        if pick.random() < 0.5:
            load(store, dataset, claims)
        else:
            load(store, dataset, claims[:3])
            store.write(dataset, claims)


def test_digest_rows_and_snapshots_are_the_same(
    stores: tuple[GraphStore, GraphStore], tmp_path: Path
) -> None:
    saved = []
    for seed, store in enumerate(stores):
        fill(store, seed)
        with store.read() as reader:
            built = snapshot.build(reader)
            assert built.digest == reader.digest()
        folder = tmp_path / f"snapshot-{seed}"
        snapshot.save(replace(built, revision=0), folder)
        saved.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    first, second = stores
    assert len(shown(first)) > 800
    assert shown(first) == shown(second)
    assert saved[0] == saved[1]
    with first.read() as one, second.read() as two:
        assert one.digest() == two.digest()
        assert one.datasets() == two.datasets() == sorted(DATASETS, key=lambda item: item.id)


def test_a_backup_of_one_store_is_restored_into_the_other(
    stores: tuple[GraphStore, GraphStore], tmp_path: Path
) -> None:
    first, second = stores
    fill(first, 0)
    made = write_backup(first, tmp_path, tmp_path / "backup", "2026-01-02")
    restore_backup(tmp_path / "backup", second, tmp_path)
    assert shown(second) == shown(first)
    again = write_backup(second, tmp_path, tmp_path / "again", "2026-01-02")
    assert again.model_copy(update={"runs": made.runs}) == made
    restore_backup(tmp_path / "again", first, tmp_path, replace=True)
    with first.read() as one, second.read() as two:
        assert one.digest() == two.digest() == made.digest
        assert one.datasets() == two.datasets()
