"""What people call the organizations of the seeds."""

import pytest

from graphsvc.answers.search.naming import look_up
from graphsvc.answers.search.results import find
from graphsvc.state.graph import CurrentGraph

HOUSES = ("organization",)
DIL = "organization:pic-998036008"
TUM = "organization:pic-999977463"
FRAUNHOFER = "organization:pic-999984059"
THUENEN = "organization:pic-998427888"
ELEA = "organization:pic-951470382"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DIL", DIL),
        ("dil e.V.", DIL),
        ("Deutsches Institut für Lebensmitteltechnik", DIL),
        ("Deutsches Institut fuer Lebensmitteltechnik e.V.", DIL),
        ("DIL Deutsches Institut fur Lebensmitteltechnik EV", DIL),
        (DIL, DIL),
        ("TUM", TUM),
        ("TU München", TUM),
        ("Technische Universität München", TUM),
        ("Technische Universitaet Muenchen", TUM),
        ("FhG", FRAUNHOFER),
        ("Thünen-Institut", THUENEN),
        ("Thuenen Institut", THUENEN),
        ("Elea", ELEA),
        ("ELEA GmbH", ELEA),
        ("KIT", "organization:pic-990797674"),
        ("Südzucker", "organization:pic-943521329"),
        ("Suedzucker AG", "organization:pic-943521329"),
    ],
)
def test_an_everyday_name_means_one_organization(seeds: CurrentGraph, name: str, meant: str) -> None:
    found = look_up(seeds, name, HOUSES)
    assert found.found is not None
    assert found.found.id == meant


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Fraunhofer IVV", FRAUNHOFER),
        ("Fraunhofr", FRAUNHOFER),
        ("Deutsches Institut für Lebensmitteltechnk", DIL),
        ("organization:pic-99803600", DIL),
    ],
)
def test_an_unclear_name_is_answered_with_a_choice(seeds: CurrentGraph, name: str, offered: str) -> None:
    found = look_up(seeds, name, HOUSES)
    assert (found.found, found.total) == (None, 0)
    assert offered in [one.id for one in found.candidates]


@pytest.mark.parametrize("name", ["Wageningen", "Fraunhofer"])
def test_a_name_that_many_have_is_answered_with_the_likeliest(seeds: CurrentGraph, name: str) -> None:
    found = look_up(seeds, name, HOUSES)
    assert found.found is None
    assert found.total > 1
    assert all(name.casefold() in f"{one.name} {one.place}".casefold() for one in found.candidates)


def test_initials_stand_for_the_only_name_that_has_them(seeds: CurrentGraph) -> None:
    found = look_up(seeds, "FESE", HOUSES)
    assert found.found is None


@pytest.mark.parametrize(
    ("query", "cluster"),
    [
        ("Verpackung", "cluster:packbridge"),
        ("Verpackung", "cluster:packvalley"),
        ("packaging", "cluster:packcluster"),
        ("Logistik", "cluster:effizienz"),
        ("foodRegoi", "cluster:foodregio"),
    ],
)
def test_clusters_are_found_by_what_they_do(seeds: CurrentGraph, query: str, cluster: str) -> None:
    groups = {group.kind: group for group in find(seeds, query).groups}
    assert cluster in [hit.ref.id for hit in groups["cluster"].hits]


def test_a_query_that_was_read_less_strictly_says_so(seeds: CurrentGraph) -> None:
    assert find(seeds, "foodRegio").note is None
    alike, fewer = (find(seeds, query).note for query in ("foodRegoi", "Herbstreith und Fox"))
    assert alike is not None
    assert fewer is not None
    assert alike.values == {"words": ("foodregio",)}
    assert fewer.values == {"words": ("und",)}
    assert alike.text != fewer.text
    assert find(seeds, "xyzzyx quux").note is None
