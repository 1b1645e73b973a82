"""Maps as a service: one filter for scene, table, choices and files; nothing hidden; nobody waits."""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from PIL import Image

from graphsvc.answers.network import Network
from graphsvc.answers.network.map_files import FORMATS
from graphsvc.answers.network.worker import Worker, handlers
from graphsvc.drawing import Filter, MapGraph, load_views
from graphsvc.drawing.filtering import chosen_ties
from graphsvc.drawing.map_graph import MapTies
from graphsvc.errors import Busy, InvalidData, NotComputed, UnknownId
from graphsvc.files import locked, take_lock
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.jobs import Jobs
from tests.unit.answers.conftest import World
from tests.unit.answers.network_worlds import graph, network

Query = Mapping[str, Sequence[str]]

QUERIES: list[Query] = [
    {},
    {"view": ["geographic"]},
    {"view": ["clusters"]},
    {"country": ["DE", "NL"]},
    {"kind": ["company"], "q": ["gmbh"]},
    {"from": ["2016"], "to": ["2017"]},
    {"relation": ["collaboration"], "strength": ["0.5"]},
    {"community": ["2"]},
    {"ego": ["cluster:foodregio"], "radius": ["2"]},
    {"view": ["neighbourhood"], "ego": ["organization:pic-999547365"], "radius": ["1"]},
]


@pytest.fixture(scope="module")
def seeds_network(seeds: CurrentGraph) -> Network:
    return Network(seeds)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_scene_and_table_have_the_same_content(seeds_network: Network, query: Query) -> None:
    scene, table = seeds_network.scene(query, language="en"), seeds_network.table(query, limit=10_000)
    assert (table.nodes, table.edges) == (scene["counts"]["nodes"], scene["counts"]["edges"])
    assert table.nodes > 0
    assert {row.ref.id for row in table.rows} == set(scene["nodes"]["id"])
    assert sum(row.ties for row in table.rows) == 2 * table.edges


@pytest.mark.parametrize("query", [{}, {"country": ["DE"]}, {"view": ["clusters"]}], ids=str)
def test_a_choice_counts_what_it_leaves(seeds_network: Network, query: Query) -> None:
    facets = {facet.name: facet for facet in seeds_network.choices(query)}
    assert {"country", "region", "stage", "sector"} <= set(facets)
    for name in ("kind", "country", "region", "cluster", "stage", "sector", "community"):
        for choice in facets[name].choices[:3] if name in facets else ():
            assert seeds_network.table({**query, name: [choice.value]}).nodes == choice.n, (name, choice)


def test_all_choices_rest_on_one_look_at_the_ties(
    seeds: CurrentGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Filter] = []

    def counted(ground: MapGraph, asked: Filter, relations: tuple[str, ...]) -> MapTies:
        looks.append(asked)
        return chosen_ties(ground, asked, relations)

    monkeypatch.setattr(import_module("graphsvc.answers.network.facets"), "chosen_ties", counted)
    assert len(Network(seeds).choices({"country": ["DE"], "from": ["2015"], "to": ["2017"]})) > 5
    assert len(looks) == 2, "one for the nodes, one for the kinds of ties"


def test_ties_are_counted_by_kind(seeds_network: Network) -> None:
    (relations,) = [facet for facet in seeds_network.choices({}) if facet.name == "relation"]
    for choice in relations.choices:
        assert seeds_network.table({"relation": [choice.value]}).edges == choice.n


def test_positions_are_the_same_each_time(seeds: CurrentGraph, seeds_network: Network) -> None:
    once = seeds_network.scene({}, language="en")["nodes"]
    again = Network(seeds).scene({"country": ["DE"]}, language="de")["nodes"]
    place = dict(zip(once["id"], zip(once["x"], once["y"], strict=True), strict=True))
    assert [place[one] for one in again["id"]] == list(zip(again["x"], again["y"], strict=True))


def test_persons_and_refused_ties_are_never_drawn(world: World) -> None:
    made = network(world)
    scene = made.scene({}, language="en")
    assert "organization:p" not in scene["nodes"]["id"]
    ids = scene["nodes"]["id"]
    kinds = [kind["id"] for kind in scene["edge_kinds"]]
    ties = {
        (kinds[kind], ids[source], ids[target])
        for kind, source, target in zip(
            scene["edges"]["kind"], scene["edges"]["source"], scene["edges"]["target"], strict=True
        )
    }
    assert ("member", "organization:a", "cluster:north") in ties
    assert not any(tie[0] == "member" and "organization:c" in tie for tie in ties)
    assert made.neighbourhood("organization:p", language="en") is None
    assert not made.has_surroundings("organization:p")
    assert made.has_surroundings("organization:a")
    assert not made.has_surroundings("organization:g")
    for form in ("csv", "edges.csv", "graphml", "gexf"):
        assert b"organization:p<" not in made.export({}, form, language="en").content
        assert b"Mustermann" not in made.export({}, form, language="en").content


def test_files_hold_every_indicator_and_no_formula(world: World) -> None:
    made = network(world).export({}, "csv", language="en")
    assert (made.mimetype, made.filename.endswith(".csv")) == ("text/csv", True)
    rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert len(rows) == 10
    assert {"degree", "betweenness", "constraint", "gatekeeper", "community"} <= set(rows[0])
    assert {row["id"]: row["name"] for row in rows}["organization:f"] == "'=Phi()"
    edges = network(world).export({}, "edges.csv", language="en").content.decode("utf-8-sig")
    assert len(edges.splitlines()) - 1 == network(world).table({}).edges


@pytest.mark.parametrize("form", ["zip", "xlsx", "graphml", "gexf", "html"])
def test_every_kind_of_file(world: World, form: str) -> None:
    assert len(network(world).export({}, form, language="de").content) > 1_000


def test_regions_hold_what_lies_there_by_city_too(seeds_network: Network, seeds: CurrentGraph) -> None:
    from graphsvc.state.snapshot_tables import tables

    places = tables(seeds).places
    counted = sum(code.startswith("DE9") for code in (*places.organizations, *places.clusters))
    assert seeds_network.table({"region": ["DE9"]}).nodes == counted


def test_what_is_not_there_is_refused(world: World) -> None:
    made = network(world)
    with pytest.raises(UnknownId):
        made.scene({"view": ["nothing"]}, language="en")
    with pytest.raises(UnknownId):
        made.export({}, "exe", language="en")
    with pytest.raises(UnknownId):
        made.community("community:99")
    with pytest.raises(UnknownId):
        made.community("community:x")
    with pytest.raises(UnknownId):
        made.page_around("organization:p", language="en")
    with pytest.raises(InvalidData):
        made.choices({"from": ["soon"]})


def test_a_community_has_a_page(seeds_network: Network) -> None:
    page = seeds_network.community("community:0")
    assert page.size == seeds_network.table({"community": ["0"]}).nodes
    assert page.ref.id == "community:0"
    assert sum(row.n for row in page.countries) <= page.size
    share = page.sentence.values["inside_share"]
    assert isinstance(share, float)
    assert 0 < share <= 1


def test_the_value_chain_is_a_flow(seeds_network: Network) -> None:
    assert seeds_network.shows({"view": ["chain"]}) == "chain"
    flow = seeds_network.flow({"view": ["chain"]}, language="de")
    assert flow["kind"] == "sankey"
    assert len(flow["nodes"]) >= 4


class Recorder:
    """Stands where the worker is: writes down what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []

    def __call__(self, work: str, **arguments: object) -> tuple[int, int]:
        self.asked.append((work, arguments))
        return 1, 5


def test_nobody_waits_for_what_the_worker_computes(world: World) -> None:
    here, recorder = graph(world), Recorder()
    served = Network(here, recorder)
    assert served.table({}).nodes == 10
    assert all(facet.name != "community" for facet in served.choices({}))
    for ask in (
        lambda: served.scene_text({}, language="en"),
        lambda: served.community("community:0"),
        lambda: served.export({}, "csv", language="en"),
    ):
        with pytest.raises(Busy) as busy:
            ask()
        assert (busy.value.done, busy.value.total) == (1, 5)
    assert {work for work, _ in recorder.asked} == {"network"}
    assert served.neighbourhood("organization:a", language="en") is not None
    degree = next(one for one in served.indicators("organization:a") if one.id == "degree")
    later = next(one for one in served.indicators("organization:a") if one.id == "betweenness")
    assert (degree.value, later.value, later.note is not None) == (3.0, None, True)
    assert not served.computed.drawable()

    steps: list[tuple[int, int]] = []
    handlers(here, Network(here))["network"]({}, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (4, 4)
    assert served.computed.complete()
    assert served.computed.begin() is None
    assert served.scene_text({}, language="en") == Network(here).scene_text({}, language="en")
    assert any(facet.name == "community" for facet in served.choices({}))
    assert all(one.note is None for one in served.indicators("organization:a"))


def test_a_map_above_the_cap_opens_with_communities_as_soon_as_they_are_known(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = {name: replace(view, cap=9) for name, view in load_views().items()}  # of ten nodes
    monkeypatch.setattr("graphsvc.answers.network.load_views", lambda: views)
    here, recorder = graph(world), Recorder()
    served = Network(here, recorder)
    with pytest.raises(Busy):
        served.scene_text({}, language="en")
    Network(here).computed.find_communities()
    scene = served.scene({}, language="en")
    assert {identifier.partition(":")[0] for identifier in scene["nodes"]["id"]} == {"community"}
    assert scene["cut"]["nodes"] == 10
    assert sum(scene["nodes"]["size"]) == 10
    with pytest.raises(Busy):
        served.scene_text({"community": ["0"]}, language="en")
    handlers(here, Network(here))["network"]({}, lambda done, total: None)
    inside = served.scene({"community": ["0"]}, language="en")["nodes"]["id"]
    assert len(inside) == scene["nodes"]["size"][0]
    assert {work for work, _ in recorder.asked} == {"network"}


def test_a_community_of_a_network_too_large_to_be_placed_waits_for_no_picture_of_the_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.drawing.layout.PLACED_TOGETHER", 9)  # of ten nodes
    here, recorder = graph(world), Recorder()
    served = Network(here, recorder)
    assert not served.computed.drawable()
    Network(here).computed.find_communities()
    assert served.computed.drawable()
    one = served.scene({"community": ["0"]}, language="en")["nodes"]["id"]
    assert 0 < len(one) < 10
    handlers(here, Network(here))["network"]({}, lambda done, total: None)
    assert served.computed.complete()
    assert not (here.home / "layouts" / "network").exists()
    assert recorder.asked == []

    compare = {"from": ["2015"], "to": ["2016"], "with-from": ["2017"], "with-to": ["2018"]}
    with pytest.raises(Busy):
        served.difference(compare)
    (work, arguments), *_ = recorder.asked
    assert work == "picture"
    handlers(here, Network(here))[work](arguments, lambda done, total: None)
    assert served.difference_file(compare, "csv", language="en").content


def test_a_large_file_and_a_costly_scene_are_made_by_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, recorder = graph(world), Recorder()
    handlers(here, Network(here))["network"]({}, lambda done, total: None)
    served, work = Network(here, recorder), handlers(here, Network(here))
    monkeypatch.setitem(FORMATS, "csv", ("text/csv", 3))
    monkeypatch.setattr("graphsvc.answers.network.scenes._HEAVY", {"betweenness": 3})
    query = {"view": ["clusters"], "size": ["betweenness"], "country": ["DE", "NL"]}
    for ask in (
        lambda: served.scene_text(query, language="de"),
        lambda: served.export({}, "csv", language="de"),
    ):
        with pytest.raises(Busy):
            ask()
        name, arguments = recorder.asked[-1]
        work[name](json.loads(json.dumps(arguments)), lambda done, total: None)
        assert ask()


def test_an_indicator_that_is_not_computed_yet_is_said_and_replaced(world: World) -> None:
    here, recorder = graph(world), Recorder()
    served = Network(here, recorder)
    handlers(here, Network(here))["network"]({}, lambda done, total: None)
    query = {"color": ["betweenness"], "size": ["pagerank"]}
    key = served.computed.ground.key
    for kept in (here.home / "network" / key).glob("figures-*"):
        kept.unlink()
    scene = served.scene(query, language="de")
    assert recorder.asked[-1][0] == "network"
    assert "„Brückenlage“ wird noch berechnet" in scene["waiting"]
    assert "„Gewicht im Netz“ wird noch berechnet" in scene["waiting"]
    assert (scene["legend"]["scale"], scene["legend"]["title"]) == ("groups", "Teilnetz")
    assert scene["legend"]["size"] == "Partner auf dieser Karte"
    assert max(scene["nodes"]["size"]) > 1

    Network(here).computed.figures()
    scene = served.scene(query, language="de")
    assert scene["waiting"] is None
    assert scene["legend"]["title"] == "Brückenlage, im ganzen Netz gemeinsamer Projekte"
    assert scene["legend"]["scale"] == "steps"


def test_the_value_of_a_node_is_that_of_its_page_and_of_the_file(seeds_network: Network) -> None:
    query = {"color": ["constraint"], "country": ["DE"]}
    nodes = seeds_network.scene(query, language="en")["nodes"]
    one = next(who for who, value in zip(nodes["id"], nodes["value"], strict=True) if value)
    (shown,) = [found for found in seeds_network.indicators(one) if found.id == "constraint"]
    assert nodes["value"][nodes["id"].index(one)] == pytest.approx(shown.value, rel=1e-5)
    rows = list(
        csv.DictReader(
            io.StringIO(seeds_network.export(query, "csv", language="en").content.decode("utf-8-sig"))
        )
    )
    (row,) = [row for row in rows if row["id"] == one]
    assert float(row["color_value"]) == pytest.approx(float(row["constraint"]), rel=1e-5)


def test_what_fails_three_times_is_not_begun_again(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, {})
    worker = Worker(jobs)
    for _ in range(3):
        lock = take_lock(tmp_path / "worker.lock")  # so that no process is started
        assert worker("network", key="k") == worker("network", key="k") == (0, 4)
        jobs.work(lambda: {"network": lambda _arguments, _progress: {}}, lock)
    with pytest.raises(NotComputed):
        worker("network", key="k")
    with locked(tmp_path / "worker.lock"):
        assert worker("network", key="another") == (0, 4)


@pytest.mark.parametrize("form", list(FORMATS))
def test_files_name_licence_source_and_view(seeds_network: Network, form: str) -> None:
    made = seeds_network.export({"country": ["DE"]}, form, language="de", site="https://graph.example.org/")
    content = made.content
    if form in {"zip", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    said = Image.open(io.BytesIO(content)).info["Description"] if form == "png" else content.decode()
    told = html.unescape(said)
    address = "https://graph.example.org/map?view=network&country=DE"
    for words in (
        "Lizenz CC BY 4.0",
        "CORDIS, European Union",
        address,
        "Land: DE",
        "2018-12-01",
        "2026-11-22",
    ):
        assert words in told
    assert made.licences == ("https://creativecommons.org/licenses/by/4.0/",)


def test_pictures_have_the_size_that_is_asked(seeds_network: Network) -> None:
    query = {"country": ["AT"], "width": ["900"], "height": ["700"]}
    image = Image.open(io.BytesIO(seeds_network.export(query, "png", language="en").content))
    assert image.size == (900, 700)
    drawn = seeds_network.export(query, "svg", language="en").content.decode()
    assert 'width="900" height="700"' in drawn
    assert seeds_network.export(query, "svg", language="en").content.decode() == drawn
    with pytest.raises(InvalidData) as refused:
        seeds_network.export({"width": ["9000"], "height": ["-1"]}, "png", language="en")
    assert [(fault.column, fault.value) for fault in refused.value.issues] == [
        ("width", "9000"),
        ("height", "-1"),
    ]


def test_a_seat_far_from_nearly_all_is_not_drawn_and_said(seeds_network: Network) -> None:
    drawn = seeds_network.export({"view": ["geographic"]}, "svg", language="en").content.decode()
    dots = drawn.count("<circle") - len(re.findall("<circle[^>]*></circle>", drawn))
    assert f">{dots:,} nodes" in drawn
    left = len(seeds_network.scene({"view": ["geographic"]}, language="en")["nodes"]["id"]) - dots
    assert f"{left:,} outside of this section or without a known place are not drawn" in drawn
    assert left > 0
    assert "<polygon" in drawn
