"""What candidates outside a set would add, against counting the set with each of them."""

import numpy as np
import pytest

from graphsvc.coverage import ChainIndex, build_index, select
from graphsvc.coverage.closers import GapClosers, cluster_closers, organization_closers
from graphsvc.coverage.suppliers import suppliers
from graphsvc.taxonomy import ChainStage
from tests.unit.coverage.worlds import World, chain_of

ABC = chain_of("a", "b", "c")


def drawn(seed: int) -> tuple[World, list[str], list[str]]:
    """Clusters that share members, hold stages by themselves and are run by organizations."""
    rng = np.random.default_rng(seed)
    world = World()
    clusters = [world.cluster(f"c{i}") for i in range(rng.integers(2, 6))]
    organizations = []
    for i in range(rng.integers(2, 9)):
        homes = [cluster for cluster in clusters if rng.random() < 0.35]
        organizations.append(world.organization(f"o{i}", *homes))
    for performer in [*clusters, *organizations]:
        for stage in "abc":
            if rng.random() < 0.4:
                world.does(performer, stage, "stated" if rng.random() < 0.6 else "inferred")
    for organization in organizations:
        if rng.random() < 0.3:
            world.runs(organization, clusters[rng.integers(len(clusters))])
    return world, clusters, organizations


def counted(index: ChainIndex, ids: list[str], *, strict: bool) -> list[int]:
    given: list[int] = suppliers(index, select(index, ids), strict=strict).tolist()
    return given


def told(index: ChainIndex, found: GapClosers, kind: str) -> dict[str, list[int]]:
    table = getattr(index.snapshot, f"{kind}s")
    return {table.ids[int(row)]: adds for row, adds in zip(found.rows, found.adds.tolist(), strict=True)}


@pytest.mark.parametrize("block", range(5))
def test_what_candidates_add_equals_the_set_counted_with_them(block: int) -> None:
    for seed in range(20 * block, 20 * block + 20):
        world, clusters, organizations = drawn(seed)
        index, strict = build_index(world.snapshot(), ABC), seed % 2 == 0
        rng = np.random.default_rng(seed)
        of = sorted({str(one) for one in rng.choice([*clusters, *organizations], rng.integers(0, 4))})
        chosen = select(index, of)
        before = np.array(counted(index, of, strict=strict))
        inside = {index.snapshot.organizations.ids[int(row)] for row in chosen.brings.indices}
        hidden = np.zeros(len(organizations), dtype=bool)
        made = {
            "cluster": cluster_closers(index, chosen, strict=strict),
            "organization": organization_closers(index, chosen, hidden, strict=strict),
        }
        for kind, everybody in (("cluster", clusters), ("organization", organizations)):
            expected = {}
            for one in sorted({*everybody} - {*of} - inside):
                adds = np.array(counted(index, [*of, one], strict=strict)) - before
                if ((adds > 0) & (before < index.depth)).any():
                    expected[one] = adds.tolist()
            assert told(index, made[kind], kind) == expected, (seed, kind)


def test_opened_deepened_and_filled_stages_are_counted() -> None:
    world = World()
    x, y = world.cluster("x"), world.cluster("y")
    world.does(world.organization("one", x), "a")
    for name, stages in (("p", "ab"), ("q", "b"), ("r", "b")):
        organization = world.organization(name, y)
        for stage in stages:
            world.does(organization, stage)
    index = build_index(world.snapshot(), ABC)
    found = cluster_closers(index, select(index, [x]))
    assert found.adds.tolist() == [[1, 3, 0]]
    assert (found.opens.tolist(), found.deepens.tolist(), found.fills.tolist()) == ([1], [2], [3])


def test_hidden_organizations_and_those_of_the_set_are_never_suggested() -> None:
    world = World()
    x = world.cluster("x")
    for name in ("m", "n", "o"):
        world.does(world.organization(name, *([x] if name == "m" else [])), "a")
    index = build_index(world.snapshot(), ABC)
    found = organization_closers(index, select(index, [x]), np.array([False, True, False]))
    assert told(index, found, "organization") == {"organization:o": [1, 0, 0]}


def test_the_office_of_a_cluster_does_not_deepen_what_the_cluster_holds_by_itself() -> None:
    world = World()
    x = world.cluster("x")
    office = world.organization("office")
    world.runs(office, x)
    for performer in (x, office):
        world.does(performer, "a")
    index = build_index(world.snapshot(), ABC)
    assert not len(organization_closers(index, select(index, [x]), np.array([False])).rows)


def test_nobody_is_suggested_where_nothing_is_missing_or_nobody_holds_it() -> None:
    world = World()
    x, y = world.cluster("x"), world.cluster("y")
    for name, home in (("m", x), ("n", x), ("o", y)):
        world.does(world.organization(name, home), "a")
    index = build_index(world.snapshot(), chain_of("a"))
    assert not len(cluster_closers(index, select(index, [x])).rows)
    index = build_index(World().snapshot(), ABC)
    assert not len(cluster_closers(index, select(index, [])).rows)
    assert not len(organization_closers(index, select(index, []), np.zeros(0, dtype=bool)).rows)


def test_only_required_stages_are_opened_and_only_those_that_lack_something_deepened() -> None:
    """We have two suppliers of a (enough), one of b; c is not required."""
    optional = ChainStage("c", "flow", False, 2, {"en": "c"}, {"en": "c"})
    world = World()
    x, y = world.cluster("x"), world.cluster("y")
    for name, stages in (("one", "ab"), ("two", "a")):
        organization = world.organization(name, x)
        for stage in stages:
            world.does(organization, stage)
    other = world.organization("other", y)
    for stage in "abc":
        world.does(other, stage)
    index = build_index(world.snapshot(), chain_of("a", "b", optional))
    found = cluster_closers(index, select(index, [x]))
    assert (found.opens.tolist(), found.deepens.tolist(), found.fills.tolist()) == ([0], [1], [1])
