"""How a cluster stands: its reach beyond the region, its place among its peers."""

from graphsvc.answers.catalog.network_position import peers, supra_regional
from graphsvc.domain import Claim
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
