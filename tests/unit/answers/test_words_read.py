"""What is told of an inferred stage: the words that stand in a text, and where; never the id of a kind."""

from graphsvc.state.stage_holders import facts_of_stages
from tests.support.claims import cluster, membership, organization, participation, project
from tests.unit.answers.conftest import World


def told(world: World, name: str, kind: str, stage: str, title: str = "Rivers") -> tuple[str | None, str]:
    graph = world(
        cluster("north", name="North", sectors=("food processing",)),
        organization("a", name=name, organization_kind=kind),
        membership("a", "north"),
        participation("a", "p"),
        project("p", title=title),
    )
    node = graph.snapshot().organization("organization:a")
    (found,) = facts_of_stages(graph, node, [f"food-processing/{stage}"])
    return found.fact.words, str(found.fact.read_in)


def test_a_word_of_the_name_is_quoted(world: World) -> None:
    assert told(world, "Bäckerei Hansen", "company", "processing") == ("Bäckerei", "read in its name")


def test_an_institute_without_words_is_told_by_its_kind_and_the_field_of_its_cluster(world: World) -> None:
    found = told(world, "Max Muster", "research", "research")
    assert found == ("", "read in its kind and the field of its cluster")


def test_an_institute_with_projects_is_told_by_its_kind_and_the_words_of_these(world: World) -> None:
    found = told(world, "Max Muster", "research", "research", "Food from algae")
    assert found == ("food", "read in its kind and titles and topics of its projects")
