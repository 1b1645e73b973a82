"""Stages of clusters: what their name, sectors and statements show, and what they do not."""

import pytest

from graphsvc.coverage.cluster_inference import ClusterText, cluster_guesses
from graphsvc.coverage.inference import StageClassifier
from graphsvc.taxonomy import chain


def stages(name: str, cluster: ClusterText) -> dict[str, tuple[str, ...]]:
    found = cluster_guesses(StageClassifier(chain(name)), cluster)
    return {guess.stage: guess.words for guess in found if guess.confidence >= 0.5}


def test_a_sector_that_works_for_every_industry_shows_its_own_stage_alone() -> None:
    said = {"für Lebensmittel, Maschinen und Verpackung": frozenset[str]()}
    cluster = ClusterText("Netz Nord", ("logistics",), said)
    assert stages("food-processing", cluster) == {"logistics": ("logistics",)}
    assert stages("energy", cluster) == {}


def test_a_sector_shows_its_stage_with_its_words() -> None:
    found = stages("food-processing", ClusterText("Netz", ("food industry",)))
    assert found == {"processing": ("food industry",)}
    both = {"primary-production": ("agri-food",), "processing": ("agri-food",)}
    assert stages("food-processing", ClusterText("Netz", ("agri-food",))) == both
    beside = stages("food-processing", ClusterText("Netz", ("food quality", "agri-food")))
    assert set(beside) == {"quality"}


def test_medical_technology_is_read_in_english_as_in_german() -> None:
    for sector in ("medical technology", "Medizintechnik"):
        assert set(stages("health-technology", ClusterText("Netz", (sector,)))) == {"development"}
    said = {
        "zwei Felder: Gesundheit (Smart Health) und Produktion": frozenset(("microelectronics/products",))
    }
    found = stages("health-technology", ClusterText("Netz", ("microsystems",), said))
    assert found["digital-health"] == ("Smart Health",)


def test_packaging_of_chips_is_no_packaging_of_food() -> None:
    said = {"Waferlevel-Packaging für Sensoren": frozenset[str]()}
    cluster = ClusterText("Netz", ("microelectronics",), said)
    assert stages("food-processing", cluster) == {}
    assert set(stages("microelectronics", cluster)) == {"fabrication", "packaging"}


@pytest.mark.parametrize(
    ("read", "found"), [(frozenset(), {"recycling"}), (frozenset(("plastics/materials",)), set())]
)
def test_words_that_a_person_read_for_the_chain_show_no_further_stage_by_cues(
    read: frozenset[str], found: set[str]
) -> None:
    cluster = ClusterText("Netz", ("textiles",), {"recycling and raw material": read})
    assert set(stages("plastics", cluster)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("aus den Bereichen Zulieferung, Maschinenbau und Beratung", {"equipment"}),
        ("an der Produktion, dem Service und dem Betrieb von Fahrzeugen", {"service", "operation"}),
        ("Maschinenbau für Zulieferer", set()),
        ("Messen zum Maschinenbau, Beratung, Schulung", set()),
        ("Forschung und Entwicklung, Beratung, Schulung", {"research"}),
        ("Trade- und Servicebüro, Beratung, Schulung", set()),
    ],
)
def test_whole_items_of_a_list_show_stages_beside_those_a_person_read(text: str, found: set[str]) -> None:
    read = frozenset(("automotive/production",))
    cluster = ClusterText("Netz", ("automotive",), {text: read})
    assert set(stages("automotive", cluster)) - {"production", "supply"} == found
    abroad = ClusterText("Netz", ("textiles",), {text: read})
    assert set(stages("automotive", abroad)) - {"production", "supply"} == set(), "of another field"
