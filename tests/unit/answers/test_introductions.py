"""A path to an introduction leads over shown organizations alone, also where a shorter one would not."""

from pathlib import Path

from graphsvc.answers.matching import Matching
from graphsvc.domain import Claim
from graphsvc.state.graph import CurrentGraph
from tests.support.addresses import DIL
from tests.support.claims import cluster, membership, organization, participation, project, relation
from tests.unit.answers.conftest import World


def together(*pairs: str) -> list[Claim]:
    """A project of its own for each pair of organizations."""
    return [
        claim
        for pair in pairs
        for claim in (project(pair), participation(pair[0], pair), participation(pair[1], pair))
    ]


def way(world: World, home: Path, *claims: Claim) -> list[str]:
    found = Matching(world(*claims), home).introduction("organization:a", "organization:b")
    return [step.ref.id.removeprefix("organization:") for step in found.steps]


def test_the_way_goes_around_a_person(world: World, tmp_path: Path) -> None:
    others = [organization(key, name=key.upper()) for key in "abcd"]
    claims = [*others, organization("h", name="H", person=True), *together("ah", "hb", "ac", "cd", "db")]
    assert way(world, tmp_path, *claims) == ["a", "c", "d", "b"]


def test_the_shortest_way_is_taken_where_everybody_on_it_is_shown(world: World, tmp_path: Path) -> None:
    claims = [organization(key, name=key.upper()) for key in "abcdh"] + together("ah", "hb", "ac", "cd", "db")
    assert way(world, tmp_path, *claims) == ["a", "h", "b"]


def test_there_is_no_way_where_a_person_stands_on_every_one(world: World, tmp_path: Path) -> None:
    others = [organization(key, name=key.upper()) for key in "ab"]
    assert (
        way(world, tmp_path, *others, organization("h", name="H", person=True), *together("ah", "hb")) == []
    )


def over_clusters(
    world: World, home: Path, source: str, target: str, *claims: Claim
) -> list[tuple[str, str]]:
    found = Matching(world(*claims), home).introduction(source, target)
    return [(step.ref.id, str(step.how or "")) for step in found.steps]


def test_where_no_project_leads_there_ties_of_clusters_do(world: World, tmp_path: Path) -> None:
    claims = [
        organization("b", name="B"),
        cluster("one", name="One e.V."),
        cluster("two", name="Two e.V."),
        relation("cluster:one", "cluster:two", "cooperates"),
        relation("organization:b", "cluster:two", "runs"),
    ]
    assert over_clusters(world, tmp_path, "cluster:one", "organization:b", *claims) == [
        ("cluster:one", ""),
        ("cluster:two", "cooperation of the clusters, on record"),
        ("organization:b", "runs or hosts the office of the cluster"),
    ]


def test_a_member_is_reached_by_its_cluster_and_nobody_by_a_person(world: World, tmp_path: Path) -> None:
    claims = [
        *[organization(key, name=key.upper()) for key in "ab"],
        organization("h", name="H", person=True),
        cluster("one", name="One"),
        cluster("two", name="Two"),
        membership("a", "one"),
        membership("h", "one"),
        membership("h", "two"),
        membership("b", "two"),
    ]
    assert over_clusters(world, tmp_path, "organization:a", "organization:b", *claims) == []
    assert over_clusters(world, tmp_path, "organization:a", "cluster:one") == [
        ("organization:a", ""),
        ("cluster:one", "member of the cluster"),
    ]


def test_foodregio_reaches_the_institute_by_the_cluster_that_sits_there(seeds: CurrentGraph) -> None:
    found = Matching(seeds, seeds.home).introduction("cluster:foodregio", DIL)
    assert [step.ref.id for step in found.steps] == ["cluster:foodregio", "cluster:nieke", DIL]
    assert found.sentence.values == {"name": "NieKE"}
