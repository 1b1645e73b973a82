"""Whether a company would use, build or prove a result: by its name, its project and what is asked for."""

import pytest

from graphsvc.answers.matching.roles import Thing, role, thing
from tests.support.claims import organization
from tests.unit.answers.conftest import World

DEVICE = "Eine Kamera am Förderband und eine Maschine, die Knochen aussortiert."
MATERIAL = "A coating of whey and a biodegradable film for trays; the coating is edible."
TEST = "Ein Schnelltest mit Teststreifen weist Keime in Milch nach."


def test_what_a_description_is_about() -> None:
    assert thing(DEVICE) == Thing("device", ("Kamera", "Maschine"))
    assert thing(MATERIAL) == Thing("material", ("coating", "film"))
    assert thing(TEST) == Thing("test", ("Schnelltest", "Teststreifen"))
    assert thing("Wie Menschen in Klöstern fasteten.") is None


@pytest.mark.parametrize(
    ("name", "asked", "title", "group"),
    [
        ("Alfa Chemicals", None, "Better cleaning", "build"),
        ("Alfa Chemicals", MATERIAL, "Better cleaning", "build"),
        ("Alfa Chemicals", DEVICE, "Better cleaning", "use"),
        ("Alfa Chemicals Equipment", DEVICE, "Better cleaning", "build"),
        ("Beta Laboratories", MATERIAL, "A sensor for milk", "prove"),
        ("Beta Laboratories", TEST, "A sensor for milk", "build"),
        ("Beta Laboratories", TEST, "Better cleaning", "prove"),
        ("Gamma Dairy", DEVICE, "A sensor for milk", "use"),
        ("Delta", DEVICE, "A sensor for milk", "build"),
        ("Delta", DEVICE, "Better cleaning", "unsure"),
    ],
)
def test_the_group_follows_from_the_company_and_what_is_asked(
    world: World, name: str, asked: str | None, title: str, group: str
) -> None:
    graph = world(organization("a", name=name))
    found = role(graph, 0, title=title, responsible=True, asked=thing(asked) if asked else None)
    assert found.group == group
    assert (found.because is None) == (group == "unsure")


def test_who_only_took_part_has_not_built_it(world: World) -> None:
    graph = world(organization("a", name="Beta Laboratories"))
    assert role(graph, 0, title="A sensor for milk", responsible=False, asked=thing(TEST)).group == "prove"


def test_the_words_that_decide_are_told(world: World) -> None:
    graph = world(organization("a", name="Alfa Chemicals"))
    because = role(graph, 0, title="", responsible=False, asked=thing(DEVICE)).because
    assert because is not None
    assert because.values == {"words": ("Chemicals",), "asked": ("Kamera", "Maschine")}
