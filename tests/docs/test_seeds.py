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
from graphsvc.ingest.names import name_key
from graphsvc.ingest.reference import cities, countries, nuts_regions
from graphsvc.ingest.report import Report
from graphsvc.settings import packaged
from graphsvc.store.sqlite import SqliteStore
from tests.support.food_clusters import FOCUS

SEEDS = packaged("seeds")
GOLD = Path(__file__).parents[2] / "graphsvc/taxonomy/data/gold/clusters.csv"
DATASETS = sorted(path.parent for path in SEEDS.glob("*/dataset.yml"))


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
    assert list(reports) == ["clusters", "clusters-h2020", "food", "members", "relations"]
    assert all(report.refused == () and report.warnings == () for report in reports.values())
    assert reports["clusters"].claims == {"cluster": 77, "activity": 201}
    assert reports["clusters-h2020"].claims == {"cluster": 47, "organization": 47, "relation": 47}
    assert reports["food"].claims == {"organization": 2692, "project": 611, "participation": 5823}
    assert reports["members"].claims == {"organization": 578, "membership": 627}
    assert reports["food"].persons == reports["members"].persons == ()


def test_repairs_are_told_cell_by_cell(loaded: tuple[GraphStore, dict[str, Report]]) -> None:
    reasons = Counter(str(issue.reason) for issue in loaded[1]["food"].corrected)
    assert reasons["country code UK repaired to GB"] == 228
    assert reasons["country code EL repaired to GR"] == 60
    left = [reason for reason in reasons.elements() if "the middle of" in reason]
    middle = Counter(reason.partition(" of ")[2][:2] for reason in left)
    assert middle == {"BE": 2, "DE": 4, "ES": 2, "GR": 4, "IT": 1, "SE": 1}


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
        chain, _, stage = link.target.partition("/")
        if chain == "food-processing":
            held.setdefault(link.source, set()).add(stage)
    assert {cluster: held[cluster] for cluster in FOCUS} == FOCUS
    assert all(link.words and link.citation and link.basis == "stated" for link in found)


def test_statements_are_short_quotations_with_their_source() -> None:
    found = rows(SEEDS / "clusters" / "statements.csv")
    assert {row["scope"] for row in found} == {"focus", "general", "other"}
    clusters = {row["id"] for row in rows(SEEDS / "clusters" / "clusters.csv")}
    for row in found:
        assert 0 < len(row["words"].split()) <= 20
        assert row["citation"].startswith("http")
        assert row["cluster"] in clusters
        assert row["language"] in ("de", "en", "fr", "nl", "sv", "da", "es", "pt", "pl", "cs", "lt", "ro")
        assert row["read"] in ("page", "excerpt", "quoted")
        assert bool(row["read_as"]) == bool(row["read_as_de"])
        assert row["date_read"]
        assert bool(row["stage"]) == (row["scope"] == "focus")
    chain = "together represent the complete value chain in food processing"
    assert sum(row["words"] == chain for row in found) == 4


def test_labelled_clusters_are_known_by_what_the_example_data_says_of_them() -> None:
    """Stages of clusters are measured on the words that users see."""
    said: dict[str, dict[str, set[str]]] = {}
    for folder in ("clusters", "clusters-h2020"):
        for row in rows(SEEDS / folder / "statements.csv"):
            if row["scope"] != "general":
                read = said.setdefault(row["cluster"], {}).setdefault(row["words"], set())
                read.update({row["stage"]} if row.get("stage") else ())
    for row in rows(GOLD):
        lines = [line.split("\t") for line in row["statements"].split("\n") if line]
        assert {words: set(stages) for words, *stages in lines} == said.get(row["cluster"], {})


def test_every_candidate_is_decided_with_a_reason_and_no_cluster_stands_twice() -> None:
    folder = SEEDS / "clusters-h2020"
    found = rows(folder / "candidates.csv")
    assert Counter(row["decision"] for row in found) == {"accepted": 47, "same": 11, "rejected": 15}
    assert len({row["pic"] for row in found}) == 73
    known = {row["id"] for row in rows(SEEDS / "clusters" / "clusters.csv")}
    taken = {row["id"]: row for row in rows(folder / "clusters.csv")}
    quoted = {row["cluster"]: row for row in rows(folder / "statements.csv")}
    assert not known & set(taken)
    for row in found:
        assert row["reason"]
        assert bool(row["cluster"]) == (row["decision"] != "rejected")
        if row["decision"] == "same":
            assert row["cluster"] in known
        if row["decision"] == "accepted":
            assert taken[row["cluster"]]["pic"] == row["pic"]
            assert (row["cluster"] in quoted) == (row["proof"] == "page")
    for row in quoted.values():
        assert 0 < len(row["words"].replace("[…]", "").split()) <= 20
        assert row["citation"].startswith("http")
        assert row["scope"] == "other"


def test_an_organization_runs_one_cluster_alone(loaded: tuple[GraphStore, dict[str, Report]]) -> None:
    """A cluster taken in twice would be run by the same organization."""
    store, _ = loaded
    with store.read() as reader:
        found = [link for link in reader.links(("related",)) if link.qualifier == "runs"]
    running = Counter(link.source for link in found)
    assert {name for name, count in running.items() if count > 1} == set()


def test_clusters_lie_where_reference_tables_know() -> None:
    found = rows(SEEDS / "clusters" / "clusters.csv")
    assert Counter(row["country"] for row in found)["DE"] == 55
    found += rows(SEEDS / "clusters-h2020" / "clusters.csv")
    assert len(found) == 77 + 47
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
    assert ("organization:pic-998511696", "runs", "cluster:fpi") in found
    assert ("organization:pic-998036008", "hosts", "cluster:nieke") in found
    four = sorted(FOCUS)
    assert {(one, "cooperates", two) for one in four for two in four if one < two} <= found
    assert Counter(kind for _, kind, _ in found) == {
        "runs": 25 + 47,
        "hosts": 35,
        "cooperates": 81,
        "succeeds": 6,
        "part_of": 19,
    }
    # a public agency carries the cluster: its projects are not the cluster's
    assert ("organization:pic-998776991", "hosts", "cluster:lc-ooe") in found


def test_every_membership_has_words_and_address_and_its_role(
    loaded: tuple[GraphStore, dict[str, Report]],
) -> None:
    store, _ = loaded
    with store.read() as reader:
        found = list(reader.links(("member_of",)))
    assert Counter(link.qualifier for link in found) == {
        "board": 257,
        "member": 192,
        "consortium-partner": 90,
        "founding-member": 88,
    }
    assert len({link.target for link in found}) == 64
    for link in found:
        assert link.citation.startswith("http")
        assert link.words
        assert 0 < len(link.words.replace("[…]", "").split()) <= 20


def test_a_member_stands_once_whatever_its_spelling() -> None:
    found = rows(SEEDS / "members" / "organizations.csv")
    named = {row["pic"] or name_key(row["key"]).bag for row in found}
    assert len(named) == len(found)
    # groups of companies that occur in several countries, of which no page says that they are one body
    several = Counter(name_key(row["name"]).bag for row in found)
    assert {name for name, count in several.items() if count > 1} == {"henkel", "nestle", "total"}


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
