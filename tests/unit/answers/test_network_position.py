"""How a cluster stands: its reach beyond the region, its place among its peers."""

from itertools import combinations

import numpy as np
import pytest

from graphsvc.answers.catalog.network_position import peers, supra_regional
from graphsvc.arrays import Float64s
from graphsvc.domain import Claim
from graphsvc.state.cluster_figures import quartile
from tests.support.claims import cluster, membership, organization, participation, project
from tests.unit.answers.conftest import World


def test_the_supra_regional_share_is_that_of_ties_out_of_the_region(world: World) -> None:
    """Eight partners, six of them in another region."""
    places = ["DE94E"] * 6 + ["DEF03"] * 2
    partners = [organization(f"p{number}", nuts=nuts) for number, nuts in enumerate(places)]
    graph = world(
        cluster("c", name="C"),
        organization("hub", nuts="DEF02"),
        membership("hub", "c"),
        *partners,
        *(project(str(number)) for number in range(8)),
        *(participation("hub", str(number)) for number in range(8)),
        *(participation(f"p{number}", str(number)) for number in range(8)),
    )
    assert supra_regional(graph, graph.snapshot().cluster("cluster:c")) == (6 / 8, 8)


def with_projects(world: World, most: int) -> list[dict[str, int]]:
    """The quartiles by figure of clusters with one, two, … to `most` projects."""
    claims: list[Claim] = []
    for count in range(1, most + 1):
        name = f"c{count}"
        claims += [cluster(name, name=name), organization(name), membership(name, name)]
        for number in range(count):
            claims += [project(f"{name}-{number}"), participation(name, f"{name}-{number}")]
    graph = world(*claims)
    rows = [graph.snapshot().cluster(f"cluster:c{count}") for count in range(1, most + 1)]
    return [{row.id: row.quartile for row in peers(graph, row)} for row in rows]


def test_quartiles_begin_with_the_highest(world: World) -> None:
    assert [one["projects"] for one in with_projects(world, 8)] == [4, 4, 3, 3, 2, 2, 1, 1]


def test_fewer_than_eight_clusters_are_no_peers(world: World) -> None:
    assert with_projects(world, 7) == [{}] * 7


@pytest.mark.parametrize("n", range(8, 13))
def test_no_two_views_together_tell_the_value_of_a_third_cluster(n: int) -> None:
    """Another world, in which the third has another value, looks the same in both views."""
    random = np.random.default_rng(n)
    for most in (2, 5, 40):
        values = random.integers(1, most, n, endpoint=True).astype(np.float64)
        for pair in combinations(range(n), 2):
            seen = [quartile(values, one) for one in pair]
            assert None not in seen
            for third in set(range(n)) - {*pair}:
                assert any(
                    other[third] != values[third] and [quartile(other, one) for one in pair] == seen
                    for other in other_worlds(values, third, pair)
                ), (values, pair, third)


def other_worlds(values: Float64s, third: int, pair: tuple[int, int]) -> list[Float64s]:
    """The third cluster with each other value alone, or with that of a fourth, which takes the third's."""
    found = []
    for value in range(1, int(values.max()) + 2):
        changed = values.copy()
        changed[third] = value
        found.append(changed)
    for fourth in set(range(len(values))) - {third, *pair}:
        changed = values.copy()
        changed[[third, fourth]] = values[[fourth, third]]
        found.append(changed)
    return found


def test_with_seven_clusters_or_without_a_figure_of_ones_own_there_is_no_view() -> None:
    assert quartile(np.arange(1.0, 8.0), 3) is None
    assert quartile(np.arange(0.0, 9.0), 0) is None
    assert quartile(np.arange(0.0, 9.0), 1) == (4, 8)
