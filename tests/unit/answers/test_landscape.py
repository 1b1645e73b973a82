"""The table of all clusters says what the page of each cluster says."""

from graphsvc.answers.catalog import Catalog
from graphsvc.answers.programme import Programme
from graphsvc.answers.questions import LandscapeQuery
from graphsvc.state.graph import CurrentGraph
from tests.support.claims import cluster, membership, organization
from tests.unit.answers.conftest import World

ON = "2026-11-29"


def test_members_and_ties_are_those_of_the_page_of_each_cluster(seeds: CurrentGraph) -> None:
    catalog, rows = Catalog(seeds), Programme(seeds).landscape(LandscapeQuery(), ON)
    assert len(rows) == len(seeds.snapshot().clusters.ids)
    for row in rows:
        page = catalog.cluster(row.ref.id, sources=False)
        assert (row.members.known, row.members.stated) == (page.members_known.known, page.members_known.total)
        assert row.ties == len(page.ties)
        assert row.region == page.region
    assert max(row.members.known for row in rows) > 20
    assert max(row.ties for row in rows) > 5


def test_hidden_organizations_are_no_known_members(world: World) -> None:
    graph = world(
        cluster("c", name="C"),
        organization("a"),
        organization("b", person=True),
        membership("a", "c"),
        membership("b", "c"),
    )
    (row,) = Programme(graph).landscape(LandscapeQuery(), ON)
    assert row.members.known == 1
    assert (row.members.stated, row.stages, row.ties, row.labels) == (None, 0, 0, ())


def test_a_question_for_labels_leaves_these_labels_alone(seeds: CurrentGraph) -> None:
    programme = Programme(seeds)
    every = {row.ref.id: row for row in programme.landscape(LandscapeQuery(), ON)}
    assert {one.kind for one in every["cluster:fpi"].labels} == {
        "european-label", "german-food-clusters", "go-cluster",
    }  # fmt: skip
    for row in programme.landscape(LandscapeQuery(label="go-cluster"), ON):
        assert {one.kind for one in row.labels} == {"go-cluster"}
    then = programme.landscape(LandscapeQuery(label="european-label", state="valid"), "2016-06-30")
    assert [row.ref.id for row in then] == ["cluster:fpi"]
