"""The seeds say what they are, load without a refused row, and hold no personal data."""

import csv
import gzip
import io
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from graphsvc.domain.ports import GraphStore, opened
from graphsvc.ingest.load import load
from graphsvc.ingest.mapping import read_dataset, read_mapping
from graphsvc.ingest.reference import cities, countries, nuts_regions
from graphsvc.ingest.report import Report
from graphsvc.settings import packaged
from graphsvc.store.sqlite import SqliteStore

SEEDS = packaged("seeds")
DATASETS = sorted(path.parent for path in SEEDS.glob("*/dataset.yml"))
FOCUS = {
    "foodregio": {"processing", "machinery", "packaging", "distribution"},
    "nieke": {"primary-production", "processing", "quality", "research"},
    "fpi": {"processing", "machinery", "research"},
    "giqs": {"quality"},
}


def rows(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GraphStore, dict[str, Report]]]:
    with opened(SqliteStore(tmp_path_factory.mktemp("seeds") / "store.db")) as store:
        yield store, {folder.name: load(folder, store) for folder in DATASETS}


def test_the_datasets_load_in_the_order_of_their_names(loaded: tuple[GraphStore, dict[str, Report]]) -> None:
    _, reports = loaded
    assert list(reports) == ["clusters", "food", "relations"]
    assert all(report.refused == () and report.warnings == () for report in reports.values())
    assert reports["clusters"].claims == {"cluster": 77, "activity": 12}
    assert reports["food"].claims == {"organization": 2692, "project": 611, "participation": 5823}
    assert reports["food"].persons == ()


def test_repairs_are_told_cell_by_cell(loaded: tuple[GraphStore, dict[str, Report]]) -> None:
    reasons = Counter(issue.reason for issue in loaded[1]["food"].corrected)
    assert reasons["country code UK repaired to GB"] == 228
    assert reasons["country code EL repaired to GR"] == 60


@pytest.mark.parametrize("folder", DATASETS, ids=lambda folder: folder.name)
def test_every_dataset_names_licence_source_and_reasons(folder: Path) -> None:
    info, assertions = read_dataset(folder)
    read_mapping(folder / "mapping.yml")
    assert info.id == folder.name
    assert info.licence
    assert info.source
    assert info.attribution
    assert info.title_de
    assert assertions


def test_the_four_food_clusters_hold_exactly_what_sources_name(
    loaded: tuple[GraphStore, dict[str, Report]],
) -> None:
    store, _ = loaded
    with store.read() as reader:
        found = list(reader.links(("performs",)))
    held: dict[str, set[str]] = {}
    for link in found:
        held.setdefault(link.source.partition(":")[2], set()).add(link.target.partition("/")[2])
    assert held == FOCUS
    assert all(link.words and link.citation and link.basis == "stated" for link in found)


def test_statements_are_short_quotations_with_their_source() -> None:
    found = rows(SEEDS / "clusters" / "statements.csv")
    assert {row["scope"] for row in found} == {"focus", "general"}
    assert {row["cluster"] for row in found if row["scope"] == "general"} == set(FOCUS)
    for row in found:
        assert 0 < len(row["words"].split()) <= 20
        assert row["citation"].startswith("http")
        assert row["language"] in ("de", "en")
        assert row["read"] in ("page", "quoted")
        assert row["date_read"]
        assert bool(row["stage"]) == (row["scope"] == "focus")
    chain = "together represent the complete value chain in food processing"
    assert sum(row["words"] == chain for row in found) == 4


def test_clusters_lie_where_reference_tables_know() -> None:
    found = rows(SEEDS / "clusters" / "clusters.csv")
    assert Counter(row["country"] for row in found)["DE"] == 55
    for row in found:
        assert row["country"] in countries()
        assert not row["nuts"] or row["nuts"] in nuts_regions()
        assert row["sectors"]
    dated = {
        (row["cluster"], row["what"], row["value"].partition(" ")[0])
        for row in rows(SEEDS / "clusters" / "facts.csv")
    }
    assert {
        ("nieke", "seat", "Vechta"),
        ("nieke", "office", "Quakenbrück"),
        ("giqs", "seat", "Kleve"),
    } <= dated
    assert ("giqs", "office", "Bonn") in dated


def test_ties_are_the_real_ones(loaded: tuple[GraphStore, dict[str, Report]]) -> None:
    store, _ = loaded
    with store.read() as reader:
        found = {(link.source, link.qualifier, link.target) for link in reader.links(("related",))}
        members = list(reader.links(("member_of",)))
    assert ("organization:pic-998511696", "runs", "cluster:fpi") in found
    assert ("organization:pic-998036008", "hosts", "cluster:nieke") in found
    four = sorted(f"cluster:{name}" for name in FOCUS)
    assert {(one, "cooperates", two) for one in four for two in four if one < two} <= found
    assert sum(kind == "runs" for _, kind, _ in found) == 9
    assert members == []


def test_projects_keep_their_number_of_partners_without_persons() -> None:
    partners = {row["rcn"]: int(row["participants"]) for row in rows(SEEDS / "food" / "projects.csv.gz")}
    kept = Counter(row["rcn"] for row in rows(SEEDS / "food" / "participations.csv.gz"))
    assert all(partners[rcn] >= count for rcn, count in kept.items())
    assert sum(partners.values()) > sum(kept.values())


def test_reference_tables_are_there_with_their_licences() -> None:
    about = yaml.safe_load((SEEDS / "reference" / "reference.yml").read_text(encoding="utf-8"))
    assert {entry["file"] for entry in about.values()} == {
        path.name for path in (SEEDS / "reference").iterdir() if path.suffix != ".yml"
    }
    assert all(entry["licence"] and entry["attribution"] and entry["source"] for entry in about.values())
    assert countries()["NA"] == "Namibia"
    assert nuts_regions()["DEA41"].name.startswith("Bielefeld")
    assert len(cities()) > 7000


def test_the_wheel_carries_the_seeds() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["seeds"] == "graphsvc/_data/seeds"
