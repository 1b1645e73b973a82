"""Every chain that ships is good, sealed, complete in both languages, and named after what it is."""

from pathlib import Path

import pytest

import graphsvc.taxonomy
from graphsvc.errors import UnknownId
from graphsvc.taxonomy import chain, chains, check_chain, load_chain

FOLDER = Path(graphsvc.taxonomy.__file__).parent / "data" / "chain"
FILES = sorted(FOLDER.glob("*.yml"))


def test_there_are_chains_of_two_industries() -> None:
    assert len({made.id for made in chains()}) >= 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_is_good_sealed_and_named_after_id_and_version(path: Path) -> None:
    assert check_chain(path) == ()
    made = load_chain(path)
    assert made.seal == made.fingerprint()
    assert path.name == f"{made.id}-{made.version}.yml"
    assert all(stage.keywords and {"de", "en"} <= set(stage.keywords) for stage in made.stages)
    assert all(stage.nace for stage in made.stages)
    assert all(stage.serves for stage in made.stages if stage.role == "support")


def test_food_processing_has_the_stages_of_its_definition() -> None:
    food = chain("food-processing")
    assert [stage.id for stage in food.required if stage.role == "flow"] == [
        "primary-production",
        "processing",
        "packaging",
        "distribution",
    ]
    assert [stage.id for stage in food.required if stage.role == "support"] == [
        "machinery",
        "quality",
        "research",
    ]
    assert [stage.id for stage in food.children("distribution")] == ["logistics", "wholesale", "retail"]
    assert {stage.id for stage in food.stages if not stage.required and stage.parent is None} == {
        "ingredients",
        "food-service",
        "by-products",
    }
    assert {stage.depth for stage in food.stages} == {2}
    assert food.family("distribution") == ("distribution", "logistics", "wholesale", "retail")


def test_newest_version_is_taken_unless_said(tmp_path: Path) -> None:
    text = (FOLDER / "health-technology-1.0.yml").read_text(encoding="utf-8")
    for version in ("1.2", "1.10"):
        lines = [line for line in text.splitlines() if not line.startswith("seal:")]
        body = "\n".join(lines).replace('version: "1.0"', f'version: "{version}"')
        (tmp_path / f"health-technology-{version}.yml").write_text(body, encoding="utf-8")
    assert chain("health-technology", folders=[tmp_path]).version == "1.10"
    assert chain("health-technology", "1.2", folders=[tmp_path]).version == "1.2"
    assert chain("health-technology").version == "1.1"


def test_unknown_names_are_said() -> None:
    with pytest.raises(UnknownId, match="shoes"):
        chain("shoes")
    with pytest.raises(UnknownId, match=r"9\.9"):
        chain("food-processing", "9.9")
    with pytest.raises(UnknownId, match="tanning"):
        chain("food-processing").stage("tanning")
    assert chain("food-processing").stage("food-processing/quality").id == "quality"
