import csv
import gzip

import pytest

from graphsvc.ingest.persons import given_names, is_person, thing_words
from graphsvc.settings import packaged


@pytest.mark.parametrize(
    "name",
    [
        "MUSTERMANN MAX KARL",
        "Erika Mustermann",
        "Dr. Erika Muster-Beispiel",
        "VAN DER BEISPIEL HENDRIK JAN",
        "DUPONT-EXEMPLE JEAN-PIERRE",
        "ESEMPIO DI PROVA GIUSEPPE",
        "Esimerkki Päivi",
        "PRZYKLADOWSKI WŁADYSŁAW",
        "Max Mustermann e.K.",
        "PARADEIGMA NIKOLAOS - PARADEIGMA IOANNA",
    ],
)
def test_names_of_persons_are_told(name: str) -> None:
    assert is_person(name, "company")
    assert is_person(name, "other")
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Max Mustermann GmbH",
        "MUSTERMANN MAX S.R.L.",
        "MUSTERMANN MAX S A",
        "Mustermann Max & Söhne",
        "Peter Muster Consulting",
        "Saatzucht Josef Muster",
        "Santa Maria",
        "Martin 2000",
        "Packaging Valley",
        "SIEMENS AKTIENGESELLSCHAFT",
        "Tim",
        "Otto Versand",
        "Institut Pasteur",
        "Universität Johannes Gutenberg",
        "Verein der Freunde Karl Musters",
        "",
        None,
    ],
)
def test_names_of_organizations_are_not(name: str | None) -> None:
    assert not is_person(name, "company")


@pytest.mark.parametrize("kind", ["research", "education", "public"])
def test_public_bodies_named_after_people_are_never_marked(kind: str) -> None:
    assert not is_person("Anton Mustermann", kind)


def test_no_organization_of_the_seeds_is_a_person() -> None:
    path = packaged("seeds") / "food" / "organizations.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kinds = {"PRC": "company", "OTH": "other"}
    assert len(rows) > 2000
    assert [
        row["pic"] for row in rows if is_person(row["name"], kinds.get(row["activity_type"], "public"))
    ] == []


def test_the_lists_are_folded_and_do_not_contradict_each_other() -> None:
    assert len(given_names()) > 3000
    assert all(name.isascii() and name == name.lower() for name in given_names() | thing_words())
