"""Indicators as a service: those of networkx, without persons, each with meaning and reference."""

import math

import networkx as nx
import pytest

from graphsvc.answers.network import Network
from graphsvc.answers.network.results_cache import Results
from graphsvc.domain.ports import batches
from graphsvc.errors import UnknownId
from graphsvc.network import descriptions
from graphsvc.state.graph import CurrentGraph
from tests.support.claims import info, organization
from tests.unit.answers.conftest import World
from tests.unit.answers.network_worlds import claims, graph, network


def values(made: Network, of: str) -> dict[str, float | None]:
    return {one.id: one.value for one in made.indicators(of)}


def test_they_are_those_of_the_public_network(world: World) -> None:
    made = network(world)
    graph = nx.Graph([("a", "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("c", "d"), ("d", "e"), ("e", "f")])
    graph.add_edges_from([("b", "d"), ("c", "e")])
    graph.add_node("g")
    betweenness, closeness = nx.betweenness_centrality(graph), nx.closeness_centrality(graph)
    core = nx.core_number(graph)
    cuts = set(nx.articulation_points(graph))
    for name in graph:
        found = values(made, f"organization:{name}")
        assert found["degree"] == graph.degree[name]
        assert found["betweenness"] == pytest.approx(betweenness[name], abs=1e-9)
        assert found["closeness"] == pytest.approx(closeness[name], abs=1e-9)
        assert found["clustering"] == pytest.approx(nx.clustering(graph, name), abs=1e-9)
        assert found["core_number"] == core[name]
        assert found["articulation_point"] == float(name in cuts)


def test_companies_among_partners_follow_a_correction_that_changes_no_tie(world: World) -> None:
    here = graph(world)
    found = {name: values(Network(here), f"organization:{name}")["company_partners"] for name in "abcdefg"}
    assert found == {
        "a": pytest.approx(1 / 3), "b": pytest.approx(1 / 3), "c": pytest.approx(2 / 4),
        "d": pytest.approx(2 / 4), "e": 0.0, "f": 0.0, "g": None,
    }  # fmt: skip
    kept = organization("c", name="Gamma", country="NL", nuts="NL13", organization_kind="company")
    for batch in batches([*claims(), kept]):
        here.store.write(info("alpha", retrieved="2020-01-01"), batch)
    here.refresh()
    assert values(Network(here), "organization:e")["company_partners"] == pytest.approx(1 / 3)


def test_a_person_has_none(world: World) -> None:
    assert set(values(network(world), "organization:p").values()) == {None}


def test_all_that_are_described_are_told_with_meaning(world: World) -> None:
    made = network(world)
    for of, kind in (
        ("organization:a", "organization"),
        ("cluster:north", "cluster"),
        ("network", "network"),
    ):
        found = made.indicators(of)
        assert {one.id for one in found} == {one.id for one in descriptions().values() if one.of == kind}
        assert all(one.label["de"] and one.sentence["en"] for one in found)


def test_ranks_count_those_above(seeds: CurrentGraph) -> None:
    found = {one.id: one for one in Network(seeds).indicators("organization:pic-999547365")}
    assert found["degree"].rank == 1
    assert found["degree"].n == len(seeds.snapshot().organizations.ids)
    assert found["community"].rank is None


def test_of_a_cluster_and_of_a_region(world: World) -> None:
    made = network(world)
    cluster = values(made, "cluster:north")
    assert cluster["ei_index"] == 1.0
    assert cluster["supra_regional_share"] == 1.0
    assert cluster["international_share"] == pytest.approx(2 / 3)
    dutch = values(made, "region:NL")
    assert dutch["ei_index"] == pytest.approx((6 - 1) / 7)
    assert values(made, "cluster:west")["ei_index"] is None


def test_of_the_whole_network(world: World) -> None:
    found = values(network(world), "network")
    assert found["density"] == pytest.approx(9 / 21)
    assert found["partners_per_project"] == pytest.approx((3 + 2 + 3 + 2 + 2 + 2 + 3) / 7)
    assert found["repeated_share"] == pytest.approx(4 / 9)
    assert all(value is None or math.isfinite(value) for value in found.values())


def test_what_has_no_indicators_is_refused(world: World) -> None:
    for of in ("organization:none", "cluster:none", "region:XX", "project:1"):
        with pytest.raises(UnknownId):
            network(world).indicators(of)


def test_an_indicator_cites_its_definition(world: World) -> None:
    cited = {one.id: one.reference for one in network(world).indicators("organization:a")}
    assert "Brandes" in cited["betweenness"]
    assert "Burt" in cited["constraint"]
    assert cited["component"] == ""


def test_what_was_kept_with_other_indicators_is_made_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = network(world)
    made.indicators("organization:a")
    assert made.computed.ground.known_figures() is not None
    reopened = Results(made.computed.ground.graph.home)
    key, inputs = made.computed.ground.key, made.computed.ground.indicator_inputs
    assert reopened.figures(key, inputs) is not None
    fewer = dict(descriptions())
    fewer.popitem()
    monkeypatch.setattr("graphsvc.answers.network.results_cache.descriptions", lambda: fewer)
    assert Results(made.computed.ground.graph.home).figures(key, inputs) is None
