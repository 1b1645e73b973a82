"""Who does what lies next in the chain to a member that only a list knows: those on the same list first."""

from graphsvc.answers.coverage import CoverageAnswers
from graphsvc.answers.members import Members
from graphsvc.settings import Settings
from tests.support.claims import activity, cluster, organization
from tests.unit.answers.conftest import World

FOOD = "food-processing"
LIST = "Firma;Ort;Land\nBäckerei Hansen GmbH;Lübeck;DE\nNord Verpackungen GmbH;Kiel;DE\n"


def test_the_others_on_the_list_come_first_among_those_next_in_the_chain(world: World) -> None:
    graph = world(
        cluster("north", name="North e.V.", sectors=("food processing",)),
        organization("near", name="Near", country="DE", city="Lübeck", lat=53.87, lng=10.69),
        activity("organization:near", f"{FOOD}/packaging"),
    )
    members = Members(graph, Settings.model_validate({"home": graph.home}))
    members.decide(members.upload("cluster:north", "list.csv", LIST.encode()).token, {})
    baker, packer = (member.id for member in members.of("cluster:north"))

    def packers(listed_by: str | None) -> list[tuple[str, bool]]:
        gaps = CoverageAnswers(graph).complements(FOOD, baker, listed_by=listed_by)
        (row,) = [gap for gap in gaps if gap.stage.id == "packaging"]
        return [(closer.ref.id, closer.km is not None) for closer in row.closers]

    assert packers("cluster:north") == [(packer, True), ("organization:near", True)]
    assert packers(None) == [("organization:near", True)]
